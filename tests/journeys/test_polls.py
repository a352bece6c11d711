"""Between the nights the search is polled: a letter is mailed within the hour, and a quiet poll costs three requests."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ofsted_watch.demo_site import mishaps
from ofsted_watch.demo_site.mishaps import Mishap
from ofsted_watch.demo_site.stories import DemoSite, StoryNight, small_story
from ofsted_watch.demo_site.story_writing import focused, post
from ofsted_watch.demo_site.strange_answers import UnderCouncilNumber, WithoutDate
from ofsted_watch.domain.model import Topic
from ofsted_watch.domain.run_state import RunKind
from ofsted_watch.runs.freshness import Freshness
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.runs.run_result import Ending, RunResult
from ofsted_watch.services.deliver import deliver
from ofsted_watch.services.executor import LocalExecutor
from ofsted_watch.services.poll import poll
from tests.journeys.watching import Watching, watching

STORY = small_story()
FIRST, SECOND = STORY.days
THIRD = SECOND + timedelta(days=1)
FALL = "Thornmere: children's services judged inadequate (was good)"


def polled(watch: Watching, today: date = SECOND) -> RunResult:
    """One poll, and the delivery after it."""
    expected = expected_authorities(watch.watched, watch.resources.register)
    result = poll(LocalExecutor(), watch.resources, expected, today)
    deliver(watch.resources)
    return result


@contextmanager
def watched(folder: Path, *planned: Mishap, more: tuple[StoryNight, ...] = (), **settings: str) -> Iterator[Watching]:
    """A watch that has seen the first night, on the morning of the second day, when nothing is new yet."""
    with (
        DemoSite(nights=(*STORY.nights, *more), authorities=STORY.authorities, today=FIRST, mishaps=planned) as site,
        watching(site, folder, **settings) as watch,
    ):
        watch.subscribe()
        yield watch


def asked(watch: Watching, since: int = 0) -> list[str]:
    """The paths that were requested, the search's with its first result."""
    return [request.path.partition("?")[0] for request in watch.site.requests[since:]]


def test_a_quiet_poll_asks_robots_and_the_search_and_says_that_nothing_moved(seen_once: Path):
    with watched(seen_once) as watch:
        result = polled(watch)
        assert (result.ending, result.message) == (Ending.DONE, "no authority has a newer report than at its last check")
        assert asked(watch) == ["/robots.txt", "/search"]
        assert watch.resources.database.runs.last(RunKind.POLL).state == "done"
        polled(watch)
        assert asked(watch)[2:] == ["/search"]


def test_a_letter_of_today_is_mailed_by_the_next_poll_from_one_page_and_one_file(seen_once: Path):
    with watched(seen_once) as watch:
        polled(watch)
        watch.site.today = SECOND
        before = len(watch.site.requests)
        result = polled(watch)
        assert watch.subjects() == [FALL]
        assert sorted(asked(watch, before)) == [
            "/provider/44/80901",
            "/provider/44/80902",
            "/search",
            "/v1/file/60000101",
            "/v1/file/60000102",
        ]
        assert (result.kind, result.ending, result.coverage.checked) == (RunKind.POLL, Ending.DONE, ("80902", "80901"))


def test_on_the_day_of_a_letter_22_polls_ask_for_its_page_each_time_and_check_nothing_twice(seen_once: Path):
    with watched(seen_once) as watch:
        before = len(watch.site.requests)
        for number in range(22):
            # Listed at 09:10, between the third poll of the day and the fourth, at 09:30.
            watch.site.today = SECOND if number >= 3 else FIRST
            result = polled(watch)
            assert result.ending is Ending.DONE
            assert len(watch.mails()) == (1 if number >= 3 else 0)
            assert (result.report is not None) == (number == 3)
        paths = asked(watch, before)
        assert (paths.count("/robots.txt"), paths.count("/search")) == (1, 22)
        assert paths.count("/provider/44/80901") == paths.count("/provider/44/80902") == 19
        assert paths.count("/v1/file/60000101") == 1
        # The search of 153 authorities is two pages: 22 more requests, still within 66 and four a letter.
        assert len(paths) == 1 + 22 + 2 * 19 + 2


def test_a_report_that_moved_without_a_new_letter_opens_the_page_once(seen_once: Path):
    with watched(seen_once, Mishap("/search", WithoutDate("80901"), times=1, on=FIRST)) as watch:
        polled(watch)
        assert asked(watch)[-1] == "/provider/44/80901"
        polled(watch)
        assert asked(watch)[-1] == "/provider/44/80901"
        before = len(watch.site.requests)
        polled(watch)
        assert asked(watch, before) == ["/search"]


def test_a_second_letter_of_the_same_day_is_found_though_its_day_is_the_same(seen_once: Path):
    second = post(60_000_901, focused("Thornmere", date(2026, 2, 10), SECOND, theme="care leavers"))
    with watched(seen_once, more=(StoryNight(SECOND, "Another.", (replace(second, appears=THIRD),)),)) as watch:
        watch.subscribe("all@example.org", topics=(Topic.LETTER,))
        watch.site.today = SECOND
        polled(watch)
        count = len(watch.mails())
        # The site shows it later on the same day: to the watch it is still the second day.
        watch.site.today = THIRD
        polled(watch, SECOND)
        assert len(watch.mails()) == count + 1


