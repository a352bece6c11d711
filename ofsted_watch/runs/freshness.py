"""Freshness: the time from a letter's first sight on the site to its first mail accepted by a mail server. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from ofsted_watch.domain.plurals import format_count

FRESHNESS_PERIOD = timedelta(days=90)
"""Letters mailed longer ago say nothing about the service today."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """The middle and the worst of some letters, in whole minutes (rounded up); None where there is no letter."""

    median: int | None = None
    worst: int | None = None
    count: int = 0

    @property
    def text(self) -> str:
        """'first listed to mailed: 6 minutes (median), 31 at worst, of 12 letters in 90 days'."""
        if not self.count:
            return "no letter was mailed at once in 90 days, so its freshness is not known"
        return (
            f"first listed to mailed: {format_count(self.median or 0, 'minute')} (median), {self.worst} at worst, "
            f"of {format_count(self.count, 'letter')} in 90 days"
        )


UNKNOWN_FRESHNESS = Freshness()


def freshness_of(times: Sequence[timedelta]) -> Freshness:
    """The freshness of letters that took these times. A clock that was set back in between counts as no time."""
    if not times:
        return Freshness()
    seconds = [max(0.0, time.total_seconds()) for time in times]
    return Freshness(_minutes(median(seconds)), _minutes(max(seconds)), len(times))


def _minutes(seconds: float) -> int:
    return -int(-seconds // 60)
