"""A person's wish is kept once, ends when they say so, and is forgotten some time later."""

from datetime import timedelta

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.model import AlertState, Frequency, Topic
from tests.adapters.database.made import AMBLEFORD, NOW, notified, subscribed


def test_a_subscription_comes_back_as_it_was_said(database: Database):
    preferences = database.subscribers.subscribe(
        " Reader@Example.ORG ",
        urns={AMBLEFORD},
        region=None,
        topics={Topic.CHANGE, Topic.PRIORITY},
        frequency=Frequency.WEEKLY,
        declines_only=True,
        at=NOW,
    )
    assert database.subscribers.all() == (preferences,)
    assert (preferences.email, preferences.urns, preferences.created) == ("reader@example.org", frozenset({AMBLEFORD}), NOW)
    assert (preferences.topics, preferences.frequency, preferences.declines_only) == (
        frozenset({Topic.CHANGE, Topic.PRIORITY}),
        Frequency.WEEKLY,
        True,
    )


def test_the_same_subscription_twice_is_one_and_another_subscription_is_another(database: Database):
    first, again = subscribed(database, "a@example.org"), subscribed(database, "A@Example.org")
    other = subscribed(database, "a@example.org", Frequency.DAILY)
    assert first == again
    assert database.subscribers.all() == (first, other)


def test_unsubscribing_ends_every_subscription_and_drops_what_waits(database: Database):
    notified(database, subscribed(database), ("letter:1",))
    notified(database, subscribed(database, frequency=Frequency.DAILY), ("letter:2",), hold="why")
    assert database.subscribers.unsubscribe("READER@example.org", NOW) == 2
    assert database.subscribers.unsubscribe("reader@example.org", NOW) == 0
    assert database.subscribers.all() == ()
    assert database.outbox.claim(NOW, limit=9) == ()
    assert database.alerts.counts()[AlertState.DROPPED] == 2


def test_a_claimed_mail_that_has_not_begun_is_not_sent_to_who_just_left(database: Database):
    notified(database, subscribed(database), ("letter:1",))
    (alert,) = database.outbox.claim(NOW, limit=1)
    database.subscribers.unsubscribe("reader@example.org", NOW)
    assert not database.outbox.begin_send([alert.id], NOW, claimed_at=NOW)
    assert database.alerts.counts()[AlertState.DROPPED] == 1


def test_a_mail_on_its_way_when_its_reader_left_is_never_tried_again(database: Database):
    notified(database, subscribed(database), ("letter:1",))
    (alert,) = database.outbox.claim(NOW, limit=1)
    database.outbox.begin_send([alert.id], NOW, claimed_at=NOW)
    database.subscribers.unsubscribe("reader@example.org", NOW)
    database.outbox.mark_retry([alert.id], "421 try later", NOW)
    assert database.outbox.claim(NOW, limit=1) == ()
    database.outbox.recover_hung(NOW, timedelta(minutes=15))
    assert database.alerts.counts()[AlertState.DROPPED] == 1


def test_who_comes_back_is_the_same_subscription_and_is_not_notified_twice(database: Database):
    first = subscribed(database)
    notified(database, first, ("letter:1",))
    database.subscribers.unsubscribe(first.email, NOW)
    back = subscribed(database)
    notified(database, back, ("letter:1",))
    assert back.id == first.id
    assert len(database.alerts.find()) == 1


def test_who_left_is_forgotten_after_the_set_time_with_everything_said_to_them(database: Database):
    notified(database, subscribed(database), ("letter:1",))
    notified(database, subscribed(database, "stays@example.org"), ("letter:1",))
    database.subscribers.unsubscribe("reader@example.org", NOW)
    assert database.subscribers.forget_unsubscribed(NOW) == 0
    assert database.subscribers.forget_unsubscribed(NOW + timedelta(seconds=1)) == 1
    assert [alert.subscription.email for alert in database.alerts.find()] == ["stays@example.org"]


def test_a_pause_says_why_and_ends_when_the_person_subscribes_again(database: Database):
    subscribed(database)
    database.subscribers.pause("reader@example.org", "550 no such mailbox")
    assert [one.paused for one in database.subscribers.all()] == ["550 no such mailbox"]
    assert subscribed(database).paused is None


def test_of_several_subscriptions_the_named_ones_end_and_the_others_go_on(database: Database):
    first, second = subscribed(database), subscribed(database, frequency=Frequency.DAILY)
    notified(database, first, ("letter:1",))
    notified(database, second, ("letter:2",))
    assert database.subscribers.unsubscribe(first.email, NOW, [first.id]) == 1
    assert database.subscribers.unsubscribe(first.email, NOW, [first.id]) == 0
    assert database.subscribers.of("READER@example.org") == (second,)
    assert database.alerts.counts()[AlertState.DROPPED] == 1


def test_nobody_can_end_the_subscription_of_another_address_by_its_number(database: Database):
    mine, theirs = subscribed(database), subscribed(database, "other@example.org")
    assert database.subscribers.unsubscribe(mine.email, NOW, [theirs.id]) == 0
    assert database.subscribers.of(theirs.email) == (theirs,)


def test_sending_again_ends_the_pause_and_what_waited_is_due(database: Database):
    notified(database, subscribed(database), ("letter:1",))
    database.subscribers.pause("reader@example.org", "550 no such mailbox")
    assert database.outbox.claim(NOW, limit=9) == ()
    assert (database.subscribers.send_again("READER@example.org"), database.subscribers.send_again("reader@example.org")) == (
        1,
        0,
    )
    assert len(database.outbox.claim(NOW, limit=9)) == 1
