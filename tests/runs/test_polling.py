"""What a poll concludes from the search: which pages it opens, what a night found that polls missed, when it is an alarm."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ofsted_watch.domain.model import Authority, RunRecord
from ofsted_watch.domain.run_state import RunKind, RunState
from ofsted_watch.domain.search_listing import FoundAuthority, SearchListing, UnreadResult
from ofsted_watch.runs.polling import failed_in_a_row, is_due_an_alarm, latest_reports, missed_by_polls, moved
from ofsted_watch.runs.sorting import Gathered
from tests.factories import letter, listing

TODAY = date(2026, 3, 4)
MARLE = Authority("80999", "Marle", "E99000099", "London")


def opened(now: str, before: str | None) -> bool:
    return moved([MARLE], {"80999": now}, {"80999": before}, TODAY) == (MARLE,)


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ("2026-03-04", "2026-01-10"),
        ("2026-03-04", "2026-03-04"),
        ("2026-03-03", "2026-01-10"),
        ("2025-12-01", "2026-01-10"),
        ("", "2026-01-10"),
        ("'soon' is no day", "2026-01-10"),
        ("'later' is no day", "'soon' is no day"),
        ("2026-01-10", ""),
    ],
)
def test_a_page_is_opened_when_its_newest_report_moved_or_is_of_today(now: str, before: str):
    assert opened(now, before)


@pytest.mark.parametrize(
    ("now", "before"),
    [("2026-01-10", "2026-01-10"), ("", ""), ("'soon' is no day", "'soon' is no day"), ("2026-03-04", None)],
)
def test_a_page_stays_shut_when_nothing_moved_or_no_night_has_checked_it(now: str, before: str | None):
    assert not opened(now, before)


def test_an_authority_that_the_search_does_not_list_has_no_report_and_is_not_opened():
    assert latest_reports([MARLE], SearchListing(())) == {}
    assert moved([MARLE], {}, {"80999": "2026-01-10"}, TODAY) == ()


def test_the_report_is_known_by_urn_by_name_and_by_its_text_where_it_is_no_day():
    def report(*found: FoundAuthority, unread: tuple[UnreadResult, ...] = ()) -> str:
        return latest_reports([MARLE], SearchListing(found, unread))["80999"]

    assert report(FoundAuthority("80999", "Marle Council", date(2026, 1, 10))) == "2026-01-10"
    assert report(FoundAuthority("80999", "Marle Council", None)) == ""
    assert report(FoundAuthority("80999", "Marle Council", None, note="'soon' is no day")) == "'soon' is no day"
    nameless = UnreadResult("Marle Council", "303", date(2026, 3, 4), "it states no URN", "Marle")
    assert report(unread=(nameless,)) == "2026-03-04"
    assert report(unread=(replace(nameless, latest_report=None),)) == ""


def new(published: date | None, checked_before: date | None, first_seen: date = TODAY) -> Gathered:
    return Gathered(listing(published=published), letter(), first_seen, checked_before)


YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("item", "polled", "missed"),
    [
        (new(YESTERDAY, YESTERDAY), {YESTERDAY}, 1),
        (new(date(2016, 1, 12), YESTERDAY), {YESTERDAY}, 1),
        (new(None, YESTERDAY), {YESTERDAY}, 1),
        (new(YESTERDAY, YESTERDAY), set(), 0),
        (new(YESTERDAY, YESTERDAY), {YESTERDAY - timedelta(days=1)}, 0),
        (new(TODAY, YESTERDAY), {YESTERDAY}, 0),
        (new(YESTERDAY, None), {YESTERDAY}, 0),
        (new(YESTERDAY, YESTERDAY, first_seen=YESTERDAY), {YESTERDAY}, 0),
    ],
)
def test_a_letter_is_missed_when_polls_ran_on_its_day_or_after_it_and_the_night_is_first_to_see_it(
    item: Gathered, polled: set[date], missed: int
):
    assert missed_by_polls([item], polled, TODAY) == missed


def poll_of(state: RunState) -> RunRecord:
    at = datetime(2026, 3, 4, 9, tzinfo=UTC)
    return RunRecord(1, RunKind.POLL, TODAY, at, at, state, "", None)


@pytest.mark.parametrize(
    ("oldest_first", "alarm"),
    [
        ("I", False),
        ("II", False),
        ("III", True),
        ("IIII", False),
        ("ICS", True),
        ("IRC", True),
        ("IIRI", True),
        ("IIRIR", False),
        ("DIII", True),
        ("IIDII", False),
        ("III D", False),
    ],
)
def test_three_failures_in_a_row_are_one_alarm_and_killed_polls_count(oldest_first: str, alarm: bool):
    states = {
        "I": RunState.INCOMPLETE,
        "C": RunState.CRASHED,
        "S": RunState.STOPPED,
        "R": RunState.RUNNING,
        "D": RunState.DONE,
    }
    runs = [poll_of(states[letter]) for letter in oldest_first.replace(" ", "")]
    assert is_due_an_alarm(failed_in_a_row(reversed(runs))) is alarm
