"""What all runs of a day have done so far: half an hour's poll alone is too small to show that something is wrong."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select

from ofsted_watch.adapters.database.connection import Repository
from ofsted_watch.adapters.database.schema import alerts, changes, events, runs, set_asides
from ofsted_watch.domain.model import AlertState, Change
from ofsted_watch.domain.run_state import RunKind
from ofsted_watch.presentation.serialization import change_from_json, event_from_json

_OVER_THE_SITE = (RunKind.NIGHTLY, RunKind.POLL)
"""A reread and a backfill bring corrections and history in bulk, and count for themselves."""


@dataclass(frozen=True, slots=True)
class LettersRead:
    """How many letters the runs of a day have read, and how many of them were set aside for some problems."""

    read: int
    set_aside: int


class DayTotals(Repository):
    """Sums over the nightly runs and polls that ran for one day in London."""

    def changes(self, today: date) -> tuple[Change, ...]:
        """The changes that they found, in the order found."""
        asked = select(changes.c.change).join(runs, runs.c.id == changes.c.run_id).where(*_of(today))
        with self.read_transaction() as connection:
            rows = connection.execute(asked.order_by(changes.c.found_at, changes.c.key)).scalars()
            return tuple(change_from_json(change) for change in rows)

    def sent(self, today: date) -> tuple[str, ...]:
        """What already went to somebody: the titles of their news with an alert that was sent or is being sent."""
        on_its_way = alerts.c.state.in_((AlertState.PENDING, AlertState.SENDING, AlertState.SENT, AlertState.UNKNOWN))
        mailed = select(alerts.c.id).where(alerts.c.event_key == events.c.key, on_its_way).exists()
        asked = select(events.c.event).join(runs, runs.c.id == events.c.run_id).where(*_of(today), mailed)
        with self.read_transaction() as connection:
            rows = connection.execute(asked.order_by(events.c.decided_at, events.c.key)).scalars()
            return tuple(event_from_json(event).title for event in rows)

    def letters(self, today: date, codes: Collection[str]) -> LettersRead:
        """How many letters they read, and how many they set aside with one of these codes."""
        aside = select(func.count(set_asides.c.id)).join(runs, runs.c.id == set_asides.c.run_id)
        with self.read_transaction() as connection:
            coverages = connection.execute(select(runs.c.coverage).where(*_of(today), runs.c.coverage.is_not(None))).scalars()
            read = sum(coverage["read"] for coverage in coverages)
            count = connection.execute(aside.where(*_of(today), set_asides.c.code.in_(codes))).scalar_one()
        return LettersRead(read, count)


def _of(today: date) -> tuple[ColumnElement[bool], ...]:
    return runs.c.today == today, runs.c.kind.in_(_OVER_THE_SITE)
