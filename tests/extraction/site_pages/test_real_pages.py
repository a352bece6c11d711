"""The pieces of the real site that are stored beside this repository."""

from datetime import date

import pytest

from ofsted_watch.errors import NothingFound
from ofsted_watch.extraction.authority_pages import authority_page
from ofsted_watch.extraction.search_results import search_page
from ofsted_watch.extraction.site_markup import is_report_not_found
from tests.paths import SHARED

PIECES = SHARED / "site"

pytestmark = pytest.mark.skipif(not PIECES.exists(), reason="../shared/site is absent")


def piece(name: str) -> str:
    return (PIECES / name).read_text(encoding="utf-8")


def test_the_search_in_the_real_shell_states_its_total_in_an_element_and_dates_in_bold() -> None:
    read = search_page(piece("search-reconstructed.html"), where="the search")

    assert (read.total, read.total_source, read.unread) == (153, "element", ())
    assert [(found.urn, found.latest_report) for found in read.found] == [
        ("80479", date(2025, 1, 20)),
        ("80480", date(2026, 8, 20)),
    ]
    assert read.next_path == "/search?start=100&rows=100"


def test_an_authority_in_the_real_shell_is_read_whatever_the_title_of_the_page() -> None:
    page = authority_page(piece("provider-reconstructed.html"), urn="80479", where="the page", base_url="https://reports.example")

    assert page.name == "Knowsley Metropolitan Borough Council"
    assert [(one.file_number, one.published, one.event_date) for one in page.listings] == [
        ("50267008", date(2025, 1, 20), date(2024, 12, 9))
    ]


def test_a_timeline_of_the_real_site_gives_the_published_day_that_follows_the_link() -> None:
    page = authority_page(
        piece("provider-shell-2025-a.html"), urn="503857265", where="the page", base_url="https://x.example/a/b/c"
    )

    assert [(one.listed_as, one.published, one.event_date) for one in page.listings] == [
        ("School inspection", date(2023, 7, 3), date(2024, 4, 22))
    ]


def test_a_timeline_with_nothing_but_openings_lists_no_letter() -> None:
    with pytest.raises(NothingFound, match="lists no letter"):
        authority_page(piece("provider-shell-2025-b.html"), urn="17740932", where="the page", base_url="https://x.example")


@pytest.mark.parametrize("year", ["2023", "2025"])
def test_the_real_page_for_a_file_that_is_gone_is_known(year: str) -> None:
    assert is_report_not_found(piece(f"report-not-found-{year}.html"))
