"""The search page: what it finds, how it says so, and that no question and no letter can do it harm."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from lxml import etree
from starlette.testclient import TestClient

from ofsted_watch.adapters.database.full_text_search import SearchResult
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import EventKind, Outcome
from ofsted_watch.presentation.search_query import Piece, plain_text, question, snippet
from ofsted_watch.services.resources import open_database
from ofsted_watch.web.search_form import SearchChoice, results
from tests.examples import examples
from tests.web.published_data import (
    AMBLEFORD,
    AMBLEFORD_2022,
    AMBLEFORD_2026,
    REGISTER,
    SECOND_NIGHT,
    browsing,
    event,
    settings_in,
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with browsing(tmp_path_factory.mktemp("search")) as client:
        yield client


def found(browser: TestClient, **asked: str) -> list[str]:
    answer = browser.get("/search", params=asked)
    assert answer.status_code == 200
    return [str(link).partition("?")[0] for link in etree.HTML(answer.text).xpath("//ul[@class='cards']//h3/a/@href")]


def heading(browser: TestClient, **asked: str) -> str:
    return str(etree.HTML(browser.get("/search", params=asked).text).xpath("string(//h2)"))


AMBLEFORD_NOW, AMBLEFORD_THEN = "/authorities/90001/letters/50011", "/authorities/90001/letters/50010"
VISIT = "/authorities/90003/letters/50030"


@pytest.mark.parametrize(
    ("asked", "letters"),
    [
        ({"q": "caseloads"}, [AMBLEFORD_NOW, VISIT, AMBLEFORD_THEN]),
        ({"q": '"caseloads are"'}, [AMBLEFORD_NOW, VISIT, AMBLEFORD_THEN]),
        ({"q": "caseloads -calm"}, [AMBLEFORD_NOW, VISIT]),
        ({"q": "caseloads", "authority": "90003"}, [VISIT]),
        ({"q": "caseloads", "region": "North Vale"}, [AMBLEFORD_NOW, AMBLEFORD_THEN]),
        ({"q": "caseloads", "region": "North Vale", "authority": "90003"}, []),
        ({"q": "caseloads", "kind": "focused_visit"}, [VISIT]),
        ({"q": "caseloads", "year": "2022"}, [AMBLEFORD_THEN]),
        ({"q": "caseloads", "page": "2"}, []),
        ({"q": "nobody"}, []),
        ({"q": ""}, []),
    ],
)
def test_letters_are_found_by_words_and_chosen_by_the_form(browser: TestClient, asked: dict[str, str], letters: list[str]):
    assert found(browser, **asked) == letters


def test_the_page_says_in_words_what_was_found(browser: TestClient):
    assert heading(browser, q="caseloads -calm") == "2 letters for caseloads without calm"
    assert heading(browser, q="zebra") == "No letter mentions zebra"
    assert heading(browser, q="of the") == "Enter at least one word to search for"
    assert heading(browser, q="caseloads", page="9") == "3 letters for caseloads, and none on this page"
    assert "<title>3 letters for caseloads" in browser.get("/search?q=caseloads").text


def test_nothing_found_comes_with_hints_and_a_way_on(browser: TestClient):
    page = browser.get("/search?q=caseloads&year=2019").text
    assert "Try fewer words" in page
    assert 'href="/search?q=caseloads"' in page


def test_a_letter_that_is_gone_is_found_and_says_so(browser: TestClient):
    assert "Ofsted no longer lists it." in browser.get("/search?q=hub").text


def test_hits_are_marked_and_the_letter_s_own_markup_is_shown_as_words(browser: TestClient):
    page = browser.get("/search?q=manageable").text
    assert "<mark>manageable</mark>" in page
    assert "&lt;b&gt;were&lt;/b&gt;" in page
    assert "<b>were</b>" not in page


def test_a_question_comes_back_escaped(browser: TestClient):
    page = browser.get("/search", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({"kind": "postcard"}, "'postcard' is not a choice for kind"),
        ({"year": "1066"}, "is not a choice for year"),
        ({"authority": "1"}, "is not a choice for authority"),
        ({"region": "Atlantis"}, "is not a choice for region"),
        ({"order": "random"}, "is not a choice for order"),
        ({"page": "0"}, "'0' is not a page number"),
        ({"page": "99999999999"}, "is not a page number"),
    ],
)
def test_a_choice_that_is_none_is_named_in_a_sentence(browser: TestClient, asked: dict[str, str], text: str):
    answer = browser.get("/search", params={"q": "care"} | asked)
    assert answer.status_code == 400
    assert text in etree.HTML(answer.text).xpath("string(//main)")


def test_a_letter_that_is_held_is_not_found(tmp_path: Path):
    with browsing(tmp_path, hold="13 authorities in one run") as browser:
        assert found(browser, q="care leavers") == ["/authorities/90002/letters/50020"]


def test_a_letter_whose_newer_reading_waits_is_found_by_its_words_and_shows_the_earlier_ones(tmp_path: Path):
    newer = replace(
        AMBLEFORD_2026.letter, title="A splendid inspection", text="Caseloads are splendid and outstanding now.", sections=()
    )
    correction = replace(
        event(AMBLEFORD_2026), key=f"correction:{AMBLEFORD}:{newer.sha256[:16]}:2", kind=EventKind.CORRECTION, read_before="1"
    )
    read = replace(AMBLEFORD_2026, letter=newer, reader_version="2")
    with browsing(tmp_path) as browser, open_database(settings_in(tmp_path)) as database:
        database.outcomes.apply(Outcome(SECOND_NIGHT.date(), stored=(read,), events=(correction,)), run_id=None, at=SECOND_NIGHT)
        assert found(browser, q="splendid") == [AMBLEFORD_NOW]
        page = browser.get("/search", params={"q": "splendid"}).text
        assert "Inspection 50011" in page
        assert "Caseloads are too high." in page
        assert "splendid and outstanding" not in page
        assert "A splendid inspection" not in page
        assert browser.get("/api/v1/authorities/90001/letters/50011").json()["text"] == "Caseloads are too high."
        database.alerts.release(None, by="Ada", why="it is right", at=SECOND_NIGHT)
        assert "A splendid inspection" in browser.get("/search", params={"q": "splendid"}).text


def test_pages_lead_to_their_neighbours_with_the_same_choice():
    choice = SearchChoice(q="care leavers", kind=LetterKind.ILACS_INSPECTION, page=2)
    shown = results(SearchResult(21, (AMBLEFORD_2026,) * 10), question("care leavers"), choice, REGISTER)
    assert shown.heading == "21 letters for care leavers: 11 to 20"
    assert shown.before == "/search?q=care+leavers&kind=ilacs_inspection"
    assert shown.after == "/search?q=care+leavers&kind=ilacs_inspection&page=3"
    last = results(SearchResult(21, (AMBLEFORD_2026,)), question("care leavers"), choice.on(3), REGISTER)
    assert last.after is None


def test_a_letter_without_a_title_goes_by_its_kind():
    untitled = replace(AMBLEFORD_2022, letter=replace(AMBLEFORD_2022.letter, title=None))
    (hit,) = results(SearchResult(1, (untitled,)), question("caseloads"), SearchChoice(), REGISTER).hits
    assert (hit.title, hit.published) == ("ILACS inspection report", date(2022, 5, 6))


def test_the_snippet_is_the_place_where_most_of_the_words_stand_together():
    text = "Planning stands here alone. " + "Filler. " * 60 + "Careful planning of placements is seen. " + "Filler. " * 60
    pieces = snippet(text, question("planning placement"))
    assert [piece.text for piece in pieces if piece.is_hit] == ["planning", "placements"]
    assert pieces[0] == Piece("…")
    assert len("".join(piece.text for piece in pieces)) < 300


def test_a_snippet_of_what_cannot_be_marked_is_the_letter_s_beginning():
    (piece,) = snippet("The beginning of a letter. " * 30, question("zebra"))
    assert piece.text.startswith("The beginning")
    assert piece.text.endswith("…")
    assert snippet("", question("zebra")) == (Piece(""),)


def test_words_are_looked_for_without_accents_possessives_and_small_words():
    assert plain_text("The Council’s café: NOT care-leavers'!") == "council cafe care leavers"


@hypothesis_settings(max_examples=examples(200))
@given(typed=st.text(max_size=300), text=st.text(max_size=400))
def test_any_question_and_any_text_make_a_snippet_of_the_text(typed: str, text: str):
    pieces = snippet(text, question(typed))
    shown = "".join(piece.text for piece in pieces).strip("… ")
    assert " ".join(shown.split()) in " ".join(text.split())
