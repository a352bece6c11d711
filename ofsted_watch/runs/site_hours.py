"""When the site may be asked, and how fast: quiet hours, and the pace by day and by night, by the clock in London. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

_LONDON = ZoneInfo("Europe/London")
_MINUTE = timedelta(minutes=1)
_MINUTES_A_DAY = 24 * 60

LEAST_OPEN_MINUTES = 60
"""Minutes a day that quiet hours must leave: a night over all authorities takes three at one request a second."""


@dataclass(frozen=True, slots=True)
class Hours:
    """A part of each day in London, from a minute on and up to another: 23:00-01:30 goes over midnight."""

    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    def holds(self, at: time) -> bool:
        """True when this time of the day is in the hours. The end is not."""
        if self.start < self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


def hours_of(text: str) -> Hours:
    """'23:00-01:30' → the hours; 24:00 is midnight. Raises ValueError, whose message says what is wrong."""
    parts = re.fullmatch(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})", text.strip())
    if parts is None:
        raise ValueError(f"'{text.strip()}' is not two times such as 23:00-01:30")
    hours = Hours(_time(parts[1], parts[2]), _time(parts[3], parts[4]))
    if hours.start == hours.end:
        raise ValueError(f"'{text.strip()}' begins when it ends")
    return hours


def quiet_hours_of(text: str) -> tuple[Hours, ...]:
    """'23:00-01:30, 12:00-13:00' → the quiet hours. Raises ValueError; also where too little of a day is left."""
    quiet = tuple(hours_of(part) for part in text.split(","))
    open_minutes = sum(
        1 for minute in range(_MINUTES_A_DAY) if not any(hours.holds(time(minute // 60, minute % 60)) for hours in quiet)
    )
    if open_minutes < LEAST_OPEN_MINUTES:
        raise ValueError(f"they leave {open_minutes} minutes of a day; a nightly run needs at least {LEAST_OPEN_MINUTES}")
    return quiet


def quiet_until(quiet: Sequence[Hours], now: datetime) -> datetime | None:
    """The moment (UTC) at which the site may be asked again; None outside the quiet hours.

    The clock on the wall in London decides: where it goes back, an hour that comes twice is quiet twice; where it goes forward,
    hours that it skips end when it has skipped them.
    """
    if not _is_quiet(quiet, now):
        return None
    moment = now.astimezone(UTC).replace(second=0, microsecond=0)
    while _is_quiet(quiet, moment):
        moment += _MINUTE
    return moment


def _is_quiet(quiet: Sequence[Hours], moment: datetime) -> bool:
    at = moment.astimezone(_LONDON).time()
    return any(hours.holds(at) for hours in quiet)


def format_quiet(quiet: Sequence[Hours]) -> str:
    """'23:00-01:30 and 12:00-13:00'; 'none' without any."""
    return " and ".join(map(str, quiet)) or "none"


def format_london(moment: datetime) -> str:
    """'01:30 on 5 March 2026' as the clock in London says it."""
    return f"{moment.astimezone(_LONDON):%H:%M on %-d %B %Y}"


@dataclass(frozen=True, slots=True)
class Pace:
    """Requests a second by night and by day; `day` are the hours of the day in London."""

    by_night: float
    by_day: float
    day: Hours

    def per_second(self, now: datetime) -> float:
        """Requests a second at this moment."""
        return self.by_day if self.day.holds(now.astimezone(_LONDON).time()) else self.by_night

    @property
    def slowest(self) -> float:
        """The slower of the two: what several workers on several machines share."""
        return min(self.by_night, self.by_day)


@dataclass(frozen=True, slots=True)
class SiteUse:
    """How we ask the site, and how often today: what `status` shows."""

    agent: str
    contact: str
    requests_today: int
    pace: Pace
    quiet: tuple[Hours, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Two lines for people."""
        contact = f"contact {self.contact}" if self.contact else "no contact is set (OFSTED_WATCH_CONTACT)"
        pace = f"{self.pace.by_night:g} a second"
        if self.pace.by_day != self.pace.by_night:
            pace = f"{self.pace.by_day:g} a second by day ({self.pace.day}), {self.pace.by_night:g} by night"
        return (
            f"asks the site as {self.agent}, {contact}",
            f"requests to the site today: {self.requests_today}; at most {pace}; quiet hours: {format_quiet(self.quiet)}",
        )

    def as_json(self) -> dict[str, Any]:
        """The object `site` of `status --json`."""
        return {
            "agent": self.agent,
            "contact": self.contact or None,
            "requests_today": self.requests_today,
            "requests_per_second": self.pace.by_night,
            "requests_per_second_by_day": self.pace.by_day,
            "day_hours": str(self.pace.day),
            "quiet_hours": [str(hours) for hours in self.quiet],
        }


def _time(hour: str, minute: str) -> time:
    if (hour, minute) == ("24", "00"):
        return time(0)
    if int(hour) > 23 or int(minute) > 59:
        raise ValueError(f"'{hour}:{minute}' is not a time of day")
    return time(int(hour), int(minute))
