"""What a reader selects, from the front page by clicks alone: no address is typed, and the clicks are counted.

With TESTS_PICTURES=docs/pictures the pictures of docs/pages.md are taken anew.
"""

import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from ofsted_watch.presentation import urls
from tests.browser.chromium import browsing, needs_chromium, picture
from tests.browser.conftest import ANN
from tests.browser.pages_served import Served
from tests.browser.visitors import Visitor

pytestmark = [pytest.mark.browser, needs_chromium, pytest.mark.xdist_group("pages")]

DESKTOP, PHONE = {"width": 1280, "height": 1100}, {"width": 360, "height": 1100}
CAT = "cat@council.example"


def listed(served: Served, path: str, **asked: str) -> list[dict[str, Any]]:
    objects: list[dict[str, Any]] = httpx.get(f"{served.url}{urls.API}/{path}", params=asked, timeout=30).json()
    return objects


def shown_numbers(page: Page) -> list[str]:
    """The file numbers of the letters that the cards lead to."""
    links = page.locator(".cards h2 a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return [link.rpartition("/")[2] for link in links]


def test_all_focused_visits_on_care_leavers_this_year_take_three_clicks(demo_pages: Served, visitor: Visitor) -> None:
    page = visitor.page
    visitor.click(page.get_by_role("link", name="All letters and reports of 2026"))
    visitor.click(page.get_by_role("link", name="focused visit letters"))
    if (topic := page.get_by_role("link", name="care leavers", exact=True)).count():  # not offered where all are about it
        visitor.click(topic)
    assert visitor.clicks <= 3
    asked = {"kind": "focused_visit", "topic": "care_leavers", "from": "2026-01-01"}
    assert shown_numbers(page) == [letter["file_number"] for letter in listed(demo_pages, "letters", **asked)] == ["60000102"]
    expect(page.locator(".cards")).to_contain_text("About care leavers.")


def test_down_to_inadequate_in_the_last_twelve_months_and_why_takes_one_click(demo_pages: Served, visitor: Visitor) -> None:
    page = visitor.page
    visitor.click(page.get_by_role("link", name="Down to inadequate in the last 12 months, and why"))
    assert visitor.clicks <= 3
    changes = listed(demo_pages, "changes", **{"direction": "declined", "to_grade": "inadequate", "from": "2025-03-06"})
    assert {change["to_number"] for change in changes} == {"60000101"}
    assert shown_numbers(page) == ["60000101"]
    assert page.locator(".moves li").count() == len(changes)
    letter = listed(demo_pages, "letters", authority="Thornmere", since="2026-03-04")[0]
    reason = page.locator(".cards > li > p").last.inner_text()
    assert letter["summary"].split("\n\n")[0] in reason
    expect(page.locator(".cards > li > p a").last).to_have_attribute("href", re.compile(rf"#page={letter['summary_page']}$"))


def test_alerts_for_the_neighbours_of_an_authority_take_five_clicks(demo_pages: Served, visitor: Visitor) -> None:
    page = visitor.page
    visitor.click(page.get_by_role("link", name="Get emails").first)
    visitor.choose(page.get_by_label("Whose neighbours"), "Thornmere")
    page.get_by_label("Your email address").fill(CAT)
    visitor.click(page.get_by_role("button", name="Send me the link to confirm"))
    mail = demo_pages.mail(CAT, 1).get_body(("plain",))
    assert mail is not None
    link = re.search(re.escape(f"{demo_pages.url}/sign-up/confirm/") + r"\S+", mail.get_content())
    assert link
    page.goto(link[0])
    visitor.clicks += 1  # in the mail
    expect(page.get_by_text("the ten statistical neighbours of Thornmere")).to_be_visible()
    expect(page.get_by_text("In the last 12 months nothing would have come.")).to_be_visible()
    visitor.click(page.get_by_role("button", name="Start these emails"))
    assert visitor.clicks <= 5
    database, register = demo_pages.watch.resources.database, demo_pages.watch.resources.register
    (subscription,) = database.subscribers.of(CAT)
    assert subscription.urns == {neighbour.urn for neighbour in register.neighbours("80901")}
    database.personal_data.erase(CAT, subscription.created)


def test_a_selection_is_asked_for_by_mail_in_two_clicks_more(demo_pages: Served, visitor: Visitor) -> None:
    page = visitor.page
    visitor.click(page.get_by_role("link", name="Down to inadequate in the last 12 months, and why"))
    visitor.click(page.get_by_role("link", name="Mail me this"))
    expect(page.get_by_label("Only when a judgement went down to inadequate")).to_be_checked()
    expect(page.get_by_label("All 12 authorities that we check")).to_be_checked()
    expect(page.locator("#expected")).to_contain_text("this would have been 1 email")


SHOWN = {
    "changes": f"{urls.CHANGES}?direction=declined",
    "letters": f"{urls.LETTERS}?from=2024-01-01",
    "letters-selected": f"{urls.LETTERS}?kind=focused_visit&kind=jtai",
    "corrections": urls.CORRECTIONS,
    "privacy": urls.PRIVACY,
    "sign-up-selected": f"{urls.SIGN_UP}?about=letters&kind=focused_visit&topic=care_leavers",
}


def own_pages(demo_pages: Served) -> dict[str, str]:
    """Ann's own pages, as the link in her last mail leads to them."""
    body = demo_pages.mails(ANN)[-1].get_body(("plain",))
    assert body is not None
    link = re.search(re.escape(demo_pages.url) + r"(/manage/\S+)", body.get_content())
    assert link
    return {"manage": link[1], "erase": f"{link[1]}/erase"}


@pytest.mark.parametrize("window", [DESKTOP, PHONE], ids=["1280", "360"])
def test_no_page_of_selections_scrolls_sideways_and_each_has_its_picture(demo_pages: Served, window: dict[str, int]) -> None:
    wide = {}
    with browsing(viewport=window) as page:
        for name, address in (SHOWN | own_pages(demo_pages)).items():
            page.goto(demo_pages.url + address)
            picture(page, f"page-{name}-{window['width']}", whole=False)
            width: int = page.evaluate("document.scrollingElement.scrollWidth")
            if width > window["width"]:
                wide[name] = width
    assert wide == {}
