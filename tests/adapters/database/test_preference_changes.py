"""A changed wish keeps its subscription: nobody is told twice, no link dies, and nobody changes another's wish."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.preference_changes import Confirmed
from ofsted_watch.domain.model import AlertState, Frequency, Subscription, Topic
from ofsted_watch.subscriptions.preferences import Preferences, preferences_of
from tests.adapters.database.made import AMBLEFORD, BRACKENSHIRE, NOW, notified, subscribed

ALL_BY_WEEK = Preferences(frozenset(), None, frozenset({Topic.CHANGE}), Frequency.WEEKLY)
OTHER_PREFERENCES = Preferences(frozenset({BRACKENSHIRE}), None, frozenset({Topic.LETTER}), Frequency.WEEKLY)


def test_a_changed_subscription_is_the_same_subscription_with_another_content(database: Database):
    before = subscribed(database)
    after = database.preference_changes.change(before.email, before.id, OTHER_PREFERENCES, unwanted=(), at=NOW)
    assert after is not None
    assert (after.id, preferences_of(after)) == (before.id, OTHER_PREFERENCES)
    assert database.subscribers.all() == (after,)


def test_what_waits_goes_out_under_the_new_frequency_and_what_is_no_longer_wanted_is_dropped(database: Database):
    person = subscribed(database)
    notified(database, person, ("letter:1", "letter:2"))
    unwanted, wanted = database.preference_changes.waiting_for(person.id)
    daily = Preferences(frozenset(), None, frozenset({Topic.CHANGE}), Frequency.DAILY)
    database.preference_changes.change(person.email, person.id, daily, unwanted=[unwanted.id], at=NOW)
    assert database.outbox.claim(NOW, limit=9) == ()
    assert [alert.id for alert in database.outbox.claim_digest(NOW, Frequency.DAILY, person.email)] == [wanted.id]
    (dropped,) = database.alerts.find([AlertState.DROPPED])
    assert (dropped.id, dropped.resolved_why) == (unwanted.id, "changed the preferences")


def test_a_mail_that_is_on_its_way_is_not_dropped_by_a_changed_subscription(database: Database):
    person = subscribed(database)
    notified(database, person, ("letter:1",))
    (alert,) = database.outbox.claim(NOW, limit=1)
    database.preference_changes.change(person.email, person.id, OTHER_PREFERENCES, unwanted=[alert.id], at=NOW)
    assert database.outbox.begin_send([alert.id], NOW, claimed_at=NOW)


def test_a_subscription_is_not_changed_into_one_that_the_address_has_already(database: Database):
    person, daily = subscribed(database), subscribed(database, frequency=Frequency.DAILY)
    assert database.preference_changes.change(person.email, person.id, preferences_of(daily), unwanted=(), at=NOW) is None
    assert database.subscribers.all() == (person, daily)


def test_a_subscription_that_ended_earlier_stands_in_nobodys_way(database: Database):
    earlier = subscribed(database, frequency=Frequency.DAILY)
    database.subscribers.unsubscribe(earlier.email, NOW)
    person = subscribed(database)
    changed = database.preference_changes.change(person.email, person.id, preferences_of(earlier), unwanted=(), at=NOW)
    assert changed is not None
    assert database.subscribers.all() == (changed,)
    assert subscribed(database, frequency=Frequency.DAILY) == changed


def test_changing_into_the_same_subscription_changes_nothing(database: Database):
    person = subscribed(database, urns=frozenset({AMBLEFORD}))
    assert database.preference_changes.change(person.email, person.id, preferences_of(person), unwanted=(), at=NOW) == person


def test_the_subscription_of_another_address_or_one_that_ended_is_not_changed(database: Database):
    mine, theirs = subscribed(database), subscribed(database, "other@example.org")
    assert database.preference_changes.change(mine.email, theirs.id, OTHER_PREFERENCES, unwanted=(), at=NOW) is None
    database.subscribers.unsubscribe(mine.email, NOW)
    assert database.preference_changes.change(mine.email, mine.id, OTHER_PREFERENCES, unwanted=(), at=NOW) is None
    assert database.subscribers.all() == (theirs,)


def test_nobody_drops_the_alerts_of_another_subscription_with_their_own(database: Database):
    mine, theirs = subscribed(database), subscribed(database, "other@example.org")
    notified(database, theirs, ("letter:1",))
    (alert,) = database.preference_changes.waiting_for(theirs.id)
    database.preference_changes.change(mine.email, mine.id, OTHER_PREFERENCES, unwanted=[alert.id], at=NOW)
    assert database.preference_changes.waiting_for(theirs.id) == (alert,)


def confirmed(database: Database, confirmation: str) -> Subscription:
    preferences = {"urns": frozenset[str](), "region": None, "topics": {Topic.CHANGE}, "frequency": Frequency.AT_ONCE}
    return database.subscribers.subscribe(
        "reader@example.org", **preferences, declines_only=False, at=NOW, confirmation=confirmation
    )


def test_a_link_that_was_used_is_known_with_what_became_of_it(database: Database):
    assert database.preference_changes.confirmed_with("reader@example.org", "link 1") is None
    person = confirmed(database, "link 1")
    assert database.preference_changes.confirmed_with("READER@example.org", "link 1") == Confirmed(person, has_ended=False)
    assert database.preference_changes.confirmed_with("other@example.org", "link 1") is None
    changed = database.preference_changes.change(person.email, person.id, OTHER_PREFERENCES, unwanted=(), at=NOW)
    assert database.preference_changes.confirmed_with(person.email, "link 1") == Confirmed(changed, has_ended=False)
    database.subscribers.unsubscribe(person.email, NOW)
    assert database.preference_changes.confirmed_with(person.email, "link 1") == Confirmed(changed, has_ended=True)


def test_who_comes_back_by_a_new_link_is_known_by_the_new_one(database: Database):
    first = confirmed(database, "link 1")
    database.subscribers.unsubscribe(first.email, NOW)
    assert confirmed(database, "link 2") == first
    assert database.preference_changes.confirmed_with(first.email, "link 2") == Confirmed(first, has_ended=False)


def test_an_act_of_ops_does_not_forget_how_a_person_confirmed(database: Database):
    person = confirmed(database, "link 1")
    assert subscribed(database) == person
    assert database.preference_changes.confirmed_with(person.email, "link 1") == Confirmed(person, has_ended=False)


def test_two_subscriptions_of_one_address_that_become_the_same_at_once_stay_two(database: Database):
    """Each round one of them wins and the other is refused; never a crash, never twice the same wish."""
    for round_ in range(5):
        email = f"reader-{round_}@example.org"
        people = [subscribed(database, email, urns=frozenset({urn})) for urn in (AMBLEFORD, BRACKENSHIRE)]
        together = Barrier(2)

        def change(person: Subscription, together: Barrier = together) -> Subscription | None:
            together.wait(10)
            return database.preference_changes.change(person.email, person.id, ALL_BY_WEEK, unwanted=(), at=NOW)

        with ThreadPoolExecutor(2) as pool:
            changed = list(pool.map(change, people))
        assert [one is None for one in changed].count(True) == 1
        assert len({one.urns for one in database.subscribers.of(email)}) == 2
