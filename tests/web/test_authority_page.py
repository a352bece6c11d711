"""An authority's page: where it stands, its story, its letters, and what is not shown yet."""

import re
from dataclasses import replace
from pathlib import Path

from starlette.testclient import TestClient

from ofsted_watch.domain.model import Event, EventKind, Outcome, SetAside, Topic
from ofsted_watch.web.authority_page import unread_letters
from tests import factories
from tests.domain.history.letters import MARSHFORD, UNDERBY, G, I, O, ilacs
from tests.web.test_front import text_of
from tests.web.watched_pages import FALL, LETTERS, NOW, RISE, TODAY, browsing, database_of, outcome_of

PAGE = f"/authorities/{MARSHFORD.urn}"


def test_it_says_where_the_authority_stands_and_since_when(tmp_path: Path) -> None:
    with browsing(tmp_path, outcome_of(LETTERS)) as browser:
        said = text_of(browser.get(PAGE).text)
    assert "The newest graded inspection was published on 2 March 2026 ." in said
    assert "Overall effectiveness inadequate" in said
    assert "judged with children in care" in said


def test_the_history_is_a_picture_and_a_table_beside_it(tmp_path: Path) -> None:
    with browsing(tmp_path, outcome_of(LETTERS)) as browser:
        page = browser.get(PAGE).text
    assert page.count('<svg class="story') == 2, "one wide, one narrow"
    assert "<caption>Graded inspections, newest first</caption>" in page
    assert "style=" not in page, "the page's own policy forbids inline styles"


def test_the_way_to_emails_has_the_authority_chosen(tmp_path: Path) -> None:
    with browsing(tmp_path, outcome_of(LETTERS)) as browser:
        assert f'href="/sign-up?authority={MARSHFORD.urn}"' in browser.get(PAGE).text


def test_an_authority_without_letters_has_a_page_all_the_same(tmp_path: Path) -> None:
    with browsing(tmp_path, outcome_of(LETTERS)) as browser:
        said = text_of(browser.get(f"/authorities/{UNDERBY.urn}").text)
    assert "We have no graded inspection of this authority yet." in said
    assert "We have no letters about this authority yet." in said


def test_a_number_that_is_no_authority_s_is_named_in_a_sentence(tmp_path: Path) -> None:
    with browsing(tmp_path, outcome_of(LETTERS)) as browser:
        answer = browser.get("/authorities/12345")
    assert answer.status_code == 404
    assert "No authority has this number" in answer.text


def test_what_was_set_aside_is_named_with_its_reason_and_without_a_grade(tmp_path: Path) -> None:
    aside = SetAside(
        "letter", MARSHFORD.urn, "f" * 64, "witnesses_disagree", "Inspection, file 60001: its table and its heading disagree."
    )
    with browsing(tmp_path, replace(outcome_of(LETTERS), set_aside=(aside,))) as browser:
        listing = factories.listing(
            urn=MARSHFORD.urn,
            file_number="60001",
            url="https://files.example/v1/file/60001",
            listed_as="Inspection",
            published=TODAY,
        )
        database_of(browser).files.record_file(
            listing, sha256="f" * 64, size=9, etag=None, last_modified=None, at=NOW, today=TODAY
        )
        said = text_of(browser.get(PAGE).text)
        letter = browser.get(f"{PAGE}/letters/60001")
    assert "Inspection . Not yet read: its table and its heading disagree." in said
    assert letter.status_code == 200
    assert "Not yet read:" in letter.text
    assert 'class="grade' not in letter.text


def test_a_link_that_led_to_no_letter_is_named_as_it_was_listed() -> None:
    aside = SetAside("listing", MARSHFORD.urn, "60002", "file_gone", "Focused visit, file 60002: the file is gone")
    (unread,) = unread_letters([aside], ())
    assert (unread.file_number, unread.listed_as, unread.why) == ("60002", "Focused visit", "the file is gone")
    assert unread.url is None


def held_event(key: str, kind: EventKind) -> Event:
    return Event(
        key=key,
        kind=kind,
        topics=frozenset({Topic.CHANGE}),
        urn=MARSHFORD.urn,
        authority="Marshford",
        happened=TODAY,
        title="Marshford: a fall",
        listed_as="Inspection",
        url=FALL.listing.url,
        file_number=FALL.listing.file_number,
        sha256=FALL.letter.sha256,
    )


WAITS = "We are checking this; until then, this page shows the earlier reading."


