"""All changes and letters, selected: the page, its table, its feed and the API give the same, and wrong requests are told."""

import csv
import io
import re
from collections.abc import Iterator

import pytest
from lxml import etree
from starlette.testclient import TestClient

from ofsted_watch.web import selection_view
from tests.web.selected_data import selecting

FIRST, RISE, VISIT, FALL = "520160920", "520210608", "520240514", "520260302"
CARE, DOOR, JOINT, SEND = "60002", "60001", "60003", "60004"
ATOM = {"a": "http://www.w3.org/2005/Atom"}

LETTERS = [
    ("", [FALL, CARE, DOOR, SEND, JOINT, VISIT, RISE, FIRST]),
    ("kind=focused_visit", [CARE, DOOR, VISIT]),
    ("kind=focused_visit&topic=care_leavers&from=2026-01-01", [CARE]),
    ("kind=jtai&kind=area_send", [SEND, JOINT]),
    ("topic=neglect&topic=care_leavers", [CARE, DOOR]),
    ("priority_action=true", [DOOR, VISIT]),
    ("priority_action=false&from=2026-01-01", [FALL, CARE]),
    ("to_grade=systemic_failings", [SEND]),
    ("to_grade=inadequate", [FALL, FIRST]),
    ("to_grade=inadequate&direction=declined", [FALL]),
    ("direction=improved", [RISE]),
    ("region=london&to=2025-12-31", [SEND, JOINT]),
    ("authority=Marshford&from=2021-06-08&to=2024-05-14", [VISIT, RISE]),
    ("authority=Marshford&region=London", []),
]
"""Parameters → the file numbers of the letters, the newest first."""

CHANGES = [
    ("direction=declined", {(FALL, "overall"), (FALL, "help_protection"), (FALL, "leadership")}),
    ("direction=declined&to_grade=inadequate", {(FALL, "overall"), (FALL, "help_protection")}),
    ("from_grade=inadequate", {(RISE, "help_protection")}),
    ("from=2025-03-06&to_grade=inadequate&kind=ilacs_inspection", {(FALL, "overall"), (FALL, "help_protection")}),
    ("kind=jtai", set()),
    ("authority=Underby", set()),
]
"""Parameters → the file number and the strand of each change."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with selecting(tmp_path_factory.mktemp("selected")) as client:
        yield client


def text_of(browser: TestClient, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def linked_letters(page: str) -> list[str]:
    """The file numbers of the letters that the page's cards lead to, in their order."""
    return re.findall(r'<h2 class="small"><a href="/authorities/\d+/letters/(\d+)"', page)


def rows(browser: TestClient, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text_of(browser, path).removeprefix("\ufeff"))))


def feed_numbers(browser: TestClient, path: str) -> set[str]:
    feed = etree.fromstring(browser.get(path).content)
    return {str(id_).rpartition("/")[2] for id_ in feed.xpath("a:entry/a:id/text()", namespaces=ATOM)}


@pytest.mark.parametrize(("asked", "numbers"), LETTERS)
def test_letters_are_the_same_on_the_page_in_the_table_in_the_feed_and_in_the_api(
    browser: TestClient, asked: str, numbers: list[str]
):
    page = text_of(browser, f"/letters?{asked}")
    assert linked_letters(page) == numbers
    many = "letter or report" if len(numbers) == 1 else "letters and reports"
    assert f"{len(numbers)} {many}." in page
    assert [row["file_number"] for row in rows(browser, f"/letters.csv?{asked}")] == numbers
    assert feed_numbers(browser, f"/feeds/letters.atom?{asked}") == set(numbers)
    answer = browser.get(f"/api/v1/letters?{asked}")
    assert [letter["file_number"] for letter in answer.json()] == numbers
    assert answer.headers["x-total-count"] == str(len(numbers))


@pytest.mark.parametrize(("asked", "changes"), CHANGES)
def test_changes_are_the_same_on_the_page_in_the_table_in_the_feed_and_in_the_api(
    browser: TestClient, asked: str, changes: set[tuple[str, str]]
):
    page = text_of(browser, f"/changes?{asked}")
    numbers = {number for number, _ in changes}
    assert set(linked_letters(page)) == numbers
    assert re.search(rf'<p class="lead">{len(changes)} changes? of judgement in {len(numbers)} letter', page)
    assert {(row["to_number"], row["area"]) for row in rows(browser, f"/changes.csv?{asked}")} == changes
    assert feed_numbers(browser, f"/feeds/changes.atom?{asked}") == numbers
    listed = browser.get(f"/api/v1/changes?{asked}").json()
    assert {(change["to_number"], change["area"]) for change in listed} == changes
    assert len(listed) == len(changes)


def test_all_changes_are_there_and_each_says_why(browser: TestClient):
    page = text_of(browser, "/changes")
    assert linked_letters(page) == [FALL, RISE]
    total = browser.get("/api/v1/changes").headers["x-total-count"]
    assert f'<p class="lead">{total} changes of judgement in 2 letters and reports.' in page
    assert "“Children in Marshford wait too long.” <a" in page
    assert f"/v1/file/{FALL}#page=3" in page


def test_a_page_names_its_selection_and_the_ways_to_take_it(browser: TestClient):
    page = text_of(browser, "/letters?topic=care_leavers&kind=focused_visit&order=oldest")
    assert "<h1>Focused visit letters about care leavers</h1>" in page
    query = "kind=focused_visit&amp;topic=care_leavers"
    for address in ("/letters.csv?", "/feeds/letters.atom?", "/api/v1/letters?", "/sign-up?about=letters&amp;"):
        assert f'href="{address}{query}"' in page
    assert "Inspectors looked at the local authority’s arrangements for care leavers." in page
    assert "1 thing to improve." in page


