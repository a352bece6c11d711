from datetime import date

import pytest

from ofsted_watch.domain.search_listing import FoundAuthority
from ofsted_watch.errors import ChallengePage, NothingFound, PageChanged
from ofsted_watch.extraction.search_results import search_page
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
    [
        "153 results",
        "153 results found",
        "153 inspection reports found",
        "153 services",
        "Results: 153",
        "Total: 153",
        "Results found: 153",
        "153 matching results",
        "153 local authority children’s services",
        "Your search found 153 providers",
        "We found 153 providers",
        "153 search results",
        "Showing 1 to 1 of 153",
        "Showing 1 to 1 of 153 results",
        "1 - 100 of 153",
        "1–100 out of 153 inspection reports",
        "Since September 2024 reports are shorter. 153 results",
        "(3,409 results) 153 results",
    ],
)
def test_the_total_is_read_in_any_of_these_words(text: str) -> None:
    read = search_page(search(result("80901", "Thornmere"), total=text), where="the search")
    assert (read.total, read.total_source) == (153, "text")


@pytest.mark.parametrize("name", ["results-count", "js-results-count", "search-results__count"])
@pytest.mark.parametrize("text", ["153", " 153 ", "153 results", "153 inspection reports"])
def test_the_element_of_the_total_counts_before_any_words(name: str, text: str) -> None:
    html = search(result("80901", "Thornmere"), total=f'<strong class="{name}">{text}</strong> of 9 services')
    read = search_page(html, where="the search")
    assert (read.total, read.total_source) == (153, "element")


@pytest.mark.parametrize(
    "facet",
    [
        "<fieldset><legend>Type</legend><label>Childminders (3,409 results)</label></fieldset>",
        "<label>Schools 3,409 results</label>",
        '<li><span class="results-count">3,409</span></li>',
        "<select><option>3409 results</option></select>",
        "<aside>3,409 results</aside>",
        "Childcare (3,409 results)",
    ],
)
def test_what_a_filter_counts_is_never_the_total(facet: str) -> None:
    html = search(result("80901", "Thornmere"), total=f"{facet} <p>1 result</p>")
    assert search_page(html, where="the search").total == 1
    assert search_page(search(result("80901", "Thornmere"), total=facet), where="the search").total is None


@pytest.mark.parametrize("text", ["Welcome", "3 results, 5 results", "Reports since 2024 reports", "Show 50 results per page"])
def test_a_page_without_a_total_that_can_be_believed_leaves_the_counting_to_the_caller(text: str) -> None:
    read = search_page(search(result("80901", "Thornmere"), total=text), where="the search")
    assert (read.total, read.total_source, len(read.found)) == (None, None, 1)


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
        (
            search(result("80901", "A"), total='<b class="results-count">3</b><b class="results-count">5</b>'),
            "different totals of results: 3, 5",
        ),
        (search(result("80901", "A"), result("80902", "B"), total="1 result"), "lists 2 results but states a total of 1"),
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


GOOD = result("80902", "Marle")


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        (result("80901", "Thornmere", stated_urn="80902"), "it gives Thornmere the URN 80902, but links to 80901"),
        (result("80901", ""), "it does not name the authority with URN 80901"),
        (result("x", "Thornmere"), "it has no link to an authority"),
        (
            '<li class="search-result"><h3><a href="/provider/44/303">Thornmere</a></h3></li>',
            "it links to council number 303 and states no URN",
        ),
        ('<li class="search-result"><p>Advertisement</p></li>', "it has no link to an authority"),
    ],
)
def test_a_result_that_cannot_be_read_is_named_and_leaves_the_others_alone(odd: str, reason: str) -> None:
    read = search_page(search(odd, GOOD, total="2 results"), where="the search")
    assert [found.name for found in read.found] == ["Marle"]
    assert [unread.reason for unread in read.unread] == [reason]


def test_a_council_number_in_the_link_gives_way_to_the_urn_that_the_result_states() -> None:
    (found,) = search_page(search(result("303", "Thornmere", stated_urn="80901"), total="1 result"), where="the search").found
    assert (found.urn, found.council_number) == ("80901", "303")


def test_a_date_that_cannot_be_read_is_named_and_the_authority_stays() -> None:
    html = search(result("80901", "Thornmere", latest="32 May 2020"), total="1 result")
    (found,) = search_page(html, where="the search").found
    assert found.latest_report is None
    assert found.note == "latest report: '32 May 2020' is not a date that can be read"


def test_information_in_several_lists_with_bold_values_is_read() -> None:
    html = search(
        '<li class="search-result"><h3 class="heading--sub"> <a href="/provider/44/80901 "> Thornmere </a></h3>'
        "<ul><li>Category: <strong>Local authority</strong></li></ul><address>PO Box 1</address>"
        "<ul><li>Latest report : <strong> <time>12 January 2025</time></strong></li>"
        "<li>URN: <strong>80901</strong></li></ul></li>",
        total='<strong class="results-count">1</strong> results',
    )
    assert search_page(html, where="the search").found == (THORNMERE,)
