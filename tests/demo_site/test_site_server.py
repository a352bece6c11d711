"""The invented site answers as the real one was seen to."""

import requests
from bs4 import BeautifulSoup

from ofsted_watch.demo_site.published_files import Catalogue, Provider
from ofsted_watch.demo_site.site_server import LoopbackSite
from ofsted_watch.demo_site.stories import FIRST_NIGHT, SECOND_NIGHT, DemoSite, crowd_story, long_story

SEARCH = "/search?q=&location=&level_1_types=3&level_2_types%5B%5D=12&start=0&rows=100"
THORNMERE = "/provider/44/80901"
THE_FALL = "60000101"


def soup(answer: requests.Response) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html.parser")


def test_every_authority_is_a_search_result_with_name_urn_and_latest_report(ofsted: DemoSite, client: requests.Session) -> None:
    results = soup(client.get(ofsted.url + SEARCH)).select("ul.results-list > li.search-result")
    assert [result.select_one("h3 > a")["href"] for result in results] == ["/provider/44/80902", THORNMERE]
    inner = [item.text for item in results[1].select("li")]
    assert inner == ["Category: Local authority children's services", "Latest report:  5 April 2023", "URN: 80901"]
    assert results[1].address.text == "1 Invented Way, Thornmere"


def test_no_more_than_100_results_a_page_whatever_is_asked_for(client: requests.Session) -> None:
    story = crowd_story(153)
    with DemoSite(nights=story.nights, authorities=story.authorities) as ofsted:
        first = soup(client.get(ofsted.url + SEARCH.replace("rows=100", "rows=160")))
        following = first.select_one("a.pagination__next")["href"]
        second = soup(client.get(ofsted.url + following))
    assert first.select_one(".results-count").text == "153"
    assert len(first.select("li.search-result")) == 100
    assert len(second.select("li.search-result")) == 53
    assert second.select_one("a.pagination__next") is None
    names = {link.text for page in (first, second) for link in page.select("h3 > a")}
    assert len(names) == 153
    assert "level_2_types%5B%5D=12" in following


def test_an_authority_page_lists_its_letters_newest_first_and_ends_with_a_day_that_does_not_exist(
    ofsted: DemoSite, client: requests.Session
) -> None:
    page = soup(client.get(ofsted.url + THORNMERE))
    assert page.select_one("h1.heading--title").text == "Thornmere Metropolitan Borough Council"
    days = page.select("ol.timeline > li.timeline__day")
    links = page.select("li.timeline__day span.event__title.heading--sub > a.publication-link[target=_blank]")
    assert [link["href"].rsplit("/", 1)[1] for link in links] == ["60000003", "60000002", "60000001"]
    assert len(days) == 4
    assert "timeline__day--opened" in days[-1]["class"]
    assert days[0].select_one("p.timeline__date > time").text == "10 February 2023"


def test_the_hidden_label_comes_in_several_spellings_and_without_a_date_a_publication_date_stands_by(
    client: requests.Session,
) -> None:
    story = long_story()
    with DemoSite(nights=story.nights, today=story.days[-1]) as ofsted:
        page = soup(client.get(ofsted.url + "/provider/44/80908"))
    labels = [label.text for label in page.select("a.publication-link > span.nonvisual")]
    assert labels[:4] == [
        "Children's services inspection, PDF - 9 May 2025",
        "Children's services assurance visit, pdf - 7 April 2021",
        "Children's services inspection,  pdf - 6 August 2018",
        "Single inspection of LA children's services as pdf, PDF",
    ]
    undated = page.select("li.timeline__day")[3]
    assert undated.select_one("div.event__metadata time[pubdate]")["datetime"] == "2016-01-12"


def test_time_moves_and_a_new_letter_is_listed_from_its_day_on(ofsted: DemoSite, client: requests.Session) -> None:
    before = client.get(f"{ofsted.url}/v1/file/{THE_FALL}")
    ofsted.today = SECOND_NIGHT
    after = client.get(f"{ofsted.url}/v1/file/{THE_FALL}")
    listed = soup(client.get(ofsted.url + THORNMERE)).select("a.publication-link")
    assert before.status_code == 200
    assert soup(before).h1.text == "Report not found"
    assert after.content.startswith(b"%PDF")
    assert after.headers["Content-Type"] == "application/pdf"
    assert listed[0]["href"] == f"{ofsted.url}/v1/file/{THE_FALL}"


