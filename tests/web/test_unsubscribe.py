"""The 'stop' link of a mail: one POST ends it, opening it ends nothing, and it is good for ever."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from ofsted_watch.domain.model import Frequency, Topic
from ofsted_watch.subscriptions.preferences import Preferences
from tests.web.requests_to_pages import ANN, KENT, LEEDS, Asking, asking, path_of

NOW = datetime.now(UTC)
BOB = "bob@council.example"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
"""What a mail program sends (RFC 8058)."""


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Asking]:
    with asking(tmp_path) as opened:
        yield opened


def stop_link(pages: Asking, *ids: int, email: str = ANN, at: datetime = NOW) -> str:
    return path_of(pages.links.to_unsubscribe(email, ids, at))


def test_one_post_of_a_mail_program_ends_what_the_mail_was_for_at_once(pages: Asking) -> None:
    first, second = pages.subscribed(), pages.subscribed(urns={LEEDS})
    answer = pages.browser.post(stop_link(pages, first.id), data=ONE_CLICK, follow_redirects=False)
    assert answer.status_code == 200
    assert pages.database.subscribers.all() == (second,)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"content": b""},
        {"data": ONE_CLICK, "files": {"nothing": b""}},
        {"content": b"\xff\xfe\x00", "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
        {"content": b"{}", "headers": {"Content-Type": "application/json"}},
    ],
)
def test_whatever_a_mail_program_puts_into_its_post_it_ends_the_mails(pages: Asking, body: dict[str, object]) -> None:
    person = pages.subscribed()
    assert pages.browser.post(stop_link(pages, person.id), **body).status_code == 200  # type: ignore[arg-type]
    assert pages.database.subscribers.all() == ()


def test_opening_the_link_ends_nothing_and_shows_one_button(pages: Asking) -> None:
    person = pages.subscribed()
    answer = pages.follow(stop_link(pages, person.id))
    assert [button.text for button in etree.HTML(answer.text).xpath("//main//button")] == ["Stop these emails"]
    assert "Changed judgements about Kent" in answer.text
    assert pages.browser.head(stop_link(pages, person.id)).status_code == 200
    assert pages.database.subscribers.all() == (person,)


def test_who_has_asked_for_more_is_offered_to_stop_everything(pages: Asking) -> None:
    first, _ = pages.subscribed(), pages.subscribed(urns={LEEDS})
    bob = pages.subscribed(BOB)
    assert "Stop everything" in pages.follow(stop_link(pages, first.id)).text
    after = pages.press(stop_link(pages, first.id))
    assert "about Leeds" in after.text
    everything = pages.press(stop_link(pages, first.id), what="everything")
    assert "You get no more emails from us" in everything.text
    assert pages.database.subscribers.all() == (bob,)


def test_a_second_click_is_harmless_and_ends_nothing_more(pages: Asking) -> None:
    first, second = pages.subscribed(), pages.subscribed(urns={LEEDS})
    for _ in range(3):
        assert pages.press(stop_link(pages, first.id)).status_code == 200
    assert pages.database.subscribers.all() == (second,)
    assert "already stopped" in pages.follow(stop_link(pages, first.id)).text


def test_a_digest_stops_every_subscription_that_it_answered(pages: Asking) -> None:
    ids = [pages.subscribed(urns={urn}, frequency=Frequency.DAILY).id for urn in (KENT, LEEDS)]
    pages.press(stop_link(pages, *ids))
    assert pages.database.subscribers.all() == ()


def test_the_link_of_a_mail_stays_good_for_ever_and_through_a_changed_subscription(pages: Asking) -> None:
    person = pages.subscribed()
    link = stop_link(pages, person.id, at=NOW - timedelta(days=3650))
    other = Preferences(frozenset({LEEDS}), None, frozenset({Topic.LETTER}), Frequency.WEEKLY)
    assert pages.database.preference_changes.change(ANN, person.id, other, unwanted=(), at=NOW)
    assert "Any new letter about Leeds" in pages.follow(link).text
    assert pages.press(link).status_code == 200
    assert pages.database.subscribers.all() == ()


def test_a_number_that_belongs_to_another_person_now_stops_nobody(pages: Asking) -> None:
    """A forgotten row's number may be given again; the link names the address too."""
    gone = pages.subscribed()
    link = stop_link(pages, gone.id)
    pages.database.subscribers.unsubscribe(ANN, NOW)
    pages.database.subscribers.forget_unsubscribed(NOW + timedelta(days=1))
    bob = pages.subscribed(BOB)
    assert bob.id == gone.id
    assert pages.press(link).status_code == 200
    assert BOB not in pages.follow(link).text
    assert pages.database.subscribers.all() == (bob,)


def test_after_everything_is_forgotten_the_answer_is_the_same_as_after_stopping(pages: Asking) -> None:
    person = pages.subscribed()
    link = stop_link(pages, person.id)
    stopped = pages.press(link)
    pages.database.subscribers.forget_unsubscribed(NOW + timedelta(days=1))
    assert (pages.press(link).status_code, pages.press(link).text) == (200, stopped.text)


def test_links_that_are_not_ours_stop_nothing_and_tell_nothing(pages: Asking) -> None:
    person = pages.subscribed()
    good = stop_link(pages, person.id)
    preferences = Preferences(frozenset(), None, frozenset({Topic.CHANGE}), Frequency.AT_ONCE)
    tokens = [
        pages.links.to_manage(ANN, NOW).rpartition("/")[2],
        pages.links.to_confirm(ANN, preferences, NOW).rpartition("/")[2],
        good.rpartition("/")[2][:-1],
        "x",
        "%00",
        "A" * 9000,
    ]
    for token in tokens:
        for answer in (pages.follow(f"/unsubscribe/{token}"), pages.press(f"/unsubscribe/{token}", **ONE_CLICK)):
            assert answer.status_code == 400
            assert "This link does not work" in answer.text
            assert ANN not in answer.text
    assert pages.database.subscribers.all() == (person,)


def test_who_opens_the_link_of_a_mail_that_was_passed_on_is_not_shown_whose_it_was(pages: Asking) -> None:
    person = pages.subscribed()
    link = stop_link(pages, person.id)
    assert ANN not in pages.follow(link).text
    assert ANN not in pages.press(link).text


def test_the_link_works_where_the_pages_have_lost_their_address(pages: Asking, tmp_path: Path) -> None:
    person = pages.subscribed()
    link = stop_link(pages, person.id)
    with asking(tmp_path, public_url="") as later:
        assert later.press(link).status_code == 200
        assert later.database.subscribers.all() == ()


def test_a_subscription_for_an_authority_that_has_left_our_list_can_still_be_read_and_ended(pages: Asking) -> None:
    person = pages.subscribed(urns={"99999"})
    assert "about authority 99999" in pages.follow(stop_link(pages, person.id)).text
    assert "about authority 99999" in pages.follow(pages.links.to_manage(ANN, NOW)).text
    assert pages.press(stop_link(pages, person.id)).status_code == 200
    assert pages.database.subscribers.all() == ()
