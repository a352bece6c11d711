"""What ops do, in a real browser: order a backfill by its form and follow it to its artifacts; release what is held.

Pictures are kept under test-output/; with TESTS_PICTURES=<folder>, there (they are the ones in docs/operations.md).
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.ops_forms import (
    IN_THE_UI,
    choose,
    choose_one,
    find_deployment,
    open_artifact,
    open_form,
    open_run,
    ops_page,
    picture,
    submit,
    switch_on,
    write,
    write_day,
)
from tests.standing_watch import StandingWatch

pytestmark = IN_THE_UI


@pytest.fixture
def page(standing: StandingWatch) -> Iterator[Page]:
    with ops_page(standing) as page:
        yield page


def test_what_runs_and_what_can_be_ordered_is_listed_in_words(standing: StandingWatch, page: Page):
    listed = [each["name"] for each in standing.ask("deployments/filter", {})]
    assert {"nightly", "backfill", "review-held-alerts", "review-set-aside-letters", "site-check", "subscriber"} <= set(listed)
    page.get_by_role("link", name="Deployments").click()
    page.get_by_label("Items per page").click()
    page.get_by_role("option", name="25", exact=True).click()
    for name in listed:
        expect(page.get_by_role("link", name=name, exact=True).first).to_be_visible()
    expect(page.get_by_text("Not Ready")).to_have_count(0)
    picture(page, "deployments")
    expect(find_deployment(page, "site-check")).to_be_visible()


def test_a_night_shows_what_it_did_and_where_its_report_is(standing: StandingWatch, page: Page):
    first = standing.days[0]
    standing.site.today = first
    ended = standing.ended(standing.order("nightly", today=first.isoformat()))
    assert ended["state_name"].startswith("Completed"), ended["state"]
    open_run(page, standing, ended["id"])
    for shown in ("coverage", "letters", "changes", "set-aside"):
        expect(page.get_by_role("heading", name=shown)).to_be_visible()
    picture(page, "night-artifacts")
    open_artifact(page, standing, ended["id"], "checks")
    report = page.get_by_role("link", name="The whole report, rule by rule")
    expect(report).to_be_visible()
    picture(page, "night-checks")
    address = report.get_attribute("href")
    assert address
    page.goto(address)
    expect(page.get_by_text("Every rule held").first).to_be_visible()
    open_run(page, standing, ended["id"], "Details")
    expect(page.get_by_text(ended["state"]["message"]).first).to_be_visible()
    picture(page, "night-run")


def test_a_preview_says_how_much_a_backfill_would_bring_and_sends_nothing(standing: StandingWatch, page: Page):
    before = standing.command("letters", "--json")
    open_form(page, "backfill")
    choose(page, "Authorities", "Thornmere")
    choose_one(page, "Alerts", "preview")
    run = submit(page)
    ended = standing.ended(run)
    assert ended["state_name"] == "Completed", ended["state"]
    assert "would be stored" in ended["state"]["message"]
    open_artifact(page, standing, run, "backfill")
    expect(page.get_by_text("would be stored").first).to_be_visible()
    picture(page, "backfill-preview")
    assert standing.command("letters", "--json") == before


def test_an_order_that_makes_no_sense_is_refused_with_a_sentence(standing: StandingWatch, page: Page):
    open_form(page, "backfill")
    run = submit(page)
    ended = standing.ended(run)
    assert ended["state_name"] == "Refused"
    open_run(page, standing, run, "Details")
    expect(page.get_by_text(ended["state"]["message"]).first).to_be_visible()
    picture(page, "backfill-refused")


def test_a_backfill_is_ordered_by_its_form_and_followed_to_its_artifacts(standing: StandingWatch, page: Page):
    open_form(page, "backfill")
    choose(page, "Authorities", "Thornmere", "Aldershaw")
    write_day(page, "From", "2018-01-01")
    write_day(page, "To", "2026-03-01")
    expect(page.get_by_role("button", name="Remove Aldershaw tag")).to_be_visible()
    picture(page, "backfill-form")
    run = submit(page)
    ended = standing.ended(run)
    assert (ended["state_name"], ended["name"]) == (
        "Completed",
        "backfill: Thornmere, Aldershaw 1 January 2018 to 1 March 2026",
    )
    open_run(page, standing, run)
    expect(page.get_by_text("2 of 2 authorities done")).to_be_visible()
    picture(page, "backfill-run")
    open_artifact(page, standing, run, "backfill")
    expect(page.get_by_role("cell", name="Thornmere").first).to_be_visible()
    picture(page, "backfill-brought")
    brought = " ".join(standing.artifacts(run).values())
    assert "Thornmere" in brought
    assert "Aldershaw" in brought


def test_a_hold_is_reviewed_and_released(standing: StandingWatch, page: Page):
    first, second = standing.days[:2]
    standing.site.today = first
    standing.command("nightly", "--authority", "Thornmere", "--today", first.isoformat())
    standing.command("subscribe", "newsroom@example.org", "--authority", "Thornmere")
    standing.site.today = second
    standing.command("nightly", "--authority", "Thornmere", "--today", second.isoformat())
    checked = standing.ended(standing.order("review-held-alerts"))
    assert checked["state"]["message"] == "1 alert held"
    assert "Thornmere" in standing.artifacts(checked["id"])["held"]
    open_form(page, "review-held-alerts")
    choose(page, "Decision", "release")
    switch_on(page, "All that are held")
    write(page, Why="checked against the letter", By="Ann of ops")
    picture(page, "review-held-alerts-form")
    run = submit(page)
    ended = standing.ended(run)
    assert (ended["state_name"], ended["state"]["message"]) == (
        "Released",
        "1 alert released for the next delivery; 0 still held",
    )
    open_run(page, standing, run)
    expect(page.get_by_text("Released").first).to_be_visible()
    picture(page, "review-held-alerts-run")
    standing.wait_until(lambda: is_mailed(standing, "newsroom@example.org"), "the released alert is mailed")


def is_mailed(standing: StandingWatch, address: str) -> bool:
    return any(f"To: {address}" in mail.read_text() for mail in (standing.folder / "data" / "outbox").glob("*.eml"))
