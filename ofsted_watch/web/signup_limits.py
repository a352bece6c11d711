"""How often mail may be requested: per address, per client, in total. In memory, and without addresses in clear text."""

import hashlib
import math
import time
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from ofsted_watch.subscriptions.email_address import mailbox_of

_IPV6_HOUSEHOLD = 64
"""The bits of an IPv6 address that identify one household or office."""


@dataclass(frozen=True, slots=True)
class TooOften:
    """Why a request is refused, as text, and the seconds until the next one is accepted."""

    text: str
    seconds: int


class Limits:
    """Sliding windows of different lengths. They restart with the process."""

    def __init__(
        self, *, all_per_hour: int, client_per_hour: int = 30, address_per_hour: int = 3, address_per_day: int = 6
    ) -> None:
        self._windows = MovingWindowRateLimiter(MemoryStorage())
        self._all = RateLimitItemPerHour(all_per_hour)
        self._client = RateLimitItemPerHour(client_per_hour)
        self._address = (RateLimitItemPerHour(address_per_hour), RateLimitItemPerDay(address_per_day))

    def spend(self, client: str, address: str) -> TooOften | None:
        """Count one request for mail to `address` by `client` (its IP address); None if it may be answered.

        Addresses that reach one mailbox ('ann+a@…', 'ann+b@…') are one address here, and nowhere else.
        The answer is the same whether the address gets our mails or not. A refused request counts for its client only.
        """
        if refused := self._spend(self._client, "client", client_key(client), "You have requested many emails in a short time."):
            return refused
        text = "Emails to this address have already been requested several times. Check your spam folder too."
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
    """What counts as one client: an IPv4 address, or the first half of an IPv6 address, which one household has."""
    with suppress(ValueError):
        address = ip_address(client)
        if isinstance(address, IPv6Address):
            return str(address.ipv4_mapped or ip_network((address, _IPV6_HOUSEHOLD), strict=False))
    return client


def formatted(seconds: int) -> str:
    """'in a minute', 'in 25 minutes', 'in 3 hours': rounded up, so that nobody retries too early."""
    minutes = math.ceil(seconds / 60)
    if minutes <= 1:
        return "in a minute"
    return f"in {minutes} minutes" if minutes < 120 else f"in {math.ceil(minutes / 60)} hours"


def _fingerprint(address: str) -> str:
    return hashlib.sha256(mailbox_of(address).encode()).hexdigest()
