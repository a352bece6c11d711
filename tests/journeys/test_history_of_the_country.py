"""Real letters replayed with nights missed and after a backfill: the alerts are the checked changes, none missing, none extra.

The whole country, every night of it, is `make reliability`; here are four authorities on few nights.
"""

from collections.abc import Iterator

import pytest

from proofs.reliability.country import CORPUS, Overview, country, every, replay

SWINGERS = ("80462", "80478", "80451", "80466")
"""Four authorities whose judgements changed on nearly every line, nearly every time."""

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"{CORPUS} is not on this machine: real letters are not in this repository"),
]


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Overview]:
    with country(tmp_path_factory.mktemp("country"), SWINGERS) as read:
        yield read


def test_with_nights_missed_every_change_is_announced_once_all_the_same(known: Overview) -> None:
    metric = replay("one night in 600 days", known, every(known.days, 600))
    assert metric.tried >= 30, "the corpus has many changes of these four"
    assert metric.holds, metric


def test_after_a_backfill_one_night_announces_what_came_since_and_nothing_else(known: Overview) -> None:
    middle = known.days[len(known.days) * 2 // 3]
    metric = replay("a backfill, then one night", known, [middle, known.days[-1]], backfilled=True)
    assert 5 <= metric.tried < 30, "some changes came before the backfill, some after it"
    assert metric.holds, metric
