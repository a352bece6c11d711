"""A night tells the truth about itself in one sentence."""

from dataclasses import replace
from datetime import date

from ofsted_watch.domain.model import Coverage, Outcome
from ofsted_watch.domain.run_state import RunState
from ofsted_watch.runs.run_result import Ending, RunResult, format_unchecked, worst

NIGHT = RunResult(
    kind="nightly",
    today=date(2026, 3, 4),
    coverage=Coverage(expected=("1", "2"), checked=("1", "2"), stored=1),
    outcome=Outcome(date(2026, 3, 4)),
    names={"1": "Leeds", "2": "York"},
    new_changes=1,
)


def test_a_night_that_saw_everything_is_done_and_counts_what_it_found():
    assert NIGHT.ending is Ending.DONE
    assert NIGHT.message == "checked 2 of 2 authorities, 1 letter stored; 1 change, 0 alerts"


def test_a_preview_says_would_of_everything_it_has_not_done():
    stopped = replace(NIGHT, preview=True, new_changes=0, stopped=("Half of the letters could not be read.",))
    assert stopped.message == "nothing would be stored: Half of the letters could not be read."
    held = replace(NIGHT, preview=True, new_changes=0, hold="2 authorities changed")
    assert held.message == (
        "a preview: checked 2 of 2 authorities, 1 letter would be stored, with 0 changes; "
        "alerts would be held: 2 authorities changed"
    )


def test_a_night_that_missed_an_authority_is_incomplete_and_names_it_first():
    night = replace(NIGHT, coverage=Coverage(expected=("1", "2"), checked=("1",), unchecked={"2": "the page has no timeline"}))
    assert night.ending is Ending.INCOMPLETE
    assert night.message.startswith("1 authority not checked: York (the page has no timeline); checked 1 of 2 authorities")


def test_a_night_that_expected_nothing_is_incomplete_for_nothing_found_is_never_success():
    assert replace(NIGHT, coverage=Coverage(expected=(), checked=())).ending is Ending.INCOMPLETE


def test_a_failed_batch_rule_outweighs_everything_and_says_that_nothing_was_stored():
    night = replace(NIGHT, stopped=("Half of the letters could not be read.",), new_set_aside=3)
    assert night.ending is Ending.STOPPED
    assert "nothing was stored: Half of the letters could not be read." in night.message


def test_something_newly_set_aside_shows_in_the_ending():
    night = replace(NIGHT, new_set_aside=1)
    assert night.ending is Ending.SET_ASIDE
    assert "1 letter set aside" in night.message


def test_a_night_whose_new_alerts_are_all_held_says_so_in_its_ending():
    night = replace(NIGHT, hold="13 authorities with a changed judgement in one run", new_alerts=4, new_set_aside=1)
    assert night.ending is Ending.HELD
    assert night.message.endswith("alerts held: 13 authorities with a changed judgement in one run")


def test_alerts_that_an_earlier_night_held_are_not_held_anew():
    assert replace(NIGHT, hold="13 authorities with a changed judgement in one run").ending is Ending.DONE


def test_being_incomplete_is_worse_than_holding_alerts():
    assert worst([Ending.HELD, Ending.INCOMPLETE, Ending.SET_ASIDE]) is Ending.INCOMPLETE
    assert worst([Ending.SET_ASIDE, Ending.HELD, Ending.DONE]) is Ending.HELD


def test_one_reason_for_all_is_said_once():
    assert format_unchecked({"2": "the site is down", "1": "the site is down"}, NIGHT.names) == (
        "2 authorities not checked: Leeds, York (the site is down)"
    )


def test_every_ending_of_a_run_is_a_state_that_is_stored() -> None:
    assert {ending.value for ending in Ending} == {state.value for state in RunState} - {"running", "crashed"}
