"""Whatever the site answers to a request of a night, the night says what it saw, and the next one finds what it missed."""

from collections.abc import Iterator
from itertools import cycle

import pytest

from ofsted_watch.demo_site.mishaps import Happening
from proofs.reliability.disturbed_nights import NEW, WATCHED, Ground, Spot, ground
from proofs.reliability.site_mishaps import FOR_HOW_LONG, TO_A_PAGE, TO_ANY_REQUEST, TO_THE_SEARCH, formatted

SEARCH, PAGE, FILE = Spot("/search"), Spot("/provider/44/80901"), Spot(f"/v1/file/{NEW}")
NEEDS_A_LONG_LIST = "list capped at 100"
SHORT = [
    *((name, what, spot) for (name, what), spot in zip(TO_ANY_REQUEST.items(), cycle((FILE, SEARCH, FILE, PAGE)), strict=False)),
    *((name, what, SEARCH) for name, what in TO_THE_SEARCH.items() if name != NEEDS_A_LONG_LIST),
    *((name, what, PAGE) for name, what in TO_A_PAGE.items()),
]
"""Each way at a file, the search or a page; `make reliability` does all of them at every request."""


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("mishaps"), listed=len(WATCHED) + 1) as made:
        yield made


@pytest.mark.parametrize(
    ("what", "spot", "times"),
    [
        pytest.param(what, spot, times, id=f"{name}, {spot.path}, {'once' if times else 'all night'}")
        for (name, what, spot), times in zip(SHORT, cycle((*FOR_HOW_LONG, *reversed(FOR_HOW_LONG))), strict=False)
    ],
)
def test_a_mishap_is_survived_or_named_and_healed(on: Ground, what: Happening, spot: Spot, times: int | None) -> None:
    order = spot.order(what, times)
    ended = on.disturbed(order)
    assert not ended.faults, formatted((order,), ended)
    assert (ended.lost, ended.doubled) == (0, 0)


def test_the_night_that_is_disturbed_asks_for_everything_a_night_can_ask_for(on: Ground) -> None:
    assert [spot.path.rsplit("/", 1)[0] or spot.path for spot in on.spots[:2]] == ["/robots.txt", "/search"]
    assert sum(spot.path.startswith("/v1/file/") for spot in on.spots) == 4
    # The fall and the re-issue go to topics change and letter, the visit to letter and priority.
    assert len(on.tonight.mails) == 6
