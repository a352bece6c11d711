"""Two deliverers never send the same alert, and a deliverer that dies loses none."""

import multiprocessing
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.model import AlertState, Frequency
from ofsted_watch.errors import WrongUse
from tests.adapters.database.made import BRACKENSHIRE, NOW, event, notified, subscribed

HOUR = timedelta(hours=1)
MANY = tuple(f"letter:{n}" for n in range(500))


def deliver_everything(url: str) -> list[int]:
    with Database(url) as database:
        ids: list[int] = []
        while claimed := database.outbox.claim(NOW, limit=7):
            ids += [alert.id for alert in claimed]
            database.outbox.mark_sent(dict.fromkeys((alert.id for alert in claimed), "250 ok"), NOW)
        return ids


def deliver_in_a_process(url: str, answer: Path) -> None:
    answer.write_text("\n".join(str(id_) for id_ in deliver_everything(url)))


def test_two_deliverers_in_threads_share_500_alerts_and_claim_none_twice(database: Database, url: str):
    notified(database, subscribed(database), MANY)
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(deliver_everything, (url, url))
    assert len(one) + len(other) == len({*one, *other}) == 500
    assert database.alerts.counts()[AlertState.SENT] == 500


def test_two_deliverers_in_processes_share_500_alerts_and_claim_none_twice(database: Database, url: str, tmp_path: Path):
    notified(database, subscribed(database), MANY)
    fresh = multiprocessing.get_context("spawn")
    answers = [tmp_path / "one", tmp_path / "other"]
    processes = [fresh.Process(target=deliver_in_a_process, args=(url, answer)) for answer in answers]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    claimed = [id_ for answer in answers for id_ in answer.read_text().split()]
    assert len(claimed) == len(set(claimed)) == 500


def claim_and_die(url: str) -> None:
    Database(url).outbox.claim(NOW, limit=3)
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_a_killed_deliverer_had_claimed_is_sent_by_the_next(database: Database, url: str):
    notified(database, subscribed(database), MANY[:3])
    process = multiprocessing.get_context("spawn").Process(target=claim_and_die, args=(url,))
    process.start()
    process.join(60)
    assert database.outbox.claim(NOW + HOUR, limit=9) == ()
    assert database.outbox.recover_hung(NOW + timedelta(minutes=5), timedelta(minutes=15)) == ()
    assert len(database.outbox.recover_hung(NOW + HOUR, timedelta(minutes=15))) == 3
    again = database.outbox.claim(NOW + HOUR, limit=9)
    assert len(again) == 3
    assert "before the server's answer" in (again[0].answer or "")


def test_an_alert_sent_again_keeps_its_message_id(database: Database):
    notified(database, subscribed(database), ("letter:1",))
    (first,) = database.outbox.claim(NOW, limit=1)
    assert database.outbox.begin_send([first.id], NOW, claimed_at=NOW)
    database.outbox.recover_hung(NOW + HOUR, timedelta(minutes=15))
    (second,) = database.outbox.claim(NOW + HOUR, limit=1)
    assert second.message_id == first.message_id


def test_a_slow_deliverer_learns_before_sending_that_another_one_has_its_alert(database: Database):
    notified(database, subscribed(database), ("letter:1",))
    (alert,) = database.outbox.claim(NOW, limit=1)
    database.outbox.recover_hung(NOW + HOUR, timedelta(minutes=15))
    assert database.outbox.claim(NOW + HOUR, limit=1)
    assert not database.outbox.begin_send([alert.id], NOW + HOUR, claimed_at=NOW)
    assert database.outbox.begin_send([alert.id], NOW + HOUR, claimed_at=NOW + HOUR)


def test_of_several_mails_about_to_be_sent_those_are_named_whose_claim_still_holds(database: Database):
    notified(database, subscribed(database), MANY[:3])
    mine = [alert.id for alert in database.outbox.claim(NOW, limit=3)]
    database.outbox.put_back(mine[:1], "not tried")
    assert database.outbox.claim(NOW + HOUR, limit=1)
    assert database.outbox.begin_send(mine, NOW, claimed_at=NOW) == frozenset(mine[1:])


