"""robots.txt → what we may ask for and how fast, as RFC 9309 says: longest rule wins, `*` and `$`, allow before disallow.

The standard library's parser takes the first matching rule and knows no wildcards, so it would ask for what it may not.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules for one client: (path pattern, allowed) in file order, and the seconds asked for between requests."""

    paths: tuple[tuple[str, bool], ...] = ()
    crawl_delay: float | None = None

    def allow(self, path: str) -> bool:
        """True when `path` (with its query, as in the request) may be asked for. No rule means yes."""
        wanted = _one_spelling(path)
        matching = [(len(pattern), allowed) for pattern, allowed in self.paths if _matches(pattern, wanted)]
        return max(matching)[1] if matching else True


def read_robots(text: str, client: str) -> Rules:
    """The rules that `text` holds for `client` (a product name such as 'OfstedWatch'), else those for `*`, else none.

    Lines that are no rules (an HTML page instead of robots.txt) say nothing. A crawl delay that is no number is passed over.
    """
    ours: list[tuple[str, str]] = []
    everyones: list[tuple[str, str]] = []
    named_us = False
    agents: list[str] = []
    in_agents = False
    for name, value in _lines(text):
        if name == "user-agent":
            agents = [*agents, value.lower()] if in_agents else [value.lower()]
            in_agents = True
            named_us = named_us or client.lower() in agents
        elif name in ("allow", "disallow", "crawl-delay"):
            in_agents = False
            if client.lower() in agents:
                ours.append((name, value))
            if "*" in agents:
                everyones.append((name, value))
    rules = ours if named_us else everyones
    delays = [float(value) for name, value in rules if name == "crawl-delay" and re.fullmatch(r"\d{1,6}(\.\d+)?", value)]
    paths = tuple((_one_spelling(value), name == "allow") for name, value in rules if name != "crawl-delay" and value)
    return Rules(paths, max(delays, default=None))


def _lines(text: str) -> list[tuple[str, str]]:
    pairs = (line.partition("#")[0].partition(":") for line in text.lstrip("\ufeff").splitlines())
    return [(name.strip().lower(), value.strip()) for name, colon, value in pairs if colon]


def _one_spelling(path: str) -> str:
    """'%7Eindex' and '~index' are one path, '%2F' and '/' are two."""
    pieces = re.split(r"(%2[fF])", path)
    return "".join(
        piece.upper() if index % 2 else quote(unquote(piece), safe="/*$?&=%+:@,;~!'()[]") for index, piece in enumerate(pieces)
    )


def _matches(pattern: str, path: str) -> bool:
    """Match without backtracking: each part between stars is taken where it first stands."""
    anchored = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for index, part in enumerate(others):
        if anchored and index == len(others) - 1:
            return path.endswith(part) and len(path) - len(part) >= at
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return not anchored or at == len(path)
