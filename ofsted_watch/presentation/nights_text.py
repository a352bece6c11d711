"""What the last nights say: the finding as a title, the name of each state, a row of text for each day. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from ofsted_watch.domain.plurals import format_count
from ofsted_watch.presentation.labels import format_day
from ofsted_watch.runs.nights import EVERYTHING_CHECKED, WENT_WRONG, NightOfDay, NightState

STATE_TEXTS: dict[NightState, str] = {
    NightState.WHOLE: "whole",
    NightState.SET_ASIDE: "whole, letters set aside",
    NightState.HELD: "whole, alerts held",
    NightState.PART: "only a part, run by hand",
    NightState.INCOMPLETE: "incomplete",
    NightState.STOPPED: "stopped by our checks",
    NightState.CRASHED: "did not end",
    NightState.MISSING: "no night",
    NightState.RUNNING: "is running",
    NightState.NOT_YET: "none yet today",
    NightState.BEFORE_FIRST: "before the first night",
}
HEADINGS = ("day", "night", "expected", "checked", "read", "set aside", "mailed", "first listed to mailed")

_PREDICATES: dict[NightState, tuple[str, str]] = {
    NightState.MISSING: ("is missing", "are missing"),
    NightState.INCOMPLETE: ("is incomplete", "are incomplete"),
    NightState.STOPPED: ("was stopped by our checks", "were stopped by our checks"),
    NightState.CRASHED: ("did not end", "did not end"),
    NightState.PART: ("was only a part", "were only a part"),
}
_NAMED_STATES, _NAMED_DAYS = 2, 3


def nights_title(nights: Sequence[NightOfDay]) -> str:
    """'29 of 30 nights whole; 14 November is missing': whole is a night that checked every authority it expected."""
    due = [night for night in nights if night.state in EVERYTHING_CHECKED or night.state in WENT_WRONG]
    whole = sum(night.state in EVERYTHING_CHECKED for night in due)
    parts = []
    if len(due) > 1 and whole == len(due):
        parts.append(f"All {len(due)} nights whole")
    elif due:
        parts.append(f"{whole} of {format_count(len(due), 'night')} whole")
    elif nights and nights[-1].state is NightState.BEFORE_FIRST:
        return "No nightly run has begun yet"
    wrong = [(state, days) for state in WENT_WRONG if (days := [night.day for night in due if night.state is state])]
    parts += [f"{_named(days)} {_PREDICATES[state][len(days) > 1]}" for state, days in wrong[:_NAMED_STATES]]
    if others := sum(len(days) for _, days in wrong[_NAMED_STATES:]):
        parts.append(f"{others} more went wrong")
    if nights[-1].state is NightState.RUNNING:
        parts.append("today's is running")
    elif nights[-1].state is NightState.NOT_YET:
        parts.append("none yet today")
    title = "; ".join(parts)
    return title[0].upper() + title[1:]


def nights_period(nights: Sequence[NightOfDay]) -> str:
    """'31 October 2026 to 29 November 2026'."""
    return f"{format_day(nights[0].day)} to {format_day(nights[-1].day)}"


def night_row(night: NightOfDay) -> tuple[str, ...]:
    """A day as text, under HEADINGS; what a day without a night cannot have is '-'."""
    counts = (night.expected, night.checked) if night.has_run else ("-", "-")
    return (
        format_day(night.day),
        STATE_TEXTS[night.state],
        *(str(count) for count in (*counts, night.read, night.set_aside, night.mails.count)),
        freshness_text(night),
    )


def freshness_text(night: NightOfDay) -> str:
    """'6 minutes, 31 at worst' of the letters that were mailed on a day; '-' where none was."""
    freshness = night.mails.freshness
    if not freshness.count:
        return "-"
    text = format_count(freshness.median or 0, "minute")
    return text if freshness.count == 1 else f"{text}, {freshness.worst} at worst"


def reasons(nights: Iterable[NightOfDay]) -> tuple[tuple[str, str], ...]:
    """(day, what its run said) of each night that went wrong or holds alerts, newest first."""
    shown = [night for night in nights if night.message and (night.state in WENT_WRONG or night.state is NightState.HELD)]
    return tuple((format_day(night.day), night.message) for night in reversed(shown))


def _named(days: Sequence[date]) -> str:
    """'14 November', '3 and 14 November', '30 October and 2 November'; a number where they are many."""
    if len(days) > _NAMED_DAYS:
        return format_count(len(days), "night")
    names = [
        f"{day.day} {day:%B}" if follows is None or follows.month != day.month else str(day.day) for day, follows in _next(days)
    ]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _next(days: Sequence[date]) -> Iterable[tuple[date, date | None]]:
    return zip(days, (*days[1:], None), strict=True)
