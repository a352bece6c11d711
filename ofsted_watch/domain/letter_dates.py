"""The days of a letter that contradicts itself: what it may have meant, and which of that the day of its link bears out. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

STATED_AND_LISTED = timedelta(days=7)
"""The most by which the date that a letter prints and the date of its link differ in the letters that we know."""
LONGEST_WAIT = timedelta(days=200)
"""From the last day of a visit to its letter. The longest known are under half a year; a misprinted year makes it more."""


@dataclass(frozen=True, slots=True)
class LetterDates:
    """What a letter's dates are if one of them is taken for a misprint. `published` is None for a letter without a date."""

    published: date | None
    inspection_start: date
    inspection_end: date


def borne_out(alternatives: Sequence[LetterDates], listed: date | None) -> LetterDates | None:
    """The only one of these that the day of the link bears out; None where none or more than one does, or the link has no day.

    A letter that prints its date is listed within a week of it; one that does not, up to 200 days after its visit.
    """
    if listed is None:
        return None
    fitting = [dates for dates in alternatives if _fits(dates, listed)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(dates: LetterDates, listed: date) -> bool:
    if dates.published is None:
        return dates.inspection_end <= listed <= dates.inspection_end + LONGEST_WAIT
    return abs(dates.published - listed) <= STATED_AND_LISTED
