"""What is asked and kept in another way because a country grows: nothing of it may be said differently for that."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database import connection as portions
from ofsted_watch.adapters.database.schema import runs
from ofsted_watch.domain.model import Coverage, Outcome
from tests.adapters.database.made import AMBLEFORD, BRACKENSHIRE, NOW, TODAY, listing, night, stored

BOTH = (AMBLEFORD, BRACKENSHIRE)


def run_of(database: Database, coverage: Coverage, kind: str = "nightly", today: date = TODAY) -> None:
    run = database.runs.start(kind, today, BOTH, NOW)
    database.runs.finish(run, "done", coverage, "saw", NOW)


@pytest.mark.parametrize(
    "coverage",
    [
        Coverage(BOTH, BOTH, listed=3),
        Coverage(BOTH, (AMBLEFORD,), {BRACKENSHIRE: "no answer"}),
        Coverage(BOTH, (AMBLEFORD,)),
        Coverage((AMBLEFORD,), (AMBLEFORD,)),
    ],
)
def test_a_ledger_comes_back_as_it_was_whatever_follows_from_the_rest(database: Database, coverage: Coverage):
    run_of(database, coverage)
    last = database.runs.last("nightly")
    assert last is not None
    assert last.coverage == coverage


def test_the_log_book_names_each_authority_once_a_run(database: Database):
    run_of(database, Coverage(BOTH, BOTH))
    with database.read_transaction() as connection:
        (stored,) = connection.execute(select(runs.c.coverage)).scalars()
    assert not {"expected", "seen"} & stored.keys()


def test_the_days_of_a_kind_come_newest_first_and_no_more_than_asked(database: Database):
    for ago in (3, 2, 1):
        run = database.runs.start("nightly", TODAY - timedelta(days=ago), BOTH, NOW - timedelta(days=ago))
        database.runs.finish(run, "done", None, "", NOW)
    run_of(database, Coverage(BOTH, BOTH), kind="backfill")
    assert database.runs.days_of("nightly", 2) == (TODAY - timedelta(days=1), TODAY - timedelta(days=2))


def test_more_authorities_than_a_statement_can_name_are_asked_for_all_the_same(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(portions, "_PORTION", 1)
    letters = (stored("50002", "b" * 64, BRACKENSHIRE), stored())
    database.files.record_listings([listing(), listing("50002", BRACKENSHIRE)], TODAY)
    database.outcomes.apply(replace(night(), stored=letters, checked_urns=BOTH), run_id=None, at=NOW)
    assert [one.listing.urn for one in database.letters.stored(BOTH)] == list(BOTH)
    assert database.letters.last_checks(BOTH) == dict.fromkeys(BOTH, TODAY)
    assert len(database.files.checks_before(BOTH)) == 2


def test_the_newest_letters_come_first_and_no_more_than_asked(database: Database):
    older = replace(stored("50002", "b" * 64), published=date(2020, 1, 1))
    newest = replace(stored("50003", "c" * 64), published=date(2026, 3, 3))
    database.outcomes.apply(Outcome(TODAY, (stored(), older, newest)), run_id=None, at=NOW)
    assert [one.listing.file_number for one in database.letters.newest(2)] == ["50003", "50001"]
