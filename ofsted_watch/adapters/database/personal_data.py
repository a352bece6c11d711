"""What is held of one person: read out for them, and erased when they ask.

Erasing keeps the proof of delivery without the person: which mail (by its Message-ID) went out when. A delivery that runs at the
same moment still records its answer, and no mail goes out twice. The rows go with those of people who left.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Text, cast, func, or_, select

from ofsted_watch.adapters.database.connection import Repository, in_portions
from ofsted_watch.adapters.database.schema import alerts, events, subscriptions
from ofsted_watch.adapters.database.subscribers import preferences_in_turn, stored_address
from ofsted_watch.domain.model import AlertState

Json = dict[str, Any]

_OF_SUBSCRIPTIONS = (
    "urns",
    "region",
    "topics",
    "frequency",
    "declines_only",
    "filters",
    "created_at",
    "paused",
    "unsubscribed_at",
    "confirmation",
)
_OF_ALERTS = ("state", "created_at", "attempts", "answer", "not_before", "message_id", "send_begun_at", "resolved_at", "hold")


class PersonalData(Repository):
    """The repository of one person's data, by address."""

    def held(self, email: str) -> list[Json]:
        """Every subscription of an address, ended ones too, with the mails decided for it: JSON, times as ISO 8601 in UTC."""
        mine = subscriptions.c.email == stored_address(email)
        asked = select(alerts, events.c.event["title"].as_string().label("title"), subscriptions.c.id.label("owner"))
        asked = asked.join(events, events.c.key == alerts.c.event_key)
        asked = asked.join(subscriptions, subscriptions.c.id == alerts.c.subscription_id).where(mine).order_by(alerts.c.id)
        with self.read_transaction() as connection:
            rows = connection.execute(select(subscriptions).where(mine).order_by(subscriptions.c.id)).mappings().all()
            mails = connection.execute(asked).mappings().all()
        return [
            {name: _json(row[name]) for name in ("id", "email", *_OF_SUBSCRIPTIONS)}
            | {
                "mails": [
                    {"title": mail["title"]} | {name: _json(mail[name]) for name in _OF_ALERTS}
                    for mail in mails
                    if mail["owner"] == row["id"]
                ]
            }
            for row in rows
        ]

    def erase(self, email: str, at: datetime) -> int:
        """Remove an address and everything it asked for, of ended subscriptions too. Returns how many subscriptions there were.

        Mails that have not begun are dropped. What server answers and operators wrote is removed: it may contain the address.
        """
        address = stored_address(email)
        mine = subscriptions.c.email == address
        nobody: Json = {
            "email": "erased " + cast(subscriptions.c.id, Text),
            "preferences": "erased " + cast(subscriptions.c.id, Text),
            "urns": [],
            "region": None,
            "topics": [],
            "filters": None,
            "confirmation": None,
            "paused": None,
            "unsubscribed_at": func.coalesce(subscriptions.c.unsubscribed_at, at),
        }
        with self.write_transaction() as connection:
            preferences_in_turn(connection, address)
            ids = list(connection.execute(select(subscriptions.c.id).where(mine).with_for_update()).scalars())
            for some in in_portions(ids):
                of_them = alerts.c.subscription_id.in_(some)
                not_begun = (alerts.c.state == AlertState.SENDING) & alerts.c.send_begun_at.is_(None)
                waiting = or_(alerts.c.state.in_((AlertState.HELD, AlertState.PENDING)), not_begun)
                dropped = {"state": AlertState.DROPPED, "resolved_by": "subscriber", "resolved_at": at}
                connection.execute(alerts.update().where(of_them, waiting).values(dropped))
                connection.execute(alerts.update().where(of_them).values(answer=None, resolved_why=None))
            connection.execute(subscriptions.update().where(mine).values(nobody))
        return len(ids)


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
