"""Tables that a reader puts in order: by a click or by the keyboard, by rank and date; and without script as they came."""

from datetime import date, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import browsing, needs_chromium
from tests.browser.country_served import FIRST
from tests.browser.visitors import needs_axe, violations

pytestmark = [pytest.mark.browser, needs_chromium]

BEST_FIRST = ["Outstanding", "Good", "Requires improvement", "Inadequate"]
PAGES = ("/authorities", f"/compare?authority={FIRST}", "/country", "/send", "/jtai")


def table_of(page: Page, caption: str) -> Locator:
    return page.locator("table[data-sort-grades]").filter(has=page.locator("caption", has_text=caption))


def button(table: Locator, name: str) -> Locator:
    return table.get_by_role("button", name=name, exact=True)


def column(table: Locator, heading: str) -> list[str]:
    """The text of each cell below this heading; empty for one that spans several columns."""
    heads = table.locator("thead th").all_inner_texts()
    (place,) = (place for place, text in enumerate(heads) if text.strip() == heading)
    rows: list[str] = table.locator("tbody tr").evaluate_all(
        "(rows, place) => rows.map(row => row.cells.length > place && !row.querySelector('[colspan]')"
        " ? row.cells[place].textContent.trim() : '')",
        place,
    )
    return rows


def grades(table: Locator, heading: str) -> list[str]:
    """The grade of each row, empty where there is none."""
    cells = [text.partition("\n")[0].replace("↑ improved", "").replace("↓ declined", "") for text in column(table, heading)]
    return [cell.strip().capitalize() if cell.strip().capitalize() in BEST_FIRST else "" for cell in cells]


def days(table: Locator, heading: str) -> list[date | None]:
    return [datetime.strptime(text, "%d %B %Y").date() if text else None for text in column(table, heading)]  # noqa: DTZ007


def test_grades_stand_by_rank_and_who_has_none_stands_last_either_way(country: str):
    with browsing() as page:
        page.goto(f"{country}/authorities")
        table = table_of(page, "153 authorities")
        given = grades(table, "Leadership")
        ranked = sorted((grade for grade in given if grade), key=BEST_FIRST.index)
        without = [""] * given.count("")
        assert len(set(ranked)) == 4
        assert 0 < len(without) < 100
        assert given != ranked + without

        button(table, "Leadership").click()
        assert grades(table, "Leadership") == ranked + without
        expect(table.locator("th[aria-sort]")).to_have_count(1)
        expect(table.locator("th[aria-sort]")).to_have_text("Leadership")
        expect(table.locator("th[aria-sort]")).to_have_attribute("aria-sort", "ascending")
        expect(table.get_by_role("status")).to_have_text(", by Leadership, best first")

        button(table, "Leadership").click()
        assert grades(table, "Leadership") == ranked[::-1] + without
        expect(table.locator("th[aria-sort]")).to_have_attribute("aria-sort", "descending")
        expect(table.get_by_role("status")).to_have_text(", by Leadership, worst first")


def test_days_stand_by_date_and_names_by_letter(country: str):
    with browsing() as page:
        page.goto(f"{country}/authorities")
        table = table_of(page, "153 authorities")
        names = column(table, "Authority")
        button(table, "Inspection published").click()
        shown = days(table, "Inspection published")
        known = sorted((day for day in shown if day), reverse=True)
        assert known[0] == date(2026, 8, 19)  # the newest report of the country
        assert shown == known + [None] * (153 - len(known))
        assert len(known) < 153
        button(table, "Inspection published").click()
        assert days(table, "Inspection published") == known[::-1] + [None] * (153 - len(known))
        expect(page.get_by_role("navigation", name="From A to Z")).to_be_hidden()
        button(table, "Authority").click()
        assert column(table, "Authority") == names
        expect(page.get_by_role("navigation", name="From A to Z")).to_be_visible()
        button(table, "Authority").click()
        assert column(table, "Authority") == names[::-1]


