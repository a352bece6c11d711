"""What a reader comes for, from the front page by clicks alone: no address is typed, and the clicks are counted.

With TESTS_PICTURES=docs/pictures the pictures of docs/pages.md are taken anew.
"""

import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from ofsted_watch.presentation import urls
from tests.browser.chromium import browsing, needs_chromium, picture
from tests.browser.pages_served import Served
from tests.browser.visitors import Visitor

pytestmark = [pytest.mark.browser, needs_chromium, pytest.mark.xdist_group("pages")]

THORNMERE = "80901"
FALL = "60000101"
DESKTOP, PHONE = {"width": 1280, "height": 1100}, {"width": 360, "height": 1100}


def asked_of(served: Served, **asked: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = httpx.get(f"{served.url}{urls.API}/improvements", params=asked, timeout=30).json()
    return found


def test_what_must_an_authority_improve_takes_three_clicks(demo_pages: Served, visitor: Visitor) -> None:
    page = visitor.page
    visitor.click(page.get_by_role("navigation", name="Main").get_by_role("link", name="Authorities"))
    visitor.click(page.get_by_role("link", name="Thornmere", exact=True))
    visitor.click(page.get_by_role("link", name="What Ofsted asks it to improve"))
    assert visitor.clicks <= 3
    newest = page.get_by_role("region", name="What must improve now")
    items = [item["text"] for item in asked_of(demo_pages, authority=THORNMERE) if item["file_number"] == FALL]
    assert len(items) == 6
    assert newest.locator(".said").all_inner_texts() == items
    expect(newest.get_by_role("link", name="page 2 of the file").first).to_have_attribute("href", re.compile(r"#page=2$"))


def test_what_does_ofsted_keep_telling_an_authority_takes_three_clicks(demo_pages: Served, visitor: Visitor) -> None:
    page = visitor.page
    visitor.click(page.get_by_role("navigation", name="Main").get_by_role("link", name="Authorities"))
    visitor.click(page.get_by_role("link", name="Thornmere", exact=True))
    visitor.click(page.get_by_role("link", name="What Ofsted asks it to improve"))
    assert visitor.clicks <= 3
    section = page.get_by_role("region", name=re.compile("^Leadership"))
    expect(section.get_by_role("heading", level=2)).to_have_text(re.compile("returns"))
    told = asked_of(demo_pages, authority=THORNMERE, topic="leadership")
    assert section.locator(".said").all_inner_texts() == [item["text"] for item in told]
    assert len({item["file_number"] for item in told}) == section.locator("tbody > tr").count() > 1
    expect(section.get_by_text("Inadequate").or_(section.get_by_text("inadequate")).first).to_be_visible()


def test_a_sentence_with_its_page_is_a_citation_in_four_clicks(demo_pages: Served, visitor: Visitor) -> None:
    page = visitor.page
    visitor.click(page.get_by_role("navigation", name="Main").get_by_role("link", name="Search letters"))
    page.get_by_label("Words to search for").fill("chronologies missing")
    page.get_by_label("Authority", exact=True).select_option(THORNMERE)
    visitor.click(page.get_by_role("button", name="Search"))
    visitor.click(page.locator(".cards h3 a").first)
    paragraph = page.locator(f"[id='{page.url.partition('#')[2]}']")
    expect(paragraph.locator("mark").first).to_be_visible()
    visitor.click(paragraph.get_by_role("link", name=re.compile("^Cite")))
    assert visitor.clicks <= 4
    sentence = "Chronologies are missing, so patterns of neglect are not seen."
    copied = page.get_by_label("Both, to select and copy").input_value()
    assert sentence in copied
    reference = re.search(r"Ofsted, ‘.+’, Thornmere, .+, published 4 March 2026, page (\d)\. (\S+)#page=\1 ", copied)
    assert reference, copied
    cited = page.locator(".cards li").filter(has_text=sentence)
    expect(cited).to_contain_text(f"page {reference[1]}")


def test_the_letter_that_changed_a_judgement_is_cited_in_two_clicks(visitor: Visitor) -> None:
    page = visitor.page
    visitor.click(page.get_by_role("region", name="This week").get_by_role("link", name="Thornmere").first)
    visitor.click(page.get_by_role("link", name="Cite paragraph 24"))
    expect(page.get_by_role("heading", name="Quotation with its reference")).to_be_visible()
    assert visitor.clicks <= 4


def test_what_ofsted_asks_of_the_country_on_a_topic_takes_two_clicks(demo_pages: Served, visitor: Visitor) -> None:
    page = visitor.page
    visitor.click(page.get_by_role("navigation", name="Main").get_by_role("link", name="What Ofsted asks"))
    visitor.click(page.get_by_role("link", name="Care leavers", exact=True))
    assert visitor.clicks <= 2
    items = [item["text"] for item in asked_of(demo_pages, topic="care_leavers")]
    shown = page.locator(".said").all_inner_texts()
    assert shown
    assert shown == items[: len(shown)]


SHOWN = {
    "letter": urls.letter_page(THORNMERE, FALL),  # type: ignore[arg-type]
    "letter-words": f"{urls.letter_page(THORNMERE, FALL)}?q=chronologies#p17",  # type: ignore[arg-type]
    "citation": urls.citation_page(THORNMERE, FALL, 17),  # type: ignore[arg-type]
    "improvements": urls.improvements_page(THORNMERE),  # type: ignore[arg-type]
    "topics": urls.TOPICS,
    "topic": urls.topic_page("care_leavers"),
    "glossary": urls.GLOSSARY,
}


@pytest.mark.parametrize("window", [DESKTOP, PHONE], ids=["1280", "360"])
def test_no_new_page_scrolls_sideways_and_each_has_its_picture(demo_pages: Served, window: dict[str, int]) -> None:
    wide = {}
    with browsing(viewport=window) as page:
        for name, address in SHOWN.items():
            page.goto(demo_pages.url + address)
            picture(page, f"page-{name}-{window['width']}", whole=False)
            width: int = page.evaluate("document.scrollingElement.scrollWidth")
            if width > window["width"]:
                wide[name] = width
    assert wide == {}
