"""The country's page: its numbers are the API's, each chart has its data and its picture, and it is light."""

import csv
import gzip
import io
import re
from collections import Counter

import pytest
from lxml import etree
from starlette.testclient import TestClient

from ofsted_watch.domain.grades import Strand
from ofsted_watch.presentation.national.charts import CHARTS
from ofsted_watch.web.api.national_schemas import NationalObject

MOST_BYTES = 60_000


def every_authority(england: TestClient) -> list[dict[str, str | None]]:
    rows: list[dict[str, str | None]] = []
    for offset in (0, 100):
        rows += england.get("/api/v1/authorities", params={"limit": 100, "offset": offset}).json()
    return rows


def national(england: TestClient, **asked: str) -> dict[str, object]:
    answer = england.get("/api/v1/country", params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    NationalObject.model_validate_json(answer.text)
    return found


def table(england: TestClient, path: str, caption: str) -> list[list[str]]:
    page = etree.HTML(england.get(path).text)
    (found,) = page.xpath(f"//table[caption[contains(., '{caption}')]]")
    return [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in found.iter("tr")]


def data(england: TestClient, name: str, **asked: str) -> list[dict[str, str]]:
    answer = england.get(f"/country/{name}.csv", params=asked)
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("strand", Strand)
def test_the_counts_are_those_of_the_authorities_of_the_api(england: TestClient, strand: Strand):
    counted = Counter(row[strand] or "no_inspection" for row in every_authority(england))
    counts = national(england)["strands"][strand]  # type: ignore[index]
    assert {answer: number for answer, number in counts.items() if number} == dict(counted)
    assert sum(counts.values()) == 153


def test_every_number_of_the_page_is_the_one_of_the_api(england: TestClient):
    told = national(england)
    heads, *rows = table(england, "/country", "Authorities at each grade by region")
    shown = {"Outstanding": "outstanding", "Good": "good", "Requires improvement": "requires_improvement"}
    shown |= {
        "Inadequate": "inadequate",
        "Judged with children in care": "judged_together",
        "No inspection known": "no_inspection",
    }
    regions = [[row["region"], *(str(row["counts"][shown[head]]) for head in heads[1:])] for row in told["regions"]]  # type: ignore[attr-defined]
    assert rows == regions
    heads, *rows = table(england, "/country", "Authorities at the end of each quarter")
    quarters = [[str(row["counts"][shown[head]]) for head in heads[1:]] for row in reversed(told["quarters"])]  # type: ignore[call-overload]
    assert [row[1:] for row in rows] == quarters
    heads, *rows = table(england, "/country", "of each authority on")
    waits = {row["authority"]: f"{row['days']:,}" for row in told["waiting"]}  # type: ignore[attr-defined]
    assert {row[0]: row[4] for row in rows if row[4] != "–"} == waits
    good = sum(told["strands"]["help_protection"][grade] for grade in ("outstanding", "good"))  # type: ignore[index]
    assert f"{good} of 153 authorities are good or better at help and protection" in england.get("/country").text


def test_the_moves_are_those_that_the_judgements_of_the_api_say(england: TestClient):
    moved: Counter[tuple[str, str]] = Counter()
    for way in ("improved", "declined"):
        for offset in (0, 200, 400, 600):
            asked = {"area": "help_protection", "limit": "200", "offset": str(offset)}
            rows = england.get("/api/v1/judgements", params=asked).json()
            moved.update((row["published"][:4], way) for row in rows if row["direction"] == way)
    years = {str(row["year"]): (row["up"], row["down"]) for row in national(england)["years"]}  # type: ignore[attr-defined]
    assert {year: ups for year, ups in years.items() if ups != (0, 0)} == {
        year: (moved[year, "improved"], moved[year, "declined"]) for year, _ in sorted(moved)
    }


def test_a_day_in_the_past_has_the_grades_of_then(england: TestClient):
    page = england.get("/country", params={"on": "2019-12-31", "strand": "leadership"}).text
    assert "The country on 31 December 2019" in page
    told = national(england, on="2019-12-31", strand="leadership")
    assert told["quarters"][-1]["day"] == "2019-12-31"  # type: ignore[index]
    assert not [row for row in told["authorities"] if row["published"] and row["published"] > "2019-12-31"]  # type: ignore[attr-defined]
    # Cumbria, Northamptonshire and Poole were there, the five that took their places with Bournemouth were or were not.
    assert len(told["authorities"]) == 151  # type: ignore[arg-type]


@pytest.mark.parametrize("name", CHARTS)
def test_each_chart_has_its_data_and_its_picture_at_addresses_that_the_page_gives(england: TestClient, name: str):
    page = england.get("/country").text
    asked = {"strand": "help_protection", "on": "2026-08-22"}
    for ending in ("csv", "svg"):
        address = f"/country/{name}.{ending}?strand=help_protection&amp;on=2026-08-22"
        assert address in page
    assert data(england, name, **asked)
    drawn = england.get(f"/country/{name}.svg", params=asked)
    assert drawn.headers["content-type"].startswith("image/svg+xml")
    assert etree.fromstring(drawn.content).tag.endswith("svg")


def test_the_data_of_a_chart_is_what_the_api_says(england: TestClient):
    told = national(england)
    strands = {row.pop("strand"): {answer: int(number) for answer, number in row.items()} for row in data(england, "grades")}
    assert strands == told["strands"]
    assert [row["day"] for row in data(england, "quarters")] == [row["day"] for row in told["quarters"]]  # type: ignore[attr-defined]
    assert {row["urn"]: row["answer"] for row in data(england, "map")} == {
        row["urn"]: row["answer"]
        for row in told["authorities"]  # type: ignore[attr-defined]
    }
    assert [int(row["days"]) for row in data(england, "waiting")] == [row["days"] for row in told["waiting"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"on": "2026-08-23"}, "Choose a day from 31 December 2013 to 22 August 2026"),
        ({"on": "2013-12-30"}, "Choose a day from"),
        ({"on": "22/08/2026"}, "is not a day. Write it as 2026-01-31"),
        ({"on": "2026-02-30"}, "is not a day"),
        ({"strand": "<b>everything"}, "is not a choice for strand"),
    ],
)
def test_a_day_or_a_judgement_that_there_is_not_is_refused_in_a_sentence(
    england: TestClient, asked: dict[str, str], sentence: str
):
    for path in ("/country", "/country/map.svg", "/country/map.csv"):
        answer = england.get(path, params=asked)
        assert answer.status_code == 400
        assert sentence in answer.text
    assert england.get("/api/v1/country", params=asked).status_code in (400, 404)


def test_a_chart_that_there_is_not_names_those_there_are(england: TestClient):
    for path in ("/country/pie.svg", "/country/pie.csv"):
        answer = england.get(path)
        assert answer.status_code == 404
        assert "map, grades, quarters" in re.sub(r"\s+", " ", answer.text) or "grades, regions" in answer.text


@pytest.mark.parametrize("strand", Strand)
def test_the_page_is_light(england: TestClient, strand: Strand):
    answer = england.get("/country", params={"strand": strand}, headers={"Accept-Encoding": "identity"})
    assert len(gzip.compress(answer.content, 4)) <= MOST_BYTES
