"""The pages over a country of 153 invented authorities in a real browser: pictures, no sideways scroll, print, axe, clicks."""

import csv
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument

from ofsted_watch.adapters.database import Database
from ofsted_watch.demo_site.invented_authorities import BEGINNINGS, ENDINGS
from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.history import histories, neighbour_changes
from ofsted_watch.domain.model import Outcome, StoredLetter
from ofsted_watch.services.resources import open_database
from ofsted_watch.settings import Settings
from tests.browser.chromium import PICTURES, browsing, needs_chromium, picture
from tests.browser.visitors import Visitor, needs_axe, violations
from tests.domain.history.letters import RI, G, I, O, ilacs_2026, stored
from tests.presentation.tables_of_everything import asking
from tests.web.served_pages import pages_served
from tests.web.whole_country import TODAY, letters

pytestmark = [pytest.mark.browser, needs_chromium]

FIRST, SECOND = "80479", "80481"
"""Two authorities with news of the week; their names are invented, as all are."""
PAGES = {
    "front-of-a-country": "/",
    "country": "/country",
    "authorities-of-a-country": "/authorities",
    "authority-at-a-glance": f"/authorities/{FIRST}",
    "compare": f"/compare?authority={FIRST}",
    "send": "/send",
}


def news() -> list[StoredLetter]:
    """What the last years brought to the first authority, and the last week to both."""
    fell = ilacs_2026("2026-08-19", I, RI, RI, G, urn=FIRST)
    rose = ilacs_2026("2026-08-18", G, G, G, O, urn=SECOND)
    return [
        asking(fell, summary="Since the last inspection, children wait longer for a decision. Leaders know this."),
        asking(rose, summary="Leaders have turned plans into help that children notice. Staff stay."),
        asking(stored("focused_visit", "2024-06-11", urn=FIRST), topics=(LetterTopic.FRONT_DOOR,)),
        asking(stored("focused_visit", "2025-03-04", urn=FIRST), topics=(LetterTopic.CARE_LEAVERS,)),
        asking(stored("jtai", "2022-05-17", urn=FIRST), theme="serious youth violence"),
        stored("area_send", "2024-02-06", {Area.SEND_OUTCOME: Grade.INCONSISTENT}, urn=FIRST),
        stored("area_send", "2025-10-07", {Area.SEND_OUTCOME: Grade.SYSTEMIC_FAILINGS}, urn=SECOND),
    ]


def fill(database: Database) -> None:
    known = (*letters(), *news())
    changes = tuple(change for history in histories(known).values() for change in neighbour_changes(history))
    checked = tuple(authority.urn for authority in ENGLAND.current())
    outcome = Outcome(TODAY, stored=known, changes=changes, checked_urns=checked)
    database.outcomes.apply(outcome, run_id=None, at=datetime(2026, 8, 22, 3, tzinfo=UTC))


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("country")
    names = ("".join(pair) for pair in product(BEGINNINGS, ENDINGS))
    named = folder / "authorities.csv"
    with named.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("urn", "name", "ons_code", "region", "council_number", "neighbours"))
        for a in ENGLAND.current():
            near = " ".join(neighbour.urn for neighbour in ENGLAND.neighbours(a.urn))
            rows.writerow((a.urn, next(names), a.ons_code, a.region, a.council_number, near))
    settings = Settings(data_dir=folder, authorities_file=named, mail_from="watch@watch.example")
    with open_database(settings) as database:
        fill(database)
    with pages_served(replace(settings, public_url="http://127.0.0.1"), today=lambda: TODAY) as server:
        yield f"http://127.0.0.1:{server.port}"


def test_no_page_scrolls_sideways_at_three_widths(country: str):
    wide: dict[str, int] = {}
    with browsing() as page:
        for (name, path), width in product(PAGES.items(), (1280, 768, 360)):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(country + path)
            if "OFSTED_WATCH_PICTURES" in os.environ:  # a picture of a whole country takes a second
                picture(page, f"page-{name}-{width}")
            if (shown := page.evaluate("document.scrollingElement.scrollWidth")) > width:
                wide[f"{name} at {width}"] = shown
    assert wide == {}


def test_on_a_phone_an_authority_takes_one_line(country: str):
    with browsing(viewport={"width": 360, "height": 900}) as page:
        page.goto(f"{country}/authorities")
        heights: list[float] = page.eval_on_selector_all(
            "table.one-line tbody tr", "rows => rows.map(row => row.getBoundingClientRect().height)"
        )
        assert len(heights) == 153
        assert max(heights) <= 48
        assert page.evaluate("document.scrollingElement.scrollHeight") < 10_000


def test_an_authority_s_page_prints_on_one_page(country: str, tmp_path: Path):
    with browsing() as page:
        page.goto(f"{country}/authorities/{FIRST}")
        page.pdf(path=tmp_path / "authority.pdf", format="A4")
    printed = PdfDocument(tmp_path / "authority.pdf")
    PICTURES.mkdir(parents=True, exist_ok=True)
    printed[0].render(scale=1.5).to_pil().save(PICTURES / "page-authority-print.png")
    assert len(printed) == 1


@needs_axe
def test_axe_finds_nothing_against_the_pages_of_a_whole_country(country: str):
    against: dict[str, list[str]] = {}
    with browsing(bypass_csp=True) as page:
        for name, path in list(PAGES.items())[:4]:
            page.goto(country + path)
            if found := violations(page):
                against[name] = found
    assert against == {}


