"""Quiet hours: no run sends a request to the site in them. A night and a backfill wait; a poll and a check are left out."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime

from ofsted_watch.runs.site_hours import format_london, format_quiet, quiet_until
from ofsted_watch.settings import Settings

log = logging.getLogger("ofsted_watch.night")

LONGEST_SLEEP = 60.0
"""Seconds after which the clock is read again: it may have been set, or the machine may have slept."""


def utc_now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def wait_for_quiet_hours(
    settings: Settings, now: Callable[[], datetime] = utc_now, sleep: Callable[[float], None] = time.sleep
) -> bool:
    """Wait until the site may be asked. True if there was something to wait for; each wait is logged once."""
    waited = False
    while (until := quiet_until(settings.quiet_hours, moment := now())) is not None:
        if not waited:
            log.warning(
                "No request is sent to the site in quiet hours (%s): waiting until %s",
                format_quiet(settings.quiet_hours),
                format_london(until),
            )
        waited = True
        sleep(min(LONGEST_SLEEP, (until - moment).total_seconds()))
    return waited


def quiet_notice(settings: Settings, now: Callable[[], datetime] = utc_now) -> str | None:
    """Why nothing is asked now, in one sentence without its full stop; None outside quiet hours."""
    until = quiet_until(settings.quiet_hours, now())
    if until is None:
        return None
    return (
        f"nothing was asked: no request is sent to the site in quiet hours ({format_quiet(settings.quiet_hours)}), "
        f"until {format_london(until)}"
    )
