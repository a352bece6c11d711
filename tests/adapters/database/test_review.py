"""What was set aside waits for a person's answer; every run is in the log book."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.model import Coverage, Outcome, SetAside
from ofsted_watch.domain.run_state import RunState
from ofsted_watch.errors import WrongUse
from tests.adapters.database.made import AMBLEFORD, BRACKENSHIRE, NOW, TODAY

LETTER = SetAside("letter", AMBLEFORD, "c" * 64, "witnesses_disagree", "Table says good, heading says inadequate")
PAGE = SetAside("page", AMBLEFORD, AMBLEFORD, "page_changed", "There is no timeline")


def put_aside(database: Database, *found: SetAside) -> int:
    return database.outcomes.apply(Outcome(TODAY, set_aside=found), run_id=None, at=NOW).set_aside


def test_the_same_thing_set_aside_night_after_night_is_one_open_entry(database: Database):
    assert put_aside(database, LETTER, LETTER) == 1
    assert put_aside(database, LETTER) == 0
    assert put_aside(database, replace(LETTER, code="too_slow")) == 1
    assert [one.code for one in database.set_asides.find()] == ["witnesses_disagree", "too_slow"]


def test_an_answer_is_written_down_with_who_and_why(database: Database):
    put_aside(database, LETTER)
    (waiting,) = database.set_asides.find()
    assert waiting.id is not None
    database.set_asides.resolve(waiting.id, "released", by="Ada", why="the heading is a misprint", at=NOW)
    resolved = database.set_asides.get(waiting.id)
    assert (resolved.answer, resolved.answered_by, resolved.answered_why) == ("released", "Ada", "the heading is a misprint")
    assert database.set_asides.find() == ()
    assert database.set_asides.find(open_only=False) == (resolved,)
    assert database.set_asides.released_letters() == frozenset({(AMBLEFORD, "c" * 64)})


def test_an_entry_is_answered_once(database: Database):
    put_aside(database, LETTER)
    database.set_asides.resolve(1, "rejected", by="Ada", why="no letter", at=NOW)
    with pytest.raises(WrongUse, match="1 was rejected already, by Ada: no letter"):
        database.set_asides.resolve(1, "released", by="Bob", why="it is", at=NOW)
    assert database.set_asides.released_letters() == frozenset()


def test_no_such_entry_and_no_such_answer_are_the_caller_s_mistakes(database: Database):
    put_aside(database, LETTER)
    with pytest.raises(WrongUse, match="There is no set-aside item 9"):
        database.set_asides.resolve(9, "released", by="Ada", why="", at=NOW)
    with pytest.raises(WrongUse, match="'perhaps' is not a decision"):
        database.set_asides.resolve(1, "perhaps", by="Ada", why="", at=NOW)


def test_rejected_bytes_are_not_asked_about_again_but_a_page_that_fails_again_is(database: Database):
    put_aside(database, LETTER, PAGE)
    for waiting in database.set_asides.find():
        database.set_asides.resolve(waiting.id or 0, "rejected", by="Ada", why="known", at=NOW)
    assert put_aside(database, LETTER, PAGE, replace(LETTER, urn=BRACKENSHIRE)) == 2
    assert [(one.what, one.urn) for one in database.set_asides.find()] == [("page", AMBLEFORD), ("letter", BRACKENSHIRE)]


def test_a_released_letter_that_is_set_aside_again_is_asked_about_again(database: Database):
    put_aside(database, LETTER)
    database.set_asides.resolve(1, "released", by="Ada", why="fine", at=NOW)
    assert put_aside(database, LETTER) == 1


def test_what_waits_and_what_was_rejected_is_known_per_authority(database: Database):
    rejected, released = replace(LETTER, about="d" * 64), replace(LETTER, about="e" * 64)
    put_aside(database, LETTER, rejected, released, PAGE, replace(LETTER, urn=BRACKENSHIRE))
    database.set_asides.resolve(2, "rejected", by="Ada", why="no letter", at=NOW)
    database.set_asides.resolve(3, "released", by="Ada", why="fine", at=NOW)
    assert database.set_asides.waiting_or_rejected("letter", AMBLEFORD) == {"c" * 64: None, "d" * 64: "rejected"}


def test_words_that_no_database_can_hold_are_stored_all_the_same(database: Database):
    put_aside(database, replace(LETTER, message="The cell says 'g\x00od' and \ud83d"))
    (waiting,) = database.set_asides.find()
    assert waiting.message == "The cell says 'g\N{REPLACEMENT CHARACTER}od' and \N{REPLACEMENT CHARACTER}"


def test_a_run_is_remembered_from_start_to_end(database: Database):
    run_id = database.runs.start("nightly", TODAY, [AMBLEFORD, BRACKENSHIRE], NOW)
    running = database.runs.last("nightly")
    assert running is not None
    assert (running.state, running.finished, running.coverage) == ("running", None, None)
    ledger = Coverage(
        expected=(AMBLEFORD, BRACKENSHIRE), checked=(AMBLEFORD,), unchecked={BRACKENSHIRE: "no timeline"}, listed=4, stored=1
    )
    database.runs.finish(run_id, RunState.INCOMPLETE, ledger, "blind to 1 authority", NOW + timedelta(minutes=9))
    ended = database.runs.last("nightly")
    assert ended is not None
    assert (ended.state, ended.message, ended.coverage) == ("incomplete", "blind to 1 authority", ledger)
    assert ended.finished == NOW + timedelta(minutes=9)


def test_the_newest_run_of_a_kind_is_found_among_others(database: Database):
    for minute, kind in enumerate(("nightly", "nightly", "backfill")):
        database.runs.start(kind, TODAY, [], NOW + timedelta(minutes=minute))
    last = database.runs.last("nightly")
    assert last is not None
    assert last.started == NOW + timedelta(minutes=1)
    assert [run.kind for run in database.runs.newest(2)] == ["backfill", "nightly"]
    assert database.runs.last("reread") is None


def test_a_run_over_one_authority_does_not_stand_for_one_over_all(database: Database):
    whole = database.runs.start("nightly", TODAY, [AMBLEFORD, BRACKENSHIRE], NOW)
    part = database.runs.start("nightly", TODAY, [AMBLEFORD], NOW + timedelta(hours=1))
    found = database.runs.last("nightly", expected=[BRACKENSHIRE, AMBLEFORD])
    assert found is not None
    assert found.id == whole
    newest = database.runs.last("nightly", expected=[AMBLEFORD])
    assert newest is not None
    assert newest.id == part
    assert database.runs.last("nightly", expected=["80479"]) is None


def test_a_run_under_a_clock_that_was_a_year_ahead_is_not_the_newest_for_a_year(database: Database):
    database.runs.start("nightly", TODAY, [], NOW + timedelta(days=365))
    right = database.runs.start("nightly", TODAY, [], NOW)
    last = database.runs.last("nightly")
    assert last is not None
    assert last.id == right


def test_a_run_that_never_began_cannot_end(database: Database):
    with pytest.raises(LookupError, match="there is no run 7"):
        database.runs.finish(7, "done", None, "", NOW)
