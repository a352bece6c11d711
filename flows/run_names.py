"""The names of runs in the Prefect UI, in people's words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from prefect import runtime

from ofsted_watch.presentation.labels import format_day
from ofsted_watch.presentation.run_text import first_names

LONDON = ZoneInfo("Europe/London")

NO_REGION = "no region"
"""The choice in a form's list of regions that names none."""


def run_name(flow: str, parameters: Mapping[str, Any], due: datetime | None) -> str | None:
    """The name of a run of this flow: 'nightly 28 November 2026', 'weekly digest', 'backfill: Knowsley 2014–2025'.

    It is known before the run begins, while Prefect's own name for it is a chance one. `parameters` may lack those that have
    their defaults. None for a flow whose runs are neither scheduled nor reported to ops: Prefect names them as they begin.
    """
    name = _NAMES.get(flow)
    return name(parameters, due) if name else None


def named(flow: str) -> Callable[[], str]:
    """The same for the decorator of a flow, called as the run begins. Raises KeyError for a flow whose name is not known here."""
    name = _NAMES[flow]
    return lambda: name(runtime.flow_run.parameters, runtime.flow_run.scheduled_start_time)


def day_of(parameters: Mapping[str, Any], due: datetime | None) -> date:
    """The day asked for in the form, else the day in London on which the run was due."""
    asked = parameters.get("today")
    if asked:
        return date.fromisoformat(str(asked))
    return (due or datetime.now(LONDON)).astimezone(LONDON).date()


def _nightly(parameters: Mapping[str, Any], due: datetime | None) -> str:
    return f"nightly {format_day(day_of(parameters, due))}"


def _backfill(parameters: Mapping[str, Any], _: datetime | None) -> str:
    names: Sequence[str] = parameters.get("authorities") or []
    region = parameters.get("region", NO_REGION)
    chosen = [*([] if region == NO_REGION else [region]), *names]
    who = "all authorities" if parameters.get("all_authorities") else first_names(chosen) or "nobody chosen"
    kind = "backfill preview" if parameters.get("alerts") == "preview" else "backfill"
    return f"{kind}: {who}{_window(parameters.get('from_date'), parameters.get('to_date'))}"


def _reread(parameters: Mapping[str, Any], _: datetime | None) -> str:
    if letter := str(parameters.get("letter") or "").strip():
        return f"reread letter {letter.rpartition('/')[2]}"
    names: Sequence[str] = parameters.get("authorities") or []
    return f"reread: {first_names(names)}" if names else "reread"


def _window(start: Any, end: Any) -> str:
    """' 2014–2025' for whole years, else the days that are set; nothing for an open window."""
    first, last = (date.fromisoformat(str(day)) if day else None for day in (start, end))
    if first and last:
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return f" {first.year}–{last.year}" if first.year < last.year else f" {first.year}"
        return f" {format_day(first)} to {format_day(last)}"
    if first:
        return f" from {format_day(first)}"
    return f" to {format_day(last)}" if last else ""


_NAMES: Mapping[str, Callable[[Mapping[str, Any], datetime | None], str]] = {
    "nightly": _nightly,
    "site-check": lambda parameters, due: "site check",
    "poll": lambda parameters, due: "poll",
    "deliver": lambda parameters, due: "deliver",  # at its end it says how many mails
    "digest": lambda parameters, due: f"{parameters.get('frequency', 'daily')} digest",
    "backfill": _backfill,
    "reread": _reread,
}
