"""The front page and the table of authorities, as a browser without script gets them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from ofsted_watch.domain.model import Outcome
from tests.domain.history.letters import MARSHFORD, UNDERBY, day
from tests.web.watched_pages import FALL, LETTERS, NOW, RISE, TODAY, browsing, database_of, outcome_of


def text_of(html: str) -> str:
    """What is read out: the page without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.split("<main", 1)[1].split("</main>")[0])).strip()


def test_the_front_page_shows_the_latest_changes_from_what_to_what(tmp_path: Path) -> None:
    with browsing(tmp_path, outcome_of(LETTERS)) as browser:
        said = text_of(browser.get("/").text)
    assert "from good → to inadequate ↓ declined" in said
    assert "2 March 2026, ILACS inspection report" in said
    assert "All 2 authorities were checked on 5 March 2026." in said
    assert "focused visit letter" in said
    assert "Names areas for priority action." in said


def test_a_changed_letter_says_that_it_names_areas_for_priority_action(tmp_path: Path) -> None:
    naming = replace(FALL, letter=replace(FALL.letter, areas_for_priority_action=True))
    for letter, sentence in ((naming, " Names areas for priority action."), (FALL, "")):
        folder = tmp_path / str(len(sentence))
        folder.mkdir()
        with browsing(folder, outcome_of((RISE, letter))) as browser:
            said = text_of(browser.get("/").text)
        assert f"2 March 2026, ILACS inspection report.{sentence} Overall effectiveness" in said


def test_the_front_page_names_who_was_not_seen(tmp_path: Path) -> None:
    with browsing(tmp_path, outcome_of(LETTERS, checked_urns=(MARSHFORD.urn,))) as browser:
        said = text_of(browser.get("/").text)
    assert "1 of 2 authorities were checked on 5 March 2026; 1 was not." in said
    assert "Underby : never checked" in said


def test_an_empty_database_says_that_nothing_is_known(tmp_path: Path) -> None:
    with browsing(tmp_path) as browser:
        said = text_of(browser.get("/").text)
    assert "No authority has been checked yet" in said
    assert "There are no changed judgements yet." in said


def test_what_a_night_brings_is_on_the_front_page_at_once(tmp_path: Path) -> None:
    with browsing(tmp_path, outcome_of(LETTERS[:-1])) as browser:
        assert "2 March 2026" not in browser.get("/").text
        database_of(browser).outcomes.apply(outcome_of(LETTERS), run_id=None, at=NOW)
        assert "2 March 2026" in browser.get("/").text


def test_the_table_can_be_narrowed_and_says_to_what(tmp_path: Path) -> None:
    with browsing(tmp_path, outcome_of(LETTERS)) as browser:
        page = browser.get("/authorities", params={"grade": "inadequate"})
        said = text_of(page.text)
    assert "1 of 2 authorities: overall effectiveness inadequate" in said
    assert f'href="/authorities/{MARSHFORD.urn}"' in page.text
    assert f'href="/authorities/{UNDERBY.urn}"' not in page.text


def test_an_authority_of_which_nothing_is_known_stands_in_the_table_and_says_so(tmp_path: Path) -> None:
    with browsing(tmp_path, outcome_of(LETTERS)) as browser:
        assert "Underby London No graded inspection yet" in text_of(browser.get("/authorities").text)


def test_a_form_sent_with_something_that_is_no_choice_is_named_in_a_sentence(tmp_path: Path) -> None:
    with browsing(tmp_path, outcome_of(LETTERS)) as browser:
        answer = browser.get("/authorities", params={"region": "<b>Atlantis</b>"})
    assert answer.status_code == 400
    assert "not a choice for region" in answer.text
    assert "<b>Atlantis" not in answer.text


def test_a_day_later_the_page_still_says_when_it_looked(tmp_path: Path) -> None:
    with browsing(tmp_path, outcome_of(LETTERS), today=day("2026-03-09")) as browser:
        assert "That is 4 days ago" in browser.get("/").text


def test_an_authority_that_was_withdrawn_from_the_list_is_named_by_its_number(tmp_path: Path) -> None:
    gone = replace(FALL, listing=replace(FALL.listing, urn="77777"))
    with browsing(tmp_path, Outcome(TODAY, stored=(gone,))) as browser:
        assert "Authority 77777" in browser.get("/").text


@pytest.mark.parametrize(
    ("of_0_1", "today"),
    [
        ("line=leadership", "strand=leadership"),
        (
            "region=North+West&line=care_leavers&grade=good&order=worst",
            "region=North+West&strand=care_leavers&grade=good&order=worst",
        ),
        ("line=leadership&strand=overall", "strand=overall"),
        ("line=%2F%2Felsewhere.example", "strand=%2F%2Felsewhere.example"),
    ],
    ids=["alone", "among others", "the new name wins", "an address is only a value"],
)
def test_an_address_of_version_0_1_leads_to_the_same_table(tmp_path: Path, of_0_1: str, today: str) -> None:
    with browsing(tmp_path, outcome_of(LETTERS)) as browser:
        answer = browser.get(f"/authorities?{of_0_1}", follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/authorities?{today}")
