"""Every mishap the invented Ofsted knows, on a page and on a file: once it is survived or named, for good it is named."""

from collections.abc import Iterator

import pytest

from ofsted_watch.adapters.site.ofsted_site import Fetched, Site
from ofsted_watch.demo_site.mishaps import (
    CappedList,
    Challenge,
    CutShort,
    Dropped,
    EmptyPage,
    Happening,
    MissingAuthority,
    NoResults,
    Redesigned,
    RedirectElsewhere,
    ReportNotFound,
    Silent,
    SlowDrip,
    TooManyRequests,
    Truncated,
    Unavailable,
    WebPage,
)
from ofsted_watch.demo_site.stories import DemoSite, small_story
from ofsted_watch.errors import (
    ChallengePage,
    FileGone,
    HostNotAllowed,
    ListCapped,
    NothingFound,
    OfstedWatchError,
    PageChanged,
    SiteUnavailable,
)

PASSING = [Unavailable(0), Unavailable(None), TooManyRequests(None), Silent(2), Dropped(), CutShort(), SlowDrip(16, 0.05)]
CUT_PAGES = [Truncated(), EmptyPage()]


@pytest.fixture
def ofsted() -> Iterator[DemoSite]:
    story = small_story()
    with DemoSite(nights=story.nights, authorities=story.authorities) as demo_site:
        yield demo_site


@pytest.fixture
def site(ofsted: DemoSite) -> Site:
    return Site(ofsted.url, (), "", 200, user_agent_version="0.1", timeout=(5, 10), answer_seconds=20)


@pytest.fixture
def impatient(ofsted: DemoSite) -> Site:
    """For silence and drips: what it asks for was asked for before, so that the replica has it at hand."""
    return Site(ofsted.url, (), "", 200, user_agent_version="0.1", timeout=(5, 1.5), answer_seconds=1.5, tries=2)


def letters(site: Site, urn: str) -> tuple[str, ...]:
    return tuple(listing.file_number for listing in site.authority_page(urn).listings)


def test_a_quiet_night_sees_every_authority_letter_and_file(ofsted: DemoSite, site: Site) -> None:
    found = site.authorities().found
    assert {authority.urn for authority in found} == set(ofsted.catalogue.providers)
    for authority in found:
        page = site.authority_page(authority.urn)
        on_the_shelf = ofsted.catalogue.listed(authority.urn, ofsted.today)
        assert [listing.file_number for listing in page.listings] == [one.number for one in on_the_shelf]
        assert [listing.published for listing in page.listings] == [one.published for one in on_the_shelf]
        assert [listing.listed_as for listing in page.listings] == [one.listed_as for one in on_the_shelf]
        for listing in page.listings:
            fetched = site.fetch(listing)
            assert isinstance(fetched, Fetched)
            file = ofsted.catalogue.file(listing.file_number, ofsted.today)
            assert file is not None
            assert fetched.content == file.content


@pytest.mark.parametrize("what", PASSING + CUT_PAGES, ids=lambda what: type(what).__name__)
def test_a_passing_mishap_on_a_page_is_survived_once_and_named_when_it_stays(
    ofsted: DemoSite, site: Site, impatient: Site, what: Happening
) -> None:
    urn = next(iter(ofsted.catalogue.providers))
    before = letters(site, urn)
    ofsted.mishap("/provider/44/", what)
    assert letters(impatient, urn) == before
    ofsted.mishap("/provider/44/", what, times=None)
    with pytest.raises(SiteUnavailable):
        letters(impatient, urn)


@pytest.mark.parametrize("what", PASSING, ids=lambda what: type(what).__name__)
def test_a_passing_mishap_on_a_file_is_survived(ofsted: DemoSite, site: Site, impatient: Site, what: Happening) -> None:
    listing = site.authority_page(next(iter(ofsted.catalogue.providers))).listings[0]
    before = site.fetch(listing)
    ofsted.mishap("/v1/file/", what)
    after = impatient.fetch(listing)
    assert isinstance(before, Fetched)
    assert isinstance(after, Fetched)
    assert after.content == before.content


@pytest.mark.parametrize(
    ("what", "error"),
    [
        (Redesigned(), PageChanged),
        (WebPage(), PageChanged),
        (ReportNotFound(), NothingFound),
        (Challenge(200), ChallengePage),
        (Challenge(403), ChallengePage),
        (RedirectElsewhere(), HostNotAllowed),
    ],
    ids=lambda what: type(what).__name__,
)
def test_another_page_in_the_place_of_an_authority_is_named(
    ofsted: DemoSite, site: Site, what: Happening, error: type[OfstedWatchError]
) -> None:
    ofsted.mishap("/provider/44/", what)
    with pytest.raises(error):
        site.authority_page(next(iter(ofsted.catalogue.providers)))


@pytest.mark.parametrize(
    ("what", "error"),
    [
        (ReportNotFound(), FileGone),
        (Challenge(200), ChallengePage),
        (Challenge(403), ChallengePage),
        (RedirectElsewhere(), HostNotAllowed),
    ],
    ids=lambda what: type(what).__name__,
)
def test_another_page_in_the_place_of_a_file_is_named(
    ofsted: DemoSite, site: Site, what: Happening, error: type[OfstedWatchError]
) -> None:
    listing = site.authority_page(next(iter(ofsted.catalogue.providers))).listings[0]
    ofsted.mishap("/v1/file/", what)
    with pytest.raises(error):
        site.fetch(listing)


@pytest.mark.parametrize(
    ("what", "error"),
    [
        (CappedList(at=1), ListCapped),
        (NoResults(), NothingFound),
        (Redesigned(), PageChanged),
        (Challenge(200), ChallengePage),
        (Unavailable(0), SiteUnavailable),
    ],
    ids=lambda what: type(what).__name__,
)
def test_a_search_that_does_not_list_everybody_is_named(
    ofsted: DemoSite, site: Site, what: Happening, error: type[OfstedWatchError]
) -> None:
    ofsted.mishap("/search", what, times=None)
    with pytest.raises(error):
        site.authorities()


def test_an_authority_left_out_of_the_list_is_counted_by_the_total(ofsted: DemoSite, site: Site) -> None:
    ofsted.mishap("/search", MissingAuthority(next(iter(ofsted.catalogue.providers)), counted=True), times=None)
    with pytest.raises(ListCapped):
        site.authorities()


@pytest.mark.parametrize("what", [Unavailable(0), Dropped()], ids=lambda what: type(what).__name__)
def test_a_passing_mishap_on_robots_is_survived(ofsted: DemoSite, site: Site, what: Happening) -> None:
    ofsted.mishap("/robots.txt", what)
    assert site.authorities().found


def test_an_unchanged_file_is_not_sent_twice(ofsted: DemoSite, site: Site) -> None:
    listing = site.authority_page(next(iter(ofsted.catalogue.providers))).listings[0]
    fetched = site.fetch(listing)
    assert isinstance(fetched, Fetched)
    site.fetch(listing, etag=fetched.etag, last_modified=fetched.last_modified)
    assert ofsted.requests[-1].status == 304
