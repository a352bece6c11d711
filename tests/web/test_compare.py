"""Authorities side by side: the grades of the API, the neighbours of the department's list, the counts by hand."""

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from starlette.testclient import TestClient

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.grades import Strand
from tests.paths import SHARED
from tests.web.published_data import AMBLEFORD, BRACKENSHIRE, browsing

KNOWSLEY, LIVERPOOL = "80479", "80497"
NEIGHBOURS = SHARED / "docs" / "statistical-neighbours.csv"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with browsing(tmp_path_factory.mktemp("compare")) as client:
        yield client


def table(page: str, caption: str) -> list[list[str]]:
    (found,) = etree.HTML(page).xpath(f"//table[caption='{caption}']")
    return [[" ".join(" ".join(cell.itertext()).split()) for cell in row] for row in found.iter("tr")]


def data(browser: TestClient, *authorities: str) -> list[dict[str, str]]:
    answer = browser.get("/compare.csv", params={"authority": list(authorities)})
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_each_authority_of_england_has_ten_neighbours_that_exist():
    for authority in ENGLAND.current():
        nearest = ENGLAND.neighbours(authority.urn)
        assert len(set(nearest) - {authority}) == 10, authority.name


@pytest.mark.corpus
@pytest.mark.skipif(not NEIGHBOURS.exists(), reason=f"no list of neighbours under {SHARED}")
def test_the_neighbours_are_those_of_the_shared_list():
    for row in csv.DictReader(NEIGHBOURS.read_text(encoding="utf-8").splitlines()):
        numbers = [neighbour.council_number for neighbour in ENGLAND.neighbours(row["urn"])]
        assert numbers == row["neighbour_council_numbers"].split()


def test_one_authority_stands_beside_its_ten_neighbours_its_region_and_england(england: TestClient):
    page = england.get("/compare", params={"authority": "Knowsley"})
    heads, first, *others = table(page.text, "Grades side by side")
    assert first[0] == "Knowsley North West"
    nearest = ENGLAND.neighbours(ENGLAND.named("Knowsley").urn)
    assert [row[0].removesuffix(authority.region).strip() for row, authority in zip(others, nearest, strict=True)] == [
        authority.name for authority in nearest
    ]
    assert [row[0] for row in table(page.text, "How many are good or better")] == [
        "Group",
        "10 statistical neighbours",
        "North West",
        "All authorities",
    ]
    assert len(heads) == 8


def test_every_grade_and_direction_is_the_one_of_the_api(england: TestClient):
    rows = data(england, "Knowsley")
    assert [row["asked_for"] for row in rows] == ["chosen", *["neighbour"] * 10]
    for row in rows:
        told = england.get(f"/api/v1/authorities/{row['urn']}").json()
        for strand in Strand:
            assert row[strand] == (told[strand] or "no_inspection")
            assert row[f"{strand}_direction"] == (told[f"{strand}_direction"] or "")
        assert row["published"] == (told["published"] or "")


def test_every_grade_of_the_page_is_the_one_of_the_api(england: TestClient):
    heads, *rows = table(england.get("/compare", params={"authority": "Knowsley"}).text, "Grades side by side")
    places = {head.lower().replace(" and ", " ").replace(" ", "_"): place for place, head in enumerate(heads)}
    shown = {
        "outstanding": "Outstanding",
        "good": "Good",
        "requires_improvement": "Requires improvement",
        "inadequate": "Inadequate",
    }
    by_name = {row["authority"]: row for row in data(england, "Knowsley")}
    assert len(rows) == len(by_name) == 11
    graded = 0
    for row in rows:
        (urn,) = (each["urn"] for name, each in by_name.items() if row[0].startswith(f"{name} {each['region']}"))
        told = england.get(f"/api/v1/authorities/{urn}").json()
        for strand in Strand:
            cell = row[places.get(f"{strand}_effectiveness") or places[strand]].lower()
            if told[strand] in shown:
                graded += 1
                assert shown[told[strand]].lower() in cell, (row[0], strand)
                assert ("declined" in cell) == (told[f"{strand}_direction"] == "declined")
                assert ("improved" in cell) == (told[f"{strand}_direction"] == "improved")
            else:
                assert not [grade for grade in shown.values() if grade.lower() in cell], (row[0], strand)
    assert graded > 40


@pytest.mark.parametrize("path", ["/", "/compare?authority=80479", "/authorities", "/send", "/jtai", "/authorities/80479"])
def test_the_pages_of_the_country_are_light(england: TestClient, path: str):
    assert len(gzip.compress(england.get(path).content, compresslevel=4)) <= 60_000


def test_the_counts_of_england_are_those_of_the_country(england: TestClient):
    counts = england.get("/api/v1/country").json()["strands"]
    last = table(england.get("/compare", params={"authority": "Kent"}).text, "How many are good or better")[-1]
    for cell, strand in zip(last[1:], Strand, strict=True):
        good = counts[strand]["outstanding"] + counts[strand]["good"]
        graded = good + counts[strand]["requires_improvement"] + counts[strand]["inadequate"]
        assert cell == f"{good} of {graded} ({round(100 * good / graded)}%)"


def test_any_authorities_are_compared_in_the_order_of_their_names(browser: TestClient):
    rows = data(browser, BRACKENSHIRE, AMBLEFORD, "Ambleford")
    assert [(row["authority"], row["overall"], row["overall_direction"]) for row in rows] == [
        ("Ambleford", "inadequate", "declined"),
        ("Brackenshire", "good", "improved"),
    ]


def test_the_page_leads_to_mails_about_all_of_them_and_to_the_data(browser: TestClient):
    page = browser.get("/compare", params={"authority": [AMBLEFORD, BRACKENSHIRE]}).text
    assert f'href="/compare.csv?authority={AMBLEFORD}&amp;authority={BRACKENSHIRE}"' in page
    address = f"/sign-up?authority={AMBLEFORD}&authority={BRACKENSHIRE}"
    assert address.replace("&", "&amp;") in page
    ticked = etree.HTML(browser.get(address).text).xpath("//input[@name='authority'][@checked]/@value")
    assert sorted(ticked) == [AMBLEFORD, BRACKENSHIRE]


def test_an_authority_leads_to_its_comparison(browser: TestClient):
    assert f'href="/compare?authority={AMBLEFORD}"' in browser.get(f"/authorities/{AMBLEFORD}").text


def test_without_an_authority_a_name_is_asked_for(browser: TestClient):
    page = browser.get("/compare")
    assert page.status_code == 200
    assert "Name of an authority" in page.text
    assert browser.get("/compare.csv").status_code == 400


def test_a_name_that_nobody_has_is_said_with_the_nearest(browser: TestClient):
    answer = browser.get("/compare", params={"authority": "Amblefrod"})
    assert answer.status_code == 404
    assert "did you mean Ambleford?" in answer.text


def test_held_news_is_in_no_comparison(tmp_path: Path):
    with browsing(tmp_path, hold="13 authorities in one run") as browser:
        assert [row["overall"] for row in data(browser, BRACKENSHIRE)] == ["inadequate"]
