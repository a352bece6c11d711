from datetime import date

import pytest

from ofsted_watch.domain.model import FoundAuthority
from ofsted_watch.errors import ChallengePage, NothingFound, PageChanged
from ofsted_watch.extraction.site_pages import search_page
from tests.extraction.site_pages.made import page, result, search

THORNMERE = FoundAuthority("80901", "Thornmere", date(2025, 1, 12))


def test_results_are_read_with_the_stated_total_and_the_next_page() -> None:
    html = search(
        result("80901", "Thornmere"),
        result("80902", "Eastwick &amp; Marle", latest="1 Mar 2024"),
        total="Showing 1 to 2 of 1,153 results",
        following='<a class="pagination__next" href="/search?q=&amp;start=2">Next</a>',
    )
    read = search_page(html, where="the search")
    assert read.total == 1153
    assert read.found == (THORNMERE, FoundAuthority("80902", "Eastwick & Marle", date(2024, 3, 1)))
    assert read.next_path == "/search?q=&start=2"


@pytest.mark.parametrize(
    "text",
    ["1 result", "1 results found", "Showing 1 to 1 of 1 results", "1 - 1 of 1", "1 search result", "We found 1 provider"],
)
def test_the_total_is_read_in_any_of_these_words(text: str) -> None:
    assert search_page(search(result("80901", "Thornmere"), total=text), where="the search").total == 1


def test_how_many_results_a_page_shows_is_not_the_total() -> None:
    html = search(result("80901", "Thornmere"), total="1 result. Show 50 results per page")
    assert search_page(html, where="the search").total == 1


def test_an_authority_without_a_report_has_no_date() -> None:
    html = search(result("80901", "Thornmere", latest=None), result("80902", "Marle", latest="not yet"), total="2 results")
    assert [found.latest_report for found in search_page(html, where="the search").found] == [None, None]


def test_a_page_past_the_end_has_no_results_but_a_total() -> None:
    read = search_page(search(total="153 results"), where="the search")
    assert (read.total, read.found) == (153, ())


@pytest.mark.parametrize("text", ["0 results", "No results found"])
def test_no_results_at_all_is_an_alarm(text: str) -> None:
    with pytest.raises(NothingFound, match="no results"):
        search_page(search(total=text), where="the search")


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (search(result("80901", "Thornmere"), total="Welcome"), "does not state how many"),
        (search(result("80901", "Thornmere"), total="3 results, 5 results"), "different totals"),
        (search(result("80901", "A"), result("80902", "B"), total="1 result"), "lists 2 results but states a total of 1"),
        (search(result("80901", "Thornmere", stated_urn="80902"), total="1 result"), "gives Thornmere the URN 80902"),
        (search(result("80901", ""), total="1 result"), "does not name the authority"),
        (search(result("80901", "Thornmere", latest="32 May 2020"), total="1 result"), "'32 May 2020' is not a date"),
        (search(result("x", "Thornmere"), total="1 result"), "without a link to an authority"),
        (page("<p>153 results</p><div>cards</div>"), "no list of results"),
        ("", "empty page"),
        (search(result("80901", "Thornmere"), total="1 result")[:-30], "does not end with </html>"),
    ],
)
def test_a_page_that_lacks_or_contradicts_something_is_named_and_not_read(html: str, said: str) -> None:
    with pytest.raises(PageChanged, match=said):
        search_page(html, where="the search")


def test_a_challenge_in_the_place_of_results_is_named() -> None:
    with pytest.raises(ChallengePage, match="the search"):
        search_page(page("<h1>Please verify you are human</h1>"), where="the search")
