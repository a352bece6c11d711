"""The edition of a stored letter: from `files` at an upgrade, never taken back, and what search takes for the newest."""

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.full_text_search import Within
from ofsted_watch.adapters.database.listed_files import Served
from ofsted_watch.adapters.database.migrations import upgrade
from ofsted_watch.adapters.database.readings import split_letter
from ofsted_watch.domain.model import Outcome
from ofsted_watch.presentation.search_query import question
from tests.adapters.database.made import AMBLEFORD, NOW, TODAY, listing, notified, stored, subscribed

A, B = "a" * 64, "b" * 64
LATER = date(2026, 3, 12)


def serve(database: Database, number: str, *hashes: tuple[str, date]) -> None:
    for sha256, today in hashes:
        database.files.record_file(listing(number), sha256=sha256, size=1, etag=None, last_modified=None, at=NOW, today=today)


def store(database: Database, *letters) -> None:
    database.outcomes.apply(Outcome(TODAY, stored=letters), run_id=None, at=NOW)


def editions(database: Database) -> dict[tuple[str, str], tuple[int, date | None]]:
    return {
        (one.listing.file_number, one.letter.sha256): (one.edition, one.served) for one in database.letters.stored([AMBLEFORD])
    }


def test_the_newest_edition_of_bytes_is_the_last_at_which_they_were_served(database: Database):
    serve(database, "1", (A, TODAY), (B, LATER), (A, date(2026, 3, 20)))
    assert database.files.newest_editions([AMBLEFORD]) == {
        (AMBLEFORD, "1", A): Served(3, date(2026, 3, 20)),
        (AMBLEFORD, "1", B): Served(2, LATER),
    }
    assert database.files.files_of(AMBLEFORD)["1"].edition == 3


def test_an_upgrade_takes_the_edition_from_the_files_unless_a_number_has_several(empty_url: str):
    with Database(empty_url) as database:
        with database.write_transaction() as connection:
            upgrade(connection, "0011")
        file = (
            "INSERT INTO files (urn, file_number, edition, url, listed_as, sha256, size, first_seen, fetched_at, checked_at)"
            " VALUES (:urn, :number, :edition, 'u', 'l', :sha256, 1, :first_seen, '2026-03-04', '2026-03-04')"
        )
        row = (
            "INSERT INTO kept_letters (urn, file_number, sha256, url, listed_as, published, first_seen, reader_version, letter)"
            " VALUES (:urn, :number, :sha256, 'u', 'l', '2026-03-02', '2026-03-04', '1', :letter)"
        )

        served = (("1", 1, B, TODAY), ("1", 2, A, LATER), ("2", 1, A, TODAY), ("2", 2, B, LATER))
        with database.write_transaction() as connection:
            for number, edition, sha256, day in served:
                of_file = {
                    "urn": AMBLEFORD,
                    "number": number,
                    "edition": edition,
                    "sha256": sha256,
                    "first_seen": day.isoformat(),
                }
                connection.execute(text(file), of_file)
            for number, sha256 in (("1", A), ("2", A), ("2", B), ("3", A)):
                letter = json.dumps(split_letter(stored(number, sha256).letter)[0])
                connection.execute(text(row), {"urn": AMBLEFORD, "number": number, "sha256": sha256, "letter": letter})
        database.migrate()
        assert editions(database) == {("1", A): (2, LATER), ("2", A): (0, None), ("2", B): (0, None), ("3", A): (0, None)}


def test_a_run_that_began_before_a_return_was_stored_does_not_take_it_back(database: Database):
    returned = replace(stored("1", A), edition=3, served=LATER)
    store(database, returned)
    store(database, replace(stored("1", A), edition=1, served=TODAY, reader_version="2"))
    assert editions(database) == {("1", A): (3, LATER)}


@pytest.mark.parametrize("last", [A, B])
def test_search_and_the_newest_letters_take_the_edition_served_last(database: Database, last: str):
    first = B if last == A else A
    store(database, replace(stored("1", last), edition=3, served=LATER))
    store(database, replace(stored("1", first), edition=2, served=TODAY))
    found = database.search.find(question("services"), Within())
    assert [one.letter.sha256 for one in found.letters] == [last]
    assert [one.letter.sha256 for one in database.letters.newest(10)] == [last]


def test_a_correction_reaches_those_who_were_sent_any_of_a_letters_announcements(database: Database):
    reader = subscribed(database)
    key = f"letter:{AMBLEFORD}:{A[:16]}"
    notified(database, reader, (f"{key}:3", f"letter:{AMBLEFORD}:{B[:16]}"))
    assert database.alerts.notified([key]) == {key: frozenset({reader.id})}
