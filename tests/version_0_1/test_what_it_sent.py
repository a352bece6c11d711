"""Links that version 0.1 sent are understood and mean the same, and nobody is told again what 0.1 told them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from ofsted_watch.adapters.tokens import Purpose, Tokens
from ofsted_watch.domain.history import unchecked_event
from ofsted_watch.domain.model import AlertState, Outcome, Topic
from ofsted_watch.errors import BadLink, LinkExpired
from ofsted_watch.presentation.preference_text import format_preferences
from ofsted_watch.runs.backfill_plan import PART_OF_A_BACKFILL
from ofsted_watch.services.housekeeping import with_unchecked_notices
from ofsted_watch.services.resources import Resources, authority_register, open_database
from ofsted_watch.services.sign_up import confirm
from ofsted_watch.services.signed_links import CONFIRM_LASTS, signed_links
from ofsted_watch.settings import Settings
from ofsted_watch.subscriptions.preferences import preferences_of
from ofsted_watch.web.app import make_app
from tests.version_0_1.stored import EXPECTED, TOKENS

BY_NAME: dict[str, Any] = {token["name"]: token for token in TOKENS["tokens"]}
CONFIRMING = [name for name in BY_NAME if name.startswith("confirm")]
NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)


def sealed(settings: Settings) -> Settings:
    return replace(settings, secret=(TOKENS["secret"],))


def day_after(token: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(token["made"]) + timedelta(days=1)


@pytest.mark.parametrize("name", CONFIRMING)
def test_a_confirmation_link_means_what_it_meant(name: str, settings: Settings) -> None:
    token = BY_NAME[name]
    asked = signed_links(sealed(settings)).asked(token["token"], day_after(token))
    means, preferences = token["means"], asked.preferences
    assert asked.email == means["email"]
    assert sorted(preferences.urns) == means["urns"]
    assert preferences.region == means["region"]
    assert sorted(preferences.topics) == means["topics"]
    assert preferences.frequency == means["rhythm"]
    assert preferences.declines_only is means["declines_only"]
    assert format_preferences(preferences, authority_register(settings)) == means["in_words"]


def test_the_fixtures_ask_for_each_frequency() -> None:
    assert {BY_NAME[name]["means"]["rhythm"] for name in CONFIRMING} == {"at-once", "daily", "weekly"}


def test_a_link_of_today_is_understood_by_0_1(settings: Settings) -> None:
    """Two versions run side by side while one is upgraded: what the links hold has not changed its names."""
    links, token = signed_links(sealed(settings)), BY_NAME["confirm_daily"]
    asked = links.asked(token["token"], day_after(token))
    made = links.to_confirm(asked.email, asked.preferences, NOW).rsplit("/", 1)[1]
    content = Tokens((TOKENS["secret"],)).open(Purpose.CONFIRM, made, NOW, CONFIRM_LASTS).content
    assert set(content) >= {"email", "urns", "region", "topics", "rhythm", "declines_only"}


@pytest.mark.parametrize("name", ["manage", "manage_old"])
def test_a_manage_link_means_what_it_meant_as_long_as_it_lasts(name: str, settings: Settings) -> None:
    token, links = BY_NAME[name], signed_links(sealed(settings))
    assert links.managed_address(token["token"], day_after(token)) == token["means"]["email"]
    with pytest.raises(LinkExpired):
        links.managed_address(token["token"], day_after(token) + timedelta(days=90))


@pytest.mark.parametrize("name", ["unsubscribe_one", "unsubscribe_two"])
def test_an_unsubscribe_link_means_what_it_meant_for_ever(name: str, settings: Settings) -> None:
    token = BY_NAME[name]
    mail = signed_links(sealed(settings)).mail_for(token["token"], datetime(2046, 1, 1, tzinfo=UTC))
    assert (mail.email, sorted(mail.subscription_ids)) == (token["means"]["email"], token["means"]["ids"])


def test_a_link_of_another_purpose_is_refused_as_before(settings: Settings) -> None:
    token = BY_NAME["wrong_purpose"]
    with pytest.raises(BadLink):
        signed_links(sealed(settings)).managed_address(token["token"], day_after(token))


def test_the_pages_answer_the_addresses_that_were_mailed(own_settings: Settings) -> None:
    with TestClient(make_app(sealed(own_settings)), base_url=TOKENS["public_url"]) as browser:
        stop = browser.post(BY_NAME["unsubscribe_two"]["url"])
        wrong = browser.get(BY_NAME["wrong_purpose"]["url"])
    assert (stop.status_code, wrong.status_code) == (200, 400)
    with open_database(own_settings) as database:
        left = {subscription.id for subscription in database.subscribers.all()}
    assert left == {subscription["id"] for subscription in EXPECTED["subscriptions"]} - {7, 10}


@pytest.mark.parametrize("name", CONFIRMING)
def test_a_link_followed_again_starts_nothing_and_a_new_one_starts_one_subscription(name: str, own_settings: Settings) -> None:
    token = BY_NAME[name]
    with open_database(own_settings) as database:
        before = {subscription.id for subscription in database.subscribers.all()}
        asked = signed_links(sealed(own_settings)).asked(token["token"], day_after(token))
        first = confirm(database, asked, token["token"], NOW)
        again = confirm(database, asked, token["token"], NOW)
        after = {subscription.id for subscription in database.subscribers.all()}
    used = token["in_database"]
    if used is None:
        assert first is not None
        assert after - before == {first.id}
        assert again is not None
        assert again.id == first.id
    else:
        assert after == before
        assert first is None if used["has_ended"] else cast(Any, first).id == used["subscription"]


def test_subscribing_again_with_the_same_preferences_makes_no_second_row(own_settings: Settings) -> None:
    with open_database(own_settings) as database:
        before = database.subscribers.all()
        for subscription in before:
            again = database.subscribers.subscribe(subscription.email, **preferences_of(subscription).as_fields(), at=NOW)
            assert again.id == subscription.id
        assert [one.id for one in database.subscribers.all()] == [one.id for one in before]
        with database.read_transaction() as connection:
            assert connection.execute(text("SELECT count(*) FROM subscriptions")).scalar_one() == 11


def test_an_ended_subscription_that_was_replaced_does_not_stand_in_the_way(own_settings: Settings) -> None:
    """Subscription 11 ended and its preferences' text says so: the address may ask for the same again."""
    with open_database(own_settings) as database:
        with database.read_transaction() as connection:
            asked = text("SELECT urns, topics, frequency FROM subscriptions WHERE id = 11")
            assert connection.execute(asked).one().frequency == "weekly"
        gil = [one for one in database.subscribers.all() if one.email == "gil@example.org"]
        wanted = preferences_of(gil[0])
        changed = replace(wanted, urns=frozenset({"80905", "80910"}), topics=frozenset({Topic.CHANGE}))
        new = database.subscribers.subscribe("gil@example.org", **changed.as_fields(), at=NOW)
        assert new.id not in {11, *(one.id for one in gil)}