def test_a_letter_that_a_newer_reader_reads_otherwise_says_so_and_stands_as_before_until_a_person_releases_it(
    tmp_path: Path,
) -> None:
    correction = replace(held_event("correction:1:2", EventKind.CORRECTION), read_before="1")
    newer = replace(ilacs("2026-03-02", O, O, O, O, O), reader_version="2", listing=FALL.listing)
    with browsing(tmp_path, outcome_of(LETTERS), replace(outcome_of((newer,)), changes=(), events=(correction,))) as browser:
        database_of(browser).readings.record(FALL.letter, "1", NOW)
        letter = f"{PAGE}/letters/{FALL.listing.file_number}"
        for path in (PAGE, letter):
            said = text_of(browser.get(path).text)
            assert WAITS in said
            assert "Overall effectiveness inadequate" in said
            legend = "outstanding good requires improvement inadequate"
            assert "outstanding" not in said.replace(legend, "")
        assert WAITS not in text_of(browser.get(f"{PAGE}/letters/{RISE.listing.file_number}").text)
        database_of(browser).alerts.release(None, by="Ada", why="it is right", at=NOW)
        said = text_of(browser.get(PAGE).text)
        assert WAITS not in said
        assert "Overall effectiveness outstanding" in said


def test_a_letter_whose_earlier_reading_is_not_known_says_nothing_while_its_correction_waits(tmp_path: Path) -> None:
    correction = replace(held_event("correction:1:1", EventKind.CORRECTION), read_before="0")
    with browsing(tmp_path, replace(outcome_of(LETTERS), events=(correction,))) as browser:
        letter = browser.get(f"{PAGE}/letters/{FALL.listing.file_number}").text
        assert "it is not shown until the reading has been checked" in letter
        assert 'class="grade' not in letter
        assert FALL.letter.sha256 not in browser.get("/api/v1/judgements").text


def test_a_letter_whose_news_is_held_is_there_and_says_nothing_until_it_is_released(tmp_path: Path) -> None:
    event = held_event("letter:1", EventKind.LETTER)
    with browsing(tmp_path, replace(outcome_of(LETTERS), events=(event,), hold="13 authorities in one run")) as browser:
        said = text_of(browser.get(PAGE).text)
        assert "inadequate" not in said.replace("requires improvement", "").split("Its judgements over time")[0]
        assert "it is not shown until the reading has been checked" in said
        letter = browser.get(f"{PAGE}/letters/{FALL.listing.file_number}")
        assert "it is not shown until the reading has been checked" in letter.text
        assert 'class="grade' not in letter.text
        database_of(browser).alerts.release(None, by="Ada", why="it is right", at=NOW)
        assert "Overall effectiveness inadequate" in text_of(browser.get(PAGE).text)


def test_files_that_contradict_each_other_are_counted_for_nothing_and_named(tmp_path: Path) -> None:
    days = ("2026-01-12", "2026-01-23")
    one = ilacs("2026-03-02", G, G, G, G, G, inspected=days, number="61", sha="1" * 64)
    other = ilacs("2026-03-02", I, I, I, I, I, inspected=days, number="62", sha="2" * 64)
    with browsing(tmp_path, outcome_of((RISE, one, other))) as browser:
        said = text_of(browser.get(PAGE).text)
    assert "We use neither: files 61, 62." in said
    assert "was published on 8 June 2021" in said


def test_a_letter_withdrawn_by_ofsted_says_so(tmp_path: Path) -> None:
    with browsing(tmp_path, Outcome(TODAY, stored=(RISE, replace(FALL, withdrawn=TODAY)))) as browser:
        said = text_of(browser.get(PAGE).text)
        letter = text_of(browser.get(f"{PAGE}/letters/{FALL.listing.file_number}").text)
    assert "Ofsted no longer lists it." in said
    assert "Ofsted no longer lists this letter (we noticed on 5 March 2026)" in letter


def test_the_glance_at_the_top_has_the_numbers_of_the_comparison(england: TestClient) -> None:
    said = text_of(england.get("/authorities/80479").text)
    compared = text_of(england.get("/compare?authority=80479").text)
    told = england.get("/api/v1/authorities/80479").json()
    row = re.search(r"Leadership (\D+?) (\w+ \d{4}|–) (\D+?) (\d+) of (\d+) (\d+) of (\d+)", said)
    assert row
    assert row[1].replace(" ", "_") == told["leadership"]
    percent = round(100 * int(row[4]) / int(row[5]))
    assert f"{row[4]} of {row[5]} ({percent}%)" in compared.split("North West", 1)[1]
    percent = round(100 * int(row[6]) / int(row[7]))
    assert f"{row[6]} of {row[7]} ({percent}%)" in compared.split("10 statistical neighbours", 1)[1]


def test_letters_are_grouped_by_year_the_newest_first(tmp_path: Path) -> None:
    with browsing(tmp_path, outcome_of(LETTERS)) as browser:
        page = browser.get(PAGE).text
    assert re.findall(r"<summary>(\d{4}): (\d) letter", page) == [("2026", "1"), ("2024", "1"), ("2021", "1"), ("2016", "1")]
