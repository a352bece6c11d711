"""Looking for words in the letters: the same letters on both engines, and no question is an error."""

import json
import zlib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.full_text_search import Order, Within
from ofsted_watch.adapters.database.migrations import upgrade
from ofsted_watch.adapters.database.readings import split_letter
from ofsted_watch.adapters.database.search_index import fill_index
from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Outcome, StoredLetter
from ofsted_watch.presentation.search_query import question
from tests.adapters.database.made import AMBLEFORD, BRACKENSHIRE, NOW, TODAY, stored
from tests.examples import examples

EVERYWHERE = Within()


def letter_of(
    number: str, text: str, *, title: str = "Inspection of Ambleford", urn: str = AMBLEFORD, **changed: object
) -> StoredLetter:
    one = stored(number, sha256=number[-1] * 64, urn=urn)
    letter = replace(one.letter, text=text, title=title, urn=urn)
    return replace(one, letter=letter, **changed)


LETTERS = (
    letter_of("50001", "Care leavers have a home of their own. Social workers’ caseloads are too high."),
    letter_of("50002", "Children in care are placed near home. Leaving care was not inspected.", published=date(2025, 1, 9)),
    letter_of("50003", "Adoption takes too long; adopters wait.", title="Focused visit to Brackenshire", urn=BRACKENSHIRE),
    letter_of("50004", "Le café est fermé. High caseloads in the multi-agency safeguarding hub.", withdrawn=TODAY),
)


def store(database: Database, letters: tuple[StoredLetter, ...] = LETTERS) -> None:
    database.outcomes.apply(Outcome(today=TODAY, stored=letters), run_id=None, at=NOW)


def numbers(database: Database, typed: str, within: Within = EVERYWHERE, **how: object) -> list[str]:
    found = database.search.find(question(typed), within, **how)
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
    store(database)
    assert numbers(database, typed) == found


def test_letters_come_back_whole_with_their_text_and_say_that_they_were_withdrawn(database: Database):
    store(database)
    (one,) = database.search.find(question("cafe"), EVERYWHERE).letters
    assert one == LETTERS[3]


def test_a_question_is_asked_within_authorities_kinds_and_days(database: Database):
    store(database)
    assert numbers(database, "home", Within(urns=[BRACKENSHIRE])) == []
    assert numbers(database, "home", Within(urns=[])) == []
    assert numbers(database, "home", Within(kind=LetterKind.FOCUSED_VISIT)) == []
    assert numbers(database, "home", Within(kind=LetterKind.ILACS_INSPECTION)) == ["50001", "50002"]
    assert numbers(database, "home", Within(since=date(2025, 1, 10))) == ["50001"]
    assert numbers(database, "home", Within(until=date(2025, 1, 9))) == ["50002"]
    assert numbers(database, "home", Within(hidden=[(AMBLEFORD, "1" * 64)])) == ["50002"]


def test_the_best_letter_can_stand_first_and_a_title_counts_most(database: Database):
    store(
        database,
        (letter_of("50001", "adoption " * 3), letter_of("50002", "Nothing.", title="Adoption", published=date(2020, 1, 1))),
    )
    assert numbers(database, "adoption") == ["50001", "50002"]
    assert numbers(database, "adoption", order=Order.BEST) == ["50002", "50001"]


def test_pages_follow_one_another_and_know_the_whole(database: Database):
    store(database)
    first = database.search.find(question("home"), EVERYWHERE, limit=1)
    second = database.search.find(question("home"), EVERYWHERE, limit=1, offset=1)
    assert (first.total, second.total) == (2, 2)
    assert [one.listing.file_number for one in (*first.letters, *second.letters)] == ["50001", "50002"]


def test_a_letter_is_found_by_its_newest_edition_only(database: Database):
    store(database, (letter_of("50001", "The first words."),))
    store(database, (replace(letter_of("50001", "Other words."), letter=replace(LETTERS[1].letter, text="Later words.")),))
    assert numbers(database, "first") == []
    assert numbers(database, "later") == ["50001"]


