from collections.abc import Sequence
from datetime import date

import pytest

from expectations.listing_suite import check
from ofsted_watch.domain.model import Listing, Verdict
from tests.factories import HOSTS, TODAY, listing

FIFTEEN = [str(80900 + n) for n in range(15)]
BEFORE = dict.fromkeys(FIFTEEN, 4)


def verdict(listings: Sequence[Listing], seen_before: dict[str, int] | None = None, unchecked: Sequence[str] = ()) -> Verdict:
    return check(listings, seen_before=seen_before or {}, allowed_hosts=HOSTS, today=TODAY, unchecked=unchecked)


def night(lists: dict[str, int]) -> list[Listing]:
    """So many letters for each URN."""
    return [listing(urn=urn, file_number=f"{urn}{n:03}") for urn, count in lists.items() for n in range(count)]


def test_good_listings_pass_and_are_counted() -> None:
    good = verdict(night(BEFORE), BEFORE)
    assert good.rows_checked == 60
    assert (good.failed_rows, good.failed_batch, good.could_not_run, good.warnings) == ((), (), (), ())


def test_a_listing_without_any_date_passes_for_the_site_leaves_them_out() -> None:
    assert verdict([listing(published=None, event_date=None)]).failed_rows == ()


@pytest.mark.parametrize(
    ("wrong", "rule", "text"),
    [
        ({"urn": None}, "urn_missing", "belongs to no authority"),
        ({"urn": "8047"}, "urn_pattern", "'8047' is not an Ofsted URN"),
        ({"urn": "80479\n"}, "urn_pattern", "is not an Ofsted URN"),
        ({"url": "https://files.example.org/v1/file/1"}, "host_allowed", "'files.example.org'"),
        ({"url": "https://files.ofsted.gov.uk.example.org/v1/file/1"}, "host_allowed", "'files.ofsted.gov.uk.example.org'"),
        ({"url": "https://[broken/v1/file/1"}, "host_missing", "names no host"),
        ({"url": "/v1/file/1"}, "host_missing", "names no host"),
        ({"file_number": None, "url": "https://files.ofsted.gov.uk/"}, "file_number_missing", "no file number"),
        ({"file_number": "50x"}, "file_number_digits", "'50x' is not a file number"),
        ({"listed_as": " "}, "listed_as_missing", "does not say what kind"),
        ({"published": date(2026, 11, 24)}, "published_possible", "2026-11-24"),
        ({"published": date(206, 11, 24)}, "published_possible", "0206-11-24"),
        ({"event_date": date(2027, 1, 1)}, "event_possible", "2027-01-01"),
    ],
)
def test_a_bad_listing_fails_alone_with_its_rule_in_words(wrong: dict[str, object], rule: str, text: str) -> None:
    failed = verdict([listing(file_number="1"), listing(**{"file_number": "2", **wrong})]).failed_rows
    assert [(row.row, row.rule) for row in failed] == [(1, rule)]
    assert text in failed[0].message


def test_a_host_may_be_allowed_with_its_port() -> None:
    here = listing(url="http://127.0.0.1:8034/v1/file/1")
    assert check([here], seen_before={}, allowed_hosts=["127.0.0.1:8034"], today=TODAY).failed_rows == ()
    assert check([here], seen_before={}, allowed_hosts=["127.0.0.1"], today=TODAY).failed_rows == ()


def test_the_same_link_twice_leaves_the_first() -> None:
    failed = verdict([listing(), listing()]).failed_rows
    assert [(row.row, row.rule) for row in failed] == [(1, "first_copy")]


def test_one_number_with_two_dates_is_believed_in_neither_place() -> None:
    failed = verdict([listing(), listing(published=date(2026, 10, 21))]).failed_rows
    assert [(row.row, row.rule) for row in failed] == [(0, "listed_once"), (1, "listed_once")]


def test_one_number_under_two_authorities_is_two_listings() -> None:
    assert verdict([listing(), listing(urn="80998")]).failed_rows == ()


def test_nothing_listed_at_all_stops_the_batch() -> None:
    assert verdict([]).failed_batch == ("No authority's page lists a letter: open one.",)


def test_nothing_listed_by_authorities_that_were_not_checked_is_for_the_coverage_to_say() -> None:
    assert verdict([], {"80900": 4}, unchecked=["80900"]).failed_batch == ()


def test_two_of_fifteen_authorities_missing_stop_the_batch_even_when_we_know_that_they_were_not_checked() -> None:
    stopped = verdict(night(dict.fromkeys(FIFTEEN[2:], 4)), BEFORE, unchecked=FIFTEEN[:2])
    assert len(stopped.failed_batch) == 1
    assert "2 of 15 authorities that had letters last time have none now" in stopped.failed_batch[0]
    assert "80900 (had 4, has not been checked)" in stopped.failed_batch[0]


def test_one_unchecked_authority_of_fifteen_is_for_the_coverage_to_say() -> None:
    assert verdict(night(dict.fromkeys(FIFTEEN[1:], 4)), BEFORE, unchecked=FIFTEEN[:1]).failed_batch == ()


def test_a_list_that_shrank_to_zero_stops_the_batch_when_its_page_was_read() -> None:
    stopped = verdict(night(dict.fromkeys(FIFTEEN[1:], 4)), BEFORE)
    assert stopped.failed_batch == (
        "1 of 15 authorities whose page was read no longer list letters: authority 80900 (had 4, has 0). Check one page.",
    )


def test_a_cap_on_every_page_stops_the_batch() -> None:
    stopped = verdict(night(dict.fromkeys(FIFTEEN, 3)), BEFORE)
    assert stopped.failed_batch == ("Only 45 letters are listed where there were 60 last time. A tenth may be missing.",)


def test_shares_are_not_asked_of_fewer_than_ten_authorities() -> None:
    nine = FIFTEEN[:9]
    assert verdict(night(dict.fromkeys(nine, 3)), dict.fromkeys(nine, 4)).failed_batch == ()


def test_an_authority_that_never_listed_a_letter_may_list_none() -> None:
    assert verdict([listing()], {"80900": 0}).failed_batch == ()


def test_half_of_a_list_gone_is_a_warning() -> None:
    warned = verdict(night({**BEFORE, "80900": 10}), {**BEFORE, "80900": 20})
    assert "Half of the letters listed last time are gone: authority 80900 (had 20, has 10)." in warned.warnings
