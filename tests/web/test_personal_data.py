"""A person takes what is held of them, or has it erased: the address goes everywhere, the proof of delivery stays without it."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ofsted_watch.adapters.mail.sent_log import SentLog
from ofsted_watch.domain.filters import Filters
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import AlertState, Topic
from tests.adapters.database.made import notified
from tests.web.requests_to_pages import ANN, KENT, Asking, asking, link_in

BO = "bo@charity.example"


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Asking]:
    with asking(tmp_path) as opened:
        yield opened


def own_page(pages: Asking) -> str:
    pages.press("/manage", email=ANN)
    return link_in(pages.mails()[-1], "manage")


def mailed(pages: Asking) -> None:
    """Ann has one mail, another one waits; Bo has one that waits. The server's answer names her."""
    ann = pages.subscribed(letter_filters=Filters(kinds=frozenset({LetterKind.JTAI})), topics={Topic.CHANGE, Topic.LETTER})
    notified(pages.database, ann, ("letter:1",))
    (first,) = pages.database.outbox.claim(datetime.now(UTC), limit=1)
    pages.database.outbox.begin_send([first.id], datetime.now(UTC), claimed_at=datetime.now(UTC))
    pages.database.outbox.mark_sent({first.id: f"250 queued for <{ANN}>"}, datetime.now(UTC))
    notified(pages.database, ann, ("letter:2",))
    notified(pages.database, pages.subscribed(BO), ("letter:2",))


def test_everything_held_comes_as_one_file(pages: Asking) -> None:
    mailed(pages)
    answer = pages.follow(f"{own_page(pages)}/data")
    assert answer.headers["content-type"] == "application/json"
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    held = json.loads(answer.content)
    (subscription,) = held["subscriptions"]
    assert (held["address"], subscription["email"], subscription["urns"]) == (ANN, ANN, [KENT])
    assert subscription["filters"] == {"letters": {"kinds": ["jtai"]}}
    assert [(mail["state"], mail["answer"]) for mail in subscription["mails"]] == [
        ("sent", f"250 queued for <{ANN}>"),
        ("pending", None),
    ]
    assert BO not in answer.text


def test_erasing_is_asked_for_once_more_and_opening_the_page_erases_nothing(pages: Asking) -> None:
    mailed(pages)
    asked = pages.follow(f"{own_page(pages)}/erase")
    assert "This stops all emails to" in asked.text
    assert len(pages.database.subscribers.of(ANN)) == 1


def test_after_erasing_the_address_is_nowhere_and_the_proof_of_delivery_is(pages: Asking) -> None:
    mailed(pages)
    own = own_page(pages)
    for _ in range(2):  # pressing twice erases once
        assert "Everything that we held about you is erased" in pages.press(f"{own}/erase").text
    alerts = pages.database.alerts.find()
    assert [(alert.state, alert.subscription.email) for alert in alerts] == [
        (AlertState.SENT, "erased 1"),
        (AlertState.DROPPED, "erased 1"),
        (AlertState.PENDING, BO),
    ]
    assert alerts[0].message_id
    assert [subscription.email for subscription in pages.database.subscribers.all()] == [BO]
    file = Path(pages.settings.database.removeprefix("sqlite:///"))
    with sqlite3.connect(file) as stored:
        everything = "\n".join(stored.iterdump())
    assert "ann@" not in everything
    assert "ann@" not in pages.settings.sent_log.read_text()
    assert "No emails go to" in pages.follow(own).text
    assert json.loads(pages.follow(f"{own}/data").content)["subscriptions"] == []


def test_an_erased_person_may_sign_up_again(pages: Asking) -> None:
    mailed(pages)
    pages.press(f"{own_page(pages)}/erase")
    again = pages.subscribed()
    assert pages.database.subscribers.of(ANN) == (again,)
    assert again.id == 3


def test_what_another_link_is_for_erases_nobody(pages: Asking) -> None:
    mailed(pages)
    for token in ("nonsense", pages.links.to_unsubscribe(ANN, [1], datetime.now(UTC)).rpartition("/")[2]):
        assert pages.press(f"/manage/{token}/erase").status_code == 400
        assert pages.follow(f"/manage/{token}/data").status_code == 400
    assert len(pages.database.subscribers.of(ANN)) == 1


@pytest.mark.parametrize("path", ["/", "/privacy", "/changes", "/sign-up", "/manage", "/authorities/1", "/letters?x=1"])
def test_every_page_names_a_contact_also_one_that_fails(tmp_path: Path, path: str) -> None:
    with asking(tmp_path, operator="Anyshire Council", operator_contact="Data Team <data@anyshire.example>") as pages:
        assert 'href="mailto:data@anyshire.example"' in pages.follow(path).text
    with asking(tmp_path) as pages:
        assert 'href="mailto:watch@watch.example"' in pages.follow(path).text


def test_the_privacy_page_says_who_what_and_how_long(tmp_path: Path) -> None:
    with asking(tmp_path, operator="Anyshire Council", forget_days=14) as pages:
        page = pages.follow("/privacy").text
        assert "<strong>Anyshire Council</strong> runs this service" in page
        assert "until 14 days after you stop" in page
        assert "valid for 7 days" in page
    with asking(tmp_path) as pages:
        assert "have not given their name here" in pages.follow("/privacy").text


def test_the_log_knows_who_was_erased_by_a_mark_alone(tmp_path: Path) -> None:
    log, at = SentLog(tmp_path / "sent.log"), datetime(2026, 11, 29, 3, 0, tzinfo=UTC)
    log.record_erasure(" Ann@Council.example", at)
    again = SentLog(tmp_path / "sent.log")
    assert again.erased_at(ANN) == at
    assert again.erased_at(BO) is None
    again.record_erasure(ANN, replace_day(at))
    assert log.erased_at(ANN) == replace_day(at)


def replace_day(at: datetime) -> datetime:
    return at.replace(day=30)
