"""robots.txt → what we may request and how fast (RFC 9309), parsed by Protego.

A group applies if our product name starts with its user agent: `Ofsted` also applies to `OfstedWatch`. This is stricter than
the RFC, which compares whole names, and we use the stricter rule.
"""

from protego import Protego


class Rules:
    """The rules of one robots.txt for one client. Without text nothing is forbidden."""

    def __init__(self, text: str = "", client: str = "*") -> None:
        self._rules, self._client = Protego.parse(text.removeprefix("\ufeff")), client

    @property
    def crawl_delay(self) -> float | None:
        """The crawl delay in seconds; None if the file has none."""
        return self._rules.crawl_delay(self._client)

    def allow(self, path: str) -> bool:
        """True when `path` (with its query, as in the request) may be requested. No rule means yes."""
        return self._rules.can_fetch(f"http://host{path}", self._client)


def read_robots(text: str, client: str) -> Rules:
    """The rules in `text` for `client` (a product name such as 'OfstedWatch'), else those for `*`, else none."""
    return Rules(text, client)
