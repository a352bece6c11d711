"""What the pages ask of the database, on both engines: one letter's editions, what was served, whether anything is new."""

from dataclasses import replace
from datetime import date, timedelta

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.authorities import ChangedAuthority
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority, Outcome, SetAside
from tests.adapters.database.made import AMBLEFORD, BRACKENSHIRE, NOW, TODAY, event, listing, night, stored


def store(database: Database, *letters) -> None:
    database.outcomes.apply(Outcome(TODAY, stored=letters), run_id=None, at=NOW)


def test_every_edition_of_one_letter_comes_with_its_text_and_no_other_letter(database: Database):
    store(database, stored(), stored(sha256="b" * 64), stored(number="50002", sha256="c" * 64), stored(urn=BRACKENSHIRE))
    found = database.pages.editions(AMBLEFORD, "50001")
    assert [one.letter.sha256[:1] for one in found] == ["a", "b"]
    assert all(one.letter.text and one.letter.sections for one in found)


def test_a_letter_that_is_not_stored_has_no_edition(database: Database):
    assert database.pages.editions(AMBLEFORD, "50001") == ()


def test_what_the_site_served_is_named_by_number_and_edition(database: Database):
    for sha256, seen in (("a" * 64, TODAY), ("b" * 64, date(2026, 3, 9))):
        database.files.record_file(listing(), sha256=sha256, size=1, etag=None, last_modified=None, at=NOW, today=seen)
    assert [(one.file_number, one.sha256[:1], one.first_seen) for one in database.pages.served(AMBLEFORD)] == [
        ("50001", "a", TODAY),
        ("50001", "b", date(2026, 3, 9)),
    ]
    assert database.pages.served(BRACKENSHIRE) == ()


def test_what_was_set_aside_of_one_authority_is_listed_without_the_others(database: Database):
    asides = tuple(SetAside("letter", urn, "c" * 64, "truncated", "cut short") for urn in (AMBLEFORD, BRACKENSHIRE))
    database.outcomes.apply(Outcome(TODAY, set_aside=asides), run_id=None, at=NOW)
    assert [one.urn for one in database.set_asides.find(urn=AMBLEFORD)] == [AMBLEFORD]
    assert len(database.set_asides.find()) == 2


def test_the_stamp_stays_while_nothing_happens_and_changes_with_all_that_pages_show(database: Database):
    stamps = [database.pages.stamp(), database.pages.stamp()]
    assert stamps[0] == stamps[1]
    run = database.runs.start("nightly", TODAY, [AMBLEFORD], NOW)
    stamps.append(database.pages.stamp())
    database.outcomes.apply(replace(night(events=(event(),)), hold="held"), run_id=run, at=NOW)
    stamps.append(database.pages.stamp())
    database.runs.finish(run, "done", None, "saw all", NOW)
    stamps.append(database.pages.stamp())
    database.alerts.release(None, by="Ada", why="it is right", at=NOW)
    stamps.append(database.pages.stamp())
    for name in ("Nethermoor", "Nether Moor"):  # the second corrects the first: as many rows as before
        new = Authority(Urn("81999"), name, "E06000999", "North West")
        database.authority_changes.store(ChangedAuthority(new), by="Ada", at=NOW + timedelta(seconds=len(stamps)))
        stamps.append(database.pages.stamp())
    assert len(set(stamps)) == len(stamps) - 1
