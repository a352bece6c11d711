"""A Site on a ScriptedServer, with a clock that only moves when somebody sleeps."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ofsted_watch.adapters.site.ofsted_site import Site
from ofsted_watch.domain.model import Listing
from tests.adapters.scripted_server import ScriptedServer

NOW = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)


@dataclass
class StillClock:
    """Time stands still but for sleeping."""

    seconds: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.seconds += seconds


def site_at(server: ScriptedServer, clock: StillClock, **others: object) -> Site:
    """Pace 1 a second, tries 4, no jitter (chance 0.5 changes nothing)."""
    given: dict[str, object] = {
        "file_hosts": (),
        "contact": "Ofsted Watch <watch@example.org>",
        "user_agent_version": "0.1",
        "timeout": (1, 1),
        "sleep": clock.sleep,
        "monotonic": clock.monotonic,
        "random": lambda: 0.5,
        "now": lambda: NOW,
        **others,
    }
    return Site(server.url, **given)  # type: ignore[arg-type]


def listing_at(url: str) -> Listing:
    return Listing("80901", "50011111", url, "Children's services inspection", None, None)


def running() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        yield server
