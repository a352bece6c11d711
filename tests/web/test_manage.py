"""Behind the link from a mail: what I asked for, changed or stopped by me and by nobody else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from ofsted_watch.domain.model import AlertState, EventKind, Frequency, NewAlert, Outcome, Subscription, Topic
from ofsted_watch.services.signed_links import signed_links
from ofsted_watch.subscriptions.preferences import Preferences, preferences_of
from tests.adapters.database.made import event
from tests.web.requests_to_pages import ANN, KENT, LEEDS, PREFERENCES, SECRET, Asking, asking, link_in, path_of

NOW = datetime.now(UTC)
BOB = "bob@council.example"
FORM = {name: value for name, value in PREFERENCES.items() if name != "email"}


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Asking]:
    with asking(tmp_path) as opened:
        yield opened


def mine(pages: Asking, email: str = ANN) -> str:
    return path_of(pages.links.to_manage(email, NOW))


def preferences_list(pages: Asking) -> list[Preferences]:
    return [preferences_of(one) for one in pages.database.subscribers.all()]


def test_my_page_says_all_that_i_asked_for_and_nothing_of_others(pages: Asking) -> None:
    pages.subscribed()
    pages.subscribed(urns=frozenset(), region="South East", topics={Topic.LETTER}, frequency=Frequency.WEEKLY)
    pages.subscribed(BOB, urns={LEEDS})
    page = pages.follow(mine(pages)).text
    assert "Changed judgements about Kent, as soon as we know" in page
    assert "Any new letter about every authority in the region South East, once a week" in page
    assert "Leeds" not in page
    assert BOB not in page


def test_a_subscription_is_changed_in_its_place(pages: Asking) -> None:
    before = pages.subscribed()
    form = pages.follow(f"{mine(pages)}/change/{before.id}").text
    assert f'id="authority-{KENT}" value="{KENT}" checked' in form
    changed = {**FORM, "authority": [KENT, LEEDS], "change": "declines", "frequency": "daily"}
    answer = pages.press(f"{mine(pages)}/change/{before.id}", **changed)  # type: ignore[arg-type]
    assert (answer.status_code, "?done=changed" in answer.headers["location"]) == (303, True)
    assert "Your emails are changed" in pages.follow(answer.headers["location"]).text
    (after,) = pages.database.subscribers.all()
    assert after.id == before.id
    assert preferences_of(after) == Preferences(
        frozenset({KENT, LEEDS}), None, frozenset({Topic.CHANGE}), Frequency.DAILY, declines_only=True
    )


def test_opening_and_saving_the_form_leaves_every_kind_of_subscription_as_it_was(pages: Asking) -> None:
    """What the form shows ticked is sent back, as a browser would."""
    known = [
        pages.subscribed(),
        pages.subscribed(urns=frozenset()),
        pages.subscribed(urns=frozenset(), region="South East"),
        pages.subscribed(topics={Topic.LETTER, Topic.PRIORITY}, frequency=Frequency.WEEKLY),
        pages.subscribed(topics=set(Topic), declines_only=True, frequency=Frequency.DAILY),
    ]
    for one in known:
        form = pages.follow(f"{mine(pages)}/change/{one.id}").text
        assert pages.press(f"{mine(pages)}/change/{one.id}", **as_a_browser_sends(form)).status_code == 303
    assert list(pages.database.subscribers.all()) == known


def as_a_browser_sends(form: str) -> dict[str, list[str]]:
    """What stands ticked or selected in a form."""
    page = BeautifulSoup(form, "html.parser")
    sent: dict[str, list[str]] = {}
    for ticked in page.select("main input[checked]"):
        sent.setdefault(str(ticked["name"]), []).append(str(ticked["value"]))
    for chosen in page.select("main option[selected]"):
        sent["region"] = [chosen.get_text()]
    return sent


def test_a_subscription_for_an_authority_that_is_not_watched_any_more_can_still_be_stored(tmp_path: Path) -> None:
    with asking(tmp_path, authorities=("Leeds",)) as pages:
        before = pages.subscribed(urns={KENT, LEEDS})
        form = pages.follow(f"{mine(pages)}/change/{before.id}").text
        assert pages.press(f"{mine(pages)}/change/{before.id}", **as_a_browser_sends(form)).status_code == 303
        assert pages.database.subscribers.all() == (before,)


def test_a_change_that_is_not_clear_is_asked_again_and_changes_nothing(pages: Asking) -> None:
    before = pages.subscribed()
    answer = pages.press(f"{mine(pages)}/change/{before.id}", **{**FORM, "change": "none"})
    assert (answer.status_code, "Choose at least one subject" in answer.text) == (400, True)
    assert pages.database.subscribers.all() == (before,)


def test_two_subscriptions_cannot_become_the_same(pages: Asking) -> None:
    first, second = pages.subscribed(), pages.subscribed(urns={LEEDS})
    answer = pages.press(f"{mine(pages)}/change/{second.id}", **FORM)
    assert (answer.status_code, "for exactly this" in answer.text) == (409, True)
    assert pages.database.subscribers.all() == (first, second)


def waits(pages: Asking, subscription: Subscription, *urns: str) -> None:
    """Something about each of these authorities is decided for this subscription and not sent yet."""
    events = tuple(event(f"letter:{urn}", urn) for urn in urns)
    alerts = tuple(NewAlert(subscription.id, one.key) for one in events)
    pages.database.outcomes.apply(Outcome(today=NOW.date(), events=events, alerts=alerts), run_id=None, at=NOW)


def test_of_what_waits_only_what_is_still_wanted_goes_out_and_as_the_new_subscription_says(pages: Asking) -> None:
    before = pages.subscribed(urns=frozenset())
    waits(pages, before, KENT, LEEDS)
    pages.press(f"{mine(pages)}/change/{before.id}", **{**FORM, "frequency": "daily"})
    later = NOW + timedelta(minutes=1)
    assert pages.database.outbox.claim(later, limit=9) == ()
    assert [one.event.urn for one in pages.database.outbox.claim_digest(later, Frequency.DAILY, ANN)] == [KENT]
    (dropped,) = pages.database.alerts.find([AlertState.DROPPED])
    assert (dropped.event.urn, dropped.resolved_why) == (LEEDS, "changed the preferences")


def test_a_correction_of_what_one_was_sent_comes_though_one_asks_for_other_things_now(pages: Asking) -> None:
    before = pages.subscribed(urns=frozenset())
    correction = replace(event("correction:1", LEEDS), kind=EventKind.CORRECTION, corrects=f"letter:{LEEDS}")
    outcome = Outcome(today=NOW.date(), events=(correction,), alerts=(NewAlert(before.id, correction.key, "held for review"),))
    pages.database.outcomes.apply(outcome, run_id=None, at=NOW)
    pages.press(f"{mine(pages)}/change/{before.id}", **FORM)
    assert [one.event.key for one in pages.database.preference_changes.waiting_for(before.id)] == [correction.key]


def test_one_subscription_is_stopped_and_the_other_goes_on(pages: Asking) -> None:
    first, second = pages.subscribed(), pages.subscribed(urns={LEEDS})
    answer = pages.press(f"{mine(pages)}/stop", which=str(first.id))
    assert "These emails are stopped" in pages.follow(answer.headers["location"]).text
    assert pages.database.subscribers.all() == (second,)


def test_all_are_stopped_with_one_button(pages: Asking) -> None:
    pages.subscribed()
    pages.subscribed(urns={LEEDS})
    other = pages.subscribed(BOB)
    answer = pages.press(f"{mine(pages)}/stop", which="all")
    assert "No emails go to" in pages.follow(answer.headers["location"]).text
    assert pages.database.subscribers.all() == (other,)


@pytest.mark.parametrize("which", ["", "0", "x", "-1", "99999999999999999999", "1 OR 1=1"])
def test_a_stop_for_nothing_we_know_stops_nothing(pages: Asking, which: str) -> None:
    pages.subscribed()
    assert pages.press(f"{mine(pages)}/stop", which=which).status_code == 404
    assert len(pages.database.subscribers.all()) == 1


def test_the_subscription_of_another_person_can_be_neither_seen_nor_changed_nor_stopped(pages: Asking) -> None:
    pages.subscribed()
    theirs = pages.subscribed(BOB, urns={LEEDS})
    assert pages.follow(f"{mine(pages)}/change/{theirs.id}").status_code == 404
    assert pages.press(f"{mine(pages)}/change/{theirs.id}", **FORM).status_code == 404
    assert pages.press(f"{mine(pages)}/stop", which=str(theirs.id)).status_code == 404
    assert theirs in pages.database.subscribers.all()


def test_a_pause_is_said_with_its_reason_and_ended_by_a_button(pages: Asking) -> None:
    pages.subscribed()
    assert "We have paused" not in pages.follow(mine(pages)).text
    pages.database.subscribers.pause(ANN, "550 no such mailbox")
    assert "said that the address does not exist" in pages.follow(mine(pages)).text
    answer = pages.press(f"{mine(pages)}/send-again")
    assert "Your emails start again" in pages.follow(answer.headers["location"]).text
    assert [one.paused for one in pages.database.subscribers.all()] == [None]


def test_nothing_from_the_address_of_the_page_is_shown(pages: Asking) -> None:
    pages.subscribed()
    assert "surprise" not in pages.follow(f"{mine(pages)}?done=surprise").text


def test_a_fresh_link_comes_by_mail_to_who_gets_mails_and_to_nobody_else(pages: Asking) -> None:
    pages.subscribed()
    for address in (ANN, BOB):
        answer = pages.press("/manage", email=address)
        assert (answer.status_code, answer.headers["location"]) == (303, "/manage/check-your-mails")
    (mail,) = pages.mails()
    assert mail["To"] == ANN
    assert "Changed judgements about Kent" in pages.follow(link_in(mail, "manage")).text
    assert "If this address gets emails from us" in pages.follow("/manage/check-your-mails").text


def test_an_address_that_is_none_is_said(pages: Asking) -> None:
    answer = pages.press("/manage", email="ann\r\nBcc: bob@council.example")
    assert (answer.status_code, "cannot contain a line break" in answer.text) == (400, True)


EVERY_BUTTON = ["", "/stop", "/send-again", "/change/1"]


@pytest.mark.parametrize("button", EVERY_BUTTON)
def test_a_link_that_is_too_old_offers_a_fresh_one_and_does_nothing(pages: Asking, button: str) -> None:
    pages.subscribed()
    old = path_of(pages.links.to_manage(ANN, NOW - timedelta(days=91))) + button
    answer = pages.press(old, which="all", **FORM) if button else pages.follow(old)
    assert (answer.status_code, 'href="/manage">Get a new link' in answer.text) == (410, True)
    assert ANN not in answer.text
    assert len(pages.database.subscribers.all()) == 1


def other_tokens(pages: Asking) -> list[str]:
    """Tokens that are good for something else, or for nothing."""
    mine_ = pages.links.to_manage(ANN, NOW)
    elsewhere = signed_links(replace(pages.settings, secret=("another secret, of somebody else's house",)))
    return [
        pages.links.to_confirm(ANN, Preferences(frozenset(), None, frozenset({Topic.CHANGE}), Frequency.AT_ONCE), NOW).rpartition(
            "/"
        )[2],
        pages.links.to_unsubscribe(ANN, [1], NOW).rpartition("/")[2],
        elsewhere.to_manage(ANN, NOW).rpartition("/")[2],
        mine_.rpartition("/")[2][:-5],
        mine_.rpartition("/")[2] + "AAAA",
        "x",
        "%00",
        "%2e%2e",
    ]


@pytest.mark.parametrize("button", EVERY_BUTTON)
def test_links_that_are_not_ours_or_for_something_else_open_nothing_and_tell_nothing(pages: Asking, button: str) -> None:
    pages.subscribed()
    for token in other_tokens(pages):
        path = f"/manage/{token}{button}"
        answer = pages.press(path, which="all", **FORM) if button else pages.follow(path)
        assert answer.status_code == 400, token
        assert "This link does not work" in answer.text
        assert ANN not in answer.text
    assert preferences_list(pages) == [Preferences(frozenset({KENT}), None, frozenset({Topic.CHANGE}), Frequency.AT_ONCE)]


def test_a_new_secret_before_the_old_one_leaves_every_link_good(tmp_path: Path) -> None:
    with asking(tmp_path) as pages:
        pages.subscribed()
        link = mine(pages)
    with asking(tmp_path, secret=("a new secret of the tests, long enough", SECRET)) as pages:
        assert "about Kent" in pages.follow(link).text
    with asking(tmp_path, secret=("a new secret of the tests, long enough",)) as pages:
        assert pages.follow(link).status_code == 400
