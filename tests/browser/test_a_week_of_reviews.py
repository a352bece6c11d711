"""Ops decide in the Prefect UI: a hold is released after its letter was opened, grades are entered, a gap is closed.

Each test fills in the form as a person does, and looks for what came of it in the database or at the mail server.
"""

import json
import re

from playwright.sync_api import Page, expect

from tests.browser.ops_forms import (
    IN_THE_UI,
    add_item,
    add_number,
    choose,
    numbers_in,
    open_artifact,
    open_form,
    picture,
    submitted,
    switch_on,
    write,
)
from tests.browser.weekly_watch import CONTRADICTING, CONTRADICTS, FALLS, FELL, IS_NOT_SERVED, NOT_SERVED, WeeklyWatch, text_of

pytestmark = IN_THE_UI


def looked(ops: Page, weekly: WeeklyWatch, deployment: str, key: str) -> None:
    """Run a form unchanged and open what it shows."""
    open_form(ops, deployment)
    open_artifact(ops, weekly.watch, submitted(ops, weekly.watch)["id"], key)


def test_a_hold_is_released_after_its_letter_was_opened_in_the_form_that_its_id_leads_to(weekly: WeeklyWatch, ops: Page):
    address = "editor@paper.example"
    weekly.watch.command("subscribe", address, "--authority", "Thornmere")
    who = ("--why", "a hold to look at", "--by", "Ann of ops")
    weekly.watch.command("settings", "set", "--limit", "alert_limit", "0", *who)
    try:
        weekly.checked_and_sent(FALLS, "Thornmere")
    finally:
        weekly.watch.command("settings", "set", "--environment", "alert_limit", *who)
    looked(ops, weekly, "review-held-alerts", "held")
    row = ops.get_by_role("row").filter(has_text="Thornmere")
    expect(row).to_contain_text("overall effectiveness: good → inadequate")
    why = ops.get_by_text("more than the limit of 0").first
    expect(why).to_be_visible()
    picture(ops, "held")
    number, artifact = row.get_by_role("cell").first.inner_text(), ops.url
    link = row.get_by_role("link", name="open")
    letter = ops.request.get(str(link.get_attribute("href")))
    assert letter.body().startswith(b"%PDF")
    link.click()
    ops.wait_for_url(re.compile(rf"/v1/file/{FELL}$"))

    ops.goto(artifact)
    row.get_by_role("link", name=number, exact=True).click()
    ops.wait_for_url(re.compile("/deployments/deployment/[0-9a-f-]{36}/run"))
    expect(ops.get_by_role("button", name="Submit")).to_be_visible()
    expect(numbers_in(ops, "Alerts")).to_have_count(1)
    expect(numbers_in(ops, "Alerts")).to_have_value(number)
    choose(ops, "Decision", "release")
    write(ops, Why="the letter says so", By="Ann of ops")
    released = submitted(ops, weekly.watch)
    assert released["state_name"] == "Released", released["state"]["message"]
    mail = weekly.mail(address, 1)
    assert mail["Subject"] == "Thornmere: children's services judged inadequate (was good)"


def test_the_grades_of_a_set_aside_report_are_entered_and_mailed(weekly: WeeklyWatch, ops: Page):
    address = "lee@charity.example"
    weekly.watch.command("subscribe", address, "--authority", "Oxmarsh")
    weekly.checked_and_sent(CONTRADICTS, "Oxmarsh")
    notice = weekly.mail(address, 1)
    assert "could not read its grades" in notice["Subject"]
    looked(ops, weekly, "review-set-aside-letters", "waiting")
    heading = ops.get_by_role("heading", name=re.compile(r"^\d+: Oxmarsh$"))
    number = heading.inner_text().partition(":")[0]
    expect(ops.get_by_text("The letter contradicts itself about the impact of leaders").first).to_be_visible()
    picture(ops, "set-aside")
    ops.get_by_role("link", name="page 1", exact=True).first.click()
    ops.wait_for_url(re.compile(re.escape(weekly.reports)))
    image = ops.get_by_role("img").first
    expect(image).to_be_visible()
    assert image.evaluate("image => image.naturalWidth") > 400
    ops.goto(weekly.watch.url)

    open_form(ops, "review-set-aside-letters")
    choose(ops, "Decision", "enter")
    add_number(ops, "Items", int(number))
    add_item(ops, "Grades")
    choose(ops, "Area", "the impact of leaders on social work practice")
    choose(ops, "Grade", "inadequate")
    write(ops, Page="1", Text="The impact of leaders on social work practice with children and families Inadequate")
    switch_on(ops, "Confirm what was read")
    write(ops, Why="its table and a heading differ; the table counts", By="Ann of ops")
    picture(ops, "enter-grades-form")
    entered = submitted(ops, weekly.watch)
    assert entered["state_name"] == "Entered", entered["state"]["message"]
    mail = weekly.mail(address, 2)
    assert mail["Subject"] == "Oxmarsh: children's services judged inadequate (was good)"
    assert mail["In-Reply-To"] == notice["Message-ID"]
    text = text_of(mail)
    assert re.search(r"Read by a person on \d+ \w+ \d{4}: its table and a heading differ; the table counts\.", text)
    assert "Ann of ops" not in text
    letters = json.loads(weekly.watch.command("letters", "--authority", "Oxmarsh", "--json"))
    (letter,) = [each for each in letters if each["file_number"] == CONTRADICTING]
    grades = {each["area"]: each["grade"] for each in letter["judgements"]}
    # As 'iirii' of the story has them, in the order of the report's framework.
    assert grades == {
        "leaders": "inadequate",
        "help_protection": "inadequate",
        "in_care": "requires_improvement",
        "care_leavers": "inadequate",
        "overall": "inadequate",
    }


def test_the_gap_of_a_report_without_grades_is_closed(weekly: WeeklyWatch, ops: Page):
    def gaps() -> dict[str, int]:
        return {each["file_number"]: each["id"] for each in json.loads(weekly.watch.command("gaps", "list", "--json"))}

    weekly.checked_and_sent(IS_NOT_SERVED, "Penhallow")
    waiting = gaps()[NOT_SERVED]
    looked(ops, weekly, "review-gaps", "gaps")
    row = ops.get_by_role("row").filter(has_text="Penhallow")
    picture(ops, "gaps")
    number = int(row.get_by_role("cell").first.inner_text())
    assert number == waiting
    open_form(ops, "review-gaps")
    choose(ops, "Decision", "close")
    write(ops, Gap=str(number), Why="it is a note about the council's name", By="Ann of ops")
    picture(ops, "gaps-form")
    closed = submitted(ops, weekly.watch)
    assert closed["state_name"] == "Closed", closed["state"]["message"]
    assert NOT_SERVED not in gaps()