def test_what_is_not_chosen_yet_is_offered_with_its_number(browser: TestClient):
    page = text_of(browser, "/letters?from=2026-01-01")
    offered = re.findall(r'<a href="(/letters\?[^"]+)">([^<]+)</a> \((\d+)\)', page)
    assert [(text, int(count)) for _, text, count in offered] == [
        ("focused visit letters", 2),
        ("ILACS inspection reports", 1),
        ("care leavers", 1),
        ("the front door", 1),
        ("neglect", 1),
    ]
    for address, _, count in offered:
        assert len(linked_letters(text_of(browser, address.replace("&amp;", "&")))) == int(count)
    assert "in 2026</a> (3)" in text_of(browser, "/letters")


def test_the_orders_are_the_reader_s(browser: TestClient):
    assert linked_letters(text_of(browser, "/letters?order=oldest&kind=focused_visit")) == [VISIT, DOOR, CARE]
    assert linked_letters(text_of(browser, "/letters?order=authority&kind=focused_visit")) == [VISIT, CARE, DOOR]


def test_pages_lead_to_their_neighbours_and_hold_everything_once(browser: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(selection_view, "ON_A_PAGE", 3)
    path: str | None = "/letters?to=2026-03-02"
    seen: list[str] = []
    while path:
        page = text_of(browser, path)
        seen += linked_letters(page)
        more = re.search(r'href="([^"]+)" rel="next"', page)
        path = more[1].replace("&amp;", "&") if more else None
    assert seen == [FALL, CARE, DOOR, SEND, JOINT, VISIT, RISE, FIRST]
    assert "There are no more on this page." in text_of(browser, "/letters?page=7")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "/letters?kindd=jtai",
            "&#39;kindd&#39; is not a parameter here. Parameters: authority, direction, from, from_grade",
        ),
        ("/letters?kind=postcard", "&#39;postcard&#39; is not a choice for kind. Choose one of: ilacs_inspection"),
        ("/letters?topic=weather", "Choose one of: front_door"),
        ("/letters?priority_action=maybe", "Choose one of: true, false"),
        ("/letters?from=yesterday", "is not a day for from: write it as 2026-01-31"),
        ("/letters?from=2026-02-31", "is not a day for from"),
        ("/letters?from=2026-02-01&to=2026-01-01", "is after"),
        ("/letters?region=London&region=London", "&#39;region&#39; is given 2 times"),
        ("/letters?region=Atlantis", "the regions are London, North West"),
        ("/letters?authority=Marshfort", "did you mean Marshford?"),
        ("/letters?order=random", "Choose one of: newest, oldest, authority"),
        ("/letters?page=0", "is not a page"),
        ("/changes?to_grade=systemic_failings", "Choose one of: outstanding"),
        ("/changes?direction=sideways", "Choose one of: improved, declined"),
        ("/changes.csv?order=newest", "is not a parameter here"),
        ("/feeds/changes.atom?topic=weather", "Choose one of: front_door"),
        ("/search?word=neglect", "is not a parameter here. Parameters: authority, kind"),
        ("/search?topic=weather", "Choose one of: front_door"),
    ],
)
def test_a_wrong_request_is_answered_with_what_is_possible(browser: TestClient, path: str, text: str):
    answer = browser.get(path)
    assert answer.status_code == 400
    assert text in answer.text


def test_a_choice_of_several_values_comes_back_as_ticks(browser: TestClient):
    page = text_of(browser, "/letters?kind=jtai&kind=area_send")
    assert page.count('type="checkbox" name="kind"') == 2
    assert '<select id="topic"' in page


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("kind=focused_visit", [CARE, DOOR, VISIT]),
        ("topic=care_leavers", [CARE]),
        ("priority_action=true&year=2026", [DOOR]),
        ("region=North+West&year=2021", [RISE]),
    ],
)
def test_the_search_lists_letters_by_filters_alone(browser: TestClient, asked: str, numbers: list[str]):
    page = text_of(browser, f"/search?q=&{asked}")
    assert re.findall(r'<h3><a href="/authorities/\d+/letters/(\d+)"', page) == numbers


def test_an_entry_says_the_same_in_every_feed(browser: TestClient):
    whole = etree.fromstring(browser.get("/feeds/changes.atom").content)
    part = etree.fromstring(browser.get("/feeds/changes.atom?to_grade=inadequate").content)
    (entry,) = part.xpath("a:entry", namespaces=ATOM)
    assert etree.tostring(entry).strip() in [etree.tostring(other).strip() for other in whole.xpath("a:entry", namespaces=ATOM)]
    ids = [str(feed.xpath("string(a:id)", namespaces=ATOM)) for feed in (whole, part)]
    assert ids[0].endswith("feeds/changes/all")
    assert ids[1].endswith("feeds/changes/selected?to_grade=inadequate")


def test_tables_and_feeds_of_selections_are_found_from_their_lists(browser: TestClient):
    assert 'href="/feeds/changes.atom?to_grade=inadequate&amp;direction=declined"' in text_of(browser, "/feeds")
    assert 'href="/letters.csv"' in text_of(browser, "/data")
    api = etree.HTML(browser.get("/api").text)
    (row,) = api.xpath("//table[caption='Parameters of /api/v1/changes']//tr[th='to_grade']")
    codes = row.xpath(".//td[@data-label='What it can be']//code/text()")
    assert codes == ["outstanding", "good", "requires_improvement", "inadequate", "adequate", "not_judged"]