def test_a_client_that_names_the_etag_or_the_date_is_answered_that_nothing_changed(
    ofsted: DemoSite, client: requests.Session
) -> None:
    address = f"{ofsted.url}/v1/file/60000001"
    first = client.get(address)
    by_etag = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    by_date = client.get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    other = client.get(address, headers={"If-None-Match": '"another"', "If-Modified-Since": first.headers["Last-Modified"]})
    assert (by_etag.status_code, by_etag.content) == (304, b"")
    assert by_date.status_code == 304
    assert other.content == first.content


def test_an_authority_page_has_another_etag_once_a_letter_is_added(ofsted: DemoSite, client: requests.Session) -> None:
    first = client.get(ofsted.url + THORNMERE).headers["ETag"]
    same = client.get(ofsted.url + THORNMERE, headers={"If-None-Match": first})
    ofsted.today = SECOND_NIGHT
    changed = client.get(ofsted.url + THORNMERE, headers={"If-None-Match": first})
    assert (same.status_code, changed.status_code) == (304, 200)


def test_a_reissued_file_has_other_bytes_under_the_same_number_and_a_withdrawn_one_is_gone(client: requests.Session) -> None:
    story = long_story()
    with DemoSite(nights=story.nights) as ofsted:
        ofsted.today = story.days[3]
        first = client.get(f"{ofsted.url}/v1/file/60000201")
        ofsted.today = story.days[4]
        second = client.get(f"{ofsted.url}/v1/file/60000201", headers={"If-None-Match": first.headers["ETag"]})
        ofsted.today = story.days[5]
        there = client.get(f"{ofsted.url}/v1/file/60000206")
        ofsted.today = story.days[6]
        gone = client.get(f"{ofsted.url}/v1/file/60000206")
        page = client.get(f"{ofsted.url}/provider/44/80910").text
    assert second.status_code == 200
    assert second.content != first.content
    assert second.headers["Last-Modified"] != first.headers["Last-Modified"]
    assert there.content.startswith(b"%PDF")
    assert "Report not found" in gone.text
    assert "60000206" not in page


def test_a_late_letter_is_listed_under_its_old_date_from_the_day_it_came(client: requests.Session) -> None:
    story = long_story()
    with DemoSite(nights=story.nights, today=story.days[3]) as ofsted:
        before = client.get(f"{ofsted.url}/provider/44/80911").text
        ofsted.today = story.days[4]
        after = client.get(f"{ofsted.url}/provider/44/80911").text
    assert "60000203" not in before
    assert "60000203" in after
    assert "12 January 2016" in after


def test_names_are_escaped_wherever_they_stand(client: requests.Session) -> None:
    name = 'O\'Rook & <script>alert("x")</script>'
    with LoopbackSite(Catalogue((Provider("80999", name, name),), ()), FIRST_NIGHT) as site:
        pages = [client.get(site.url + path) for path in (SEARCH, "/provider/44/80999")]
    assert all('alert("x")' not in page.text for page in pages)
    assert soup(pages[1]).h1.text == name


def test_robots_may_go_anywhere_but_admin_and_unknown_paths_are_404(ofsted: DemoSite, client: requests.Session) -> None:
    assert client.get(f"{ofsted.url}/robots.txt").text == "User-agent: *\nDisallow: /admin/\n"
    assert client.get(f"{ofsted.url}/provider/44/12345").status_code == 404
    assert client.get(f"{ofsted.url}/elsewhere").status_code == 404
    assert client.get(f"{ofsted.url}/search?start=many").status_code == 400


def test_a_head_request_gets_headers_and_no_body(ofsted: DemoSite, client: requests.Session) -> None:
    answer = client.head(f"{ofsted.url}/v1/file/60000001")
    assert answer.status_code == 200
    assert int(answer.headers["Content-Length"]) > 1000
    assert answer.content == b""


def test_every_request_is_remembered_with_who_asked(ofsted: DemoSite, client: requests.Session) -> None:
    client.get(ofsted.url + THORNMERE)
    client.get(f"{ofsted.url}/robots.txt")
    assert [(r.method, r.path, r.status, r.user_agent) for r in ofsted.requests] == [
        ("GET", THORNMERE, 200, "a test of the replica"),
        ("GET", "/robots.txt", 200, "a test of the replica"),
    ]
    assert ofsted.requests[0].at <= ofsted.requests[1].at
    assert ofsted.requests[0].size > ofsted.requests[1].size > 0
