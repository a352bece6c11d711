"""What a run decided is all there afterwards, or nothing is, and only once."""

import multiprocessing
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event as sql_event

from ofsted_watch.adapters.database import Applied, Database
from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.model import AlertState, NewAlert, Outcome, SetAside
from tests.adapters.database.made import (
    AMBLEFORD,
    BRACKENSHIRE,
    NOW,
    TODAY,
    change,
    event,
    listing,
    night,
    stored,
    subscribed,
)


def everything(database: Database) -> tuple[object, ...]:
    return (
        database.letters.stored(with_text=True),
        database.letters.changes(),
        database.alerts.find(),
        database.set_asides.find(open_only=False),
        database.letters.last_checks([AMBLEFORD, BRACKENSHIRE]),
    )


def test_an_outcome_comes_back_as_it_was_decided(database: Database):
    reader = subscribed(database)
    outcome = night(alerts=(NewAlert(reader.id, event().key),))
    assert database.outcomes.apply(outcome, run_id=None, at=NOW) == Applied(stored=1, set_aside=1, changes=1, events=1, alerts=1)
    assert database.letters.stored([AMBLEFORD], with_text=True) == outcome.stored
    assert database.letters.changes() == outcome.changes
    (alert,) = database.alerts.find()
    assert (alert.event, alert.subscription, alert.state) == (event(), reader, AlertState.PENDING)
    assert alert.message_id.endswith("@watch.example>")
    (aside,) = database.set_asides.find()
    assert (aside.about, aside.code, aside.since) == ("c" * 64, "truncated", NOW)
    assert database.letters.last_checks([AMBLEFORD, BRACKENSHIRE]) == {AMBLEFORD: TODAY, BRACKENSHIRE: None}


def test_the_same_outcome_applied_twice_changes_nothing(database: Database):
    outcome = night(alerts=(NewAlert(subscribed(database).id, event().key),))
    database.outcomes.apply(outcome, run_id=None, at=NOW)
    before = everything(database)
    assert database.outcomes.apply(outcome, run_id=None, at=NOW + timedelta(hours=1)) == Applied()
    assert everything(database) == before


def test_two_runs_at_once_never_double_anything(url: str):
    with Database(url) as one, Database(url) as other:
        outcome = night(alerts=(NewAlert(subscribed(one).id, event().key),))
        with ThreadPoolExecutor(2) as pool:
            both = list(pool.map(lambda database: database.outcomes.apply(outcome, run_id=None, at=NOW), (one, other)))
        assert sorted(applied.alerts for applied in both) == [0, 1]
        assert len(one.alerts.find()) == len(one.letters.changes()) == 1
        assert len(one.set_asides.find()) == len(one.letters.stored()) == 1


def _apply_and_be_killed(url: str, at_statement: int) -> None:
    database = Database(url)
    done = 0

    def count(*_arguments: object) -> None:
        nonlocal done
        done += 1
        if done == at_statement:
            os.kill(os.getpid(), signal.SIGKILL)

    sql_event.listen(database._engine, "before_cursor_execute", count)
    database.outcomes.apply(night(alerts=(NewAlert(1, event().key),)), run_id=None, at=NOW)


def test_a_run_killed_while_it_applies_leaves_nothing_and_the_next_brings_all(url: str):
    with Database(url) as database:
        reader = subscribed(database)
        before = everything(database)
        fresh = multiprocessing.get_context("spawn")
        killed = 0
        for at_statement in (4, 9, 14):
            process = fresh.Process(target=_apply_and_be_killed, args=(url, at_statement))
            process.start()
            process.join(60)
            killed += process.exitcode == -signal.SIGKILL
            assert everything(database) == before
        assert killed == 3
        assert database.outcomes.apply(night(alerts=(NewAlert(reader.id, event().key),)), run_id=None, at=NOW).alerts == 1


def test_a_better_reader_replaces_what_is_stored_and_both_readings_stay(database: Database):
    database.outcomes.apply(Outcome(TODAY, stored=(stored(version="1", grade=Grade.GOOD),)), run_id=None, at=NOW)
    better = stored(version="2", grade=Grade.OUTSTANDING)
    again = replace(better, first_seen=TODAY + timedelta(days=9))
    assert database.outcomes.apply(Outcome(TODAY, stored=(again,)), run_id=None, at=NOW).stored == 0
    assert database.letters.stored(with_text=True) == (better,)
    read = [database.readings.get("a" * 64, version) for version in ("1", "2")]
    assert [one.judgements[0].grade for one in read if one] == [Grade.GOOD, Grade.OUTSTANDING]


def test_a_letter_loaded_without_its_text_keeps_its_text_when_it_is_withdrawn(database: Database):
    database.outcomes.apply(Outcome(TODAY, stored=(stored(),)), run_id=None, at=NOW)
    (short,) = database.letters.stored()
    assert short.letter.text == ""
    database.outcomes.apply(Outcome(TODAY, stored=(replace(short, withdrawn=TODAY),)), run_id=None, at=NOW)
    assert database.letters.stored(with_text=True) == (replace(stored(), withdrawn=TODAY),)


