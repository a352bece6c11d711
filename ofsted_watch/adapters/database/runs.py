"""The runs: what each owed, what it saw, how it ended."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, select

from ofsted_watch.adapters.database.connection import Store
from ofsted_watch.adapters.database.schema import runs
from ofsted_watch.model import Coverage, RunRecord

_RUNNING = "running"


class Runs(Store):
    """The log book of the runs."""

    def start_run(self, kind: str, today: date, owed: Sequence[str], at: datetime) -> int:
        """Open a run that owes these URNs. Returns its id."""
        row = {"kind": kind, "today": today, "owed": list(owed), "started_at": at, "state": _RUNNING, "words": ""}
        with self.writing() as connection:
            run_id: int = connection.execute(runs.insert().values(row).returning(runs.c.id)).scalar_one()
        return run_id

    def finish_run(self, run_id: int, state: str, coverage: Coverage | None, words: str, at: datetime) -> None:
        """Write down how a run ended: its state, its ledger (None when it died before it had one) and one sentence.

        Raises LookupError when there is no such run.
        """
        values = {
            "state": str(state),
            "coverage": asdict(coverage) if coverage else None,
            "words": words,
            "finished_at": at,
        }
        with self.writing() as connection:
            if connection.execute(runs.update().where(runs.c.id == run_id).values(values)).rowcount != 1:
                raise LookupError(f"there is no run {run_id}")

    def runs(self, limit: int) -> tuple[RunRecord, ...]:
        """The newest runs of every kind, newest first, at most `limit`."""
        asked = select(runs).order_by(runs.c.id.desc()).limit(limit)
        with self.asking() as connection:
            return tuple(_run(row) for row in connection.execute(asked).mappings())

    def last_run(self, kind: str, *, owing: Collection[str] = ()) -> RunRecord | None:
        """The newest run of a kind that owed (at least) these URNs; None when there was none."""
        asked = select(runs.c.id, runs.c.owed).where(runs.c.kind == kind).order_by(runs.c.started_at.desc(), runs.c.id.desc())
        with self.asking() as connection:
            ids = (run_id for run_id, owed in connection.execute(asked) if set(owing) <= set(owed))
            row = connection.execute(select(runs).where(runs.c.id == next(ids, None))).mappings().first()
        return _run(row) if row else None


def _run(row: RowMapping) -> RunRecord:
    return RunRecord(
        id=row["id"],
        kind=row["kind"],
        today=row["today"],
        started=row["started_at"],
        finished=row["finished_at"],
        state=row["state"],
        words=row["words"],
        coverage=_coverage(row["coverage"]) if row["coverage"] else None,
    )


def _coverage(stored: dict[str, Any]) -> Coverage:
    return Coverage(**stored | {"owed": tuple(stored["owed"]), "seen": tuple(stored["seen"])})