def resources_over(database: Any, settings: Settings) -> Resources:
    return Resources(settings, *cast(Any, (None, None, database, None, None, authority_register(settings))))


def notices(settings: Settings, database: Any, urn: str, today: date) -> Outcome:
    """What a night on this day decides of an authority that it could not check, after two nights that could not either."""
    expected = [authority for authority in authority_register(settings).current() if authority.urn == urn]
    assert len(expected) == 1
    return with_unchecked_notices(resources_over(database, settings), Outcome(today=today), expected, {urn: "no answer"})


def test_a_spell_that_0_1_announced_is_not_announced_again(own_settings: Settings) -> None:
    """The key of a notice is the day its spell began, and it is spelt as 0.1 stored it."""
    settings = replace(own_settings, unchecked_nights=1)
    with open_database(settings) as database:
        with database.write_transaction() as connection:
            connection.execute(text("UPDATE checks SET last_checked_on = '2026-04-21' WHERE urn = '80911'"))
            connection.execute(text("DELETE FROM runs WHERE today > '2026-04-30' AND id NOT IN (SELECT run_id FROM events)"))
            count = "SELECT count(*) FROM {}"
            before = [connection.execute(text(count.format(table))).scalar_one() for table in ("events", "alerts")]
        outcome = notices(settings, database, "80911", date(2026, 4, 30))
        assert [event.key for event in outcome.events] == ["blind:80911:2026-04-21"]
        applied = database.outcomes.apply(outcome, run_id=None, at=NOW)
        assert (applied.events, applied.alerts) == (0, 0)
        with database.read_transaction() as connection:
            assert [connection.execute(text(count.format(table))).scalar_one() for table in ("events", "alerts")] == before


def test_a_new_spell_is_announced(own_settings: Settings) -> None:
    settings = replace(own_settings, unchecked_nights=1)
    with open_database(settings) as database:
        outcome = notices(settings, database, "80911", date(2026, 7, 1))
        assert len(outcome.events) == 1
        applied = database.outcomes.apply(outcome, run_id=None, at=NOW)
        assert applied.events == 1
        assert applied.alerts == len(outcome.alerts) > 0


def test_the_key_of_a_notice_is_spelt_as_0_1_spelt_it(settings: Settings) -> None:
    authority = authority_register(settings).by_urn("80911")
    event = unchecked_event(authority, since=date(2026, 4, 21), today=date(2026, 4, 29), reason="x", page_url="y")
    assert event.key in EXPECTED["told"]


def test_what_waits_as_part_of_a_backfill_is_still_let_go_by_that_sentence(own_settings: Settings) -> None:
    """The sentence is stored with the news and is what finds it."""
    with open_database(own_settings) as database:
        parts = [alert for alert in database.alerts.find([AlertState.HELD]) if alert.hold == PART_OF_A_BACKFILL]
        assert {alert.event.key for alert in parts} == {"letter:80910:a7472f32006b5463", "letter:80901:46585d0b51b96bc3"}
        news = {event.key for event in database.alerts.held_events()}
        database.alerts.publish(PART_OF_A_BACKFILL, {"80910", "80901"}, NOW)
        published = news - {event.key for event in database.alerts.held_events()}
    # Of three such pieces of news a person dropped one and released one; one waits.
    assert published == {"letter:80910:a7472f32006b5463"}
