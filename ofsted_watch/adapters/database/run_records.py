"""The runs: what each expected, what it checked, how it ended."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, func, select

from ofsted_watch.adapters.database.connection import Repository
from ofsted_watch.adapters.database.schema import runs
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Coverage, RunRecord
from ofsted_watch.domain.run_state import RunKind, RunState
from ofsted_watch.runs.nights import RunOfDay

_A_FEW = 5
_KNOWN_FROM_THE_REST = ("expected", "checked")


class RunRepository(Repository):
    """The repository of runs."""

    def start(self, kind: RunKind, today: date, expected_urns: Sequence[Urn], at: datetime) -> int:
        """Open a run that must cover these URNs. Returns its id."""
        row = {
            "kind": kind,
            "today": today,
            "expected": list(expected_urns),
            "started_at": at,
            "state": RunState.RUNNING,
            "message": "",
        }
        with self.write_transaction() as connection:
            run_id: int = connection.execute(runs.insert().values(row).returning(runs.c.id)).scalar_one()
        return run_id

    def finish(self, run_id: int, state: RunState, coverage: Coverage | None, message: str, at: datetime) -> None:
        """Record how a run ended: its state, its ledger (None if it died before it had one) and one sentence.

        Raises LookupError if there is no such run.
        """
        mine = runs.c.id == run_id
        with self.write_transaction() as connection:
            expected_urns = connection.execute(select(runs.c.expected).where(mine)).scalar()
            if expected_urns is None:
                raise LookupError(f"there is no run {run_id}")
            notified = _notified(coverage, tuple(expected_urns)) if coverage else None
            values = {"state": state, "coverage": notified, "message": message, "finished_at": at}
            connection.execute(runs.update().where(mine).values(values))

    def newest(self, limit: int, *, kind: RunKind | None = None) -> tuple[RunRecord, ...]:
        """The newest runs of a kind (None: of every kind), newest first, at most `limit`."""
        asked = select(runs).order_by(runs.c.id.desc()).limit(limit)
        if kind is not None:
            asked = asked.where(runs.c.kind == kind)
        with self.read_transaction() as connection:
            return tuple(_run(row) for row in connection.execute(asked).mappings())

    def days_of(self, kind: RunKind, limit: int) -> tuple[date, ...]:
        """The days that the newest runs of a kind ran for, newest first, at most `limit`: without the URNs they expected."""
        asked = select(runs.c.today).where(runs.c.kind == kind).order_by(runs.c.started_at.desc()).limit(limit)
        with self.read_transaction() as connection:
            return tuple(connection.execute(asked).scalars())

    def over_site(self, first: date, last: date) -> tuple[RunOfDay, ...]:
        """The nightly runs and polls of the days from `first` to `last`, in the order in which they began."""
        kinds = (RunKind.NIGHTLY, RunKind.POLL)
        columns = (runs.c.kind, runs.c.today, runs.c.state, runs.c.expected, runs.c.coverage, runs.c.message)
        asked = select(*columns).where(runs.c.kind.in_(kinds), runs.c.today.between(first, last)).order_by(runs.c.id)
        with self.read_transaction() as connection:
            return tuple(_run_of_day(row) for row in connection.execute(asked).mappings())

    def first_day_of(self, kind: RunKind) -> date | None:
        """The earliest day that a run of a kind ran for; None if there was none."""
        with self.read_transaction() as connection:
            first: date | None = connection.execute(select(func.min(runs.c.today)).where(runs.c.kind == kind)).scalar_one()
        return first

    def days_done(self, kind: RunKind, since: date) -> frozenset[date]:
        """The days from `since` on that runs of a kind ran for and checked everything expected."""
        ended = runs.c.state.in_((RunState.DONE, RunState.SET_ASIDE, RunState.HELD))
        asked = select(runs.c.today).where(runs.c.kind == kind, runs.c.today >= since, ended)
        with self.read_transaction() as connection:
            return frozenset(connection.execute(asked.distinct()).scalars())

    def stopped_before(self, kind: RunKind, today: date) -> bool:
        """True when the newest finished run of a kind for an earlier day than `today` was stopped by checks."""
        earlier = (runs.c.kind == kind, runs.c.today < today, runs.c.finished_at.is_not(None))
        asked = select(runs.c.state).where(*earlier).order_by(runs.c.today.desc(), runs.c.id.desc()).limit(1)
        with self.read_transaction() as connection:
            return connection.execute(asked).scalar() == RunState.STOPPED

    def last(self, kind: RunKind, *, expected: Collection[str] = ()) -> RunRecord | None:
        """The newest run of a kind that expected (at least) these URNs; None if there is none."""
        # By id, not by start time: a run under a clock one year ahead would be the newest for a year.
        asked = select(runs.c.id, runs.c.expected).where(runs.c.kind == kind).order_by(runs.c.id.desc())
        with self.read_transaction() as connection:
            # Usually it is the newest run, and each row names every authority: do not fetch years of them.
            rows = connection.execute(asked.execution_options(yield_per=_A_FEW))
            ids = (run_id for run_id, expected_urns in rows if set(expected) <= set(expected_urns))
            newest = next(ids, None)
            rows.close()
            row = connection.execute(select(runs).where(runs.c.id == newest)).mappings().first()
        return _run(row) if row else None


def _run(row: RowMapping) -> RunRecord:
    return RunRecord(
        id=row["id"],
        kind=RunKind(row["kind"]),
        today=row["today"],
        started=row["started_at"],
        finished=row["finished_at"],
        state=RunState(row["state"]),
        message=row["message"],
        coverage=_coverage(row["coverage"], tuple(row["expected"])) if row["coverage"] else None,
    )


def _run_of_day(row: RowMapping) -> RunOfDay:
    expected_urns = tuple(row["expected"])
    return RunOfDay(
        kind=RunKind(row["kind"]),
        today=row["today"],
        state=RunState(row["state"]),
        expected=frozenset(expected_urns),
        coverage=_coverage(row["coverage"], expected_urns) if row["coverage"] else None,
        message=row["message"],
    )


def _notified(coverage: Coverage, expected_urns: tuple[Urn, ...]) -> dict[str, Any]:
    """The ledger as it is stored. The URNs are already in the row: the checked ones are those expected and not unchecked."""
    stored = asdict(coverage)
    if coverage.expected == expected_urns and coverage.checked == _seen(expected_urns, coverage.unchecked):
        for name in _KNOWN_FROM_THE_REST:
            del stored[name]
    return stored


def _coverage(stored: dict[str, Any], expected_urns: tuple[Urn, ...]) -> Coverage:
    notified = {"expected": expected_urns, "checked": _seen(expected_urns, stored["unchecked"])} | stored
    return Coverage(**notified | {name: tuple(notified[name]) for name in _KNOWN_FROM_THE_REST})


def _seen(expected_urns: tuple[Urn, ...], unchecked: Collection[str]) -> tuple[str, ...]:
    return tuple(urn for urn in expected_urns if urn not in unchecked)