def test_several_answers_are_recorded_at_once_each_with_its_alert(database: Database):
    notified(database, subscribed(database), ("letter:1", "letter:2"))
    first, second = (alert.id for alert in database.outbox.claim(NOW, limit=2))
    assert database.outbox.mark_sent({second: "250 queued as B", first: "250 queued as A"}, NOW) == 2
    assert {alert.id: alert.answer for alert in database.alerts.find()} == {first: "250 queued as A", second: "250 queued as B"}


def test_a_slow_deliverer_in_the_middle_of_a_mail_is_not_taken_to_be_hung(database: Database):
    notified(database, subscribed(database), ("letter:1", "letter:2"))
    slow, waiting = (alert.id for alert in database.outbox.claim(NOW, limit=2))
    database.outbox.begin_send([slow], NOW + HOUR - timedelta(minutes=5), claimed_at=NOW)
    assert database.outbox.recover_hung(NOW + HOUR, timedelta(minutes=15)) == (waiting,)
    assert database.outbox.recover_hung(NOW + 2 * HOUR, timedelta(minutes=15)) == (slow,)


def test_a_late_word_of_success_counts_after_the_alert_was_taken_to_be_hung(database: Database):
    notified(database, subscribed(database), ("letter:1",))
    (alert,) = database.outbox.claim(NOW, limit=1)
    database.outbox.recover_hung(NOW + HOUR, timedelta(minutes=15))
    assert database.outbox.mark_sent({alert.id: "250 ok"}, NOW + HOUR) == 1
    assert database.outbox.claim(NOW + HOUR, limit=1) == ()


def test_a_passing_refusal_waits_and_is_due_again(database: Database):
    notified(database, subscribed(database), ("letter:1",))
    (alert,) = database.outbox.claim(NOW, limit=1)
    database.outbox.mark_retry([alert.id], "421 try later", NOW + HOUR)
    assert database.outbox.claim(NOW, limit=1) == ()
    assert database.outbox.end_backoff(NOW) == 1
    (hurried,) = database.outbox.claim(NOW, limit=1)
    assert (hurried.attempts, hurried.answer) == (1, "421 try later")
    database.outbox.mark_retry([alert.id], "421 try later", NOW + HOUR)
    assert [one.attempts for one in database.outbox.claim(NOW + HOUR, limit=1)] == [2]


def test_a_backoff_is_ended_for_all_who_wait_however_many(database: Database):
    notified(database, subscribed(database), MANY)
    refused = [alert.id for alert in database.outbox.claim(NOW, limit=len(MANY))]
    database.outbox.mark_retry(refused, "421 try later", NOW + HOUR)
    assert database.outbox.end_backoff(NOW) == len(MANY)
    assert len(database.outbox.claim(NOW, limit=len(MANY))) == len(MANY)


@pytest.mark.parametrize("ending", ["failed", "unknown", "sent"])
def test_a_resolved_alert_is_never_claimed_again(database: Database, ending: str):
    notified(database, subscribed(database), ("letter:1",))
    (alert,) = database.outbox.claim(NOW, limit=1)
    answer = "the server's answer"
    if ending == "sent":
        assert database.outbox.mark_sent({alert.id: answer}, NOW) == 1
    else:
        assert getattr(database.outbox, f"mark_{ending}")([alert.id], answer, NOW) == 1
    assert database.outbox.end_backoff(NOW - HOUR) == 0
    assert database.outbox.claim(NOW + HOUR, limit=1) == ()
    assert database.outbox.recover_hung(NOW + HOUR, timedelta(minutes=1)) == ()
    (resolved,) = database.alerts.find([AlertState(ending)])
    assert resolved.answer == "the server's answer"


