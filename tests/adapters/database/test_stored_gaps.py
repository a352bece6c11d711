"""Open gaps in the database: made from what was set aside by the upgrade, kept up to date by each outcome, closed by name."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.full_text_search import Within
from ofsted_watch.adapters.database.migrations import upgrade
from ofsted_watch.domain.gaps import Gap
from ofsted_watch.domain.identifiers import FileKey
from ofsted_watch.domain.model import Outcome
from ofsted_watch.errors import WrongUse
from ofsted_watch.presentation.search_query import question
from tests.adapters.database.made import AMBLEFORD, BRACKENSHIRE, NOW, TODAY, letter, listing, stored

INSPECTION = "Children's services inspection"
GAP = Gap(AMBLEFORD, "50009", date(2026, 3, 2), INSPECTION, "https://files.example/v1/file/50009", "It is gone.")


def file_row(number: str, sha256: str, listed_as: str, edition: int = 1) -> dict[str, object]:
    return {
        "urn": AMBLEFORD,
        "file_number": number,
        "edition": edition,
        "url": f"https://files.example/v1/file/{number}",
        "listed_as": listed_as,
        "listed": "2026-02-03",
        "sha256": sha256,
        "size": 9,
        "first_seen": "2026-02-04",
        "fetched_at": "2026-02-04 02:00:00",
        "checked_at": "2026-02-04 02:00:00",
    }


def aside_row(sha256: str, answer: str | None = None) -> dict[str, object]:
    message = f"file of {sha256[:2]}: No kind of letter matches."
    return {
        "what": "letter",
        "urn": AMBLEFORD,
        "about": sha256,
        "code": "unknown_kind",
        "message": message,
        "since": "2026-02-04 02:00:00",
        "answer": answer,
    }


def insert(database: Database, table: str, *rows: dict[str, object]) -> None:
    names = tuple(rows[0])
    statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})"
    with database.write_transaction() as connection:
        connection.execute(text(statement), list(rows))


def reading_row(sha256: str, kind: str) -> dict[str, object]:
    return {
        "sha256": sha256,
        "reader_version": "1",
        "letter": json.dumps({"kind": kind}),
        "text": b"x",
        "read_at": "2026-02-04 02:00:00",
    }


def test_the_upgrade_makes_gaps_of_inspections_that_wait_set_aside(empty_url: str) -> None:
    with Database(empty_url) as database:
        with database.write_transaction() as connection:
            upgrade(connection, "0013")
        insert(
            database,
            "files",
            file_row("1", "a" * 64, INSPECTION),
            file_row("2", "b" * 64, "Children's services focused visit"),
            file_row("3", "c" * 64, INSPECTION),
            file_row("4", "d" * 64, INSPECTION),
            file_row("5", "e" * 64, INSPECTION),
            file_row("5", "f" * 64, INSPECTION, edition=2),
            file_row("6", "9" * 64, INSPECTION),
        )
        insert(database, "set_asides", *(aside_row(letter * 64) for letter in "abce"), aside_row("9" * 64, "released"))
        insert(database, "set_asides", aside_row("d" * 64, "rejected"))
        insert(
            database,
            "readings",
            reading_row("a" * 64, "other"),
            reading_row("b" * 64, "other"),
            reading_row("c" * 64, "jtai"),
            reading_row("d" * 64, "sif_inspection"),
        )
        database.migrate()
        opened = database.gaps.open()
    assert [(stored.gap.file_number, stored.gap.sha256, stored.since) for stored in opened] == [
        ("1", "a" * 64, date(2026, 2, 4)),
        ("4", "d" * 64, date(2026, 2, 4)),
    ]
    assert opened[0].gap.published == date(2026, 2, 3)
    assert opened[0].gap.reason == "file of aa: No kind of letter matches."
    assert opened[0].is_migrated
    assert opened[0].notified_as is None


def test_an_outcome_makes_the_gaps_of_its_authorities_what_they_are_now(database: Database) -> None:
    other = Gap(BRACKENSHIRE, "1", TODAY, INSPECTION, "https://files.example/v1/file/1", "It is gone.")
    database.outcomes.apply(Outcome(TODAY, gaps={AMBLEFORD: (GAP,), BRACKENSHIRE: (other,)}), run_id=None, at=NOW)
    database.outcomes.apply(Outcome(TODAY, gaps={AMBLEFORD: (GAP,), BRACKENSHIRE: (other,)}), run_id=None, at=NOW)
    assert [stored.gap for stored in database.gaps.open()] == [GAP, other]
    database.outcomes.apply(Outcome(TODAY, gaps={AMBLEFORD: ()}), run_id=None, at=NOW)
    assert [stored.gap for stored in database.gaps.open()] == [other]
    assert database.gaps.closed_by_person([AMBLEFORD]) == frozenset()


def test_a_gap_is_closed_once_by_name_and_with_a_reason(database: Database) -> None:
    database.outcomes.apply(Outcome(TODAY, gaps={AMBLEFORD: (GAP,)}), run_id=None, at=NOW)
    (opened,) = database.gaps.open()
    assert database.gaps.close(opened.id, by="Ada", why="a fostering service", at=NOW) == GAP
    assert database.gaps.open() == ()
    assert database.gaps.closed_by_person([AMBLEFORD]) == {((AMBLEFORD, "50009"), None)}
    with pytest.raises(WrongUse, match="was closed already, by Ada: a fostering service"):
        database.gaps.close(opened.id, by="Bo", why="again", at=NOW + timedelta(days=1))
    with pytest.raises(WrongUse, match="There is no gap 99"):
        database.gaps.close(99, by="Bo", why="what", at=NOW)


def test_a_file_keeps_the_day_of_the_event_that_its_link_gives(database: Database) -> None:
    link = replace(listing(), event_date=date(2026, 1, 30))
    database.files.record_file(link, sha256="a" * 64, size=1, etag=None, last_modified=None, at=NOW, today=TODAY)
    assert database.files.files_of(AMBLEFORD)["50001"].event_date == date(2026, 1, 30)


def test_search_gives_the_published_edition_of_a_letter_whose_newest_is_held(database: Database) -> None:
    first = replace(stored(), edition=1)
    again = replace(first, letter=letter("b" * 64, text="Services in Ambleford are fine."), edition=2)
    database.outcomes.apply(Outcome(TODAY, stored=(first, again)), run_id=None, at=NOW)
    hidden = Within(hidden=[FileKey(AMBLEFORD, "b" * 64)])
    (shown,) = database.search.find(question("Ambleford"), hidden).letters
    assert shown.letter.sha256 == first.letter.sha256
