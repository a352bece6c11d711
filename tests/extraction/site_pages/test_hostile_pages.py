"""Whatever bytes stand where a page should: a value or a named error, never a crash, never an invented number."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ofsted_watch.errors import SiteError
from ofsted_watch.extraction.authority_pages import authority_page
from ofsted_watch.extraction.search_results import search_page
from tests.examples import examples
from tests.extraction.site_pages.made import SITE, WHERE, authority, day, link, result, search

TRUE_PAGE = authority(day(link("1")), day(link("2", pubdate="<time pubdate>1 May 2024</time>")))
TRUE_SEARCH = search(result("80901", "Thornmere"), total="1 result")
_TIMELINE_PIECES = ("<li class=timeline__day>", "</li>", "<ol class=timeline>", "</ol>", "</a>", "<time pubdate>", "</span>")
_LINK_PIECES = ("<a class=publication-link href=/v1/file/9>", "<a href=/v1/file/8>x</a>", "<ul class=results-list>")
_PIECES = st.sampled_from((*_TIMELINE_PIECES, *_LINK_PIECES, "<script>", "<!--", '"', "&#0;", "\x00"))


@settings(max_examples=examples(150))
@given(at=st.integers(0, len(TRUE_PAGE)), removed=st.integers(0, 40), added=_PIECES | st.text(max_size=8))
def test_a_damaged_authority_page_is_refused_or_lists_only_numbers_that_stand_in_it(at: int, removed: int, added: str) -> None:
    html = TRUE_PAGE[:at] + added + TRUE_PAGE[at + removed :]
    try:
        read = authority_page(html, urn="80901", where=WHERE, base_url=SITE)
    except SiteError:
        return
    assert {listing.file_number for listing in read.listings} <= set(re.findall(r"/file/(\d+)", html))


@given(cut=st.integers(0, len(TRUE_PAGE) - 1))
def test_a_page_cut_anywhere_is_refused_or_still_lists_every_letter(cut: int) -> None:
    try:
        read = authority_page(TRUE_PAGE[:cut], urn="80901", where=WHERE, base_url=SITE)
    except SiteError:
        return
    assert [listing.file_number for listing in read.listings] == ["1", "2"]


@settings(max_examples=examples(150))
@given(at=st.integers(0, len(TRUE_SEARCH)), removed=st.integers(0, 40), added=_PIECES | st.text(max_size=8))
def test_a_damaged_search_page_is_read_or_refused(at: int, removed: int, added: str) -> None:
    try:
        read = search_page(TRUE_SEARCH[:at] + added + TRUE_SEARCH[at + removed :], where=WHERE)
    except SiteError:
        return
    assert read.total is None or len(read.found) + len(read.unread) <= read.total


@pytest.mark.parametrize("piece", ["<div>", "<ol class=timeline>", "<a class=publication-link href=/v1/file/1>"])
@pytest.mark.timeout(120)
def test_a_page_of_endless_nesting_is_refused_in_seconds(piece: str) -> None:
    with pytest.raises(SiteError):
        authority_page(piece * 90_000 + "</html>", urn="80901", where=WHERE, base_url=SITE)
