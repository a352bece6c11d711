"""When things were found out: what tells a reader of feeds that an entry is new."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ofsted_watch.adapters.database.connection import Store
from ofsted_watch.adapters.database.schema import changes, events, runs


@dataclass(frozen=True, slots=True)
class Times:
    """When each event was decided and each change was found, by key, and when the newest run ended (None: none has)."""

    decided: Mapping[str, datetime]
    found: Mapping[str, datetime]
    last_run: datetime | None


class KeptTimes(Store):
    """The moments that are written down beside what was found."""

    def times(self) -> Times:
        """All of them."""
        with self.asking() as connection:
            return Times(
                decided=dict(connection.execute(select(events.c.key, events.c.decided_at)).tuples().all()),
                found=dict(connection.execute(select(changes.c.key, changes.c.found_at)).tuples().all()),
                last_run=connection.execute(select(func.max(runs.c.finished_at))).scalar_one(),
            )