def test_with_the_keyboard_a_heading_is_reached_seen_and_pressed(country: str):
    with browsing() as page:
        page.goto(f"{country}/authorities?order=worst")
        table = table_of(page, "153 authorities")
        page.get_by_role("link", name="These 153 as CSV").focus()
        for heading in ("Authority", "Overall effectiveness"):
            page.keyboard.press("Tab")
            expect(button(table, heading)).to_be_focused()
            outline = button(table, heading).evaluate("head => getComputedStyle(head).outline")
            assert "solid 3px" in outline, outline
        page.keyboard.press("Enter")
        ranked = [grade for grade in grades(table, "Overall effectiveness") if grade]
        assert ranked == sorted(ranked, key=BEST_FIRST.index)
        expect(button(table, "Overall effectiveness")).to_be_focused()
        page.keyboard.press("Space")
        assert [grade for grade in grades(table, "Overall effectiveness") if grade] == ranked[::-1]


def test_numbers_stand_by_size(country: str):
    with browsing() as page:
        page.goto(f"{country}/country")
        page.get_by_text("Every authority, as a table").click()
        table = table_of(page, "of each authority on")
        button(table, "Days since the inspection").click()
        shown = column(table, "Days since the inspection")
        known = [int(text.replace(",", "")) for text in shown if text != "–"]
        assert known == sorted(known, reverse=True)
        assert max(known) > 1000 > min(known)  # a comma among them
        assert shown[len(known) :] == ["–"] * (153 - len(known))
        page.get_by_text("Authorities at the end of each quarter, as a table").click()
        quarters = table_of(page, "Authorities at the end of each quarter")
        before = column(quarters, "Day")
        button(quarters, "Day").click()
        assert column(quarters, "Day") == before  # the newest first, as they came
        button(quarters, "Day").click()
        assert column(quarters, "Day") == before[::-1]


def test_the_outcomes_and_a_comparison_are_put_in_order_too(country: str):
    with browsing() as page:
        page.goto(f"{country}/send")
        table = table_of(page, "Areas by the outcome")
        button(table, "Outcome").click()
        assert column(table, "Outcome")[-1] == "No outcome (inspected before 2023)"
        page.goto(f"{country}/compare?authority={FIRST}")
        table = table_of(page, "Grades side by side")
        before = column(table, "Published")
        button(table, "Published").click()
        known = [day for day in before if day != "–"]
        expected = sorted(known, key=lambda text: datetime.strptime(text, "%d %B %Y"), reverse=True)  # noqa: DTZ007
        assert column(table, "Published") == expected + ["–"] * before.count("–")


def test_on_a_phone_the_headings_stand_in_a_line_above_the_rows(country: str):
    with browsing(viewport={"width": 360, "height": 640}) as page:
        for path in PAGES[:2]:
            page.goto(country + path)
            table = page.locator("table[data-sort-grades]").first
            button(table, "Leadership").click()
            ranked = [grade for grade in grades(table, "Leadership") if grade]
            assert ranked == sorted(ranked, key=BEST_FIRST.index)
            assert page.evaluate("document.scrollingElement.scrollWidth") <= 360


def test_without_script_the_tables_are_whole_and_as_they_came(country: str):
    rows: dict[bool, dict[str, list[str]]] = {}
    for with_script in (False, True):
        rows[with_script] = {}
        with browsing(java_script_enabled=with_script) as page:
            for path in PAGES:
                page.goto(country + path)
                tables = page.locator("table[data-sort-grades]")
                assert tables.count() > 0
                rows[with_script][path] = [text.strip() for text in tables.locator("thead th, tbody td").all_text_contents()]
                assert (tables.locator("thead button").count() > 0) == with_script
                if path == "/authorities" and not with_script:
                    table = table_of(page, "153 authorities")
                    table.get_by_role("link", name="Inspection published").click()
                    expect(table.locator("th[aria-sort]")).to_have_attribute("aria-sort", "descending")
                    shown = [day for day in days(table, "Inspection published") if day]
                    assert shown == sorted(shown, reverse=True)
    assert rows[True] == rows[False]


@needs_axe
def test_axe_finds_nothing_against_a_table_put_in_order(country: str):
    against: dict[str, list[str]] = {}
    with browsing(bypass_csp=True) as page:
        for path, width in (*((path, 1280) for path in PAGES), (PAGES[0], 360)):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(country + path)
            table = page.locator("table[data-sort-grades]:visible").first
            if table.count():
                table.get_by_role("button").first.click()
            if found := violations(page, "table[data-sort-grades]"):  # the whole pages are tried elsewhere
                against[f"{path} at {width}"] = found
    assert against == {}
