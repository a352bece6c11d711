"""A run in people's words: what it was, on which day, over whom. Pure."""

from collections.abc import Sequence
from datetime import date

from ofsted_watch.domain.plurals import format_count
from ofsted_watch.domain.run_state import RunKind
from ofsted_watch.presentation.labels import format_day

_NAMED = 3
"""So many authorities are named; the others are counted."""

_RUNS = {
    RunKind.NIGHTLY: "nightly run",
    RunKind.POLL: "poll",
    RunKind.BACKFILL: "backfill",
    RunKind.REREAD: "letters read again",
    RunKind.REVIEW: "letter read by a person",
}


def run_text(kind: RunKind, today: date, authorities: Sequence[str], *, covers_all: bool = False, preview: bool = False) -> str:
    """'Nightly run of 5 March 2026: all 153 authorities', 'Preview of a backfill, 5 March 2026: Leeds'."""
    who = f"all {format_count(len(authorities), 'authority', 'authorities')}" if covers_all else first_names(sorted(authorities))
    run = f"preview of a {_RUNS[kind]}, {format_day(today)}" if preview else f"{_RUNS[kind]} of {format_day(today)}"
    if kind in (RunKind.REREAD, RunKind.REVIEW):
        run = f"{_RUNS[kind]} on {format_day(today)}"
    return f"{run[:1].upper()}{run[1:]}: {who or 'no authority'}"


def first_names(names: Sequence[str]) -> str:
    """'Knowsley, Leeds, Liverpool and 2 more'."""
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
