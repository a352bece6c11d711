"""Every page and every mail for everyone: axe-core finds nothing, the keyboard is enough, 320 pixels are enough, print is."""

import re

import pytest
from playwright.sync_api import Page, expect

from ofsted_watch.presentation import urls
from tests.browser.chromium import browsing, needs_chromium, picture
from tests.browser.conftest import ANN, BO
from tests.browser.pages_served import Served
from tests.browser.visitors import needs_axe, violations

pytestmark = [pytest.mark.browser, needs_chromium, pytest.mark.xdist_group("pages")]

NARROW = {"viewport": {"width": 320, "height": 640}}


@pytest.fixture
def here(demo_pages: Served) -> Served:
    return demo_pages


def every_page(here: Served) -> dict[str, str]:
    """A name for each page → where it is. The links of Ann's mail lead to her own pages."""
    mail = here.mails(ANN)[-1]
    letter = next(stored for stored in here.watch.resources.database.letters.stored() if stored.letter.judgements)
    own = own_pages(mail.get_body(("plain",)).get_content(), here.url)  # type: ignore[union-attr]
    ours = {
        "front": urls.FRONT,
        "country": urls.COUNTRY,
        "send": urls.SEND,
        "jtai": urls.JTAI,
        "compare": urls.compare_page([letter.listing.urn]),
        "authorities": urls.AUTHORITIES,
        "authorities-filtered": f"{urls.AUTHORITIES}?grade=inadequate",
        "authority": urls.authority_page(letter.listing.urn),
        "letter": urls.letter_page(letter.listing.urn, letter.listing.file_number),
        "citation": urls.citation_page(*letter.listing.key, 5),
        "improvements": urls.improvements_page(letter.listing.urn),
        "topics": urls.TOPICS,
        "topic": urls.topic_page("leadership"),
        "no-such-topic": urls.topic_page("zeppelins"),
        "glossary": urls.GLOSSARY,
        "changes": urls.CHANGES,
        "changes-selected": f"{urls.CHANGES}?direction=declined&to_grade=inadequate",
        "letters": urls.LETTERS,
        "letters-selected": f"{urls.LETTERS}?kind=focused_visit&kind=jtai&topic=care_leavers",
        "letters-none": f"{urls.LETTERS}?kind=jtai&from=2026-01-01",
        "corrections": urls.CORRECTIONS,
        "privacy": urls.PRIVACY,
        "sign-up-selected": f"{urls.SIGN_UP}?about=letters&kind=focused_visit&topic=care_leavers",
        "search": f"{urls.SEARCH}?q=inspection",
        "search-filters": f"{urls.SEARCH}?kind=focused_visit",
        "search-nothing": f"{urls.SEARCH}?q=zeppelin",
        "how-this-is-made": urls.HOW_THIS_IS_MADE,
        "sign-up": urls.SIGN_UP,
        "feeds": urls.FEEDS,
        "api": urls.API_PAGE,
        "downloads": urls.DOWNLOADS,
        "not-found": "/authorities/999999",
    }
    return {name: here.url + path for name, path in ours.items()} | own


def own_pages(text: str, url: str) -> dict[str, str]:
    found = {name: re.search(re.escape(f"{url}/{name}/") + r"\S+", text) for name in ("manage", "unsubscribe")}
    pages = {name: match[0] for name, match in found.items() if match}
    return pages | {"erase": f"{pages['manage']}/erase"}


@needs_axe
def test_axe_finds_nothing_against_any_page(here: Served):
    against: dict[str, list[str]] = {}
    with browsing(bypass_csp=True) as page:
        for name, address in every_page(here).items():
            page.goto(address)
            if found := violations(page):
                against[name] = found
    assert against == {}


@needs_axe
def test_axe_finds_nothing_against_any_mail(here: Served):
    against: dict[str, list[str]] = {}
    with browsing() as page:
        for mail in (*here.mails(ANN), *here.mails(BO)):
            body = mail.get_body(("html",))
            assert body is not None
            page.set_content(body.get_content())
            if found := violations(page):
                against[str(mail["Subject"])] = found
    assert against == {}


def test_no_page_is_wider_than_a_small_phone(here: Served):
    wide: dict[str, int] = {}
    with browsing(**NARROW) as page:
        for name, address in every_page(here).items():
            page.goto(address)
            picture(page, f"page-{name}-320")
            width: int = page.evaluate("document.scrollingElement.scrollWidth")
            if width > 320:
                wide[name] = width
    assert wide == {}


