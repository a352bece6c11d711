"""A night's news in feeds, API and search: there at once where nothing stops it, else after a person's word."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree
from starlette.testclient import TestClient

from ofsted_watch.demo_site.stories import DemoSite, Story, small_story
from ofsted_watch.services.review import resolve_held_alerts
from ofsted_watch.web.app import make_app
from tests.journeys.watching import Watching, watching

FALL = "Thornmere: children's services judged inadequate (was good)"
FELL = {"authority": "Thornmere", "area": "overall", "cause": "new_letter"}


@pytest.fixture
def story() -> Story:
    return small_story()


def news_in_the_feed(browser: TestClient) -> list[str]:
    feed = etree.fromstring(browser.get("/feeds/changes.atom").content)
    titles = feed.xpath("a:entry/a:title/text()", namespaces={"a": "http://www.w3.org/2005/Atom"})
    return [str(title) for title in titles if not str(title).startswith("History: ")]


def grade_now(browser: TestClient) -> object:
    (row,) = browser.get("/api/v1/authorities", params={"authority": "Thornmere"}).json()
    return row["overall"]


def found(browser: TestClient) -> int:
    page = etree.HTML(browser.get("/search", params={"q": "inadequate", "year": "2026"}).text)
    return len(page.xpath("//ul[@class='cards']/li"))


def browser_on(watch: Watching) -> TestClient:
    return TestClient(make_app(watch.resources.settings))


def test_a_fall_is_in_feed_api_and_search_after_its_night(story: Story, seen_once: Path):
    site = DemoSite(nights=story.nights, authorities=story.authorities)
    with site, watching(site, seen_once) as watch, browser_on(watch) as browser:
        assert (news_in_the_feed(browser), grade_now(browser), found(browser)) == ([], "good", 0)
        watch.night(story.days[1])
        assert (news_in_the_feed(browser), grade_now(browser), found(browser)) == ([FALL], "inadequate", 1)
        (change,) = browser.get("/api/v1/changes", params=FELL).json()
        assert (change["from"], change["to"], change["direction"]) == ("good", "inadequate", "declined")


def test_what_the_breaker_holds_is_shown_nowhere_before_its_release_though_nobody_subscribed(story: Story, seen_once: Path):
    site = DemoSite(nights=story.nights, authorities=story.authorities)
    with site, watching(site, seen_once, alert_limit="0") as watch, browser_on(watch) as browser:
        watch.night(story.days[1])
        assert (news_in_the_feed(browser), grade_now(browser), found(browser)) == ([], "good", 0)
        assert browser.get("/api/v1/changes", params=FELL).json() == []
        said = resolve_held_alerts(
            watch.resources.database, "release", (), True, why="the letter says so", by="Ada", at=datetime.now(UTC)
        )
        assert said >= 1
        assert (news_in_the_feed(browser), grade_now(browser), found(browser)) == ([FALL], "inadequate", 1)


def test_what_a_person_drops_is_shown_nowhere(story: Story, seen_once: Path):
    site = DemoSite(nights=story.nights, authorities=story.authorities)
    with site, watching(site, seen_once, alert_limit="0") as watch, browser_on(watch) as browser:
        watch.night(story.days[1])
        resolve_held_alerts(watch.resources.database, "drop", (), True, why="a misread column", by="Ada", at=datetime.now(UTC))
        assert (news_in_the_feed(browser), grade_now(browser), found(browser)) == ([], "good", 0)
