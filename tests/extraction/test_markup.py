"""What no parser takes has a name, wherever HTML is parsed: the site's pages, HTML letters, reports of runs."""

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from expectations.report_files import INDEX, summary_in, write_index, write_report
from ofsted_watch.errors import LetterProblem, NotAPdf, OfstedWatchError, PageChanged, SiteError
from ofsted_watch.extraction.authority_pages import authority_page
from ofsted_watch.extraction.markup import parse_html
from ofsted_watch.extraction.pdf import read_text
from ofsted_watch.extraction.search_results import search_page
from ofsted_watch.extraction.site_markup import is_report_not_found
from tests.extraction.site_pages.made import SITE, WHERE, authority, day, link, result, search

REFUSED = {
    "a doctype in a marked section": "<![DOCTYPE html>",
    "a marked section without a name": "<![",
    "a marked section of brackets": "<![[[",
    "a marked section of NUL": "<![\0",
    "a number of 5,000 digits": f"&#{'9' * 5000};",
    "a number of 5,000 digits in a link": f"<a href='&#{'9' * 5000};'>x</a>",
    "50,000 tags in one another": "<div>" * 50_000,
    "100,001 tags": "<br>" * 100_001,
}
ODD = {
    "a doctype with a subset": "<!DOCTYPE [",
    "CDATA": "<![CDATA[ <a href=/v1/file/9>x</a> ]]>",
    "CDATA without an end": "<![CDATA[",
    "a comment without an end": "<!--",
    "NULs": "\0<\0p\0>\0",
    "a number of no character": "&#x110000; &#0; &#xD800; &#xFFFFFFFFFFFF;",
    "a condition": "<![if IE]><p>x</p><![endif]>",
    "an instruction": "<?xml version='1.0'?><?",
    "half a tag": "</",
}
TRUE_PAGE = authority(day(link("1")))
TRUE_SEARCH = search(result("80901", "Thornmere"), total="1 result")
REPORT = "<!DOCTYPE html><html><body><main><h1>A letter</h1>{}<p>Words of a letter.</p></main></body></html>"


def with_markup(page: str, markup: str) -> str:
    """The page with this at the start of its body."""
    head, body, rest = page.partition("<body>")
    return head + body + markup + rest


@pytest.mark.parametrize("markup", REFUSED.values(), ids=REFUSED.keys())
def test_a_page_that_cannot_be_parsed_is_a_changed_page(markup: str) -> None:
    with pytest.raises(PageChanged, match=f"^{WHERE} (has|nests)"):
        search_page(with_markup(TRUE_SEARCH, markup), where=WHERE)
    with pytest.raises(PageChanged, match=f"^{WHERE} (has|nests)"):
        authority_page(with_markup(TRUE_PAGE, markup), urn="80901", where=WHERE, base_url=SITE)


@pytest.mark.parametrize("markup", REFUSED.values(), ids=REFUSED.keys())
def test_a_letter_in_html_that_cannot_be_parsed_is_named(markup: str) -> None:
    with pytest.raises(NotAPdf, match=r"web page that (has|nests)"):
        read_text(REPORT.format(markup).encode())


@pytest.mark.parametrize("markup", REFUSED.values(), ids=REFUSED.keys())
def test_a_page_that_cannot_be_parsed_does_not_say_that_a_report_was_not_found(markup: str) -> None:
    assert is_report_not_found("<title>Report not found</title>")
    assert not is_report_not_found(markup + "<title>Report not found</title>")


@pytest.mark.parametrize("markup", REFUSED.values(), ids=REFUSED.keys())
def test_a_report_of_a_run_that_cannot_be_parsed_is_listed_by_its_name(markup: str, tmp_path: Path) -> None:
    write_report("nightly", date(2026, 11, 23), [], tmp_path)
    damaged = tmp_path / "2026-11-22-nightly.html"
    damaged.write_text(f"{markup}<title>x</title>", encoding="utf-8")
    write_index(tmp_path)
    assert summary_in(damaged) is None
    assert damaged.name in (tmp_path / INDEX).read_text(encoding="utf-8")


@pytest.mark.parametrize("markup", ODD.values(), ids=ODD.keys())
def test_odd_markup_is_read_or_named(markup: str) -> None:
    with suppress(SiteError):
        assert [found.urn for found in search_page(with_markup(TRUE_SEARCH, markup), where=WHERE).found] == ["80901"]
    with suppress(SiteError):
        page = authority_page(with_markup(TRUE_PAGE, markup), urn="80901", where=WHERE, base_url=SITE)
        assert [listing.file_number for listing in page.listings] == ["1"]
    with suppress(LetterProblem):
        assert read_text(REPORT.format(markup).encode()).pages


def test_paragraphs_that_are_never_closed_are_no_deep_page_of_a_letter() -> None:
    text = read_text(REPORT.format("<p>A line." * 400).encode())
    assert [paragraph.text for paragraph in text.paragraphs].count("A line.") == 400


def test_want_of_memory_is_not_the_fault_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_memory(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("ofsted_watch.extraction.markup.BeautifulSoup", no_memory)
    with pytest.raises(MemoryError):
        parse_html("<p>", OfstedWatchError, deepest=9)


@pytest.mark.parametrize("address", ["http://[", "http://[x]/v1/file/1", "//[/v1/file/9"])
def test_a_listed_address_that_cannot_be_read_is_named(address: str) -> None:
    html = authority(day(link("1"))).replace("https://files.example/v1/file/1", address)
    with pytest.raises(PageChanged, match=f"^{WHERE} has a link whose address cannot be read"):
        authority_page(html, urn="80901", where=WHERE, base_url=SITE)


def test_an_address_that_cannot_be_read_elsewhere_hides_no_letter() -> None:
    broken = authority(day(link("1")), after='<a href="http://[">Our blog</a>')
    assert len(authority_page(broken, urn="80901", where=WHERE, base_url=SITE).listings) == 1
    with pytest.raises(PageChanged, match="links to file 9"):
        authority_page(broken.replace("http://[", "http://[/v1/file/9?a"), urn="80901", where=WHERE, base_url=SITE)


def test_a_result_whose_address_cannot_be_read_is_named() -> None:
    html = TRUE_SEARCH.replace("/provider/44/80901", "http://[")
    (unread,) = search_page(html, where=WHERE).unread
    assert unread.reason == "it has no link to an authority"


def test_a_total_of_thousands_of_digits_is_named() -> None:
    with pytest.raises(PageChanged, match=f"^{WHERE} states a total of 5000 digits"):
        search_page(search(total=f"{'9' * 5000} results"), where=WHERE)
