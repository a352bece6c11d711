"""Asking for mails: nothing begins before the person confirms, and nothing tells whether an address is known."""

import asyncio
import logging
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from ofsted_watch.domain.model import Frequency, Topic
from ofsted_watch.subscriptions.preferences import Preferences, preferences_of
from tests.web.own_script import without_own_script
from tests.web.requests_to_pages import ANN, KENT, LEEDS, PREFERENCES, Asking, asking, link_in, links_in, text_of

NOW = datetime.now(UTC)
ABOUT_KENT = Preferences(frozenset({KENT}), None, frozenset({Topic.CHANGE}), Frequency.AT_ONCE)


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Asking]:
    with asking(tmp_path) as opened:
        yield opened


def confirm_link(pages: Asking) -> str:
    return link_in(pages.mails()[-1], "confirm")


def test_an_authoritys_page_leads_to_a_form_with_that_authority_ticked(pages: Asking) -> None:
    form = pages.browser.get("/sign-up", params={"authority": KENT}).text
    assert f'id="authority-{KENT}" value="{KENT}" checked' in form
    assert 'id="where-chosen" value="chosen" checked' in form
    assert form.count(" checked") == 4  # the authority, 'the ones I tick', any change, at once


@pytest.mark.parametrize("asked", [{}, {"authority": "00000"}, {"authority": '"><script>'}, {"region": "Nowhere"}])
def test_a_form_that_nobody_began_chooses_no_authority(pages: Asking, asked: dict[str, str]) -> None:
    answer = pages.browser.get("/sign-up", params=asked)
    assert answer.status_code == 200
    assert answer.text.count(" checked") == 2
    assert "<script" not in without_own_script(answer.text)


def test_the_form_offers_what_is_watched_and_nothing_else(tmp_path: Path) -> None:
    with asking(tmp_path, authorities=("Kent", "Leeds")) as pages:
        form = pages.browser.get("/sign-up").text
        assert "All 2 authorities that we check" in form
        assert "Knowsley" not in form
        assert pages.ask(authority=["80522"]).status_code == 400


def test_from_the_form_to_the_first_subscription(pages: Asking) -> None:
    answer = pages.ask()
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-up/check-your-mails")
    (mail,) = pages.mails()
    assert mail["To"] == ANN
    assert "Changed judgements about Kent, as soon as we know" in text_of(mail)
    assert "List-Unsubscribe" not in mail  # there is nothing to stop yet
    shown = pages.follow(confirm_link(pages))
    assert "Changed judgements about Kent, as soon as we know" in shown.text
    assert pages.press(confirm_link(pages)).status_code == 200
    (stored,) = pages.database.subscribers.all()
    assert (stored.email, preferences_of(stored)) == (ANN, ABOUT_KENT)


@pytest.mark.parametrize(
    ("fields", "preferences"),
    [
        ({"where": "all", "authority": None}, Preferences(frozenset(), None, frozenset({Topic.CHANGE}), Frequency.AT_ONCE)),
        (
            {"where": "region", "region": "South East", "authority": None, "frequency": "weekly"},
            Preferences(frozenset(), "South East", frozenset({Topic.CHANGE}), Frequency.WEEKLY),
        ),
        (
            {"authority": [KENT, LEEDS], "change": "declines", "priority": "yes"},
            Preferences(
                frozenset({KENT, LEEDS}), None, frozenset({Topic.CHANGE, Topic.PRIORITY}), Frequency.AT_ONCE, declines_only=True
            ),
        ),
        (
            {"change": "none", "letter": "yes", "frequency": "daily"},
            Preferences(frozenset({KENT}), None, frozenset({Topic.LETTER}), Frequency.DAILY),
        ),
    ],
)
def test_every_kind_of_subscription_arrives_as_it_was_ticked(
    pages: Asking, fields: dict[str, Any], preferences: Preferences
) -> None:
    assert pages.ask(**fields).status_code == 303
    pages.press(confirm_link(pages))
    assert [preferences_of(stored) for stored in pages.database.subscribers.all()] == [preferences]


