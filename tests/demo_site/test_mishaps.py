"""Each mishap that can be ordered happens as ordered, and no more often."""

from time import monotonic

import pytest
import requests

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
from ofsted_watch.demo_site.stories import SECOND_NIGHT, DemoSite, demo_story

PAGE = "/provider/44/80901"
FILE = "/v1/file/60000001"


@pytest.mark.parametrize(
    ("what", "status", "text"),
    [
        (Unavailable(), 503, "improving"),
        (TooManyRequests(), 429, "improving"),
        (Redesigned(), 200, "A new look"),
        (Challenge(), 200, "verify that you are human"),
        (Challenge(403), 403, "verify that you are human"),
        (EmptyPage(), 200, ""),
        (ReportNotFound(), 200, "Report not found"),
        (WebPage(), 200, "improving"),
    ],
)
def test_another_answer_comes_once_and_then_the_right_one(
    ofsted: DemoSite, client: requests.Session, what: Happening, status: int, text: str
) -> None:
    ofsted.mishap(PAGE, what)
    spoiled = client.get(ofsted.url + PAGE)
    whole = client.get(ofsted.url + PAGE)
    assert spoiled.status_code == status
    assert text in spoiled.text
    assert "timeline" not in spoiled.text
    assert "timeline" in whole.text


@pytest.mark.parametrize("what", [Unavailable(7), TooManyRequests(7)])
def test_a_busy_site_says_for_how_long(ofsted: DemoSite, client: requests.Session, what: Happening) -> None:
    ofsted.mishap("/", what)
    assert client.get(ofsted.url + PAGE).headers["Retry-After"] == "7"


def test_retry_after_may_be_a_date_or_missing(ofsted: DemoSite, client: requests.Session) -> None:
    ofsted.mishap("/", Unavailable("Wed, 04 Mar 2026 10:00:00 GMT"))
    ofsted.mishap("/", Unavailable(None), after=1)
    assert client.get(ofsted.url + PAGE).headers["Retry-After"] == "Wed, 04 Mar 2026 10:00:00 GMT"
    assert "Retry-After" not in client.get(ofsted.url + PAGE).headers


def test_a_dropped_connection_says_nothing(ofsted: DemoSite, client: requests.Session) -> None:
    ofsted.mishap(PAGE, Dropped())
    with pytest.raises(requests.ConnectionError):
        client.get(ofsted.url + PAGE)
    assert [request.status for request in ofsted.requests] == [0]


def test_a_silent_site_lets_the_client_time_out(ofsted: DemoSite, client: requests.Session) -> None:
    ofsted.mishap(PAGE, Silent())
    with pytest.raises(requests.ReadTimeout):
        client.get(ofsted.url + PAGE, timeout=0.05)


def test_a_body_cut_short_is_less_than_was_announced(ofsted: DemoSite, client: requests.Session) -> None:
    ofsted.mishap(FILE, CutShort())
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        client.get(ofsted.url + FILE)


def test_a_truncated_file_arrives_whole_as_far_as_http_can_tell(ofsted: DemoSite, client: requests.Session) -> None:
    whole = client.get(ofsted.url + FILE)
    ofsted.mishap(FILE, Truncated(0.5))
    cut = client.get(ofsted.url + FILE)
    assert cut.content == whole.content[: len(whole.content) // 2]
    assert "ETag" not in cut.headers


def test_a_slow_drip_arrives_in_pieces_with_pauses(ofsted: DemoSite, client: requests.Session) -> None:
    whole = client.get(ofsted.url + PAGE).content
    ofsted.mishap(PAGE, SlowDrip(chunk=len(whole) // 4, pause=0.02))
    begun = monotonic()
    answer = client.get(ofsted.url + PAGE)
    assert answer.content == whole
    assert monotonic() - begun >= 4 * 0.02


def test_a_redirect_leads_to_another_host(ofsted: DemoSite, client: requests.Session) -> None:
    ofsted.mishap(FILE, RedirectElsewhere())
    answer = client.get(ofsted.url + FILE, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, "http://elsewhere.invalid/")


def test_the_search_can_lose_an_authority_cap_its_list_or_find_nothing(client: requests.Session) -> None:
    story = demo_story()
    with DemoSite(nights=story.nights) as ofsted:
        ofsted.mishap("/search", MissingAuthority("80901"))
        ofsted.mishap("/search", CappedList(at=10), after=1)
        ofsted.mishap("/search", NoResults(), after=2)
        lost, capped, nothing = (client.get(f"{ofsted.url}/search?start=0&rows=100").text for _ in range(3))
    assert "80901" not in lost
    assert ">11</strong> results" in lost
    assert capped.count('class="search-result"') == 10
    assert ">12</strong> results" in capped
    assert "pagination__next" not in capped
    assert ">0</strong> results" in nothing


def test_an_order_counts_only_its_own_path_and_can_wait_for_its_turn(ofsted: DemoSite, client: requests.Session) -> None:
    ofsted.mishap(PAGE, Unavailable(), times=2, after=1)
    client.get(f"{ofsted.url}/robots.txt")
    statuses = [client.get(ofsted.url + PAGE).status_code for _ in range(4)]
    assert statuses == [200, 503, 503, 200]


def test_an_order_without_number_never_ends(ofsted: DemoSite, client: requests.Session) -> None:
    ofsted.mishap(PAGE, Unavailable(), times=None)
    assert {client.get(ofsted.url + PAGE).status_code for _ in range(5)} == {503}


def test_a_nights_mishap_happens_on_that_day_only(client: requests.Session) -> None:
    story = demo_story()
    with DemoSite(nights=story.nights) as ofsted:
        first = client.get(f"{ofsted.url}/provider/44/80903").status_code
        ofsted.today = SECOND_NIGHT
        second = [client.get(f"{ofsted.url}/provider/44/80903").status_code for _ in range(2)]
    assert (first, second) == (200, [503, 200])