def test_a_sent_alert_cannot_be_made_failed(database: Database):
    notified(database, subscribed(database), ("letter:1",))
    (alert,) = database.outbox.claim(NOW, limit=1)
    database.outbox.mark_sent({alert.id: "250 ok"}, NOW)
    assert database.outbox.mark_failed([alert.id], "550", NOW) == database.outbox.mark_retry([alert.id], "421", NOW) == 0
    assert database.alerts.counts()[AlertState.SENT] == 1


def test_the_longest_due_is_claimed_first(database: Database):
    reader = subscribed(database)
    notified(database, reader, ("letter:2", "letter:1"))
    first, second = (alert.id for alert in database.outbox.claim(NOW, limit=2))
    database.outbox.mark_retry([first], "421", NOW + 2 * HOUR)
    database.outbox.mark_retry([second], "421", NOW + HOUR)
    assert [alert.id for alert in database.outbox.claim(NOW + 3 * HOUR, limit=2)] == [second, first]


def test_paused_people_wait_and_are_sent_to_when_they_are_back(database: Database):
    notified(database, subscribed(database), ("letter:1",))
    assert database.subscribers.pause("Reader@Example.org", "550 no such mailbox") == 1
    assert database.outbox.claim(NOW, limit=1) == ()
    subscribed(database)
    assert len(database.outbox.claim(NOW, limit=1)) == 1


def test_a_digest_holds_all_that_is_undelivered_to_one_person_and_nothing_else(database: Database):
    reader = subscribed(database, frequency=Frequency.DAILY)
    other_preferences = subscribed(database, frequency=Frequency.DAILY, urns=frozenset({BRACKENSHIRE}))
    notified(database, reader, ("letter:1", "letter:2"))
    notified(database, other_preferences, ("letter:3",))
    notified(database, subscribed(database, frequency=Frequency.AT_ONCE), ("letter:1",))
    notified(database, subscribed(database, "b@example.org", Frequency.DAILY), ("letter:1",))
    notified(database, subscribed(database, "c@example.org", Frequency.WEEKLY), ("letter:1",))
    assert database.outbox.digest_addresses(Frequency.DAILY, NOW) == ("b@example.org", "reader@example.org")
    claimed = database.outbox.claim_digest(NOW, Frequency.DAILY, "reader@example.org")
    assert [alert.event.key for alert in claimed] == ["letter:1", "letter:2", "letter:3"]
    assert database.outbox.claim_digest(NOW, Frequency.DAILY, "reader@example.org") == ()
    assert database.outbox.digest_addresses(Frequency.DAILY, NOW) == ("b@example.org",)
    assert [alert.subscription.frequency for alert in database.outbox.claim(NOW, limit=9)] == [Frequency.AT_ONCE]


def test_two_deliverers_never_halve_a_digest(database: Database, url: str):
    notified(database, subscribed(database, frequency=Frequency.DAILY), MANY)
    with Database(url) as other, ThreadPoolExecutor(2) as pool:
        both = pool.map(lambda one: len(one.outbox.claim_digest(NOW, Frequency.DAILY, "reader@example.org")), (database, other))
        assert sorted(both) == [0, 500]


def test_a_digest_that_waits_for_another_try_is_not_due_before(database: Database):
    notified(database, subscribed(database, frequency=Frequency.WEEKLY), ("letter:1",))
    (alert,) = database.outbox.claim_digest(NOW, Frequency.WEEKLY, "reader@example.org")
    database.outbox.mark_retry([alert.id], "421", NOW + HOUR)
    assert database.outbox.digest_addresses(Frequency.WEEKLY, NOW) == ()
    assert database.outbox.digest_addresses(Frequency.WEEKLY, NOW + HOUR) == ("reader@example.org",)


