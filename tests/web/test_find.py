"""An authority is found by its name: by the box on every page, by its address, in the list from A to Z, and as CSV."""

import csv
import io
import re

import pytest
from lxml import etree
from starlette.testclient import TestClient

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.presentation.tables import COLUMNS
from tests.web.own_script import OWN_SCRIPT

PAGES = ("/", "/authorities", "/country", "/compare", "/send", "/jtai", "/search", "/data", "/api", "/feeds", "/no-such-page")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Knowsley", "Knowsley"),
        ("knowsley council", "Knowsley"),
        ("80479", "Knowsley"),
        ("340", "Knowsley"),
        ("Hull", "Kingston Upon Hull, City of"),
        ("Hammersm", "Hammersmith and Fulham"),
    ],
)
def test_what_means_one_authority_leads_to_it(england: TestClient, typed: str, name: str):
    answer = england.get("/authorities/find", params={"name": typed}, follow_redirects=False)
    urn = ENGLAND.named(name).urn
    assert (answer.status_code, answer.headers["location"]) == (303, f"/authorities/{urn}")


def test_what_may_mean_several_is_a_list(england: TestClient):
    page = england.get("/authorities/find", params={"name": "north"}).text
    names = re.findall(r'<li><a href="/authorities/\d+">([^<]+)</a>', page)
    assert names[:3] == ["Bath and North East Somerset", "North East Lincolnshire", "North Lincolnshire"]
    assert "Knowsley" not in names


def test_a_name_that_nobody_has_is_said_with_those_near_it(england: TestClient):
    page = england.get("/authorities/find", params={"name": "Knowsly<b>"}).text
    assert "No authority is called ‘Knowsly&lt;b&gt;’" in page
    assert ">Knowsley</a>" in page
    assert "Type the name of a council" in england.get("/authorities/find").text


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_the_box_as_a_plain_form(england: TestClient, path: str):
    form = etree.HTML(england.get(path).text).xpath("//header//form[@action='/authorities/find'][@method='get']")
    assert form
    assert form[0].xpath(".//label[@for='find-name']")
    assert form[0].xpath(".//input[@name='name']")


def test_the_suggestions_are_the_names_of_all_authorities(england: TestClient):
    assert england.get("/authorities/names.json").json() == sorted(authority.name for authority in ENGLAND.current())
    (address,) = etree.HTML(england.get("/").text).xpath("//script/@src")
    assert OWN_SCRIPT.match(address)
    script = england.get(address)
    assert script.status_code == 200
    assert len(script.content) < 1500


@pytest.mark.parametrize(
    ("name", "urn"), [("knowsley", "80479"), ("Knowsley", "80479"), ("kingston-upon-hull", "80477"), ("hull", "80477")]
)
def test_a_name_is_an_address(england: TestClient, name: str, urn: str):
    answer = england.get(f"/authorities/{name}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (301, f"/authorities/{urn}")


def test_a_name_that_is_no_address_is_not_found(england: TestClient):
    assert england.get("/authorities/atlantis").status_code == 404


def test_the_list_goes_from_a_to_z(england: TestClient):
    page = etree.HTML(england.get("/authorities").text)
    letters = [str(text) for text in page.xpath("//nav[@aria-label='From A to Z']//a/text()")]
    assert letters == sorted({authority.name[0] for authority in ENGLAND.current()})
    for letter in letters:
        (row,) = page.xpath(f"//tr[@id='from-{letter}']")
        assert row.xpath("string(th/a)").startswith(letter)
    assert not etree.HTML(england.get("/authorities?order=worst").text).xpath("//nav[@aria-label='From A to Z']")


@pytest.mark.parametrize("asked", ["", "?region=London&grade=inadequate", "?strand=leadership&direction=declined&order=newest"])
def test_what_the_table_shows_is_also_a_csv_with_the_values_of_the_api(england: TestClient, asked: str):
    page = etree.HTML(england.get(f"/authorities{asked}").text)
    (link,) = page.xpath("//a[contains(@href, '/authorities.csv')]/@href")
    answer = england.get(link)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    shown = [str(address).rsplit("/", 1)[-1] for address in page.xpath("//table//th[@scope='row']/a/@href")]
    assert [row["urn"] for row in rows] == shown
    assert list(rows[0]) == list(COLUMNS)
    for row in rows[:20]:
        told = england.get(f"/api/v1/authorities/{row['urn']}").json()
        assert {column: row[column] or None for column in COLUMNS} == {column: told[column] or None for column in COLUMNS}


def test_a_csv_of_a_choice_that_is_none_is_refused(england: TestClient):
    assert england.get("/authorities.csv?grade=splendid").status_code == 400
