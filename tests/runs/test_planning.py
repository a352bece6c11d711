"""What a run owes, and which files it asks for."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.model import AuthorityPage, FileRecord
from ofsted_watch.domain.search_listing import FoundAuthority, SearchListing, UnreadResult
from ofsted_watch.errors import UnknownAuthority
from ofsted_watch.runs.planning import (
    coverage,
    expected_authorities,
    missing_on_site,
    too_many_unchecked,
    unchecked_since,
    wanted_files,
)
from tests import factories

TODAY = date(2026, 3, 4)
LISTING = factories.listing(urn="80479", file_number="50001", published=date(2021, 12, 3))
HELD = FileRecord(
    urn="80479",
    file_number="50001",
    url=LISTING.url,
    listed_as=LISTING.listed_as,
    listed=LISTING.published,
    sha256="a" * 64,
    size=9,
    etag='"1"',
    last_modified=None,
    first_seen=date(2026, 1, 10),
    fetched_at=datetime(2026, 1, 10, 2, tzinfo=UTC),
    checked_at=datetime(2026, 3, 1, 2, tzinfo=UTC),
)


def whys(listings, held, problems=None, today=TODAY):
    page = AuthorityPage("80479", "Knowsley", tuple(listings))
    return [wanted.why for wanted in wanted_files(page, held, problems or {}, today, recheck_days=28)]


def test_all_means_the_153_authorities_that_exist_today():
    assert len(expected_authorities(["all"], ENGLAND)) == 153
    assert len(expected_authorities([], ENGLAND)) == 153


def test_chosen_authorities_are_expected_once_each_however_they_are_named():
    assert [one.name for one in expected_authorities(["Knowsley Council", "80479", "Liverpool"], ENGLAND)] == [
        "Knowsley",
        "Liverpool",
    ]


def test_an_authority_that_does_not_exist_is_refused_with_the_nearest_name():
    with pytest.raises(UnknownAuthority, match="Knowsley"):
        expected_authorities(["Knowsly"], ENGLAND)


def test_an_expected_authority_that_the_search_does_not_list_is_missing():
    expected = expected_authorities(["Knowsley", "Liverpool"], ENGLAND)
    found = (FoundAuthority("80479", "Knowsley", None),)
    assert missing_on_site(expected, SearchListing(found)) == {"80485": "the site's search no longer lists it"}


def test_a_result_under_a_council_number_lists_the_authority_that_it_names():
    expected = expected_authorities(["Knowsley", "Liverpool"], ENGLAND)
    unread = (
        UnreadResult("Liverpool City Council", "341", None, "it links to council number 341 and states no URN", "Liverpool"),
    )
    found = (FoundAuthority("80479", "Knowsley", None),)
    assert missing_on_site(expected, SearchListing(found, unread)) == {}


def test_a_result_under_an_authoritys_council_number_lists_it_whatever_it_is_called():
    expected = expected_authorities(["Liverpool"], ENGLAND)
    unread = (UnreadResult("", "341", None, "it does not name the authority with URN 341", "341"),)
    assert missing_on_site(expected, SearchListing((), unread)) == {}


def test_a_result_that_cannot_be_read_leaves_only_its_own_authority_unproved():
    expected = expected_authorities(["Knowsley", "Liverpool"], ENGLAND)
    unread = (UnreadResult("Liverpool", None, None, "it has no link to an authority", "Liverpool"),)
    reasons = missing_on_site(expected, SearchListing((FoundAuthority("80479", "Knowsley", None),), unread))
    assert reasons == {"80485": "its result in the site's search cannot be read: it has no link to an authority"}


def test_a_number_never_seen_is_asked_for():
    assert whys([LISTING], {}) == ["new"]


def test_a_file_we_hold_is_not_asked_for_again_the_next_night():
    assert whys([LISTING], {"50001": HELD}) == []


def test_a_changed_label_is_a_reason_to_ask_again():
    assert whys([replace(LISTING, published=date(2021, 12, 10))], {"50001": HELD}) == ["its label changed"]


def test_the_newest_letter_is_asked_for_again_after_four_weeks_in_case_it_was_reissued():
    assert whys([LISTING], {"50001": HELD}, today=date(2026, 3, 29)) == ["time to check for a re-issue"]


def test_a_young_letter_is_asked_for_again_every_week():
    young = replace(LISTING, published=date(2026, 2, 20))
    held = {"50001": replace(HELD, listed=young.published)}
    assert whys([young], held, today=date(2026, 3, 7)) == []
    assert whys([young], held, today=date(2026, 3, 8)) == ["time to check for a re-issue"]


def test_an_old_letter_that_is_not_the_newest_is_left_alone():
    newer = replace(LISTING, file_number="50002", published=date(2025, 1, 20))
    held = {
        "50001": HELD,
        "50002": replace(HELD, file_number="50002", listed=newer.published, checked_at=datetime(2026, 3, 28, tzinfo=UTC)),
    }
    assert whys([newer, LISTING], held, today=date(2026, 3, 29)) == []


def test_a_file_that_was_served_wrong_is_asked_for_every_night_for_a_week():
    served = replace(HELD, first_seen=date(2026, 3, 1), checked_at=datetime(2026, 3, 3, 2, tzinfo=UTC))
    assert whys([LISTING], {"50001": served}, {"50001": "not_a_pdf"}) == ["served wrong before (not_a_pdf)"]
    assert whys([LISTING], {"50001": served}, {"50001": "not_a_pdf"}, today=date(2026, 3, 20)) == []


def test_a_file_that_was_served_wrong_is_asked_for_whole_since_its_validators_may_be_the_true_files():
    page = AuthorityPage("80479", "Knowsley", (LISTING,))
    asked_whole, asked_conditionally = (
        wanted_files(page, {"50001": HELD}, problems, date(2026, 3, 30), recheck_days=28)[0]
        for problems in ({"50001": "truncated"}, {"50001": "unknown_kind"})
    )
    assert asked_whole.known is None
    assert asked_conditionally.known == HELD


def test_a_letter_that_we_could_not_understand_is_not_asked_for_again_because_of_that():
    assert whys([LISTING], {"50001": HELD}, {"50001": "witnesses_disagree"}) == []


def test_the_ledger_names_who_was_not_seen():
    expected = expected_authorities(["Knowsley", "Liverpool"], ENGLAND)
    ledger = coverage(expected, {"80485": "no timeline"}, listed=3, fetched=1, read=1, validated=1, stored=1, set_aside=0)
    assert (ledger.expected, ledger.checked, ledger.unchecked) == (("80479", "80485"), ("80479",), {"80485": "no timeline"})


def test_three_nights_without_a_look_are_due_to_be_announced_with_the_day_of_the_last_look():
    nights = [date(2026, 3, 2), date(2026, 3, 3)]
    assert unchecked_since(date(2026, 3, 1), nights, TODAY, 3) == date(2026, 3, 1)


def test_two_nights_without_a_look_are_not_and_a_night_run_twice_counts_once():
    assert unchecked_since(date(2026, 3, 2), [date(2026, 3, 3), date(2026, 3, 3), TODAY], TODAY, 3) is None


def test_an_authority_that_was_never_seen_has_no_day_to_tell():
    assert unchecked_since(None, [date(2026, 3, 2), date(2026, 3, 3)], TODAY, 3) is None


def test_a_notice_of_many_unchecked_authorities_at_once_is_held_and_on_few_is_not():
    assert too_many_unchecked(12, 12) is None
    assert "153 authorities have not been checked" in (too_many_unchecked(153, 12) or "")
