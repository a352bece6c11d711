"""How the night of each day stands: whole, not whole and why, missing, or not due."""

from dataclasses import replace
from datetime import date

import pytest

from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Coverage
from ofsted_watch.domain.run_state import RunKind, RunState
from ofsted_watch.runs.freshness import Freshness
from ofsted_watch.runs.nights import MailsOfDay, NightOfDay, NightState, RunOfDay, nights_of

A, B, C = Urn("80901"), Urn("80902"), Urn("80903")
ALL = frozenset({A, B, C})
SUNDAY, MONDAY, TUESDAY = date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 3)


def ran(
    day: date, state: RunState = RunState.DONE, *, unchecked: str = "", expected: frozenset[Urn] = ALL, **counts: int
) -> RunOfDay:
    """A nightly run; `unchecked` names who was not checked, and a run that crashed or runs has no ledger."""
    coverage = None
    if state not in (RunState.CRASHED, RunState.RUNNING):
        missed = {Urn(urn): "no answer" for urn in unchecked.split()}
        checked = tuple(sorted(expected - missed.keys()))
        coverage = Coverage(tuple(sorted(expected)), checked, missed, **counts)
    return RunOfDay(RunKind.NIGHTLY, day, state, expected, coverage, f"it ended {state}")


def nights(*runs: RunOfDay, mails: dict[date, MailsOfDay] | None = None, first: date | None = SUNDAY) -> tuple[NightOfDay, ...]:
    return nights_of(runs, mails or {}, today=TUESDAY, first_night=first, watched=ALL, days=3)


def states(*runs: RunOfDay, first: date | None = SUNDAY) -> list[str]:
    return [night.state for night in nights(*runs, first=first)]


def test_a_day_without_a_night_is_missing_but_today_has_none_yet_and_nothing_is_missing_before_the_first():
    assert states() == ["missing", "missing", "not_yet"]
    assert states(first=MONDAY) == ["before_first", "missing", "not_yet"]
    assert states(first=None) == ["before_first", "before_first", "before_first"]
    assert states(ran(SUNDAY), ran(TUESDAY)) == ["whole", "missing", "whole"]


@pytest.mark.parametrize(
    ("state", "unchecked", "shown"),
    [
        (RunState.DONE, "", "whole"),
        (RunState.SET_ASIDE, "", "set_aside"),
        (RunState.HELD, "", "held"),
        (RunState.INCOMPLETE, B, "incomplete"),
        (RunState.STOPPED, "", "stopped"),
        (RunState.CRASHED, "", "crashed"),
    ],
)
def test_a_night_stands_as_its_run_ended(state: RunState, unchecked: str, shown: str):
    assert states(ran(MONDAY, state, unchecked=unchecked))[1] == shown


def test_a_stopped_night_checked_nothing_and_its_message_is_the_reason():
    stopped = nights(ran(MONDAY, RunState.STOPPED, read=4))[1]
    assert stopped == NightOfDay(MONDAY, NightState.STOPPED, expected=3, checked=0, read=4, message="it ended stopped")


def test_a_run_that_goes_on_is_one_only_today():
    assert states(ran(TUESDAY, RunState.RUNNING))[2] == "running"
    assert states(ran(MONDAY, RunState.RUNNING))[1] == "crashed"


def test_a_night_that_was_made_up_is_whole():
    assert states(ran(MONDAY, RunState.CRASHED), ran(MONDAY))[1] == "whole"
    rest = ran(MONDAY, RunState.SET_ASIDE, expected=frozenset({B}))
    made_up = nights(ran(MONDAY, RunState.INCOMPLETE, unchecked=B), rest)[1]
    assert (made_up.state, made_up.expected, made_up.checked) == ("set_aside", 3, 3)


def test_one_authority_by_hand_makes_up_no_night():
    by_hand = frozenset({A})
    after = nights(ran(MONDAY, RunState.STOPPED), ran(MONDAY, expected=by_hand))[1]
    assert (after.state, after.checked) == ("stopped", 1)
    alone = states(ran(SUNDAY), ran(MONDAY, expected=by_hand), ran(TUESDAY, expected=by_hand))
    assert alone == ["whole", "part", "part"]


def test_a_night_that_expected_all_that_is_watched_now_is_whole_though_more_were_watched_before():
    watched = frozenset({A})
    runs = [ran(SUNDAY), ran(MONDAY, expected=watched), ran(TUESDAY, expected=watched)]
    found = nights_of(runs, {}, today=TUESDAY, first_night=SUNDAY, watched=watched, days=3)
    assert [night.state for night in found] == ["whole", "whole", "whole"]


def test_letters_count_from_the_night_and_the_polls_and_mails_from_the_day():
    poll = replace(ran(MONDAY, expected=frozenset({A}), read=2, set_aside=1), kind=RunKind.POLL)
    mails = {MONDAY: MailsOfDay(7, Freshness(4, 9, 2))}
    monday = nights(ran(MONDAY, read=1), poll, mails=mails)[1]
    assert (monday.expected, monday.checked, monday.read, monday.set_aside) == (3, 3, 3, 1)
    assert monday.mails == MailsOfDay(7, Freshness(4, 9, 2))
    only_polls = nights(poll)[1]
    assert (only_polls.state, only_polls.expected, only_polls.read, only_polls.message) == ("missing", 0, 2, "")