def test_every_page_answers_and_says_what_it_is(here: Served):
    with browsing() as page:
        for name, address in every_page(here).items():
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == (404 if name in ("not-found", "no-such-topic") else 200), f"{name}: {answer.status}"
            expect(page.get_by_role("heading", level=1)).to_have_count(1)
            expect(page).to_have_title(re.compile(r".+ – Ofsted Watch$"))
            picture(page, f"page-{name}")


def test_no_page_asks_anything_of_another_host(here: Served):
    elsewhere: set[str] = set()
    with browsing() as page:
        page.on("request", lambda request: None if request.url.startswith(here.url) else elsewhere.add(request.url))
        for address in every_page(here).values():
            page.goto(address)
    assert elsewhere == set()


def test_the_first_stop_of_the_keyboard_leads_past_the_navigation(here: Served):
    with browsing() as page:
        page.goto(here.url)
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()


def test_somebody_with_only_a_keyboard_can_sign_up(here: Served):
    with browsing() as page:
        page.goto(f"{here.url}{urls.SIGN_UP}")
        tab_to(page, "where")
        for _ in range(3):
            if not page.locator("#where-all").is_checked():
                page.keyboard.press("ArrowDown")
        expect(page.locator("#where-all")).to_be_checked()
        tab_to(page, "email")
        page.keyboard.type("kit@council.example")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Check your emails")).to_be_visible()
        assert "/sign-up/confirm/" in here.mail("kit@council.example", 1).as_string()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the field of this name has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    pytest.fail(f"Tab never comes to {name}")


def test_what_is_printed_is_the_page_without_its_navigation(here: Served):
    with browsing() as page:
        page.goto(every_page(here)["letter"])
        page.emulate_media(media="print")
        expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
        expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_an_authority_s_page_begins_with_its_grades_and_their_history(here: Served):
    with browsing(viewport={"width": 1040, "height": 1960}) as page:
        page.goto(here.url + urls.authority_page("80901"))
        for heading in ("Thornmere", "Current grades", "Its judgements over time"):
            expect(page.get_by_role("heading", name=heading, exact=True)).to_be_in_viewport()
        expect(page.get_by_text("Graded inspections, newest first")).to_be_in_viewport()  # below the whole chart
        picture(page, "page-authority", whole=False)  # the README's


def test_an_invented_authority_stands_beside_its_region_and_its_ten_neighbours(here: Served):
    register = here.watch.resources.register
    nearest = [neighbour.name for neighbour in register.neighbours("80901")]
    assert nearest[:3] == ["Stanbeck", "Aldershaw", "Harrowmere"]
    with browsing(java_script_enabled=False) as page:
        page.goto(here.url + urls.authority_page("80901"))
        expect(page.get_by_text("beside the region and the 10 statistical neighbours")).to_be_visible()
        expect(page.get_by_role("columnheader", name="Good or better in North West")).to_be_visible()
        page.get_by_role("link", name="Compare it with its neighbours").click()
        rows = page.locator("table").filter(has_text="Grades side by side").locator("tbody th a")
        assert rows.all_inner_texts() == ["Thornmere", *nearest]
        groups = page.locator("table").filter(has_text="How many are good or better").locator("tbody th")
        assert groups.all_inner_texts() == ["10 statistical neighbours", "North West", "All authorities"]


def test_the_first_screen_of_the_front_page_is_news_the_country_and_a_box_to_find_a_council(here: Served):
    with browsing(viewport={"width": 1280, "height": 900}) as page:
        page.goto(here.url)
        for heading in ("This week", "The country now"):
            expect(page.get_by_role("heading", name=heading, exact=True)).to_be_in_viewport()
        expect(page.get_by_role("searchbox", name="Find your council")).to_be_in_viewport()
        expect(page.locator(".chart-now")).to_be_in_viewport()


def test_no_new_page_scrolls_sideways_on_a_phone_a_tablet_or_a_desktop(here: Served):
    names = ("front", "country", "compare", "send", "jtai", "authorities", "authority", "downloads")
    wide: dict[str, int] = {}
    with browsing() as page:
        for name, address in every_page(here).items():
            for width in (360, 768, 1280) if name in names else ():
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(address)
                if (shown := page.evaluate("document.scrollingElement.scrollWidth")) > width:
                    wide[f"{name} at {width}"] = shown
    assert wide == {}


def test_a_council_is_found_by_its_name_with_suggestions(here: Served):
    with browsing() as page:
        page.goto(here.url)
        page.get_by_label("Find an authority").focus()
        page.wait_for_selector("datalist#authority-names", state="attached")
        assert page.locator("datalist#authority-names option").count() > 1
        page.get_by_label("Find an authority").fill("thornmere")
        page.get_by_label("Find an authority").press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Thornmere")