def test_a_letter_read_anew_is_found_by_its_new_words(database: Database):
    store(database, (letter_of("50001", "Misread words."),))
    store(database, (replace(letter_of("50001", "Better words."), reader_version="2"),))
    assert numbers(database, "misread") == []
    assert numbers(database, "better") == ["50001"]


def test_the_same_night_twice_is_found_once(database: Database):
    store(database)
    store(database)
    assert numbers(database, "adoption") == ["50003"]


def test_letters_stored_before_there_was_an_index_are_found(empty_url: str):
    with Database(empty_url) as database:
        with database.write_transaction() as connection:
            upgrade(connection, "0006")
            for one in LETTERS:
                _insert_with_the_names_of_0006(connection, one)
        database.migrate()
        assert numbers(database, "caseload") == ["50004", "50001"]


def _insert_with_the_names_of_0006(connection: Connection, one: StoredLetter) -> None:
    short, long = split_letter(one.letter)
    given = {
        "sha": one.letter.sha256,
        "version": one.reader_version,
        "letter": json.dumps(short),
        "words": zlib.compress(json.dumps(long).encode()),
        "at": NOW.isoformat(),
        "urn": one.listing.urn,
        "number": one.listing.file_number,
        "published": one.published.isoformat(),
        "seen": one.first_seen.isoformat(),
        "withdrawn": one.withdrawn and one.withdrawn.isoformat(),
    }
    read = "sha256, reader_version, letter, words, read_at"
    columns = "urn, file_number, sha256, url, listed_as, published, first_seen, reader_version, withdrawn, letter"
    values = ":urn, :number, :sha, '', '', :published, :seen, :version, :withdrawn, :letter"
    connection.execute(text(f"INSERT INTO readings ({read}) VALUES (:sha, :version, :letter, :words, :at)"), given)
    connection.execute(text(f"INSERT INTO kept_letters ({columns}) VALUES ({values})"), given)


def test_filling_an_index_counts_the_readings(empty_url: str):
    with Database(empty_url) as database:
        database.migrate()
        with database.write_transaction() as connection:
            assert fill_index(connection) == 0


def test_words_that_no_database_can_hold_and_endless_words_are_harmless(database: Database):
    strange = "\x00 half \ud800 a pair " + "x" * 3000 + " " + " ".join(f"w{n}" for n in range(60_000)) + " beyond"
    store(database, (letter_of("50001", strange),))
    assert numbers(database, "half pair") == ["50001"]
    assert numbers(database, "beyond") == []


@hypothesis_settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=60) | st.text(alphabet="a\"'*^:()-+&|!<>\\{} NOTANDORNEAR", max_size=40))
def test_no_question_is_an_error(database: Database, typed: str):
    found = database.search.find(question(typed), EVERYWHERE)
    assert found.total == len(found.letters) == 0 or question(typed).terms


def test_a_page_behind_the_last_still_knows_the_whole(database: Database):
    store(database)
    assert database.search.find(question("home"), EVERYWHERE, offset=40).total == 2


def test_letters_are_narrowed_to_topics_and_areas_for_priority_action(database: Database):
    """On both engines: the topics are a list in JSON, and whether areas are named may be true, false or null."""
    topics = [(LetterTopic.CARE_LEAVERS, LetterTopic.NEGLECT), (LetterTopic.CHILDREN_IN_CARE,), ()]
    written = [
        replace(one, letter=replace(one.letter, topics=about, areas_for_priority_action=named))
        for one, about, named in zip(LETTERS[:3], topics, (True, False, None), strict=True)
    ]
    one_word = [replace(one, letter=replace(one.letter, text="Everybody waits.")) for one in written]
    store(database, tuple(one_word))
    for within, expected in (
        (Within(topics={LetterTopic.NEGLECT}), ["50001"]),
        (Within(topics={LetterTopic.NEGLECT, LetterTopic.CHILDREN_IN_CARE}), ["50001", "50002"]),
        (Within(topics={LetterTopic.LEADERSHIP}), []),
        (Within(priority_action=True), ["50001"]),
        (Within(priority_action=False), ["50002", "50003"]),
    ):
        assert sorted(numbers(database, "waits", within)) == expected
