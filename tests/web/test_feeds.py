"""The Atom feeds: valid, with entries that keep their ids, brought up to date by what comes later, and silent on what is held."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree
from starlette.testclient import TestClient

from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.model import Cause, Change, Direction
from ofsted_watch.domain.visibility import Embargo
from ofsted_watch.presentation.atom import Entry, Feed, atom
from ofsted_watch.services.resources import open_database
from ofsted_watch.web import feeds
from ofsted_watch.web.feed_entries import change_entries, letter_entries
from ofsted_watch.web.published import Published, published
from tests.web.published_data import (
    AMBLEFORD,
    AMBLEFORD_2022,
    AMBLEFORD_2026,
    DECLINED,
    FIRST_NIGHT,
    LEADERS_DECLINED,
    REGISTER,
    SECOND_NIGHT,
    browsing,
    settings_in,
)

ATOM = {"a": "http://www.w3.org/2005/Atom"}
GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
ALL_FEEDS = [
    f"/feeds/{whose}{about}.atom"
    for whose in ("", "regions/north-vale/", "regions/south-downs-and-marsh/", f"authorities/{AMBLEFORD}/")
    for about in ("changes", "letters")
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with browsing(tmp_path_factory.mktemp("feeds")) as client:
        yield client


def feed_at(browser: TestClient, path: str) -> etree._Element:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/atom+xml"
    return etree.fromstring(answer.content)


def said(feed: etree._Element, path: str) -> list[str]:
    return [str(found) for found in feed.xpath(path, namespaces=ATOM)]


def titles(browser: TestClient, path: str) -> list[str]:
    return said(feed_at(browser, path), "a:entry/a:title/text()")


@pytest.mark.parametrize("path", ALL_FEEDS)
def test_every_feed_is_valid_atom(browser: TestClient, path: str):
    feed = feed_at(browser, path)
    GRAMMAR.assertValid(feed)
    assert said(feed, "a:link[@rel='self']/@href") == [f"https://watch.example{path}"]
    ids = [*said(feed, "a:id/text()"), *said(feed, "a:entry/a:id/text()")]
    assert len(ids) == len(set(ids))
    assert all(id_.startswith("tag:watch.example,2026:") for id_ in ids)
    updated = said(feed, "a:entry/a:updated/text()")
    assert updated == sorted(updated, reverse=True)
    assert said(feed, "a:updated/text()") == (updated[:1] or said(feed, "a:updated/text()"))


def test_a_new_sender_makes_no_entry_new(tmp_path: Path):
    with browsing(tmp_path) as before:
        was = {path: said(feed_at(before, path), "//a:id/text()") for path in ALL_FEEDS}
    with browsing(tmp_path, mail_from="Watch <post@other.example>", nights=False) as after:
        assert {path: said(feed_at(after, path), "//a:id/text()") for path in ALL_FEEDS} == was
    assert sum(map(len, was.values())) > len(ALL_FEEDS)


def test_the_grammar_refuses_what_is_no_atom():
    assert not GRAMMAR.validate(etree.fromstring(b"<feed xmlns='http://www.w3.org/2005/Atom'><title>No id</title></feed>"))


def test_a_change_is_described_from_what_to_what(browser: TestClient):
    feed = feed_at(browser, f"/feeds/authorities/{AMBLEFORD}/changes.atom")
    assert said(feed, "a:entry/a:title/text()") == ["Ambleford: children's services judged inadequate (was good)"]
    assert said(feed, "a:entry/a:summary/text()") == [
        "Overall effectiveness: from good to inadequate (declined). Leadership: from good to inadequate (declined)."
    ]
    assert said(feed, "a:entry/a:link[@rel='alternate']/@href") == ["https://watch.example/authorities/90001/letters/50011"]
    assert said(feed, "a:entry/a:link[@rel='via']/@href") == ["https://files.example/v1/file/50011"]
    assert said(feed, "a:entry/a:updated/text()") == ["2026-03-04T02:00:00Z"]
    assert said(feed, "a:entry/a:published/text()") == ["2026-03-02T00:00:00Z"]


def test_a_letter_is_shown_with_its_grades_and_one_that_is_gone_says_so(browser: TestClient):
    feed = feed_at(browser, "/feeds/letters.atom")
    assert said(feed, "a:entry/a:title/text()")[:3] == [
        "Brackenshire: ILACS inspection report of 2 March 2026",
        "Ambleford: ILACS inspection report of 2 March 2026",
        "Cold Harbour: focused visit letter of 1 July 2025 (no longer listed by Ofsted)",
    ]
    assert "Overall effectiveness: inadequate." in said(feed, "a:entry/a:summary/text()")[1]


def test_the_feed_of_a_region_holds_its_authorities_and_no_other(browser: TestClient):
    assert len(titles(browser, "/feeds/regions/south-downs-and-marsh/letters.atom")) == 1
    assert len(titles(browser, "/feeds/regions/north-vale/changes.atom")) == 2


@pytest.mark.parametrize("path", ["/feeds/regions/atlantis/changes.atom", "/feeds/authorities/80479/changes.atom"])
def test_a_feed_of_nobody_is_not_found(browser: TestClient, path: str):
    assert browser.get(path).status_code == 404


def test_a_reader_is_not_sent_again_what_it_has_whether_it_asks_by_tag_or_by_date(browser: TestClient):
    first = browser.get("/feeds/changes.atom")
    by_tag = {"If-None-Match": first.headers["etag"]}
    by_date = {"If-Modified-Since": first.headers["last-modified"]}
    assert first.headers["last-modified"] == "Wed, 04 Mar 2026 02:00:00 GMT"
    assert browser.get("/feeds/changes.atom", headers=by_tag).status_code == 304
    assert browser.get("/feeds/changes.atom", headers=by_date).status_code == 304
    older = {"If-Modified-Since": "Tue, 03 Mar 2026 02:00:00 GMT"}
    assert browser.get("/feeds/changes.atom", headers=older).status_code == 200
    assert browser.get("/feeds/changes.atom", headers=by_date | {"If-None-Match": '"another"'}).status_code == 200
    assert browser.get("/feeds/changes.atom", headers={"If-Modified-Since": "yesterday"}).status_code == 200


def test_a_restart_brings_the_same_bytes(tmp_path: Path):
    with browsing(tmp_path) as browser:
        first = [browser.get(path).content for path in ALL_FEEDS]
    with browsing(tmp_path, nights=False) as browser:
        assert [browser.get(path).content for path in ALL_FEEDS] == first


def test_held_news_is_in_no_feed_until_it_is_released_and_counts_from_then(tmp_path: Path):
    with browsing(tmp_path, hold="13 authorities in one run") as browser:
        before = browser.get("/feeds/changes.atom")
        assert titles(browser, "/feeds/changes.atom") == ["Ambleford: children's services judged inadequate (was good)"]
        assert not any("Brackenshire" in title and "2026" in title for title in titles(browser, "/feeds/letters.atom"))
        with open_database(settings_in(tmp_path)) as database:
            database.alerts.release(None, by="Ada", why="it is right", at=SECOND_NIGHT + timedelta(hours=7))
        asked_again = browser.get("/feeds/changes.atom", headers={"If-Modified-Since": before.headers["last-modified"]})
        assert asked_again.status_code == 200
        feed = feed_at(browser, "/feeds/changes.atom")
        assert said(feed, "a:entry/a:updated/text()") == ["2026-03-04T09:00:00Z", "2026-03-04T02:00:00Z"]


def entries_of(*changes: Change) -> tuple[Entry, ...]:
    return change_entries(known(*changes), None, domain="watch.example", public_url="")


def known(*changes: Change) -> Published:
    found = {change.key: SECOND_NIGHT + timedelta(days=place) for place, change in enumerate(changes)}
    stored = (AMBLEFORD_2022, AMBLEFORD_2026)
    return replace(published(stored, (), Embargo(), REGISTER, decided={}, found_at=found, last_run=None), changes=tuple(changes))


def test_a_correction_brings_its_entry_up_to_date_and_makes_no_other():
    wrong = replace(DECLINED, to_grade=Grade.REQUIRES_IMPROVEMENT)
    corrected = replace(
        DECLINED,
        from_grade=Grade.REQUIRES_IMPROVEMENT,
        cause=Cause.CORRECTION,
        from_file=DECLINED.to_file,
        from_number=DECLINED.to_number,
        from_published=DECLINED.to_published,
    )
    (before,), (after,) = entries_of(wrong), entries_of(LEADERS_DECLINED, corrected)
    assert (after.id, after.published) == (before.id, before.published)
    assert after.updated > before.updated
    assert after.title == "Ambleford: our correction about the report of 2 March 2026"
    assert "Correction: overall effectiveness is inadequate; we said requires improvement before." in after.summary


def test_a_withdrawn_report_brings_its_own_entry_up_to_date():
    gone = replace(
        DECLINED,
        from_grade=Grade.INADEQUATE,
        to_grade=Grade.GOOD,
        direction=Direction.IMPROVED,
        cause=Cause.WITHDRAWN,
        from_number="50011",
        to_number="50010",
        from_published=DECLINED.to_published,
        to_published=DECLINED.from_published,
    )
    (before,), (after,) = entries_of(DECLINED), entries_of(DECLINED, gone)
    assert (after.id, after.published) == (before.id, before.published)
    assert after.title == "Ambleford: Ofsted no longer lists its report of 2 March 2026"
    assert "the report said inadequate; the current grade is good" in after.summary


def test_history_bears_its_own_date_and_says_that_it_is_history():
    (entry,) = entries_of(replace(DECLINED, cause=Cause.HISTORY))
    assert entry.updated == entry.published == datetime(2026, 3, 2, tzinfo=UTC)
    assert entry.title.startswith("History: Ambleford: children's services judged inadequate (was good), 2 March 2026")


def test_the_end_of_a_framework_alone_is_no_change_of_judgement():
    ended = replace(DECLINED, cause=Cause.FRAMEWORK, to_grade=None, direction=None)
    assert entries_of(ended) == ()
    (entry,) = entries_of(LEADERS_DECLINED, ended)
    assert "Overall effectiveness: no longer given by this framework; it was good." in entry.summary


def test_a_letter_put_out_again_keeps_its_entry():
    again = replace(
        AMBLEFORD_2026,
        letter=replace(AMBLEFORD_2026.letter, sha256="e" * 64),
        first_seen=date(2026, 4, 1),
        published=date(2026, 4, 1),
    )
    of = {"domain": "watch.example", "public_url": ""}
    base = known(DECLINED)
    (before, *_), (after, *_) = (
        letter_entries(replace(base, letters=letters), None, **of)
        for letters in ((AMBLEFORD_2026, AMBLEFORD_2022), (again, AMBLEFORD_2026, AMBLEFORD_2022))
    )
    assert after.id == before.id
    assert after.updated > before.updated


def test_hostile_words_stay_words_and_what_xml_cannot_hold_is_left_out():
    hostile = "<script>&\x00\x1b\u202e]]>\ud800 é"
    entry = Entry("tag:x,2026:1", hostile, FIRST_NIGHT, FIRST_NIGHT, "/a?b&c", None, hostile, "history", hostile)
    feed = Feed("tag:x,2026:0", hostile, hostile, "/feeds", "/", hostile, FIRST_NIGHT, (entry,))
    read = etree.fromstring(atom(feed))
    GRAMMAR.assertValid(read)
    assert said(read, "a:entry/a:title/text()") == ["<script>&]]> é"]


def test_the_page_of_feeds_leads_to_feeds_that_answer(browser: TestClient):
    page = etree.HTML(browser.get("/feeds").text)
    links = [str(link) for link in page.xpath("//main//a/@href")]
    assert len(links) == 3 + 2 * (1 + 2 + 3)  # the pages of selections and one of their feeds; then a pair for each scope
    assert {browser.get(link).status_code for link in links} == {200}


def test_no_letter_and_no_run_make_an_empty_feed_that_is_valid(tmp_path: Path):
    with browsing(tmp_path, nights=False) as browser:
        feed = feed_at(browser, "/feeds/changes.atom")
    GRAMMAR.assertValid(feed)
    assert said(feed, "a:updated/text()") == ["2026-01-01T00:00:00Z"]


def test_a_feed_is_written_once_until_something_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    written: list[str] = []

    def counting(feed: Feed) -> bytes:
        written.append(feed.id)
        return atom(feed)

    monkeypatch.setattr(feeds, "atom", counting)
    with browsing(tmp_path, hold="13 authorities in one run") as browser:
        paths = ["/feeds/changes.atom", f"/feeds/authorities/{AMBLEFORD}/changes.atom"]
        first = [browser.get(path).content for path in paths]
        assert [browser.get(path).content for path in paths] == first
        assert len(written) == 2
        with open_database(settings_in(tmp_path)) as database:
            database.alerts.release(None, by="Ada", why="it is right", at=SECOND_NIGHT + timedelta(hours=7))
        assert browser.get(paths[0]).content != first[0]
        assert len(written) == 3
