"""What Ofsted asks for: of one authority by topic and date, of the country by topic; as pages, CSV and API alike."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from starlette.testclient import TestClient

from ofsted_watch.domain.model import Outcome
from ofsted_watch.web.api.improvement_schemas import AskedItemObject, FollowedGradeObject, TopicObject
from tests.domain.history.letters import MARSHFORD, UNDERBY
from tests.presentation.test_improvement_rows import CASELOADS, CHRONOLOGIES, ELSEWHERE, LATEST, PATHWAYS, REPORT, VISIT
from tests.web.published_data import event
from tests.web.watched_pages import TODAY, browsing, outcome_of

OWN = f"/authorities/{MARSHFORD.urn}/improvements"
AGAIN = "=Pathway plans are late"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with browsing(tmp_path_factory.mktemp("asks"), outcome_of((REPORT, VISIT, LATEST, ELSEWHERE))) as client:
        yield client


def tree(browser: TestClient, address: str) -> etree._Element:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text
    return etree.HTML(answer.text)


def quoted(page: etree._Element, within: str = "//main") -> list[str]:
    return [str(text) for text in page.xpath(f"{within}//span[@class='said']/text()")]


def line(node: etree._Element) -> str:
    return " ".join(" ".join(node.itertext()).split())


def test_the_page_of_an_authority_begins_with_what_its_newest_letter_asks(browser: TestClient) -> None:
    page = tree(browser, OWN)
    assert quoted(page, "//section[@aria-labelledby='newest']") == [CASELOADS, CHRONOLOGIES]
    assert page.xpath("string(//h1)") == "What Ofsted asks of Marshford"


def test_all_items_stand_by_topic_and_date_and_a_topic_that_returns_is_marked(browser: TestClient) -> None:
    page = tree(browser, OWN)
    headings = [line(heading) for heading in page.xpath("//section[starts-with(@aria-labelledby, 'topic-')]/h2")]
    assert headings == ["Care leavers returns", "Leadership returns", "Other"]
    assert quoted(page, "//section[@aria-labelledby='topic-1']") == [AGAIN, PATHWAYS]
    assert quoted(page, "//section[@aria-labelledby='topic-2']") == [CASELOADS, CASELOADS]
    assert quoted(page, "//section[@aria-labelledby='topic-3']") == [CHRONOLOGIES, CHRONOLOGIES]
    letters = [line(cell) for cell in page.xpath("//section[@aria-labelledby='topic-1']//tbody/tr/th")]
    assert letters == ["14 May 2019 focused visit letter asked for before", "20 September 2016 SIF inspection report"]


def test_beside_each_letter_stands_the_grade_that_followed(browser: TestClient) -> None:
    page = tree(browser, OWN)
    cells = [line(cell) for cell in page.xpath("//section[@aria-labelledby='topic-2']//td[@data-label='Then']")]
    assert cells[0] == "Leadership: no graded inspection since"
    assert re.fullmatch(r"Leadership: requires improvement 2 March 2024 ?, the inspection that followed", cells[1])


def test_a_topic_s_page_has_the_items_of_all_authorities(browser: TestClient) -> None:
    page = tree(browser, "/topics/care_leavers")
    assert quoted(page) == [PATHWAYS, AGAIN, PATHWAYS]
    assert "3 items in 3 letters about 2 authorities" in line(page.xpath("//main")[0])


@pytest.mark.parametrize(
    ("asked", "items"),
    [
        ("?region=London", [PATHWAYS]),
        (f"?authority={MARSHFORD.urn}", [AGAIN, PATHWAYS]),
        ("?from=2019-01-01&to=2019-12-31", [AGAIN]),
        ("?q=late", [AGAIN]),
        ("?q=timely+plan", []),
        ("?q=plan+-late", [PATHWAYS, PATHWAYS]),
        ("?order=oldest", [PATHWAYS, AGAIN, PATHWAYS]),
        ("?order=authority", [AGAIN, PATHWAYS, PATHWAYS]),
        ("?page=2", []),
    ],
)
def test_items_are_chosen_by_date_region_authority_and_words(browser: TestClient, asked: str, items: list[str]) -> None:
    assert quoted(tree(browser, f"/topics/care_leavers{asked}")) == items


def test_the_page_of_all_topics_counts_them_and_lists_every_item_once(browser: TestClient) -> None:
    page = tree(browser, "/topics")
    rows = [[line(cell) for cell in row] for row in page.xpath("//section[@aria-labelledby='topics']//tbody/tr")]
    assert rows == [
        ["Care leavers", "3", "3", "2", "2 February 2020"],
        ["Leadership", "2", "2", "1", "2 March 2024"],
        ["Other", "2", "2", "1", "2 March 2024"],
    ]
    assert quoted(page) == [CASELOADS, CHRONOLOGIES, PATHWAYS, AGAIN, CASELOADS, PATHWAYS, CHRONOLOGIES]


def from_csv(browser: TestClient, address: str) -> list[dict[str, str]]:
    answer = browser.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.text)))


def given(browser: TestClient, **asked: str) -> list[dict[str, object]]:
    answer = browser.get("/api/v1/improvements", params=asked)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = answer.json()
    return found


@pytest.mark.parametrize(
    ("page", "table", "asked"),
    [
        ("/topics", "/topics.csv", {}),
        ("/topics/care_leavers", "/topics/care_leavers.csv", {"topic": "care_leavers"}),
        ("/topics/other?q=quality", "/topics/other.csv?q=quality", {"topic": "other", "q": "quality"}),
        ("/topics?region=London", "/topics.csv?region=London", {"region": "London"}),
        ("/topics?from=2019-01-01", "/topics.csv?from=2019-01-01", {"since": "2019-01-01"}),
        (
            "/topics?authority=90001&to=2019-12-31",
            "/topics.csv?authority=90001&to=2019-12-31",
            {"authority": "90001", "until": "2019-12-31"},
        ),
    ],
)
def test_what_a_page_shows_its_table_and_the_api_give(browser: TestClient, page: str, table: str, asked: dict[str, str]) -> None:
    items = given(browser, **asked)
    assert quoted(tree(browser, page)) == [item["text"] for item in items]
    assert tree(browser, page).xpath(f"//a[@href='{table}']")
    rows = from_csv(browser, table)
    assert [row["text"].removeprefix("'") for row in rows] == [item["text"] for item in items]
    assert [row["link"] for row in rows] == [item["link"] for item in items]
    for item in items:
        AskedItemObject.model_validate_json(json.dumps(item))


def test_the_page_of_an_authority_shows_what_its_table_and_the_api_give(browser: TestClient) -> None:
    by_topic = quoted(tree(browser, OWN), "//section[starts-with(@aria-labelledby, 'topic-')]")
    items = given(browser, authority=MARSHFORD.urn)
    assert sorted(by_topic) == sorted(str(item["text"]) for item in items)
    rows = from_csv(browser, f"{OWN}.csv")
    assert [row["text"].removeprefix("'") for row in rows] == [item["text"] for item in items]
    topics = browser.get("/api/v1/topics").json()
    assert [(one["topic"], one["items"]) for one in topics] == [("care_leavers", 3), ("leadership", 2), ("other", 2)]
    for one in topics:
        TopicObject.model_validate_json(json.dumps(one))


def test_no_cell_becomes_a_formula_and_every_link_names_its_page(browser: TestClient) -> None:
    rows = from_csv(browser, "/topics.csv")
    assert f"'{AGAIN}" in [row["text"] for row in rows]
    assert all(re.search(r"#page=\d+$", row["link"]) for row in rows)
    assert rows == from_csv(browser, "/data/improvements.csv")


def test_an_unknown_topic_is_answered_with_all_topics_there_are(browser: TestClient) -> None:
    for address in ("/topics/care-leaver", "/topics/care-leaver.csv"):
        answer = browser.get(address)
        assert answer.status_code == 404
        links = etree.HTML(answer.text).xpath("//main//li/a/@href")
        assert len(links) == 13
        assert "/topics/care_leavers" in links


@pytest.mark.parametrize(
    "path", ["/topics", "/topics/care_leavers", "/topics.csv", "/topics/care_leavers.csv", OWN, f"{OWN}.csv"]
)
def test_an_unknown_parameter_is_named_in_a_sentence(browser: TestClient, path: str) -> None:
    answer = browser.get(f"{path}?authorty=90001")
    assert answer.status_code == 400
    assert "is not a parameter of this page" in answer.text


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("from=1.5.2019", "is not a day for from"),
        ("to=20190101", "is not a day for to"),
        ("from=2019-02-30", "is not a day for from"),
        ("region=Atlantis", "is not a choice for region"),
        ("authority=1", "is not a choice for authority"),
        ("order=random", "is not a choice for order"),
        ("page=0", "is not a page number"),
        ("page=x", "is not a page number"),
    ],
)
def test_a_value_that_is_none_is_named_in_a_sentence(browser: TestClient, asked: str, text: str) -> None:
    for path in ("/topics", "/topics/neglect", "/topics.csv"):
        answer = browser.get(f"{path}?{asked}")
        assert answer.status_code == 400
        assert text in etree.HTML(answer.text).xpath("string(//main)")


def test_a_page_with_nothing_says_so_and_leads_on(browser: TestClient) -> None:
    for address in ("/topics/neglect", "/topics/care_leavers?q=zebra"):
        page = tree(browser, address)
        assert "No item matches." in line(page.xpath("//main")[0])
    assert browser.get("/authorities/12345/improvements").status_code == 404


def test_an_authority_without_items_says_so(tmp_path: Path) -> None:
    with browsing(tmp_path, outcome_of((REPORT,))) as browser:
        page = tree(browser, f"/authorities/{UNDERBY.urn}/improvements")
        assert "lists anything to improve" in line(page.xpath("//main")[0])
        assert browser.get(f"/authorities/{UNDERBY.urn}/improvements.csv").text.count("\n") == 1


def test_the_examples_of_the_description_are_such_objects(browser: TestClient) -> None:
    models = {"AskedItemObject": AskedItemObject, "TopicObject": TopicObject, "FollowedGradeObject": FollowedGradeObject}
    described = browser.get("/api/openapi.json").json()["components"]["schemas"]
    for name, model in models.items():
        (example,) = described[name]["examples"]
        model.model_validate_json(json.dumps(example))


def test_items_of_a_letter_that_is_held_are_nowhere(tmp_path: Path) -> None:
    held = Outcome(TODAY, stored=(LATEST,), events=(event(LATEST),), hold="13 authorities in one run")
    with browsing(tmp_path, outcome_of((REPORT,)), held) as browser:
        for address in (OWN, f"{OWN}.csv", "/topics", "/topics.csv", "/data/improvements.csv", "/api/v1/improvements"):
            text = browser.get(address).text
            assert CHRONOLOGIES in text  # of the report before it
            assert CASELOADS not in text
        assert quoted(tree(browser, OWN), "//section[@aria-labelledby='newest']") == [PATHWAYS, CHRONOLOGIES]
