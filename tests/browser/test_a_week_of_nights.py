"""Ops and the nights in the Prefect UI: did last night work, run one authority again, add an authority.

These nights are over all authorities, so their days come after those of the other tests of the week. Each test looks for what
came of it in the database.
"""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from ofsted_watch.demo_site.invented_authorities import invented
from ofsted_watch.demo_site.mishaps import Redesigned
from tests.browser.ops_forms import IN_THE_UI, choose, choose_one, open_artifact, open_form, picture, submitted, write, write_day
from tests.browser.visitors import Visitor
from tests.browser.weekly_watch import IS_NEW, LAST, NEW, QUIET, UNREACHED, WeeklyWatch

pytestmark = IN_THE_UI

MOST_CLICKS = 2


@pytest.fixture(scope="module")
def caught_up(weekly: WeeklyWatch) -> WeeklyWatch:
    """All that was published until now is known, whichever tests ran before."""
    weekly.checked_and_sent(LAST)
    return weekly


def how_it_went(ops: Page, name: str, state: str) -> int:
    """From the start page to a night's state, in the list of runs and on its own page. Returns the clicks."""
    somebody = Visitor(ops)
    somebody.click(ops.get_by_role("link", name="Runs", exact=True))
    night = ops.get_by_role("link", name=name, exact=True).first
    card = ops.get_by_role("listitem").filter(has=night).first
    expect(card).to_contain_text(state)
    somebody.click(night)
    ops.wait_for_url(re.compile("/runs/flow-run/"))
    expect(ops.get_by_text(state, exact=True).first).to_be_visible()
    return somebody.clicks


def test_that_last_night_worked_is_known_after_two_clicks(caught_up: WeeklyWatch, ops: Page):
    night = caught_up.night(QUIET)
    assert night["state_type"] == "COMPLETED", night["state"]["message"]
    assert how_it_went(ops, "nightly 12 March 2026", "Completed") <= MOST_CLICKS
    status = json.loads(caught_up.watch.command("status", "--json"))
    assert (status["expected"], status["checked"], status["unchecked"]) == (8, 8, [])
    open_artifact(ops, caught_up.watch, night["id"], "nights")
    ops.get_by_role("link", name="All runs without deliveries and polls").click()
    ops.wait_for_url(re.compile("/v2/runs\\?.*tags=foreground"))
    expect(ops.get_by_role("link", name="nightly 12 March 2026", exact=True).first).to_be_visible()
    expect(ops.get_by_text(re.compile("^(deliver|poll)"))).to_have_count(0)
    open_artifact(ops, caught_up.watch, night["id"], "nights")
    ops.get_by_role("link", name=re.compile("^The picture of")).click()
    ops.wait_for_url(f"{caught_up.reports}/nights")
    expect(ops.locator("svg, img").first).to_be_visible()


def test_that_last_night_was_incomplete_is_known_after_two_clicks_and_one_authority_is_run_again(
    caught_up: WeeklyWatch, ops: Page
):
    caught_up.watch.site.mishap(f"/provider/44/{invented('Aldershaw').urn}", Redesigned())
    night = caught_up.night(UNREACHED)
    assert night["state_type"] == "FAILED", night["state"]["message"]
    assert caught_up.last_check("Aldershaw") != UNREACHED
    assert how_it_went(ops, "nightly 13 March 2026", "Incomplete") <= MOST_CLICKS
    open_artifact(ops, caught_up.watch, night["id"], "coverage")
    expect(ops.get_by_role("row").filter(has_text="Aldershaw")).to_be_visible()

    open_form(ops, "nightly")
    choose(ops, "Authorities", "Aldershaw")
    write_day(ops, "Day", UNREACHED.isoformat())
    picture(ops, "nightly-form")
    again = submitted(ops, caught_up.watch)
    assert again["state_name"] == "Completed", again["state"]["message"]
    assert caught_up.last_check("Aldershaw") == UNREACHED


def test_an_authority_that_is_added_is_checked_by_the_next_night(caught_up: WeeklyWatch, ops: Page):
    night = caught_up.night(IS_NEW)
    assert night["state_name"] == "Incomplete"
    assert NEW.urn in night["state"]["message"]
    open_form(ops, "change-authorities")
    choose(ops, "Decision", "add")
    write(ops, Authority=NEW.name, URN=NEW.urn, ONS_code=NEW.ons_code, By="Ann of ops")
    choose_one(ops, "Region", invented("Thornmere").region)
    picture(ops, "authorities-form")
    added = submitted(ops, caught_up.watch)
    assert added["state_name"] == "Added", added["state"]["message"]
    open_artifact(ops, caught_up.watch, added["id"], "register")
    expect(ops.get_by_role("row").filter(has_text=NEW.name)).to_contain_text(NEW.urn)
    picture(ops, "authorities")
    assert caught_up.night(IS_NEW)["state_name"] == "Completed"
    (letter,) = json.loads(caught_up.watch.command("letters", "--authority", NEW.name, "--json"))
    assert re.search("2024-07", letter["published"])
    assert caught_up.last_check(NEW.name) == IS_NEW