def test_held_alerts_wait_for_a_person_and_go_when_released(database: Database):
    notified(database, subscribed(database), ("letter:1", "letter:2"), hold="13 authorities changed in one run")
    assert database.outbox.claim(NOW, limit=9) == ()
    first, second = (alert.id for alert in database.alerts.find([AlertState.HELD]))
    assert database.alerts.release([first], by="Ada", why="they are true", at=NOW) == 1
    assert database.alerts.drop(None, by="Ada", why="a table had shifted", at=NOW) == 1
    (going,) = database.outbox.claim(NOW, limit=9)
    assert (going.id, going.resolved_by, going.resolved_why) == (first, "Ada", "they are true")
    (dropped,) = database.alerts.find([AlertState.DROPPED])
    assert (dropped.id, dropped.resolved_why, dropped.hold) == (
        second,
        "a table had shifted",
        "13 authorities changed in one run",
    )


def test_releasing_an_alert_that_cannot_be_is_refused_by_name_and_releases_none(database: Database):
    notified(database, subscribed(database), ("letter:1",), hold="why")
    (held,) = database.alerts.find([AlertState.HELD])
    with pytest.raises(WrongUse, match="There is no alert 4711: list the alerts to see their ids"):
        database.alerts.release([held.id, 4711], by="Ada", why="true", at=NOW)
    assert database.alerts.counts()[AlertState.HELD] == 1


def test_an_unknown_end_can_be_sent_again_by_a_person(database: Database):
    notified(database, subscribed(database), ("letter:1",))
    (alert,) = database.outbox.claim(NOW, limit=1)
    database.outbox.mark_unknown([alert.id], "the connection broke", NOW)
    assert database.alerts.release([alert.id], by="Ada", why="she did not get it", at=NOW) == 1
    assert [one.message_id for one in database.outbox.claim(NOW, limit=1)] == [alert.message_id]


def test_alerts_are_found_by_authority_and_state(database: Database):
    notified(database, subscribed(database), ("letter:1",))
    assert len(database.alerts.find(urns=[event().urn])) == 1
    assert database.alerts.find(urns=[BRACKENSHIRE]) == ()
    assert database.alerts.find([AlertState.SENT]) == ()


def test_who_was_notified_leaves_out_those_whose_mail_never_came(database: Database):
    people = [subscribed(database, f"{name}@example.org") for name in "abcd"]
    for person in people:
        notified(database, person, ("letter:1",))
    sent, failed, dropped, _pending = database.alerts.find()
    database.outbox.claim(NOW, limit=9)
    database.outbox.mark_sent({sent.id: "250"}, NOW)
    database.outbox.mark_failed([failed.id], "550", NOW)
    database.outbox.recover_hung(NOW + HOUR, timedelta(0))
    database.alerts.drop([dropped.id], by="Ada", why="false", at=NOW)
    assert database.alerts.notified(["letter:1", "letter:none"]) == {"letter:1": frozenset({people[0].id, people[3].id})}


def test_more_alerts_than_one_statement_can_name_are_released_in_one_go(database: Database):
    notified(database, subscribed(database), tuple(f"letter:{n}" for n in range(5_500)), hold="why")
    ids = [alert.id for alert in database.alerts.find([AlertState.HELD])]
    assert database.alerts.release(ids, by="Ada", why="true", at=NOW) == 5_500


def test_what_was_claimed_under_a_clock_that_was_a_year_ahead_is_sent_when_it_is_right(database: Database):
    notified(database, subscribed(database), ("letter:1", "letter:2"))
    claimed, refused = (alert.id for alert in database.outbox.claim(NOW + 9000 * HOUR, limit=2))
    database.outbox.mark_retry([refused], "421 try later", NOW + 9001 * HOUR)
    assert database.outbox.recover_hung(NOW, timedelta(minutes=15)) == (claimed,)
    assert {alert.id for alert in database.outbox.claim(NOW, limit=9)} == {claimed, refused}


def test_a_claim_by_a_clock_that_is_a_little_ahead_is_left_alone(database: Database):
    notified(database, subscribed(database), ("letter:1",))
    (alert,) = database.outbox.claim(NOW + timedelta(minutes=5), limit=1)
    assert database.outbox.recover_hung(NOW, timedelta(minutes=15)) == ()
    assert database.outbox.begin_send([alert.id], NOW, claimed_at=NOW + timedelta(minutes=5))
