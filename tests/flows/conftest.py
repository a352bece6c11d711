"""What the tests of the flows share: the process that runs them, and a first night that everybody's second one follows."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.flows.calling import Caller, calling
from tests.standing_watch import StandingWatch


@pytest.fixture(scope="session")
def run_flow(standing: StandingWatch) -> Iterator[Caller]:
    with calling(standing) as caller:
        yield caller


@pytest.fixture(scope="session")
def seen_once(standing: StandingWatch, run_flow: Caller) -> StandingWatch:
    """The standing watch after a first night over some authorities, with a reader of all that comes later."""
    standing.site.today = standing.days[0]
    names = ["Aldershaw", "Kingsholt upon Wye", "Stanbeck"]
    first = run_flow("flows.nightly_flow.nightly", authorities=names, today=standing.days[0].isoformat())
    assert first["state_type"] == "COMPLETED", first["state"]["message"]
    standing.command("subscribe", "newsroom@example.org", "--all", "--on", "change", "--on", "letter")
    return standing


@pytest.fixture(scope="session")
def held(seen_once: StandingWatch, run_flow: Caller) -> dict[str, Any]:
    """The night of two letters about Kingsholt; the alert limit of the standing watch is none at all."""
    seen_once.site.today = seen_once.days[3]
    return run_flow("flows.nightly_flow.nightly", authorities=["Kingsholt upon Wye"], today=seen_once.days[3].isoformat())
