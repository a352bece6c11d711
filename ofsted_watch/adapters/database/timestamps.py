"""When news was found: how a feed reader knows that an entry is new."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, and_, func, select

from ofsted_watch.adapters.database.connection import Repository
from ofsted_watch.adapters.database.held_alerts import Resolution
from ofsted_watch.adapters.database.schema import alerts, changes, events, listings, runs, stored_letters, subscriptions
from ofsted_watch.domain.model import AlertState, Frequency
from ofsted_watch.presentation.serialization import event_from_json
from ofsted_watch.runs.freshness import Freshness, freshness_of


@dataclass(frozen=True, slots=True)
class Times:
    """When each event was decided and each change was found, by key, and when the newest run ended (None if none has).

    Held news counts from its release: before that it was not published.
    """

    decided: Mapping[str, datetime]
    found: Mapping[str, datetime]
    last_run: datetime | None


class Timestamps(Repository):
    """The repository of timestamps."""

    def freshness(self, since: datetime) -> Freshness:
        """How long letters took from first listed to the first mail accepted, of those whose mail was accepted since."""
        return freshness_of([accepted - listed for listed, accepted in self.listed_and_mailed(since)])

    def listed_and_mailed(self, since: datetime) -> tuple[tuple[datetime, datetime], ...]:
        """When each letter was first listed, and when its first mail was accepted, of those whose mail was accepted since.

        Only mails that are sent at once and were never held count: a digest and a hold wait by design.
        """
        moments = (
            select(listings.c.urn, listings.c.file_number, listings.c.listed_at, func.min(alerts.c.resolved_at))
            .join(stored_letters, _same_file(stored_letters, listings))
            .join(events, events.c.key == _announces(stored_letters))
            .join(alerts, alerts.c.event_key == events.c.key)
            .join(subscriptions, subscriptions.c.id == alerts.c.subscription_id)
            .where(
                listings.c.listed_at.is_not(None),
                alerts.c.state == AlertState.SENT,
                alerts.c.hold.is_(None),
                alerts.c.resolved_at >= since,
                subscriptions.c.frequency == Frequency.AT_ONCE,
            )
            .group_by(listings.c.urn, listings.c.file_number, listings.c.listed_at)
        )
        with self.read_transaction() as connection:
            rows = connection.execute(moments).tuples().all()
        return tuple((listed, accepted) for _, _, listed, accepted in rows)

    def alerts_accepted(self, since: datetime) -> tuple[datetime, ...]:
        """When the mail of each alert was accepted by the mail server, of those accepted since. A digest carries several."""
        asked = select(alerts.c.resolved_at).where(alerts.c.state == AlertState.SENT, alerts.c.resolved_at >= since)
        with self.read_transaction() as connection:
            return tuple(moment for moment in connection.execute(asked).scalars() if moment is not None)

    def all(self) -> Times:
        """All of them."""
        released = select(events.c.event, events.c.resolved_at).where(
            events.c.resolved == Resolution.RELEASED, events.c.resolved_at.is_not(None)
        )
        with self.read_transaction() as connection:
            decided = dict(connection.execute(select(events.c.key, events.c.decided_at)).tuples().all())
            moments = dict(connection.execute(select(changes.c.key, changes.c.found_at)).tuples().all())
            for event, at in connection.execute(released):
                decided[event["key"]] = at
                moments |= {change.key: at for change in event_from_json(event).changes if change.key in moments}
            return Times(decided, moments, connection.execute(select(func.max(runs.c.finished_at))).scalar_one())


def _same_file(letters: Table, listed: Table) -> ColumnElement[bool]:
    return and_(letters.c.urn == listed.c.urn, letters.c.file_number == listed.c.file_number)


def _announces(letters: Table) -> ColumnElement[str]:
    """The key of the event that announces a letter (`history.letter_key`), in SQL."""
    return "letter:" + letters.c.urn + ":" + func.substr(letters.c.sha256, 1, 16)
