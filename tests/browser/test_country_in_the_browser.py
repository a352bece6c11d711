"""The pages over a country of 153 invented authorities in a real browser: pictures, no sideways scroll, print, axe, clicks."""

import csv
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

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
from tests.domain.history.letters import RI, G, I, O, ilacs_2026, stored
from tests.presentation.tables_of_everything import asking
from tests.web.served_pages import pages_served
from tests.web.whole_country import TODAY, letters

pytestmark = [pytest.mark.browser, needs_chromium]

AXE = Path("test-output/npm/node_modules/axe-core/axe.min.js")
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
        rows.writerow(("urn", "name", "ons_code", "region", "council_number"))
        rows.writerows((a.urn, next(names), a.ons_code, a.region, a.council_number) for a in ENGLAND.current())
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


@pytest.mark.skipif(not AXE.exists(), reason="no axe-core here: make axe")
def test_axe_finds_nothing_against_the_pages_of_a_whole_country(country: str):
    against: dict[str, list[str]] = {}
    with browsing(bypass_csp=True) as page:
        for name, path in list(PAGES.items())[:4]:
            page.goto(country + path)
            page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
            found = page.evaluate("async () => await axe.run()")["violations"]
            if found:
                against[name] = [f"{fault['id']}: {fault['nodes'][0]['html'][:120]}" for fault in found]
    assert against == {}


def test_the_tasks_of_an_analyst_take_few_clicks_without_script(country: str):
    with browsing(java_script_enabled=False) as page:
        assert clicks(page, country, "The country at a glance: map, trend, regions") == 1
        expect(page.get_by_role("heading", level=1)).to_contain_text("authorities are good or better")
        tile = page.locator(".chart-map a").first
        address = tile.get_attribute("href")
        assert re.fullmatch(r"/authorities/\d+", address or "")
        page.goto(country)
        page.get_by_role("searchbox", name="Find your council").fill("Amberthorpe")
        page.get_by_role("searchbox", name="Find your council").press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Amberthorpe")
        page.get_by_role("link", name="Compare it with its neighbours").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Amberthorpe beside its neighbours")
        expect(page.get_by_role("link", name="These as CSV")).to_be_visible()
        assert clicks(page, country, "Data to download", "ofsted-watch.xlsx") == 2
        assert clicks(page, country, "SEND inspections", "send.csv") == 2
        assert clicks(page, country, "Authorities", "These 153 as CSV") == 2


def clicks(page: Page, start: str, *names: str) -> int:
    """Follow these links from a page; the last one may be a download. Returns how many were clicked."""
    page.goto(start)
    for name in names:
        link = page.get_by_role("link", name=name).first
        address = link.get_attribute("href") or ""
        if address.endswith((".csv", ".xlsx")):
            with page.expect_download():
                link.click()
        else:
            link.click()
    return len(names)
