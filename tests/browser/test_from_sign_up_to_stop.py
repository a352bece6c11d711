"""A reader's whole way in a real browser: sign up, confirm, a changed judgement, its evidence, one click to stop, silence."""

import re
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from ofsted_watch.demo_site.stories import small_story
from tests.browser.chromium import browsing, needs_chromium, picture
from tests.browser.pages_served import Served, served

pytestmark = [pytest.mark.browser, needs_chromium]
ANN = "ann@council.example"


def link(mail: EmailMessage, served: Served, path: str) -> str:
    """The first link of the mail's own words that leads to this part of our pages."""
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(re.escape(served.url + path) + r"\S*", body.get_content())
    assert found, f"no link to {path} in {mail['Subject']}"
    return found[0]


def sign_up(page: Page, served: Served) -> None:
    page.goto(served.url)
    page.get_by_role("link", name="Get emails").first.click()
    page.get_by_label("All 2 authorities that we check").check()
    page.get_by_label("Notify me when a judgement has changed").check()
    page.get_by_label("Your email address").fill(ANN)
    picture(page, "page-sign-up")
    page.get_by_role("button", name="Send me the link to confirm").click()
    expect(page.get_by_role("heading", name="Check your emails")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_reader_signs_up_is_notified_of_a_change_reads_the_evidence_and_stops_with_one_click(tmp_path: Path, script: bool):
    with served(small_story(), tmp_path) as here, browsing(java_script_enabled=script) as page:
        here.watch.night(here.days[0])
        sign_up(page, here)

        asked = here.mail(ANN, 1)
        assert here.watch.resources.database.subscribers.all() == ()
        page.goto(link(asked, here, "/sign-up/confirm/"))
        expect(page.get_by_role("heading", name="Confirm your emails")).to_be_visible()
        assert here.watch.resources.database.subscribers.all() == (), "looking at the link must not confirm: mail scanners look"
        page.get_by_role("button", name="Start these emails").click()
        expect(page.get_by_role("heading", name="You are signed up")).to_be_visible()

        here.watch.night(here.days[1])
        notified = here.mail(ANN, 2)
        assert "Thornmere" in notified["Subject"]
        page.goto(link(notified, here, "/authorities/"))
        expect(page.get_by_role("heading", level=1)).to_contain_text("Thornmere")
        expect(page.get_by_text("Inadequate").first).to_be_visible()
        expect(page.get_by_role("link", name=re.compile("Ofsted’s site")).first).to_be_visible()

        one_click = re.search(r"<(http[^>]+)>", notified["List-Unsubscribe"])
        assert one_click
        assert notified["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert httpx.post(one_click[1], data={"List-Unsubscribe": "One-Click"}, timeout=30).status_code == 200
        assert here.watch.resources.database.subscribers.all() == ()
        page.goto(link(notified, here, "/unsubscribe/"))
        expect(page.get_by_role("heading", name="These emails are stopped")).to_be_visible()

        here.watch.night(here.days[1])
        assert len(here.mails(ANN)) == 2


def test_a_reader_changes_and_stops_their_emails_by_the_pages_of_their_own_link(tmp_path: Path):
    with served(small_story(), tmp_path) as here, browsing() as page:
        here.watch.night(here.days[0])
        here.watch.subscribe(ANN)
        here.watch.night(here.days[1])
        page.goto(link(here.mail(ANN, 1), here, "/manage/"))
        expect(page.get_by_role("heading", name="Your emails")).to_be_visible()
        picture(page, "page-manage")
        page.get_by_role("link", name="Change", exact=True).click()
        page.get_by_label("Only when a judgement went down", exact=True).check()
        page.get_by_role("button").last.click()
        (preferences,) = here.watch.resources.database.subscribers.all()
        assert preferences.declines_only
        page.get_by_role("button", name="Stop these").click()
        assert here.watch.resources.database.subscribers.all() == ()
