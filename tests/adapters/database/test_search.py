"""Looking for words in the letters: the same letters on both engines, and no question is an error."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import text

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.full_text_search import Order, Within
from ofsted_watch.adapters.database.migrations import upgrade
from ofsted_watch.adapters.database.search_index import fill_index
from ofsted_watch.domain.model import KeptLetter, Outcome
from ofsted_watch.presentation.search_query import question
from tests.adapters.database.made import AMBLEFORD, BRACKENSHIRE, NOW, TODAY, kept
from tests.examples import examples

EVERYWHERE = Within()


def letter_of(
    number: str, text: str, *, title: str = "Inspection of Ambleford", urn: str = AMBLEFORD, **changed: object
) -> KeptLetter:
    one = kept(number, sha256=number[-1] * 64, urn=urn)
    letter = replace(one.letter, text=text, title=title, urn=urn)
    return replace(one, letter=letter, **changed)


LETTERS = (
    letter_of("50001", "Care leavers have a home of their own. Social workers’ caseloads are too high."),
    letter_of("50002", "Children in care are placed near home. Leaving care was not inspected.", published=date(2025, 1, 9)),
    letter_of("50003", "Adoption takes too long; adopters wait.", title="Focused visit to Brackenshire", urn=BRACKENSHIRE),
    letter_of("50004", "Le café est fermé. High caseloads in the multi-agency safeguarding hub.", withdrawn=TODAY),
)


def keep(database: Database, letters: tuple[KeptLetter, ...] = LETTERS) -> None:
    database.apply(Outcome(today=TODAY, kept=letters), run_id=None, at=NOW)


def numbers(database: Database, typed: str, within: Within = EVERYWHERE, **how: object) -> list[str]:
    found = database.find_letters(question(typed), within, **how)
    return [one.listing.file_number for one in found.letters]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("caseload", ["50004", "50001"]),
        ("caseloads home", ["50001"]),
        ("HIGH caseloads", ["50004", "50001"]),
        ("adopt", ["50003"]),
        ("cafe", ["50004"]),
        ("multi agency", ["50004"]),
        ('"leaving care"', ["50002"]),
        ('"care leaving"', []),
        ("care -leaving", ["50001"]),
        ("care -placed", ["50001"]),
        ('home -"leaving care"', ["50001"]),
        ("worker's", ["50001"]),
        ("Brackenshire", ["50003"]),
        ("unheard", []),
        ("", []),
        ("the of", []),
        ("-care", []),
    ],
)
def test_both_engines_find_the_same_letters_for_plain_words(database: Database, typed: str, found: list[str]):
    keep(database)
    assert numbers(database, typed) == found


def test_letters_come_back_whole_with_their_text_and_say_that_they_were_withdrawn(database: Database):
    keep(database)
    (one,) = database.find_letters(question("cafe"), EVERYWHERE).letters
    assert one == LETTERS[3]


def test_a_question_is_asked_within_authorities_kinds_and_days(database: Database):
    keep(database)
    assert numbers(database, "home", Within(urns=[BRACKENSHIRE])) == []
    assert numbers(database, "home", Within(urns=[])) == []
    assert numbers(database, "home", Within(kind="focused_visit")) == []
    assert numbers(database, "home", Within(kind="ilacs_inspection")) == ["50001", "50002"]
    assert numbers(database, "home", Within(since=date(2025, 1, 10))) == ["50001"]
    assert numbers(database, "home", Within(until=date(2025, 1, 9))) == ["50002"]
    assert numbers(database, "home", Within(hidden=[(AMBLEFORD, "1" * 64)])) == ["50002"]


def test_the_best_letter_can_stand_first_and_a_title_counts_most(database: Database):
    keep(
        database,
        (letter_of("50001", "adoption " * 3), letter_of("50002", "Nothing.", title="Adoption", published=date(2020, 1, 1))),
    )
    assert numbers(database, "adoption") == ["50001", "50002"]
    assert numbers(database, "adoption", order=Order.BEST) == ["50002", "50001"]


def test_pages_follow_one_another_and_know_the_whole(database: Database):
    keep(database)
    first = database.find_letters(question("home"), EVERYWHERE, limit=1)
    second = database.find_letters(question("home"), EVERYWHERE, limit=1, offset=1)
    assert (first.total, second.total) == (2, 2)
    assert [one.listing.file_number for one in (*first.letters, *second.letters)] == ["50001", "50002"]


def test_a_letter_is_found_by_its_newest_edition_only(database: Database):
    keep(database, (letter_of("50001", "The first words."),))
    keep(database, (replace(letter_of("50001", "Other words."), letter=replace(LETTERS[1].letter, text="Later words.")),))
    assert numbers(database, "first") == []
    assert numbers(database, "later") == ["50001"]


def test_a_letter_read_anew_is_found_by_its_new_words(database: Database):
    keep(database, (letter_of("50001", "Misread words."),))
    keep(database, (replace(letter_of("50001", "Better words."), reader_version="2"),))
    assert numbers(database, "misread") == []
    assert numbers(database, "better") == ["50001"]


def test_the_same_night_twice_is_found_once(database: Database):
    keep(database)
    keep(database)
    assert numbers(database, "adoption") == ["50003"]


def test_letters_kept_before_there_was_an_index_are_found(empty_url: str):
    with Database(empty_url) as database:
        database.migrate()
        keep(database)
        with database.writing() as connection:
            connection.execute(text("DROP TABLE letter_search"))
            connection.execute(text("DROP INDEX ix_events_held"))
            connection.execute(text("DROP INDEX ix_events_untold"))
            connection.execute(text("ALTER TABLE events DROP COLUMN hold"))
            connection.execute(text("ALTER TABLE events DROP COLUMN settled"))
            connection.execute(text("ALTER TABLE events DROP COLUMN settled_at"))
            connection.execute(text("DROP INDEX ix_kept_letters_sha256"))
            connection.execute(text("UPDATE alembic_version SET version_num = '0006'"))
            upgrade(connection, "0007")
        assert numbers(database, "caseload") == ["50004", "50001"]


def test_filling_an_index_counts_the_readings(empty_url: str):
    with Database(empty_url) as database:
        database.migrate()
        with database.writing() as connection:
            assert fill_index(connection) == 0


def test_words_that_no_database_can_hold_and_endless_words_are_harmless(database: Database):
    strange = "\x00 half \ud800 a pair " + "x" * 3000 + " " + " ".join(f"w{n}" for n in range(60_000)) + " beyond"
    keep(database, (letter_of("50001", strange),))
    assert numbers(database, "half pair") == ["50001"]
    assert numbers(database, "beyond") == []


@hypothesis_settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=60) | st.text(alphabet="a\"'*^:()-+&|!<>\\{} NOTANDORNEAR", max_size=40))
def test_no_question_is_an_error(database: Database, typed: str):
    found = database.find_letters(question(typed), EVERYWHERE)
    assert found.total == len(found.letters) == 0 or question(typed).terms


def test_a_page_behind_the_last_still_knows_the_whole(database: Database):
    keep(database)
    assert database.find_letters(question("home"), EVERYWHERE, offset=40).total == 2
