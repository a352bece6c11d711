"""Ops and mails in the Prefect UI: a subscriber is added, a mail explained, all mails paused, a limit changed.

Each test fills in the form as a person does, and looks for what came of it in the database or at the mail server.
"""

import json
import re

from playwright.sync_api import Page, expect

from ofsted_watch.domain.model import AlertState
from tests.browser.ops_forms import IN_THE_UI, choose, open_artifact, open_form, picture, submitted, write
from tests.browser.weekly_watch import FALLS_TOO, REFUSED, VISITED, VISITED_ALSO, VISITED_TOO, WeeklyWatch, text_of

pytestmark = IN_THE_UI


def test_a_subscriber_who_is_added_gets_the_mail_of_the_next_letter(weekly: WeeklyWatch, ops: Page):
    address = "rowan.ash@council.example"
    open_form(ops, "subscriber")
    choose(ops, "What to do", "add")
    write(ops, Address=address)
    choose(ops, "Authorities", "Harrowmere")
    choose(ops, "What of", "letter")
    picture(ops, "subscriber-form")
    added = submitted(ops, weekly.watch)
    assert added["state_name"] == "Completed", added["state"]["message"]
    (stored,) = [each for each in json.loads(weekly.watch.command("subscriptions", "--json")) if each["email"] == address]
    assert sorted(stored["topics"]) == ["change", "letter"]
    assert address not in json.dumps(added)
    weekly.checked_and_sent(VISITED_TOO, "Harrowmere")
    assert "Harrowmere" in weekly.mail(address, 1)["Subject"]


def test_why_somebody_got_a_mail_is_answered_by_their_address(weekly: WeeklyWatch, ops: Page):
    address = "newsroom@paper.example"
    weekly.watch.command("subscribe", address, "--authority", "Brackenmoor", "--on", "letter")
    weekly.checked_and_sent(VISITED_ALSO, "Brackenmoor")
    mail = weekly.mail(address, 1)
    open_form(ops, "subscriber")
    write(ops, Address=address)
    run = submitted(ops, weekly.watch)
    open_artifact(ops, weekly.watch, run["id"], "subscriber")
    row = ops.get_by_role("row").filter(has_text=mail["Subject"])
    expect(row).to_contain_text("sent")
    why = "asked to hear of any new letter about Brackenmoor, as soon as we know."
    assert f"{address} {why}" in text_of(mail)
    expect(row).to_contain_text(why)
    expect(ops.get_by_text(address)).to_have_count(0)
    picture(ops, "subscriber-why")


def test_a_mail_that_was_refused_is_sent_again(weekly: WeeklyWatch, ops: Page):
    address = "sam@charity.example"
    weekly.watch.command("subscribe", address, "--authority", "Tillingdean", "--on", "letter")
    weekly.mailbox.said["address"] = "550 5.1.1 no such user"
    try:
        weekly.checked_and_sent(REFUSED, "Tillingdean")
    finally:
        weekly.mailbox.said["address"] = "250 ok"
    with weekly.database() as database:
        (refused,) = [each for each in database.alerts.find([AlertState.FAILED]) if each.subscription.email == address]
    assert refused.event.authority == "Tillingdean"
    open_form(ops, "subscriber")
    choose(ops, "What to do", "send again")
    write(ops, Address=address, Why="the mailbox exists again", By="Ann of ops")
    again = submitted(ops, weekly.watch)
    assert again["state"]["message"].endswith("1 mail due again")
    assert "Tillingdean" in weekly.mail(address, 1)["Subject"]


def test_no_mail_goes_while_mails_are_paused_and_it_goes_after(weekly: WeeklyWatch, ops: Page):
    address = "anna@charity.example"
    weekly.watch.command("subscribe", address, "--authority", "Aldershaw", "--on", "letter")
    open_form(ops, "mails")
    choose(ops, "Decision", "pause")
    write(ops, Why="the mail server is moved", By="Ann of ops")
    picture(ops, "mails-form")
    paused = submitted(ops, weekly.watch)
    try:
        assert paused["state_name"] == "Completed", paused["state"]["message"]
        weekly.checked_and_sent(VISITED, "Aldershaw")
        with weekly.database() as database:
            (waiting,) = [each for each in database.alerts.find([AlertState.PENDING]) if each.subscription.email == address]
        assert waiting.event.authority == "Aldershaw"
        assert weekly.mailbox.to(address) == []
    finally:
        open_form(ops, "mails")
        choose(ops, "Decision", "resume")
        write(ops, Why="it has moved", By="Ann of ops")
        resumed = submitted(ops, weekly.watch)
    assert resumed["state"]["message"] == "mails go out"
    assert "Aldershaw" in weekly.mail(address, 1)["Subject"]


def test_a_limit_that_is_changed_is_in_force_in_the_next_run(weekly: WeeklyWatch, ops: Page):
    address = "desk@paper.example"
    weekly.watch.command("subscribe", address, "--authority", "Kingsholt upon Wye")
    open_form(ops, "settings")
    choose(ops, "Decision", "change")
    choose(ops, "Limit", "alert limit")
    write(ops, Number="0", Why="the site was redesigned", By="Ann of ops")
    picture(ops, "settings-form")
    changed = submitted(ops, weekly.watch)
    try:
        assert changed["state_name"] == "Completed", changed["state"]["message"]
        open_artifact(ops, weekly.watch, changed["id"], "settings")
        expect(ops.get_by_role("row").filter(has_text="alert limit")).to_contain_text(re.compile("0.*12.*Ann of ops"))
        picture(ops, "settings")
        night = weekly.night(FALLS_TOO, "Kingsholt upon Wye")
        assert night["state_name"] == "Completed with alerts held"
        with weekly.database() as database:
            (held,) = [each for each in database.alerts.find([AlertState.HELD]) if each.subscription.email == address]
        assert held.hold is not None
        assert "more than the limit of 0" in held.hold
    finally:
        open_form(ops, "settings")
        choose(ops, "Decision", "as the environment again")
        write(ops, Why="the site is as it was", By="Ann of ops")
        again = submitted(ops, weekly.watch)
    assert again["state_name"] == "Completed"
    in_force = {each["name"]: each for each in json.loads(weekly.watch.command("settings", "list", "--json"))}
    assert in_force["alert_limit"]["value"] == "12"
    weekly.watch.command("alerts", "drop", str(held.id), "--why", "the test is over", "--by", "Ann of ops")
    assert weekly.mailbox.to(address) == []
