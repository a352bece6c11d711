"""A person's reading is stored with its name and reason, answers what waits, and counts for the file, on both engines."""

from dataclasses import replace

import pytest

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.model import Outcome, SetAside
from ofsted_watch.domain.person_reading import PersonReading
from ofsted_watch.errors import WrongUse
from tests.adapters.database.made import AMBLEFORD, BRACKENSHIRE, NOW, TODAY, letter

FILE = letter("c" * 64)
LETTER = SetAside("letter", AMBLEFORD, "c" * 64, "witnesses_disagree", "Table says good, heading says inadequate")


def put_aside(database: Database, *items: SetAside) -> list[SetAside]:
    database.outcomes.apply(Outcome(TODAY, set_aside=items), run_id=None, at=NOW)
    return list(database.set_asides.find())


def test_what_a_person_read_last_counts_and_nothing_is_overwritten(database: Database):
    (item,) = put_aside(database, LETTER)
    assert database.person_readings.letter(FILE.sha256) is None
    first = database.person_readings.record(item, FILE, by="Ada", reason="the heading is a misprint", on=TODAY, at=NOW)
    assert first.read_by == PersonReading(1, TODAY, "the heading is a misprint")
    assert database.person_readings.letter(FILE.sha256) == first
    second = database.person_readings.record(
        item, replace(FILE, title="Another"), by="Ben", reason="so is the table", on=TODAY, at=NOW
    )
    assert database.person_readings.letter(FILE.sha256) == second
    assert [(one.number, one.read_by) for one in database.person_readings.of(FILE.sha256)] == [(1, "Ada"), (2, "Ben")]
    assert [reading.reader_version for reading in database.readings.all_of([FILE.sha256], with_text=False)] == [
        "person-1",
        "person-2",
    ]


def test_the_readers_own_reading_can_still_be_asked_for(database: Database):
    (item,) = put_aside(database, LETTER)
    database.readings.record(FILE, "2026.1.0", NOW)
    database.person_readings.record(item, FILE, by="Ada", reason="why", on=TODAY, at=NOW)
    newest, by_reader = database.readings.newest(FILE.sha256), database.readings.newest(FILE.sha256, by_reader=True)
    assert newest is not None
    assert by_reader is not None
    assert (newest[1], by_reader[1]) == ("person-1", "2026.1.0")


def test_everything_that_waits_about_the_file_is_answered_with_it_and_nothing_else(database: Database):
    others = (replace(LETTER, urn=BRACKENSHIRE), replace(LETTER, about="d" * 64))
    items = put_aside(database, LETTER, replace(LETTER, code="too_slow"), *others)
    database.person_readings.record(items[0], FILE, by="Ada", reason="why", on=TODAY, at=NOW)
    answers = [(item.answer, item.answered_by) for item in database.set_asides.find(open_only=False)]
    assert answers == [("entered", "Ada"), ("entered", "Ada"), (None, None), (None, None)]


def test_an_item_that_was_answered_in_the_meantime_takes_no_reading(database: Database):
    (item,) = put_aside(database, LETTER)
    assert item.id is not None
    database.set_asides.resolve(item.id, "rejected", by="Ben", why="no letter", at=NOW)
    with pytest.raises(WrongUse, match="answered in the meantime"):
        database.person_readings.record(item, FILE, by="Ada", reason="why", on=TODAY, at=NOW)
    assert database.person_readings.of(FILE.sha256) == ()
    assert database.readings.newest(FILE.sha256) is None


def test_only_a_letter_that_was_set_aside_is_one(database: Database):
    put_aside(database, LETTER, SetAside("page", AMBLEFORD, "e" * 64, "page_changed", "There is no timeline"))
    assert [database.set_asides.is_set_aside(sha * 64) for sha in "cde"] == [True, False, False]
