"""What stands on the first screen of a phone, a tablet and a desktop: the news, not the navigation."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import browsing, needs_chromium
from tests.browser.visitors import needs_axe, violations

pytestmark = [pytest.mark.browser, needs_chromium]

PHONE, TABLET, DESKTOP = {"width": 360, "height": 640}, {"width": 768, "height": 900}, {"width": 1280, "height": 900}
SIZES = pytest.mark.parametrize("window", [PHONE, TABLET, DESKTOP], ids=["360", "768", "1280"])


def bottom_of_the_frame(page: Page) -> float:
    """Where the page itself begins, below the name, the name box and the navigation."""
    bottom: float = page.locator("nav.ways").evaluate("nav => nav.getBoundingClientRect().bottom")
    return bottom


@SIZES
def test_the_first_screen_shows_the_news(country: str, window: dict[str, int]) -> None:
    with browsing(viewport=window, java_script_enabled=False) as page:
        page.goto(country)
        assert bottom_of_the_frame(page) <= window["height"] / 4
        news = page.get_by_role("region", name="This week")
        expect(news.get_by_role("heading", name="This week")).to_be_in_viewport(ratio=1)
        expect(news.get_by_role("link", name="Fallowwold")).to_be_in_viewport(ratio=1)
        expect(news.locator(".moves li").first).to_be_in_viewport(ratio=1)
        expect(news.locator(".moves li").first).to_contain_text("Leadership")
        expect(page.get_by_role("searchbox", name="Find an authority")).to_be_in_viewport(ratio=1)
        if window is not PHONE:
            expect(page.get_by_role("heading", name="The country now")).to_be_in_viewport(ratio=1)
            expect(page.locator(".chart-now")).to_be_in_viewport(ratio=1)
            expect(page.get_by_role("searchbox", name="Find your council")).to_be_in_viewport(ratio=1)
        wide: int = page.evaluate("document.scrollingElement.scrollWidth")
        assert wide <= window["width"]


@pytest.mark.parametrize("with_script", [True, False], ids=["with script", "without"])
def test_on_a_phone_the_menu_opens_and_leads_on(country: str, with_script: bool) -> None:
    with browsing(viewport=PHONE, java_script_enabled=with_script) as page:
        page.goto(country)
        ways = page.get_by_role("navigation", name="Main")
        expect(ways.get_by_role("link")).to_have_count(0)
        page.get_by_text("Menu", exact=True).click()
        expect(ways.get_by_role("link")).to_have_count(9)
        expect(ways.get_by_role("link", name="How this is made")).to_be_in_viewport(ratio=1)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
        ways.get_by_role("link", name="Authorities").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Current grades of each authority")


def test_the_keyboard_opens_the_menu(country: str) -> None:
    with browsing(viewport=PHONE) as page:
        page.goto(country)
        page.get_by_role("banner").get_by_role("button", name="Find").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="What changed")).to_be_focused()


def test_on_a_wide_screen_the_navigation_is_one_line_without_a_menu(country: str) -> None:
    with browsing(viewport=DESKTOP) as page:
        page.goto(country)
        links = page.get_by_role("navigation", name="Main").get_by_role("link")
        expect(links).to_have_count(9)
        tops: list[float] = links.evaluate_all("links => links.map(link => link.getBoundingClientRect().top)")
        assert len(set(tops)) == 1
        expect(page.get_by_text("Menu", exact=True)).to_be_hidden()


@needs_axe
def test_axe_finds_nothing_against_the_open_menu(country: str) -> None:
    with browsing(viewport=PHONE, bypass_csp=True) as page:
        page.goto(country)
        page.get_by_text("Menu", exact=True).click()
        assert violations(page) == []