def test_before_the_button_is_pressed_nothing_about_the_person_is_stored(pages: Asking) -> None:
    pages.ask()
    link = confirm_link(pages)
    for _ in range(3):  # programs that look through mails open every link
        assert pages.follow(link).status_code == 200
        assert pages.browser.head(link).status_code == 200
    with sqlite3.connect(pages.settings.data_dir / "ofsted-watch.db") as stored:
        assert "council.example" not in "\n".join(stored.iterdump())
    assert pages.database.subscribers.all() == ()


def test_pressing_twice_is_one_subscription(pages: Asking) -> None:
    pages.ask()
    link = confirm_link(pages)
    assert (pages.press(link).status_code, pages.press(link).status_code) == (200, 200)
    assert len(pages.database.subscribers.all()) == 1


def test_an_old_press_does_not_bring_back_a_subscription_that_was_changed_or_stopped(pages: Asking) -> None:
    pages.ask()
    link = confirm_link(pages)
    pages.press(link)
    (first,) = pages.database.subscribers.all()
    other = Preferences(frozenset({LEEDS}), None, frozenset({Topic.LETTER}), Frequency.DAILY)
    changed = pages.database.preference_changes.change(ANN, first.id, other, unwanted=(), at=NOW)
    assert "Any new letter about Leeds" in pages.press(link).text
    assert pages.database.subscribers.all() == (changed,)
    pages.database.subscribers.unsubscribe(ANN, NOW)
    used = pages.press(link)
    assert (used.status_code, "have stopped these emails since" in used.text) == (410, True)
    assert pages.database.subscribers.all() == ()


def test_who_stopped_can_begin_anew_with_a_new_link(pages: Asking) -> None:
    pages.ask()
    pages.press(confirm_link(pages))
    pages.database.subscribers.unsubscribe(ANN, NOW)
    pages.ask()
    assert pages.press(confirm_link(pages)).status_code == 200
    assert len(pages.database.subscribers.all()) == 1


def test_two_subscriptions_asked_for_one_after_the_other_are_both_confirmed(pages: Asking) -> None:
    pages.ask()
    pages.ask(authority=[LEEDS])
    for mail in pages.mails():
        assert pages.press(link_in(mail, "confirm")).status_code == 200
    assert {one.urns for one in pages.database.subscribers.all()} == {frozenset({KENT}), frozenset({LEEDS})}


def test_a_link_older_than_seven_days_says_so_and_leads_to_a_new_beginning(pages: Asking) -> None:
    link = pages.links.to_confirm(ANN, ABOUT_KENT, NOW - timedelta(days=7, minutes=1))
    for answer in (pages.follow(link), pages.press(link)):
        assert answer.status_code == 410
        assert "more than 7 days ago" in answer.text
        assert 'href="/sign-up">Start again' in answer.text
    assert pages.database.subscribers.all() == ()
    assert pages.follow(pages.links.to_confirm(ANN, ABOUT_KENT, NOW - timedelta(days=6, hours=23))).status_code == 200


def test_who_has_exactly_this_already_is_shown_that_with_the_link_to_change_it(pages: Asking) -> None:
    pages.subscribed()
    pages.ask()
    (mail,) = pages.mails()
    assert mail["Subject"] == "You are signed up already"
    assert not [link for link in links_in(mail) if "/confirm/" in link]
    assert "Changed judgements about Kent" in pages.follow(link_in(mail, "manage")).text


def test_who_has_another_subscription_already_is_asked_to_confirm_and_shown_what_they_have(pages: Asking) -> None:
    pages.subscribed()
    pages.ask(authority=[LEEDS])
    (mail,) = pages.mails()
    assert "You already get mails about changed judgements about Kent" in " ".join(text_of(mail).split())
    pages.press(link_in(mail, "confirm"))
    assert len(pages.database.subscribers.all()) == 2


