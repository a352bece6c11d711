"""How often mail may be asked for: by one address, by one client, by all together. In memory, and without an address in clear."""

import hashlib
import math
import time
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

_IPV6_HOUSEHOLD = 64
"""Bits of an IPv6 address that one household or office has for itself."""


@dataclass(frozen=True, slots=True)
class TooOften:
    """Why an asking is refused, in words, and the seconds until the next one is taken."""

    text: str
    seconds: int


class Limits:
    """Moving windows, each of its own length. They begin anew with the process."""

    def __init__(
        self, *, all_per_hour: int, client_per_hour: int = 30, address_per_hour: int = 3, address_per_day: int = 6
    ) -> None:
        self._windows = MovingWindowRateLimiter(MemoryStorage())
        self._all = RateLimitItemPerHour(all_per_hour)
        self._client = RateLimitItemPerHour(client_per_hour)
        self._address = (RateLimitItemPerHour(address_per_hour), RateLimitItemPerDay(address_per_day))

    def spend(self, client: str, address: str) -> TooOften | None:
        """Count one asking for mail to `address` by `client` (its IP address); None where it may be answered.

        The answer is the same whether the address gets our mails or not. A refused asking counts for its client only.
        """
        if refused := self._spend(self._client, "client", client_key(client), "You have asked for many emails in a short time."):
            return refused
        text = "Emails to this address have been asked for several times already. Look into the folder for spam too."
        for item in self._address:
            if refused := self._spend(item, "address", _fingerprint(address), text):
                return refused
        return self._spend(self._all, "all", "", "Very many people are signing up just now.")

    def _spend(self, item: RateLimitItem, whose: str, key: str, text: str) -> TooOften | None:
        if self._windows.hit(item, whose, key):
            return None
        free_at = self._windows.get_window_stats(item, whose, key).reset_time
        seconds = max(1, math.ceil(free_at - time.time()))
        return TooOften(f"{text} Please try again {formatted(seconds)}.", seconds)


def client_key(client: str) -> str:
    """Who counts as one client: an IPv4 address, or the first half of an IPv6 one, which is what one household is given."""
    with suppress(ValueError):
        address = ip_address(client)
        if isinstance(address, IPv6Address):
            return str(address.ipv4_mapped or ip_network((address, _IPV6_HOUSEHOLD), strict=False))
    return client


def formatted(seconds: int) -> str:
    """'in a minute', 'in 25 minutes', 'in 3 hours': rounded up, so that nobody comes too early."""
    minutes = math.ceil(seconds / 60)
    if minutes <= 1:
        return "in a minute"
    return f"in {minutes} minutes" if minutes < 120 else f"in {math.ceil(minutes / 60)} hours"


def _fingerprint(address: str) -> str:
    return hashlib.sha256(address.strip().casefold().encode()).hexdigest()
