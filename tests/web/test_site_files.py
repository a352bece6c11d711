"""What crawlers, browsers and people who share a page get: addresses, a map, titles, lifetimes, and errors that help."""

import re
from pathlib import Path

import pytest
from lxml import etree
from starlette.testclient import TestClient

from ofsted_watch.settings import Settings
from ofsted_watch.web.app import make_app

PAGES = ("/", "/country", "/authorities", "/authorities/80479", "/compare?authority=80479", "/send", "/jtai", "/data")


def test_robots_may_read_all_but_what_mails_link_to(england: TestClient):
    lines = england.get("/robots.txt").text.splitlines()
    assert lines == [
        "User-agent: *",
        "Disallow: /manage/",
        "Disallow: /unsubscribe/",
        "Disallow: /sign-up/confirm/",
        "Sitemap: https://watch.example/sitemap.xml",
    ]


def test_the_map_has_every_page_authority_and_letter_once(england: TestClient):
    root = etree.fromstring(england.get("/sitemap.xml").content)
    places = [str(place.text) for place in root.iter("{*}loc")]
    letters = int(england.get("/api/v1/letters", params={"limit": 1}).headers["x-total-count"])
    assert len(places) == len(set(places)) == 18 + 153 + letters
    assert all(place.startswith("https://watch.example/") for place in places)
    for place in (*places[:20], places[-1]):
        assert england.get(place.removeprefix("https://watch.example")).status_code == 200


def test_without_a_public_address_there_is_no_map_and_no_canonical_address(tmp_path: Path):
    with TestClient(make_app(Settings(data_dir=tmp_path)), raise_server_exceptions=False) as browser:
        assert browser.get("/sitemap.xml").status_code == 404
        assert "Sitemap" not in browser.get("/robots.txt").text
        assert "link" not in browser.get("/").headers


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_its_address_its_title_and_what_it_is_about(england: TestClient, path: str):
    answer = england.get(path)
    assert answer.headers["link"] == f'<https://watch.example{path.partition("?")[0]}>; rel="canonical"'
    head = etree.HTML(answer.text).find("head")
    title, shared = head.findtext("title"), head.xpath("meta[@property='og:title']/@content")
    assert title == f"{shared[0]} – Ofsted Watch"
    descriptions = head.xpath("meta[@name='description' or @property='og:description']/@content")
    assert len(set(descriptions)) == 1
    assert 20 < len(descriptions[0]) < 250


def test_an_answer_that_is_no_page_has_no_canonical_address(england: TestClient):
    for path in ("/country/map.svg", "/authorities.csv", "/no-such-page", "/static/icon.svg"):
        assert "canonical" not in england.get(path).headers.get("link", "")


def test_files_of_ours_are_cached_for_ever_under_an_address_that_changes_with_them(england: TestClient):
    page = england.get("/").text
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert {address.partition("?")[0] for address in addresses} == {"/static/icon.svg", "/static/pages.css", "/static/find.js"}
    for address in addresses:
        assert england.get(address).headers["cache-control"] == "public, max-age=31536000, immutable"
        assert england.get(address.partition("?")[0]).headers["cache-control"] == "no-cache"


def test_a_browser_that_asks_for_the_old_icon_gets_one(england: TestClient):
    icon = england.get("/favicon.ico")
    assert icon.headers["content-type"] == "image/x-icon"
    assert icon.content.startswith(b"\x00\x00\x01\x00")


def test_an_address_near_an_authority_s_name_leads_to_it(england: TestClient):
    for path in ("/authorities/knowsly", "/knowsley-council", "/council/knowsley"):
        answer = england.get(path)
        assert answer.status_code == 404
        assert '<a href="/authorities/80479">Knowsley</a>' in answer.text
    assert "Did you mean" not in england.get("/authorities/999999").text
