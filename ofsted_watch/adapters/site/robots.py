"""robots.txt → what we may ask for and how fast (RFC 9309), as Protego reads it.

A group binds us when our product name starts with its user agent: `Ofsted` also binds `OfstedWatch`. That is stricter than
the RFC, which compares whole names, and we keep to the stricter reading.
"""

from protego import Protego


class Rules:
    """The rules of one robots.txt for one client. Without text nothing is forbidden."""

    def __init__(self, text: str = "", client: str = "*") -> None:
        self._rules, self._client = Protego.parse(text.removeprefix("\ufeff")), client

    @property
    def crawl_delay(self) -> float | None:
        """The seconds asked for between two requests; None when the file asks for none."""
        return self._rules.crawl_delay(self._client)

    def allow(self, path: str) -> bool:
        """True when `path` (with its query, as in the request) may be asked for. No rule means yes."""
        return self._rules.can_fetch(f"http://host{path}", self._client)


def read_robots(text: str, client: str) -> Rules:
    """The rules that `text` holds for `client` (a product name such as 'OfstedWatch'), else those for `*`, else none."""
    return Rules(text, client)
