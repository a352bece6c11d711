"""Who is told of what: once each, only what was asked for, corrections only to those who were told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ofsted_watch.domain.model import Event, Frequency, NewAlert, Subscription, Topic
from ofsted_watch.errors import UnknownAuthority
from ofsted_watch.subscriptions.matching import (
    CORRECTION_HOLD,
    alerts_for,
    digest_message_id,
    message_id,
    next_try,
    why_all_wait,
)
from tests.domain.history.letters import AUTHORITIES, MARSHFORD, UNDERBY
from tests.presentation.emails.examples import changed, corrected, unchecked, urgent

EVERYTHING = frozenset(Topic)
SOMEBODY = Subscription(1, "ann@council.example", frozenset(), None, EVERYTHING, Frequency.AT_ONCE)


def notified(event: Event, *subscriptions: Subscription, hold: str | None = None) -> list[int]:
    found = alerts_for([event], subscriptions, AUTHORITIES, hold=hold, notified={})
    assert {alert.event_key for alert in found} <= {event.key}
    return [alert.subscription_id for alert in found]


@pytest.mark.parametrize(
    ("urns", "region", "is_notified"),
    [
        (frozenset(), None, True),
        (frozenset({MARSHFORD.urn}), None, True),
        (frozenset({UNDERBY.urn}), None, False),
        (frozenset(), MARSHFORD.region, True),
        (frozenset(), UNDERBY.region, False),
        (frozenset({UNDERBY.urn}), MARSHFORD.region, True),
    ],
)
def test_a_person_hears_of_the_authorities_they_chose(urns: frozenset[str], region: str | None, is_notified: bool) -> None:
    assert notified(changed(), replace(SOMEBODY, urns=urns, region=region)) == ([1] if is_notified else [])


@pytest.mark.parametrize(
    ("topics", "hears_change", "hears_urgent"),
    [({Topic.CHANGE}, True, False), ({Topic.LETTER}, True, True), ({Topic.PRIORITY}, False, True), (set(), False, False)],
)
def test_a_person_hears_of_the_topics_they_chose(topics: set[Topic], hears_change: bool, hears_urgent: bool) -> None:
    preferences = replace(SOMEBODY, topics=frozenset(topics))
    assert bool(notified(changed(), preferences)) is hears_change
    assert bool(notified(urgent(), preferences)) is hears_urgent


def test_declines_only_narrows_changes_and_nothing_else() -> None:
    declined = changed()
    improved = replace(declined, changes=tuple(replace(change, direction=None) for change in declined.changes))
    preferences = replace(SOMEBODY, topics=frozenset({Topic.CHANGE}), declines_only=True)
    assert notified(declined, preferences) == [1]
    assert notified(improved, preferences) == []
    assert notified(improved, replace(preferences, topics=frozenset({Topic.CHANGE, Topic.LETTER}))) == [1]


def test_a_paused_person_gets_nothing() -> None:
    assert notified(changed(), replace(SOMEBODY, paused="550 no such user")) == []


def test_one_person_with_two_subscriptions_gets_one_alert_under_the_one_sent_soonest() -> None:
    weekly = replace(SOMEBODY, id=1, frequency=Frequency.WEEKLY)
    at_once = replace(SOMEBODY, id=5, email=" Ann@Council.example", urns=frozenset({MARSHFORD.urn}))
    again = replace(at_once, id=4)
    assert notified(changed(), weekly, at_once, again) == [4]


def test_the_reason_to_hold_goes_with_every_alert() -> None:
    found = alerts_for([changed(), urgent()], [SOMEBODY], AUTHORITIES, hold="too much at once", notified={})
    assert [alert.hold for alert in found] == ["too much at once"] * 2


def test_a_run_whose_alerts_all_wait_says_why_each_reason_once() -> None:
    waiting = [NewAlert(1, "one", "too much at once"), NewAlert(2, "one", "too much at once"), NewAlert(1, "two", "a correction")]
    assert why_all_wait(waiting) == "a correction; too much at once"
    assert why_all_wait([*waiting, NewAlert(3, "one")]) is None
    assert why_all_wait([]) is None


def test_a_correction_goes_to_exactly_those_who_were_notified_and_is_always_held() -> None:
    correction = corrected()
    ann, ben = SOMEBODY, replace(SOMEBODY, id=2, email="ben@council.example")
    found = alerts_for([correction], [ann, ben], AUTHORITIES, hold=None, notified={correction.corrects or "": {2}})
    assert found == (NewAlert(2, correction.key, CORRECTION_HOLD),)
    assert alerts_for([correction], [ann, ben], AUTHORITIES, hold=None, notified={}) == ()


def test_an_unchecked_spell_is_sent_to_all_who_watch_the_authority() -> None:
    preferences = replace(SOMEBODY, topics=frozenset({Topic.CHANGE}), declines_only=True)
    elsewhere = replace(SOMEBODY, id=2, email="ben@council.example", urns=frozenset({UNDERBY.urn}))
    assert notified(unchecked(), preferences, elsewhere) == [1]


def test_news_about_an_authority_nobody_knows_is_an_error() -> None:
    with pytest.raises(UnknownAuthority, match="99999"):
        alerts_for([replace(changed(), urn="99999")], [SOMEBODY], AUTHORITIES, hold=None, notified={})


def test_message_ids_follow_from_what_is_sent_to_whom() -> None:
    one = message_id(7, "letter:90001:abc", "watch.example")
    assert one == message_id(7, "letter:90001:abc", "watch.example")
    assert one.startswith("<")
    assert one.endswith("@watch.example>")
    others = {message_id(8, "letter:90001:abc", "watch.example"), message_id(7, "letter:90001:abd", "watch.example")}
    assert len({one} | others) == 3
    assert digest_message_id([one, *others], "watch.example") == digest_message_id([*others, one], "watch.example")


def test_waiting_doubles_up_to_six_hours_and_is_spread() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    waits = [next_try(attempts, now, seed=3) - now for attempts in (1, 2, 3, 50)]
    for wait, least in zip(waits, (5, 10, 20, 360), strict=True):
        assert timedelta(minutes=least) <= wait <= timedelta(minutes=least * 1.2)
    assert len({next_try(1, now, seed=seed) for seed in range(50)}) == 50
    with pytest.raises(ValueError, match="at least 1"):
        next_try(0, now, seed=1)
