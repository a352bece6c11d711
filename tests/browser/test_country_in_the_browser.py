"""The pages over a country of 153 invented authorities in a real browser: pictures, no sideways scroll, print, axe, clicks."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument

from tests.browser.chromium import PICTURES, browsing, needs_chromium, picture
from tests.browser.country_served import FIRST
from tests.browser.visitors import Visitor, needs_axe, violations

pytestmark = [pytest.mark.browser, needs_chromium]

PAGES = {
    "front-of-a-country": "/",
    "country": "/country",
    "authorities-of-a-country": "/authorities",
    "authority-at-a-glance": f"/authorities/{FIRST}",
    "compare": f"/compare?authority={FIRST}",
    "send": "/send",
}


def test_no_page_scrolls_sideways_at_three_widths(country: str):
    wide: dict[str, int] = {}
    with browsing() as page:
        for (name, path), width in product(PAGES.items(), (1280, 768, 360)):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(country + path)
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
    if PICTURES:
        printed[0].render(scale=1.5).to_pil().save(Path(PICTURES) / "page-authority-print.png")
    assert len(printed) == 1


def test_no_table_is_cut_off_on_paper(country: str):
    """A4 has 186 mm between its margins: 703 pixels."""
    cut: dict[str, float] = {}
    with browsing(viewport={"width": 703, "height": 1000}) as page:
        page.emulate_media(media="print")
        for name, path in PAGES.items():
            page.goto(country + path)
            edges: list[float] = page.eval_on_selector_all("table", "found => found.map(t => t.getBoundingClientRect().right)")
            if edges and max(edges) > 703:
                cut[name] = max(edges)
            expect(page.locator("form:visible")).to_have_count(0)
    assert cut == {}


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