@dataclass
class Analyst(Visitor):
    """A visitor who does several tasks, each from the front page `start`. Presses of Enter count as clicks."""

    start: str = ""

    def begin(self) -> Page:
        self.page.goto(self.start)
        self.clicks = 0
        return self.page

    def follow(self, name: str) -> None:
        self.click(self.page.get_by_role("link", name=name).first)

    def saved(self, name: str) -> str:
        """What the file behind this link contains."""
        with self.page.expect_download() as download:
            self.follow(name)
        return Path(download.value.path()).read_text(encoding="utf-8-sig", errors="replace")

    def find(self, council: str) -> None:
        box = self.page.get_by_role("searchbox", name="Find your council")
        box.fill(council)
        box.press("Enter")
        self.clicks += 1

    def choose_in(self, label: str, text: str) -> None:
        self.choose(self.page.get_by_label(label, exact=True), text)

    def press(self, name: str) -> None:
        self.click(self.page.locator("main").get_by_role("button", name=name, exact=True))


@pytest.fixture
def analyst(country: str) -> Iterator[Analyst]:
    with browsing(java_script_enabled=False) as page:
        yield Analyst(page, start=country)


def national(country: str, **asked: str) -> dict[str, Any]:
    told: dict[str, Any] = httpx.get(f"{country}/api/v1/country", params=asked, timeout=30).json()
    return told


def test_an_analyst_sees_where_the_country_stands_and_where_it_stood(country: str, analyst: Analyst):
    page = analyst.begin()
    analyst.follow("The country at a glance: map, trend, regions")  # 1: where does the country stand?
    counts = national(country)["strands"]["help_protection"]
    good = counts["good"] + counts["outstanding"]
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(rf"^{good} of 153 authorities are good or better"))
    assert analyst.clicks == 1

    # 2: leadership on 31 March 2025. A day is typed, as it is no address.
    analyst.choose_in("Judgement", "Leadership")
    page.get_by_label("On this day").fill("2025-03-31")
    analyst.press("Show")
    counts = national(country, strand="leadership", on="2025-03-31")["strands"]["leadership"]
    good = counts["good"] + counts["outstanding"]
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(rf"^{good} of \d+ authorities are good or better"))
    assert analyst.clicks <= 3

    # 3: the trend by quarter as data, from the front page.
    page = analyst.begin()
    analyst.follow("The country at a glance: map, trend, regions")
    quarters = page.locator("figure").filter(has=page.locator("#quarters"))
    with page.expect_download() as download:
        quarters.get_by_role("link", name="Data as CSV").click()
    rows = list(csv.DictReader(Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()))
    assert [row["day"] for row in rows] == [row["day"] for row in national(country)["quarters"]]


def test_an_analyst_finds_who_moved_who_waits_and_how_regions_differ(country: str, analyst: Analyst):
    page = analyst.begin()
    analyst.follow("The country at a glance: map, trend, regions")
    analyst.choose_in("Judgement", "Leadership")
    analyst.press("Show")
    expect(page.locator(".moves a")).to_have_text(["Fallowwold"])  # 4: whose leadership moved in the last year
    told = national(country, strand="leadership")
    region = page.get_by_text("Authorities at each grade by region, as a table")  # 5: the regions, as numbers
    region.click()
    rows = page.locator("table").filter(has_text="Authorities at each grade by region").locator("tbody tr")
    assert rows.locator("th").all_inner_texts() == [row["region"] for row in told["regions"]]
    longest = page.locator("figure").filter(has=page.locator("#waiting"))  # 6: who waits longest
    expect(longest).to_contain_text(told["waiting"][0]["authority"])
    tile = page.locator(".chart-map a").first  # the map leads to an authority
    assert re.fullmatch(r"/authorities/\d+", tile.get_attribute("href") or "")
    assert analyst.clicks == 3


def test_an_analyst_compares_an_authority_with_its_neighbours(country: str, analyst: Analyst):
    page = analyst.begin()
    analyst.find("Amberthorpe")  # 7: how does mine stand beside its region and neighbours?
    expect(page.get_by_role("heading", level=1)).to_have_text("Amberthorpe")
    expect(page.get_by_text("Good or better of the neighbours").first).to_be_visible()
    assert analyst.clicks == 1
    analyst.follow("Compare it with its neighbours")  # 8: side by side, as data
    expect(page.get_by_role("heading", level=1)).to_have_text("Amberthorpe beside its neighbours")
    rows = list(csv.DictReader(analyst.saved("These as CSV").splitlines()))
    assert [row["asked_for"] for row in rows] == ["chosen", *["neighbour"] * 10]
    assert analyst.clicks == 3


def test_an_analyst_filters_authorities_and_takes_the_data_along(country: str, analyst: Analyst):
    page = analyst.begin()
    analyst.follow("SEND inspections")  # 9: areas with systemic failings
    failing = page.locator("tbody tr").filter(has_text="Systemic failings")
    expect(failing.or_(page.locator("tbody tr").filter(has_text="systemic failings")).first).to_be_visible()
    assert "systemic_failings" in analyst.saved("send.csv")
    assert analyst.clicks == 2

    page = analyst.begin()  # 10: the inadequate ones, as a list and as CSV
    analyst.follow("Authorities")
    analyst.choose_in("Its grade", "Inadequate")
    analyst.press("Show")
    told = httpx.get(f"{country}/api/v1/authorities", params={"limit": 200}, timeout=30).json()
    shown = page.locator("table.one-line tbody tr").count()
    assert 0 < shown < len(told)
    assert len(list(csv.DictReader(analyst.saved("as CSV").splitlines()))) == shown
    assert analyst.clicks <= 4

    analyst.begin()  # 11: everything as a workbook
    analyst.follow("Data to download")
    assert analyst.saved("ofsted-watch.xlsx").startswith("PK")
    assert analyst.clicks == 2
