"""The tables to download: the export's own rows, every judgement, every change; nothing that is held."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import load_workbook
from pyarrow import parquet
from starlette.testclient import TestClient

from ofsted_watch.presentation.improvement_json import IMPROVEMENT_COLUMNS
from ofsted_watch.presentation.tables import COLUMNS
from ofsted_watch.web.downloads import CHANGE_COLUMNS, JUDGEMENT_COLUMNS, TABLES
from ofsted_watch.web.selection_tables import LETTER_COLUMNS
from tests.web.published_data import browsing


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with browsing(tmp_path_factory.mktemp("downloads")) as client:
        yield client


def rows(browser: TestClient, name: str) -> list[dict[str, str]]:
    answer = browser.get(f"/data/{name}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_the_authorities_come_in_three_formats_with_the_same_rows(browser: TestClient):
    from_csv = rows(browser, "authorities.csv")
    sheet = load_workbook(io.BytesIO(browser.get("/data/authorities.xlsx").content)).active
    table = parquet.read_table(io.BytesIO(browser.get("/data/authorities.parquet").content)).to_pylist()
    assert list(from_csv[0]) == list(COLUMNS) == [cell.value for cell in sheet[1]] == list(table[0])
    names = ["Ambleford", "Brackenshire", "Cold Harbour"]
    assert [row["authority"] for row in from_csv] == [row["authority"] for row in table] == names
    assert [sheet.cell(number, 2).value for number in (2, 3, 4)] == names
    assert from_csv[0]["overall_history"] == "2022-05-06 good; 2026-03-02 inadequate"


def test_every_judgement_and_every_change_has_its_row(browser: TestClient):
    judgements, changes = rows(browser, "judgements.csv"), rows(browser, "changes.csv")
    assert (list(judgements[0]), len(judgements)) == (list(JUDGEMENT_COLUMNS), 8)
    assert (list(changes[0]), len(changes)) == (list(CHANGE_COLUMNS), 3)
    assert judgements[-1]["inspectors"] == "A. Person; B. Person"
    assert judgements[-1]["link"] == "https://files.example/v1/file/50010#page=2"
    assert {(row["authority"], row["area"], row["from"], row["to"]) for row in changes} == {
        ("Ambleford", "overall", "good", "inadequate"),
        ("Ambleford", "leadership", "good", "inadequate"),
        ("Brackenshire", "overall", "inadequate", "good"),
    }


def test_a_file_is_saved_under_the_day_of_its_data_and_typed(browser: TestClient):
    answer = browser.get("/data/changes.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="ofsted-watch-changes-2026-03-04.csv"'
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert browser.get("/data/authorities.xlsx").headers["content-type"].endswith("spreadsheetml.sheet")


def test_who_has_the_file_is_not_sent_it_again(browser: TestClient):
    first = browser.get("/data/authorities.csv")
    assert browser.get("/data/authorities.csv", headers={"If-None-Match": first.headers["etag"]}).status_code == 304


@pytest.mark.parametrize("name", ["letters.csv", "judgements.xlsx", "authorities", "authorities.exe", "..%2fsecret.csv"])
def test_a_file_that_there_is_not_is_named_in_a_sentence(browser: TestClient, name: str):
    answer = browser.get(f"/data/{name}")
    assert answer.status_code == 404


def test_held_news_is_in_no_file(tmp_path: Path):
    with browsing(tmp_path, hold="13 authorities in one run") as browser:
        assert {row["authority"] for row in rows(browser, "changes.csv")} == {"Ambleford"}
        assert [row["overall"] for row in rows(browser, "authorities.csv")] == ["inadequate", "inadequate", ""]
        assert len(rows(browser, "judgements.csv")) == 6


def test_the_page_leads_to_every_file_and_says_every_column(browser: TestClient):
    page = etree.HTML(browser.get("/data").text)
    links = {
        str(link)
        for link in page.xpath("//main//ul//a/@href | //main//p/a[starts-with(@href, '/data/') or contains(@href, '.csv')]/@href")
    }
    whole = {"/data/ofsted-watch.xlsx", "/data/ofsted-watch.zip", "/data/package/datapackage.json"}
    tables = ("now", "inspections", "judgements", "changes", "letters", "improvements", "send", "jtai")
    package = {f"/data/package/{name}.{ending}" for name in tables for ending in ("csv", "parquet")}
    assert links == {f"/data/{name}{ending}" for name, table in TABLES.items() for ending in table.endings} | whole | package | {
        "/letters.csv"
    }
    assert [*JUDGEMENT_COLUMNS, *LETTER_COLUMNS, *CHANGE_COLUMNS, *IMPROVEMENT_COLUMNS] == [
        str(column) for column in page.xpath("//tbody//th/code/text()")
    ]


def test_without_pyarrow_no_parquet_file_is_offered(browser: TestClient, monkeypatch: pytest.MonkeyPatch):
    assert "authorities.parquet" in browser.get("/data").text
    monkeypatch.setattr("ofsted_watch.adapters.exports.find_spec", lambda name: None)
    assert "authorities.parquet" not in browser.get("/data").text
    assert browser.get("/data/authorities.parquet").status_code == 404