def test_a_re_issue_is_stored_beside_the_letter_it_replaces(database: Database):
    database.outcomes.apply(Outcome(TODAY, stored=(stored(), stored(sha256="d" * 64))), run_id=None, at=NOW)
    assert [one.letter.sha256[0] for one in database.letters.stored()] == ["a", "d"]


def test_a_held_alert_says_why(database: Database):
    outcome = night(alerts=(NewAlert(subscribed(database).id, event().key, hold="13 authorities changed"),))
    database.outcomes.apply(outcome, run_id=None, at=NOW)
    (alert,) = database.alerts.find([AlertState.HELD])
    assert alert.hold == "13 authorities changed"


def test_who_left_between_deciding_and_applying_is_not_notified(database: Database):
    left, here = subscribed(database, "left@example.org"), subscribed(database, "here@example.org")
    database.subscribers.unsubscribe("left@example.org", NOW)
    alerts = (NewAlert(left.id, event().key), NewAlert(here.id, event().key), NewAlert(999_999, event().key))
    assert database.outcomes.apply(night(alerts=alerts), run_id=None, at=NOW).alerts == 1
    assert [alert.subscription.email for alert in database.alerts.find()] == ["here@example.org"]


def test_a_look_never_moves_back(database: Database):
    database.outcomes.apply(Outcome(TODAY, checked_urns=(AMBLEFORD,)), run_id=None, at=NOW)
    database.outcomes.apply(Outcome(TODAY - timedelta(days=3), checked_urns=(AMBLEFORD, BRACKENSHIRE)), run_id=None, at=NOW)
    assert database.letters.last_checks([AMBLEFORD, BRACKENSHIRE]) == {AMBLEFORD: TODAY, BRACKENSHIRE: TODAY - timedelta(days=3)}


def test_changes_are_chosen_by_authority_and_by_the_day_their_letter_was_published(database: Database):
    changes = (change(), change(BRACKENSHIRE, to_published=date(2025, 1, 1)))
    database.outcomes.apply(Outcome(TODAY, changes=changes), run_id=None, at=NOW)
    assert database.letters.changes([BRACKENSHIRE]) == changes[1:]
    assert database.letters.changes(since=date(2026, 3, 2)) == changes[:1]
    assert database.letters.changes([]) == ()


def test_the_number_of_statements_does_not_grow_with_the_letters(database: Database):
    def statements(count: int) -> tuple[int, int]:
        letters = tuple(stored(str(n), f"{n:064d}") for n in range(count))
        done = [0]
        sql_event.listen(database._engine, "before_cursor_execute", lambda *_: done.__setitem__(0, done[0] + 1))
        database.outcomes.apply(Outcome(TODAY, stored=letters, checked_urns=(AMBLEFORD,)), run_id=None, at=NOW)
        writing = done[0]
        database.letters.stored(with_text=True)
        return writing, done[0] - writing

    few = statements(2)
    assert statements(40)[1] <= 2 * few[1]


def test_a_run_is_found_in_what_it_brought(database: Database):
    run_id = database.runs.start("nightly", TODAY, [AMBLEFORD], NOW)
    assert database.outcomes.apply(night(), run_id=run_id, at=NOW).changes == 1


@pytest.mark.parametrize("resolved_by_run", ["its own bytes", "other bytes under its number"])
def test_what_was_set_aside_is_closed_when_it_mends(database: Database, resolved_by_run: str):
    for sha256 in ("c" * 64, "e" * 64):
        database.files.record_file(listing("7"), sha256=sha256, size=1, etag=None, last_modified=None, at=NOW, today=TODAY)
    aside = SetAside("letter", AMBLEFORD, "c" * 64, "truncated", "cut off")
    elsewhere = SetAside("letter", AMBLEFORD, "f" * 64, "truncated", "cut off")
    database.outcomes.apply(Outcome(TODAY, set_aside=(aside, elsewhere)), run_id=None, at=NOW)
    good = stored("7", "c" * 64 if resolved_by_run == "its own bytes" else "e" * 64)
    database.outcomes.apply(Outcome(TODAY, stored=(good,)), run_id=None, at=NOW)
    assert [one.about for one in database.set_asides.find()] == ["f" * 64]


def test_an_older_letter_stored_again_does_not_close_what_is_wrong_with_its_re_issue(database: Database):
    for sha256 in ("a" * 64, "c" * 64):
        database.files.record_file(listing(), sha256=sha256, size=1, etag=None, last_modified=None, at=NOW, today=TODAY)
    database.outcomes.apply(Outcome(TODAY, stored=(stored(),)), run_id=None, at=NOW)
    database.outcomes.apply(
        Outcome(TODAY, set_aside=(SetAside("letter", AMBLEFORD, "c" * 64, "truncated", "cut off"),)), run_id=None, at=NOW
    )
    database.outcomes.apply(Outcome(TODAY, stored=(stored(version="2"),)), run_id=None, at=NOW)
    assert [one.about for one in database.set_asides.find()] == ["c" * 64]
