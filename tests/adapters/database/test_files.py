"""Nothing fetched is ever overwritten: a re-issue is another edition under the same number."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from ofsted_watch.adapters.database import Database, FirstListing
from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.model import Outcome, StoredLetter
from tests.adapters.database.made import AMBLEFORD, BRACKENSHIRE, NOW, TODAY, letter, listing

LATER = NOW + timedelta(days=1)


def fetched(database: Database, sha256: str, *, number: str = "50001", days: int = 0) -> None:
    at = NOW + timedelta(days=days)
    database.files.record_file(
        listing(number),
        sha256=sha256,
        size=3,
        etag=f'"{sha256}"',
        last_modified="today",
        at=at,
        today=TODAY + timedelta(days=days),
    )


def test_a_file_is_remembered_with_how_it_was_served(database: Database):
    fetched(database, "a")
    (held,) = database.files.files_of(AMBLEFORD).values()
    assert (held.file_number, held.sha256, held.size, held.etag) == ("50001", "a", 3, '"a"')
    assert (held.first_seen, held.fetched_at, held.checked_at) == (TODAY, NOW, NOW)
    assert database.files.files_of(BRACKENSHIRE) == {}


def test_a_re_issue_is_the_newest_edition_also_when_the_site_goes_back(database: Database):
    for days, sha256 in enumerate("aba"):
        fetched(database, sha256, days=days)
        held = database.files.files_of(AMBLEFORD)["50001"]
        assert (held.sha256, held.first_seen) == (sha256, TODAY + timedelta(days=days))


def test_the_same_bytes_again_are_one_more_look_at_the_same_edition(database: Database):
    fetched(database, "a")
    fetched(database, "a", days=1)
    held = database.files.files_of(AMBLEFORD)["50001"]
    assert (held.first_seen, held.fetched_at, held.checked_at) == (TODAY, NOW, LATER)


def test_an_unchanged_file_is_checked_under_the_label_it_has_now(database: Database):
    fetched(database, "a")
    database.files.record_checked(replace(listing(), listed_as="Focused visit", published=date(2026, 3, 3)), LATER)
    held = database.files.files_of(AMBLEFORD)["50001"]
    assert (held.checked_at, held.listed_as, held.listed) == (LATER, "Focused visit", date(2026, 3, 3))


def test_a_listing_remembers_the_last_look_before_it_was_first_listed(database: Database):
    database.files.record_listings([listing("1")], TODAY)
    database.outcomes.apply(Outcome(TODAY, checked_urns=(AMBLEFORD,)), run_id=None, at=NOW)
    tomorrow = TODAY + timedelta(days=1)
    database.files.record_listings([listing("1"), listing("2")], tomorrow)
    assert database.files.checks_before([AMBLEFORD]) == {
        (AMBLEFORD, "1"): FirstListing(TODAY, None),
        (AMBLEFORD, "2"): FirstListing(tomorrow, TODAY),
    }
    assert database.files.checks_before([BRACKENSHIRE]) == {}


def test_how_many_letters_were_listed_is_no_look(database: Database):
    database.outcomes.apply(Outcome(TODAY, checked_urns=(BRACKENSHIRE,)), run_id=None, at=NOW)
    assert database.letters.listed_counts() == {}
    database.letters.record_listed({AMBLEFORD: 3, BRACKENSHIRE: 4})
    database.letters.record_listed({AMBLEFORD: 5})
    assert database.letters.listed_counts() == {AMBLEFORD: 5, BRACKENSHIRE: 4}
    assert database.letters.last_checks([AMBLEFORD]) == {AMBLEFORD: None}


def test_every_reader_version_s_reading_is_stored_with_its_words(database: Database):
    old, new = letter(grade=Grade.GOOD), letter(grade=Grade.INADEQUATE, text="“Ambleford” – services\nare inadequate.")
    database.readings.record(old, "1", NOW)
    database.readings.record(new, "2", LATER)
    assert database.readings.get("a" * 64, "1") == old
    assert database.readings.get("a" * 64, "2") == new
    assert database.readings.get("a" * 64, "3") is None
    assert database.readings.newest("a" * 64) == (new, "2")
    assert database.readings.newest("b" * 64) is None


def test_a_letter_of_broken_fonts_comes_back_as_it_was_read(database: Database):
    broken = replace(letter(text="Amble\x00ford \ud83d is good"), title="Amble\x00ford \ud83d")
    database.readings.record(broken, "1", NOW)
    database.outcomes.apply(Outcome(TODAY, stored=(StoredLetter(listing(), broken, TODAY, TODAY, "1"),)), run_id=None, at=NOW)
    assert database.readings.get("a" * 64, "1") == broken
    assert database.letters.stored(with_text=True)[0].letter == broken


def test_the_archive_is_held_against_the_number_of_different_files(database: Database):
    for number, sha256 in (("1", "a"), ("1", "b"), ("2", "a")):
        fetched(database, sha256, number=number)
    assert database.files.count_hashes() == 2


def test_a_version_s_first_reading_stands(database: Database):
    database.readings.record(letter(grade=Grade.GOOD), "1", NOW)
    database.readings.record(letter(grade=Grade.INADEQUATE), "1", LATER)
    assert database.readings.get("a" * 64, "1") == letter(grade=Grade.GOOD)


def test_a_time_comes_back_as_the_same_instant_in_utc(database: Database):
    in_london = LATER.replace(month=7).astimezone(ZoneInfo("Europe/London"))
    fetched(database, "a")
    database.files.record_checked(listing(), in_london)
    checked = database.files.files_of(AMBLEFORD)["50001"].checked_at
    assert checked == in_london
    assert checked.utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_refused(database: Database):
    with pytest.raises(Exception, match="has no time zone"):
        database.readings.record(letter(), "1", NOW.replace(tzinfo=None))
