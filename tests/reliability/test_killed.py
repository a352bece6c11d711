"""A process killed anywhere between seeing a letter and noting its mail as sent loses nothing, and doubles nothing but the one case."""

from collections.abc import Iterator

import pytest

from ofsted_watch.authorities import know_england
from tests.postgres_server import HOW_TO_INSTALL, programs
from tests.reliability.killed import Kill, Killing, died_with_a_mail_on_its_way, ground

MOMENTS = (
    "after archive.put",
    "SQL INSERT INTO files",
    "after database.record_reading",
    "SQL INSERT INTO alerts",
    "after database.apply",
    "after database.claim",
    "after database.begin_send",
    "before post.send",
    "after post.send",
    "after database.mark_sent",
)
"""Detect, record, claim, send, mark: moments before and after each."""


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def killing(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killing]:
    if request.param == "postgresql" and programs() is None:
        pytest.skip(HOW_TO_INSTALL)
    with ground(str(request.param), tmp_path_factory.mktemp("killed")) as on:
        yield Killing(on, checked=False)
    know_england()


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_night_killed_at_this_moment_and_run_again_ends_as_if_nothing_had_happened(killing: Killing, moment: str) -> None:
    ended = killing.kill(Kill(killing.steps.index(moment)))
    assert ended.killed
    assert ended.well, ended
    assert ended.folded == (moment == "after post.send")


def test_a_night_killed_three_times_over_ends_as_if_nothing_had_happened(killing: Killing) -> None:
    claimed, inserted = killing.steps.index("after database.claim"), killing.steps.index("SQL INSERT INTO alerts")
    ended = killing.kill(Kill(inserted), Kill(claimed), Kill(3, seconds_after=0.01))
    assert ended.killed
    assert ended.well, ended


def test_a_death_counts_as_with_a_mail_on_its_way_only_between_hand_over_and_written_answer() -> None:
    assert died_with_a_mail_on_its_way(["after database.begin_send", "before post.send"])
    assert died_with_a_mail_on_its_way(["before post.send", "after post.send", "SQL UPDATE alerts SET"])
    assert not died_with_a_mail_on_its_way(["after post.send", "SQL COMMIT", "after database.mark_sent"])
    assert not died_with_a_mail_on_its_way(["after database.claim", "SQL UPDATE alerts SET"])
