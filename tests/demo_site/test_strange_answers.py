"""Answers that nobody asked for happen as ordered, and the right one comes after them."""

import gzip

import pytest
import requests

from ofsted_watch.adapters.site.ofsted_site import Site
from ofsted_watch.demo_site.mishaps import Mishap
from ofsted_watch.demo_site.stories import DemoSite
from ofsted_watch.demo_site.strange_answers import (
    PAGE_VARIANTS,
    SEARCH_VARIANTS,
    BareStatus,
    GzipBomb,
    InJson,
    OtherTotal,
    RedirectLoop,
    UnderCouncilNumber,
    UnknownKind,
    WithoutDate,
    WrongCharset,
    WrongLength,
)
from ofsted_watch.domain.model import AuthorityPage
from ofsted_watch.domain.search_listing import SearchListing
from ofsted_watch.extraction.authority_pages import authority_page

PAGE = "/provider/44/80901"
FILE = "/v1/file/60000001"


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_bare_status_says_nothing_more(ofsted: DemoSite, client: requests.Session, status: int) -> None:
    ofsted.mishap(PAGE, BareStatus(status))
    assert [client.get(ofsted.url + PAGE).status_code for _ in range(2)] == [status, 200]


def test_json_comes_in_the_place_of_a_file(ofsted: DemoSite, client: requests.Session) -> None:
    ofsted.mishap(FILE, InJson())
    assert client.get(ofsted.url + FILE).json()["documents"] == []


def test_a_redirect_leads_to_where_it_came_from(ofsted: DemoSite, client: requests.Session) -> None:
    ofsted.mishap(PAGE, RedirectLoop(), times=None)
    with pytest.raises(requests.TooManyRedirects):
        client.get(ofsted.url + PAGE)


def test_a_bomb_is_small_until_it_is_opened(ofsted: DemoSite, client: requests.Session) -> None:
    ofsted.mishap(PAGE, GzipBomb(megabytes=2))
    packed = client.get(ofsted.url + PAGE, stream=True).raw.read(decode_content=False)
    assert len(packed) < 10_000
    assert len(gzip.decompress(packed)) == 2_000_000


def test_a_shorter_length_cuts_the_body_and_a_longer_one_leaves_it_unfinished(ofsted: DemoSite, client: requests.Session) -> None:
    whole = client.get(ofsted.url + FILE).content
    ofsted.mishap(FILE, WrongLength(0.5))
    assert client.get(ofsted.url + FILE).content == whole[: len(whole) // 2]
    ofsted.mishap(FILE, WrongLength(1.5))
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        client.get(ofsted.url + FILE)


def test_a_page_comes_in_another_charset_than_it_says_and_a_file_keeps_its_bytes(
    ofsted: DemoSite, client: requests.Session
) -> None:
    page, file = (client.get(ofsted.url + path).content for path in (PAGE, FILE))
    ofsted.mishap("/", WrongCharset("utf-16", "utf-8"), times=None)
    assert client.get(ofsted.url + PAGE).content.decode("utf-16") == page.decode()
    assert client.get(ofsted.url + FILE).content == file


def test_all_letters_of_a_page_are_of_a_kind_that_nobody_knows(ofsted: DemoSite, client: requests.Session) -> None:
    ofsted.mishap(PAGE, UnknownKind("Star chart"))
    read = authority_page(client.get(ofsted.url + PAGE).text, urn="80901", where=PAGE, base_url=ofsted.url)
    assert {listing.listed_as for listing in read.listings} == {"Star chart"}
    assert None not in {listing.published for listing in read.listings}


def test_new_orders_take_the_place_of_the_old_ones(ofsted: DemoSite, client: requests.Session) -> None:
    ofsted.mishap(PAGE, BareStatus(500), times=None)
    ofsted.order_only(Mishap(FILE, BareStatus(403)))
    assert [client.get(ofsted.url + path).status_code for path in (PAGE, FILE, FILE)] == [200, 403, 200]


def found_in(ofsted: DemoSite) -> SearchListing:
    return Site(ofsted.url, (), "", 1000, user_agent_version="0").authorities()


@pytest.mark.parametrize(
    "html",
    [
        "<p>{total} inspection reports found</p>",
        "<p>Results: {total}</p>",
        '<p class="js-results-count">{total}</p>',
        "<p>Showing 1 to 12 of {total}</p>",
        "<p>What we found</p>",
    ],
)
def test_a_search_that_states_its_total_in_another_way_lists_the_same_authorities(ofsted: DemoSite, html: str) -> None:
    as_ever = found_in(ofsted).found
    ofsted.mishap("/search", OtherTotal(html), times=None)
    listing = found_in(ofsted)
    assert listing.found == as_ever
    assert bool(listing.notes) is ("{total}" not in html)


def test_an_authority_under_its_council_number_is_the_same_authority_where_its_urn_is_stated(ofsted: DemoSite) -> None:
    as_ever = {found.urn: found.name for found in found_in(ofsted).found}
    ofsted.mishap("/search", UnderCouncilNumber("80901", "303"))
    listing = found_in(ofsted)
    assert {found.urn: found.name for found in listing.found} == as_ever
    assert [found.council_number for found in listing.found if found.council_number] == ["303"]


def test_an_authority_without_urn_or_date_leaves_the_others_alone(ofsted: DemoSite) -> None:
    ofsted.mishap("/search", UnderCouncilNumber("80901", "303", states_urn=False))
    ofsted.mishap("/search", WithoutDate("80902"))
    listing = found_in(ofsted)
    (unread,) = listing.unread
    assert (unread.name, unread.council_number) == ("Thornmere Metropolitan Borough Council", "303")
    assert [found.latest_report for found in listing.found if found.urn == "80902"] == [None]


@pytest.mark.parametrize("variant", SEARCH_VARIANTS)
def test_a_search_in_other_markup_lists_the_same_authorities_and_days(
    ofsted: DemoSite, client: requests.Session, variant: str
) -> None:
    as_ever, before = found_in(ofsted), client.get(f"{ofsted.url}/search").text
    ofsted.order_only(Mishap("/search", SEARCH_VARIANTS[variant], times=None))
    assert client.get(f"{ofsted.url}/search").text != before
    assert found_in(ofsted) == as_ever


@pytest.mark.parametrize("variant", PAGE_VARIANTS)
def test_a_page_in_other_markup_lists_the_same_letters_and_days(ofsted: DemoSite, client: requests.Session, variant: str) -> None:
    def read() -> tuple[str, AuthorityPage]:
        html = client.get(ofsted.url + PAGE).text
        return html, authority_page(html, urn="80901", where=PAGE, base_url=ofsted.url)

    before, as_ever = read()
    ofsted.order_only(Mishap(PAGE, PAGE_VARIANTS[variant], times=None))
    after, page = read()
    assert after != before
    assert page == as_ever