def test_who_is_paused_ends_the_pause_by_confirming_again(pages: Asking) -> None:
    pages.subscribed()
    pages.database.subscribers.pause(ANN, "550 no such mailbox")
    pages.ask()
    pages.press(confirm_link(pages))
    assert [one.paused for one in pages.database.subscribers.all()] == [None]


class Untouchable:
    """A database that no handler may ask."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"the database was asked for {name}")


def test_the_answer_and_the_work_before_it_are_the_same_for_every_address(pages: Asking) -> None:
    pages.subscribed("known@council.example")
    pages.subscribed("paused@council.example")
    pages.database.subscribers.pause("paused@council.example", "550 no such mailbox")
    here = pages.browser.app.state.here  # type: ignore[attr-defined]
    pages.browser.app.state.here = type(here)(
        **{name: getattr(here, name) for name in here.__slots__} | {"database": Untouchable()}
    )  # type: ignore[attr-defined]
    answers = [pages.ask(email=f"{who}@council.example") for who in ("known", "paused", "unknown")]
    answers += [pages.press("/manage", email=f"{who}@council.example") for who in ("known", "paused", "unknown")]
    for first, *others in (answers[:3], answers[3:]):
        for other in others:
            assert (other.status_code, other.content, other.headers) == (first.status_code, first.content, first.headers)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"email": ""}, "is not an email address"),
        ({"email": "ann"}, "is not an email address"),
        ({"email": "ann@council.example\r\nBcc: all@council.example"}, "cannot contain a line break"),
        ({"email": "ann@council.example\nX: y"}, "cannot contain a line break"),
        ({"email": "ann@council.example\x00"}, "cannot contain a line break"),
        ({"email": "a" * 5000 + "@council.example"}, "longer than an email address"),
        ({"email": "a@b.example, c@d.example"}, "is not an email address"),
        ({"email": "ann@council.example<script>"}, "is not an email address"),
        ({"where": None}, "Choose authorities, a region, or all"),
        ({"where": "chosen", "authority": None}, "Tick at least one authority"),
        ({"where": "all"}, "You ticked authorities"),
        ({"where": "region", "authority": None}, "Choose a region"),
        ({"where": "region", "region": "Atlantis", "authority": None}, "Choose a region"),
        ({"authority": ["00000"]}, "is not on our list"),
        ({"change": None}, "Choose whether"),
        ({"change": "none"}, "Choose at least one subject"),
        ({"frequency": "hourly"}, "Choose how often"),
    ],
)
def test_what_is_not_clear_is_asked_again_in_words_and_nothing_is_sent(pages: Asking, fields: dict[str, Any], text: str) -> None:
    answer = pages.ask(**fields)
    assert answer.status_code == 400
    assert text in answer.text
    assert "There is a problem" in answer.text
    assert "<title>Error: " in answer.text
    assert "<script" not in without_own_script(answer.text)
    assert pages.mails() == []


def test_all_that_is_wrong_is_said_at_once_and_what_was_filled_in_stays(pages: Asking) -> None:
    answer = pages.ask(email="ann", frequency=None)
    assert answer.text.index('href="#frequency-at-once"') < answer.text.index('href="#email"')  # in the order of the form
    assert 'href="#email"' in answer.text
    assert 'href="#frequency-at-once"' in answer.text
    assert 'value="ann"' in answer.text
    assert f'value="{KENT}" checked' in answer.text


def test_lists_without_end_are_refused_before_they_are_read(pages: Asking) -> None:
    assert pages.ask(authority=["80476"] * 900).status_code == 303
    assert pages.ask(authority=["1"] * 1001).status_code == 400
    assert pages.ask(authority=["80476"] * 100_000).status_code == 413
    endless = pages.browser.post("/sign-up", content=(b"x" * 10_000 for _ in range(1_000)))
    assert endless.status_code == 413


def test_every_authority_there_is_can_be_ticked_and_the_link_still_fits(pages: Asking) -> None:
    form = pages.browser.get("/sign-up").text
    every = [part.split('"')[0] for part in form.split('name="authority" id="authority-')[1:]]
    assert len(every) == 153
    assert pages.ask(authority=every).status_code == 303
    link = confirm_link(pages)
    assert len(link) < 2000
    assert "The 153 authorities" in pages.follow(link).text
    pages.press(link)
    assert len(pages.database.subscribers.all()[0].urns) == 153


def test_the_fourth_mail_to_one_address_in_an_hour_is_refused_in_words(pages: Asking) -> None:
    assert [pages.ask(email=name).status_code for name in (ANN, ANN.upper(), f" {ANN} ")] == [303] * 3
    refused = pages.ask()
    assert refused.status_code == 429
    assert 3500 < int(refused.headers["retry-after"]) <= 3600
    assert "Please try again in 60 minutes" in refused.text
    assert pages.press("/manage", email=ANN).status_code == 429
    assert pages.ask(email="bob@council.example").status_code == 303
    assert len(pages.mails()) == 4


def test_one_client_cannot_have_mails_sent_to_very_many(pages: Asking) -> None:
    answers = [pages.ask(email=f"person-{n}@council.example").status_code for n in range(31)]
    assert answers == [303] * 30 + [429]


def test_all_together_have_a_limit_that_ops_sets(tmp_path: Path) -> None:
    with asking(tmp_path, sign_ups_per_hour=2) as pages:
        assert [pages.ask(email=f"person-{n}@council.example").status_code for n in range(3)] == [303, 303, 429]


def test_without_an_address_of_our_pages_nobody_is_promised_a_mail(tmp_path: Path) -> None:
    with asking(tmp_path, public_url="") as pages:
        for answer in (
            pages.browser.get("/sign-up"),
            pages.ask(),
            pages.browser.get("/manage"),
            pages.press("/manage", email=ANN),
        ):
            assert answer.status_code == 503
            assert "OFSTED_WATCH_PUBLIC_URL" in answer.text
        assert pages.mails() == []


def test_pages_behind_a_link_are_cached_and_indexed_by_nobody(pages: Asking) -> None:
    for link in (
        pages.links.to_confirm(ANN, ABOUT_KENT, NOW),
        pages.links.to_manage(ANN, NOW),
        f"{pages.links.to_manage(ANN, NOW)[:-3]}xyz",
    ):
        answer = pages.follow(link)
        assert (answer.headers["cache-control"], answer.headers["x-robots-tag"]) == ("no-store", "noindex")
        assert (answer.headers["referrer-policy"], "set-cookie" in answer.headers) == ("no-referrer", False)


def test_no_log_holds_a_whole_address(pages: Asking, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        pages.ask()
        pages.press(confirm_link(pages))
        pages.press("/manage", email=ANN)
        pages.mails()
        assert "ann@" not in caplog.text


def test_the_form_works_without_script_and_says_what_is_stored(pages: Asking) -> None:
    form = pages.browser.get("/sign-up").text
    assert "<script" not in without_own_script(form)
    assert "we store nothing until you use it" in form
    assert set(PREFERENCES) <= {part.split('"')[0] for part in form.split('name="')[1:]}


def test_a_visitor_who_leaves_while_a_form_is_sent_is_no_error_and_gets_no_mail(pages: Asking) -> None:
    form = urlencode(PREFERENCES, doseq=True).encode()
    received = [
        {"type": "http.request", "body": form, "more_body": True},
        {"type": "http.disconnect"},
    ]
    sent: list[Any] = []
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/sign-up",
        "raw_path": b"/sign-up",
        "query_string": b"",
        "headers": [(b"host", b"watch.example"), (b"content-type", b"application/x-www-form-urlencoded")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "scheme": "https",
        "http_version": "1.1",
        "root_path": "",
    }

    async def receive() -> Any:
        return received.pop(0) if received else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(pages.browser.app(scope, receive, send))
    assert sent[0]["status"] == 400
    assert pages.mails() == []
