"""The invented pages are pages that the product reads, and its mishaps are ones that the product names."""

from urllib.parse import urljoin

import pytest
import requests

from ofsted_watch.demo_site.mishaps import (
    CappedList,
    Challenge,
    EmptyPage,
    Happening,
    NoResults,
    Redesigned,
    ReportNotFound,
    WebPage,
)
from ofsted_watch.demo_site.stories import FIRST_NIGHT, DemoSite, crowd_story, long_story
from ofsted_watch.errors import ChallengePage, NothingFound, OfstedWatchError, PageChanged
from ofsted_watch.extraction import authority_pages, search_results

SEARCH = "/search?q=&level_1_types=3&level_2_types%5B%5D=12&start=0&rows=100"


def test_a_search_over_two_pages_is_read_to_its_stated_total(client: requests.Session) -> None:
    story = crowd_story(153)
    with DemoSite(nights=story.nights, authorities=story.authorities) as ofsted:
        address: str | None = ofsted.url + SEARCH
        found = []
        while address:
            page = search_results.search_page(client.get(address).text, where=address)
            assert page.total == 153
            found.extend(page.found)
            address = urljoin(ofsted.url, page.next_path) if page.next_path else None
        past_the_end = search_results.search_page(
            client.get(f"{ofsted.url}/search?start=200&rows=100").text, where="past the end"
        )
    assert {authority.urn for authority in found} == {authority.urn for authority in story.authorities}
    assert all(authority.latest_report for authority in found)
    assert (past_the_end.total, past_the_end.found) == (153, ())


def test_every_listing_of_every_authority_is_read_with_its_date(client: requests.Session) -> None:
    story = long_story()
    last = story.days[-1]
    published = [found for night in story.nights for found in night.publications if found.shown_on(last)]
    with DemoSite(nights=story.nights, today=last) as ofsted:
        read = [
            listing
            for authority in story.authorities
            for listing in authority_pages.authority_page(
                client.get(f"{ofsted.url}/provider/44/{authority.urn}").text, urn=authority.urn, where="", base_url=ofsted.url
            ).listings
        ]
    assert {(found.urn, found.number, found.listed_as, found.published, found.event_date) for found in published} == {
        (listing.urn, listing.file_number, listing.listed_as, listing.published, listing.event_date) for listing in read
    }


@pytest.mark.parametrize(
    ("what", "error"),
    [
        (Redesigned(), PageChanged),
        (WebPage(), PageChanged),
        (EmptyPage(), PageChanged),
        (Challenge(), ChallengePage),
        (ReportNotFound(), NothingFound),
    ],
)
def test_a_mishap_of_an_authority_page_has_a_name(
    ofsted: DemoSite, client: requests.Session, what: Happening, error: type[OfstedWatchError]
) -> None:
    ofsted.mishap("/provider", what)
    html = client.get(f"{ofsted.url}/provider/44/80901").text
    with pytest.raises(error):
        authority_pages.authority_page(html, urn="80901", where="the page", base_url=ofsted.url)


def test_mishaps_of_the_search_have_a_name_or_show_in_its_total(ofsted: DemoSite, client: requests.Session) -> None:
    ofsted.mishap("/search", NoResults())
    ofsted.mishap("/search", Challenge(), after=1)
    ofsted.mishap("/search", CappedList(at=1), after=2)
    answers = [client.get(ofsted.url + SEARCH).text for _ in range(3)]
    with pytest.raises(NothingFound):
        search_results.search_page(answers[0], where="search")
    with pytest.raises(ChallengePage):
        search_results.search_page(answers[1], where="search")
    capped = search_results.search_page(answers[2], where="search")
    assert (capped.total, len(capped.found), capped.next_path) == (2, 1, None)


def test_an_authority_whose_first_letter_is_still_to_come_lists_nothing(client: requests.Session) -> None:
    story = crowd_story(1)
    with DemoSite(nights=story.nights, authorities=story.authorities, today=FIRST_NIGHT.replace(year=2012)) as ofsted:
        html = client.get(f"{ofsted.url}/provider/44/80901").text
    with pytest.raises(NothingFound):
        authority_pages.authority_page(html, urn="80901", where="the page", base_url=ofsted.url)