@pytest.mark.parametrize(
    "variant",
    [UnderCouncilNumber("80901", "303"), UnderCouncilNumber("80901", "303", states_urn=False), WithoutDate("80901")],
    ids=lambda variant: type(variant).__name__,
)
def test_an_odd_result_in_the_search_hides_no_letter(variant: mishaps.Happening, seen_once: Path):
    with watched(seen_once, Mishap("/search", variant, times=None)) as watch:
        watch.site.today = SECOND
        polled(watch)
        assert watch.subjects() == [FALL]


def test_a_date_that_stays_missing_opens_no_page_again(seen_once: Path):
    with watched(seen_once, Mishap("/search", WithoutDate("80901"), times=None)) as watch:
        polled(watch)
        before = len(watch.site.requests)
        polled(watch)
        assert asked(watch, before) == ["/search"]


def test_a_page_that_fails_is_opened_again_by_the_next_poll(seen_once: Path):
    with watched(seen_once, Mishap("/provider/44/80901", mishaps.Redesigned(), times=1, on=SECOND)) as watch:
        watch.site.today = SECOND
        failed = polled(watch)
        assert (failed.ending, list(failed.coverage.unchecked)) == (Ending.INCOMPLETE, ["80901"])
        assert watch.subjects() == []
        assert polled(watch).ending is Ending.DONE
        assert watch.subjects() == [FALL]


def test_one_failed_poll_is_no_alarm_and_three_in_a_row_are_one_mail_to_ops(seen_once: Path):
    with watched(seen_once, ops_email="ops@example.org") as watch:
        watch.site.mishap("/search", mishaps.Redesigned(), times=2)
        assert polled(watch).ending is Ending.INCOMPLETE
        polled(watch)
        polled(watch)
        assert watch.mails() == []
        watch.site.mishap("/search", mishaps.Redesigned(), times=4)
        for _ in range(4):
            polled(watch)
        assert watch.subjects() == ["Ofsted Watch: 3 polls of the site in a row have failed"]


def test_an_authority_that_the_search_no_longer_lists_is_named_by_the_poll(seen_once: Path):
    with watched(seen_once, Mishap("/search", mishaps.MissingAuthority("80902"), times=None)) as watch:
        result = polled(watch)
        assert result.ending is Ending.INCOMPLETE
        assert result.coverage.unchecked == {"80902": "the site's search no longer lists it"}
        assert "/provider/44/80902" not in asked(watch)


def test_a_poll_before_the_first_night_leaves_first_sight_to_the_night(tmp_path: Path):
    with watched(tmp_path) as watch:
        assert polled(watch, FIRST).ending is Ending.DONE
        assert asked(watch) == ["/robots.txt", "/search"]
        watch.night(FIRST)
        assert watch.mails() == []


def test_a_night_counts_and_names_what_the_polls_of_the_day_did_not_see(seen_once: Path):
    with watched(seen_once) as watch:
        watch.site.today = FIRST
        polled(watch, SECOND)  # the search has not moved when the last poll asks
        night = watch.night(THIRD)
        assert night.coverage.missed_by_polls == 2
        assert night.ending is Ending.DONE
        assert "2 new letters came on a day with polls, and no poll saw it: check that the search still moves" in night.notes
        assert watch.resources.database.runs.last(RunKind.NIGHTLY).coverage.missed_by_polls == 2
        assert watch.subjects() == [FALL]


def test_a_night_after_polls_that_saw_everything_has_missed_nothing(seen_once: Path):
    with watched(seen_once) as watch:
        watch.site.today = SECOND
        polled(watch)
        night = watch.night(THIRD)
        assert (night.coverage.missed_by_polls, night.coverage.stored) == (0, 0)


def test_a_letters_freshness_runs_from_its_first_sight_to_its_first_mail(seen_once: Path):
    with watched(seen_once) as watch:
        timestamps, ages_ago = watch.resources.database.timestamps, datetime(2020, 1, 1, tzinfo=UTC)
        watch.site.today = SECOND
        before = datetime.now(UTC)
        polled(watch)
        took = -(-(datetime.now(UTC) - before).total_seconds() // 60)
        freshness = timestamps.freshness(ages_ago)
        assert freshness.count == 1, "of the two letters of that day, one was mailed to somebody"
        assert freshness.median == freshness.worst <= took
        assert timestamps.freshness(datetime.now(UTC) + timedelta(days=1)).count == 0


def test_freshness_is_the_time_from_first_listed_to_the_first_mail_accepted(seen_once: Path):
    with watched(seen_once) as watch:
        watch.site.today = SECOND
        polled(watch)
        with sqlite3.connect(watch.resources.settings.data_dir / "ofsted-watch.db") as database:
            database.execute("UPDATE listings SET listed_at = '2026-03-04 09:12:30.000000' WHERE file_number = '60000101'")
            database.execute("UPDATE alerts SET resolved_at = '2026-03-04 09:36:00.000000'")
        assert watch.resources.database.timestamps.freshness(datetime(2026, 3, 4, tzinfo=UTC)) == Freshness(24, 24, 1)
        assert watch.resources.database.timestamps.freshness(datetime(2026, 3, 5, tzinfo=UTC)) == Freshness()


def test_every_request_of_a_poll_is_counted_on_its_day(seen_once: Path):
    with watched(seen_once) as watch:
        folder = watch.resources.settings.request_counts
        before = sum(file.stat().st_size for file in folder.iterdir())
        polled(watch)
        assert sum(file.stat().st_size for file in folder.iterdir()) - before == len(watch.site.requests) == 2
