"""Per-host rate limiting and Retry-After: one request at a time, a pause between two, or longer if the host asks for it."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock

from ofsted_watch.adapters.site.robots import Rules
from ofsted_watch.errors import SiteUnavailable

log = logging.getLogger("ofsted_watch.site")

LONGEST_WAIT = 120.0
"""The longest Retry-After that we wait for. A host that asks for more gets no request until then."""

LONGEST_REST = 3600.0
"""The longest time in seconds for which a Retry-After is remembered."""

LONGEST_BACKOFF = 60.0
"""The longest time in seconds between two tries without a Retry-After."""


class Host:
    """The rate limit of one host, shared by all threads. `interval` gives the seconds from the start of one request to the next,
    which robots.txt may make longer (`crawl_delay`).

    `before_request` is called with the host's name when this process may send: it waits for other processes and
    other machines that use the same host.
    """

    def __init__(
        self,
        name: str,
        interval: Callable[[], float],
        monotonic: Callable[[], float],
        sleep: Callable[[float], None],
        before_request: Callable[[str], None] = lambda host: None,
    ) -> None:
        self.name = name
        self.crawl_delay = 0.0
        self.rules: Rules | None = None
        self.rules_read = 0.0
        self.rules_lock = Lock()
        self.given_up = 0
        self._interval = interval
        self._monotonic = monotonic
        self._sleep = sleep
        self._before_request = before_request
        self._turn = Lock()
        self._not_before = float("-inf")

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for our turn and hold it during the block: no other thread uses this host meanwhile.

        Raises SiteUnavailable without a request if the host asked for a longer pause than we wait.
        """
        with self._turn:
            wait = self._not_before - self._monotonic()
            if wait > LONGEST_WAIT:
                raise SiteUnavailable(f"{self.name} asked for no requests for another {wait:.0f} s; no request was sent", wait)
            if wait > 0:
                self._sleep(wait)
            self._before_request(self.name)
            self._not_before = self._monotonic() + max(self._interval(), self.crawl_delay)
            yield

    def rest(self, seconds: float) -> None:
        """Allow no request to this host for so many seconds."""
        self._not_before = max(self._not_before, self._monotonic() + min(seconds, LONGEST_REST))


def retry_after(header: str | None, now: datetime) -> float | None:
    """The seconds in a Retry-After header ('120', or an HTTP date); None if it is invalid."""
    if header is None:
        return None
    if re.fullmatch(r"\s*\d{1,9}\s*", header):
        return float(header)
    try:
        then: datetime = parsedate_to_datetime(header)
    except ValueError:
        log.warning("A Retry-After header says %r, which is neither seconds nor a date; it is ignored", header[:60])
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (then - now).total_seconds())


def backoff(failed: int, interval: float, chance: float) -> float:
    """Seconds to wait after the `failed`-th failure in a row: 2, 4, 8 … intervals, up to half more or less by `chance` (0..1)."""
    return min(LONGEST_BACKOFF, interval * 2.0**failed) * (0.5 + chance)
