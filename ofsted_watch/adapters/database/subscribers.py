"""The subscribers. An address is personal data: it is deleted some time after they leave."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from ofsted_watch.adapters.database.connection import Repository, insert_absent, take_turn
from ofsted_watch.adapters.database.schema import alerts, subscriptions
from ofsted_watch.domain.filters import NO_FILTERS, Filters
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import AlertState, Frequency, Subscription, Topic
from ofsted_watch.subscriptions.filters_json import filters_from_json, filters_to_json
from ofsted_watch.subscriptions.preferences import Preferences


class SubscriberRepository(Repository):
    """Subscriptions, by address. Addresses are compared case-insensitively."""

    def subscribe(
        self,
        email: str,
        *,
        urns: Collection[Urn],
        region: str | None,
        topics: Collection[Topic],
        frequency: Frequency,
        declines_only: bool,
        at: datetime,
        confirmation: str | None = None,
        change_filters: Filters = NO_FILTERS,
        letter_filters: Filters = NO_FILTERS,
    ) -> Subscription:
        """Store a subscription. The same preferences of the same address are one subscription, reactivated and no longer paused.

        `confirmation` is the fingerprint of the link that the person confirmed with; None if the operator subscribed them.
        """
        preferences = preference_columns(
            Preferences(frozenset(urns), region, frozenset(topics), frequency, declines_only, change_filters, letter_filters)
        )
        address, as_text = stored_address(email), preferences["preferences"]
        mine = (subscriptions.c.email == address, subscriptions.c.preferences == as_text)
        known = {"confirmation": confirmation} if confirmation else {}
        with self.write_transaction() as connection:
            preferences_in_turn(connection, address)
            insert_absent(connection, subscriptions, [preferences | {"email": address, "created_at": at}])
            connection.execute(subscriptions.update().where(*mine).values(known | {"unsubscribed_at": None, "paused": None}))
            return subscription_of(connection.execute(select(subscriptions).where(*mine)).mappings().one())

    def unsubscribe(self, email: str, at: datetime, ids: Collection[int] | None = None) -> int:
        """End subscriptions of an address (None: all of them) and drop their waiting alerts. Returns how many were ended.

        An id of another address, of an ended subscription, or unknown is ignored.
        """
        mine = [subscriptions.c.email == stored_address(email), subscriptions.c.unsubscribed_at.is_(None)]
        if ids is not None:
            mine.append(subscriptions.c.id.in_(set(ids)))
        with self.write_transaction() as connection:
            left_now = connection.execute(
                subscriptions.update().where(*mine).values(unsubscribed_at=at).returning(subscriptions.c.id)
            ).scalars()
            ended = list(left_now)
            not_begun = (alerts.c.state == AlertState.SENDING) & alerts.c.send_begun_at.is_(None)
            waiting = alerts.c.state.in_((AlertState.HELD, AlertState.PENDING)) | not_begun
            connection.execute(alerts.update().where(alerts.c.subscription_id.in_(ended), waiting).values(left(at)))
        return len(ended)

    def all(self) -> tuple[Subscription, ...]:
        """Every active subscription, including paused ones, by address."""
        asked = select(subscriptions).where(subscriptions.c.unsubscribed_at.is_(None))
        with self.read_transaction() as connection:
            rows = connection.execute(asked.order_by(subscriptions.c.email, subscriptions.c.id)).mappings()
            return tuple(subscription_of(row) for row in rows)

    def of(self, email: str) -> tuple[Subscription, ...]:
        """The subscriptions of one address that have not ended, the oldest first."""
        mine = (subscriptions.c.email == stored_address(email), subscriptions.c.unsubscribed_at.is_(None))
        with self.read_transaction() as connection:
            rows = connection.execute(select(subscriptions).where(*mine).order_by(subscriptions.c.id)).mappings()
            return tuple(subscription_of(row) for row in rows)

    def pause(self, email: str, reason: str) -> int:
        """Send nothing to an address until it subscribes again; its alerts keep waiting. Returns how many were paused."""
        mine = (subscriptions.c.email == stored_address(email), subscriptions.c.unsubscribed_at.is_(None))
        with self.write_transaction() as connection:
            return connection.execute(subscriptions.update().where(*mine).values(paused=reason)).rowcount

    def send_again(self, email: str) -> int:
        """End the pause of an address: its waiting alerts are due. Returns how many subscriptions were paused."""
        mine = (subscriptions.c.email == stored_address(email), subscriptions.c.paused.is_not(None))
        with self.write_transaction() as connection:
            return connection.execute(subscriptions.update().where(*mine).values(paused=None)).rowcount

    def forget_unsubscribed(self, before: datetime) -> int:
        """Delete the subscriptions that ended before this time, with every alert to them. Returns how many."""
        gone = select(subscriptions.c.id).where(subscriptions.c.unsubscribed_at < before)
        with self.write_transaction() as connection:
            connection.execute(alerts.delete().where(alerts.c.subscription_id.in_(gone)))
            return connection.execute(subscriptions.delete().where(subscriptions.c.unsubscribed_at < before)).rowcount


def preference_columns(preferences: Preferences) -> dict[str, Any]:
    """Preferences as the columns of a row; `preferences` is one text, the same for the same preferences."""
    columns = {
        "urns": sorted(preferences.urns),
        "region": preferences.region,
        "topics": sorted(preferences.topics),
        "frequency": str(preferences.frequency),
        "declines_only": preferences.declines_only,
    }
    filters = filters_to_json(preferences)
    # Without filters the text is the one of before there were any: an old subscription is the same one.
    unique = columns | ({"filters": filters} if filters else {})
    return columns | {"filters": filters, "preferences": json.dumps(unique, sort_keys=True)}


def preferences_in_turn(connection: Connection, address: str) -> None:
    """Wait until nobody else changes preferences of this address: two at once could become equal."""
    take_turn(connection, f"preferences of {address}")


def left(at: datetime) -> dict[str, Any]:
    """The final state of an alert whose reader has unsubscribed."""
    return {"state": AlertState.DROPPED, "resolved_by": "subscriber", "resolved_why": "unsubscribed", "resolved_at": at}


def subscription_of(row: RowMapping | Mapping[str, Any]) -> Subscription:
    """The subscription in a row of `subscriptions`."""
    change_filters, letter_filters = filters_from_json(row["filters"])
    return Subscription(
        id=row["id"],
        email=row["email"],
        urns=frozenset(row["urns"]),
        region=row["region"],
        topics=frozenset(Topic(topic) for topic in row["topics"]),
        frequency=Frequency(row["frequency"]),
        declines_only=row["declines_only"],
        created=row["created_at"],
        paused=row["paused"],
        change_filters=change_filters,
        letter_filters=letter_filters,
    )


def stored_address(email: str) -> str:
    """The spelling in which an address is stored and found."""
    return email.strip().casefold()
