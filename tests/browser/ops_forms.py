"""What ops do in the Prefect UI, as a person does it: find a form, fill it in by its titles, follow its run."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.browser import chromium
from tests.browser.chromium import browsing, needs_chromium
from tests.standing_watch import StandingWatch, takes_minutes

IN_THE_UI = [
    pytest.mark.browser,
    pytest.mark.xdist_group("standing"),
    pytest.mark.timeout(900),
    needs_chromium,
    takes_minutes,
]
"""The marks of a file whose tests do in the UI what ops do."""

expect.set_options(timeout=60_000)

MOST_CLICKS = 3
"""On *Submit*, and on a list of choices."""
CHOICE_MS = 15_000


@contextmanager
def ops_page(watch: StandingWatch) -> Iterator[Page]:
    """A fresh browser at the start page of the UI."""
    with browsing(seconds=60) as page:
        page.goto(watch.url)
        yield page


def find_deployment(page: Page, deployment: str) -> Locator:
    """The link of a deployment. The list shows ten a page, so a person searches."""
    page.get_by_role("link", name="Deployments").click()
    expect(page.get_by_role("row").nth(1)).to_be_visible()  # what is written before the list is there is lost
    page.get_by_placeholder("Search deployments").fill(deployment)
    page.wait_for_url(re.compile(f"flowOrDeploymentName={deployment}"))
    return page.get_by_role("link", name=deployment, exact=True).first


def open_form(page: Page, deployment: str) -> None:
    find_deployment(page, deployment).click()
    page.get_by_role("button", name="Run", exact=True).first.click()
    page.get_by_text("Custom run").first.click()
    expect(page.get_by_role("button", name="Submit")).to_be_visible()


def choose(page: Page, title: str, *names: str) -> None:
    page.get_by_role("button", name=f"Select {title}").click()
    for name in names:
        page.get_by_role("option", name=name, exact=True).click()
    page.keyboard.press("Escape")


def choose_one(page: Page, title: str, name: str) -> None:
    """Choose from a list of one choice. The form is drawn again now and then, which closes the list."""
    assert any(_is_chosen(page, title, name) for _ in range(MOST_CLICKS)), f"the list of {title} closes each time"


def _is_chosen(page: Page, title: str, name: str) -> bool:
    field = page.get_by_label(title, exact=False).last
    field.click()
    try:
        page.get_by_role("option", name=name, exact=True).click(timeout=CHOICE_MS)
    except TimeoutError:
        return False
    expect(field).to_contain_text(name)
    return True


def write(page: Page, **texts: str) -> None:
    """Fill in fields by their titles; a space of a title is written as '_'."""
    for title, text in texts.items():
        page.get_by_label(re.compile(rf"^{title.replace('_', ' ')}( \(Optional\))?$")).fill(text)


def switch_on(page: Page, title: str) -> None:
    page.get_by_role("switch", name=title).click()


def add_number(page: Page, title: str, number: int) -> None:
    """Add an item to a list of ids."""
    add_item(page, title)
    numbers_in(page, title).last.fill(str(number))


def numbers_in(page: Page, title: str) -> Locator:
    """The fields of a list of ids."""
    return _list_of(page, title).get_by_role("spinbutton")


def add_item(page: Page, title: str) -> None:
    _list_of(page, title).get_by_role("button", name="Add item").click()


def _list_of(page: Page, title: str) -> Locator:
    """The field of a list: the smallest part of the form that has both the title and the button."""
    part = page.locator("div").filter(has=page.get_by_text(f"{title} (Optional)", exact=True))
    return part.filter(has=page.get_by_role("button", name="Add item")).last


def write_day(page: Page, title: str, day: str) -> None:
    page.get_by_role("button", name=f"{title} (Optional)").click()
    page.get_by_role("textbox", name="Date (yyyy-MM-dd)").fill(day)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("textbox", name="Date (yyyy-MM-dd)")).to_have_count(0)


def submit(page: Page) -> str:
    """Submit the form and open its run. Returns the run's id."""
    assert any(_is_ordered(page) for _ in range(MOST_CLICKS)), "the server took no order"
    page.get_by_role("link", name="View run").click()
    page.wait_for_url(re.compile(r"/runs/flow-run/"))
    address = re.search(r"flow-run/([0-9a-f-]{36})", page.url)
    assert address
    return address[1]


def _is_ordered(page: Page) -> bool:
    """Click Submit. False if the server did not take the order, as while its own database is busy: a person clicks again."""
    try:
        with page.expect_response(re.compile("/create_flow_run$"), timeout=30_000) as answer:
            page.get_by_role("button", name="Submit").click()
    except TimeoutError:
        return False
    return answer.value.ok


def submitted(page: Page, watch: StandingWatch) -> dict[str, Any]:
    """Submit the form; the run at its end."""
    return watch.ended(submit(page))


def picture(page: Page, name: str) -> None:
    """The whole page from its top, where the menu is."""
    page.evaluate("scrollTo(0, 0)")
    chromium.picture(page, f"ops-{name}")


def open_run(page: Page, standing: StandingWatch, run: str, tab: str = "Artifacts") -> None:
    page.goto(f"{standing.url}/v2/runs/flow-run/{run}?tab={tab}")


def open_artifact(page: Page, standing: StandingWatch, run: str, key: str) -> None:
    """From the run's artifacts to the newest one of this key, as a person gets there: its history, then the artifact."""
    open_run(page, standing, run)
    page.get_by_role("heading", name=key, exact=True).click()
    page.get_by_role("link", name=re.compile("^[0-9a-f]{8}$")).first.click()
    expect(page.get_by_role("tab", name="Artifact", exact=True)).to_be_visible()
