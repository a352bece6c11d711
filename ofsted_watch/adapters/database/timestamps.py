"""When news was found: how a feed reader knows that an entry is new."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ofsted_watch.adapters.database.connection import Repository
from ofsted_watch.adapters.database.held_alerts import Resolution
from ofsted_watch.adapters.database.schema import changes, events, runs
from ofsted_watch.presentation.serialization import event_from_json


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
