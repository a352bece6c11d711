"""The names of runs in the Prefect UI, in people's words."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from prefect import runtime

from ofsted_watch.presentation.labels import format_day
from ofsted_watch.presentation.run_text import first_names

LONDON = ZoneInfo("Europe/London")


def nightly_name() -> str:
    """'nightly 28 November 2026': the day that the run is for, or on which it was due."""
    return f"nightly {format_day(day_of(runtime.flow_run.parameters, runtime.flow_run.scheduled_start_time))}"


def day_of(parameters: Mapping[str, Any], due: datetime | None) -> date:
    """The day asked for in the form, else the day in London on which the run was due."""
    asked = parameters.get("today")
    if asked:
        return date.fromisoformat(str(asked))
    return (due or datetime.now(LONDON)).astimezone(LONDON).date()


def backfill_name(parameters: Mapping[str, Any], no_region: str) -> str:
    """'backfill preview: Knowsley, Liverpool 2014–2025' from the form of a backfill."""
    names: Sequence[str] = parameters.get("authorities") or []
    region = parameters.get("region", no_region)
    chosen = [*([] if region == no_region else [region]), *names]
    who = "all authorities" if parameters.get("all_authorities") else first_names(chosen) or "nobody chosen"
    kind = "backfill preview" if parameters.get("alerts") == "preview" else "backfill"
    return f"{kind}: {who}{_window(parameters.get('from_date'), parameters.get('to_date'))}"


def reread_name() -> str:
    """'reread: Knowsley, Liverpool', 'reread letter 50004567'; 'reread' for all that is watched."""
    parameters = runtime.flow_run.parameters
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
