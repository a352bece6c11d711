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
    kept,
    listing,
    night,
    subscribed,
)


def everything(database: Database) -> tuple[object, ...]:
    return (
        database.kept_letters(with_text=True),
        database.changes(),
        database.alerts(),
        database.set_asides(open_only=False),
        database.last_looks([AMBLEFORD, BRACKENSHIRE]),
    )


def test_an_outcome_comes_back_as_it_was_decided(database: Database):
    reader = subscribed(database)
    outcome = night(alerts=(NewAlert(reader.id, event().key),))
    assert database.apply(outcome, run_id=None, at=NOW) == Applied(kept=1, set_aside=1, changes=1, events=1, alerts=1)
    assert database.kept_letters([AMBLEFORD], with_text=True) == outcome.kept
    assert database.changes() == outcome.changes
    (alert,) = database.alerts()
    assert (alert.event, alert.subscription, alert.state) == (event(), reader, AlertState.PENDING)
    assert alert.message_id.endswith("@watch.example>")
    (aside,) = database.set_asides()
    assert (aside.about, aside.code, aside.since) == ("c" * 64, "truncated", NOW)
    assert database.last_looks([AMBLEFORD, BRACKENSHIRE]) == {AMBLEFORD: TODAY, BRACKENSHIRE: None}


def test_the_same_outcome_applied_twice_changes_nothing(database: Database):
    outcome = night(alerts=(NewAlert(subscribed(database).id, event().key),))
    database.apply(outcome, run_id=None, at=NOW)
    before = everything(database)
    assert database.apply(outcome, run_id=None, at=NOW + timedelta(hours=1)) == Applied()
    assert everything(database) == before


def test_two_runs_at_once_never_double_anything(url: str):
    with Database(url) as one, Database(url) as other:
        outcome = night(alerts=(NewAlert(subscribed(one).id, event().key),))
        with ThreadPoolExecutor(2) as pool:
            both = list(pool.map(lambda database: database.apply(outcome, run_id=None, at=NOW), (one, other)))
        assert sorted(applied.alerts for applied in both) == [0, 1]
        assert len(one.alerts()) == len(one.changes()) == len(one.set_asides()) == len(one.kept_letters()) == 1


def _apply_and_be_killed(url: str, at_statement: int) -> None:
    database = Database(url)
    done = 0

    def count(*_arguments: object) -> None:
        nonlocal done
        done += 1
        if done == at_statement:
            os.kill(os.getpid(), signal.SIGKILL)

    sql_event.listen(database._engine, "before_cursor_execute", count)
    database.apply(night(alerts=(NewAlert(1, event().key),)), run_id=None, at=NOW)


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
        assert database.apply(night(alerts=(NewAlert(reader.id, event().key),)), run_id=None, at=NOW).alerts == 1


def test_a_better_reader_replaces_what_is_kept_and_both_readings_stay(database: Database):
    database.apply(Outcome(TODAY, kept=(kept(version="1", grade=Grade.GOOD),)), run_id=None, at=NOW)
    better = kept(version="2", grade=Grade.OUTSTANDING)
    again = replace(better, first_seen=TODAY + timedelta(days=9))
    assert database.apply(Outcome(TODAY, kept=(again,)), run_id=None, at=NOW).kept == 0
    assert database.kept_letters(with_text=True) == (better,)
    read = [database.reading("a" * 64, version) for version in ("1", "2")]
    assert [one.judgements[0].grade for one in read if one] == [Grade.GOOD, Grade.OUTSTANDING]


def test_a_letter_loaded_without_its_text_keeps_its_text_when_it_is_withdrawn(database: Database):
    database.apply(Outcome(TODAY, kept=(kept(),)), run_id=None, at=NOW)
    (short,) = database.kept_letters()
    assert short.letter.text == ""
    database.apply(Outcome(TODAY, kept=(replace(short, withdrawn=TODAY),)), run_id=None, at=NOW)
    assert database.kept_letters(with_text=True) == (replace(kept(), withdrawn=TODAY),)


def test_a_re_issue_is_kept_beside_the_letter_it_replaces(database: Database):
    database.apply(Outcome(TODAY, kept=(kept(), kept(sha256="d" * 64))), run_id=None, at=NOW)
    assert [one.letter.sha256[0] for one in database.kept_letters()] == ["a", "d"]


def test_a_held_alert_says_why(database: Database):
    outcome = night(alerts=(NewAlert(subscribed(database).id, event().key, hold="13 authorities changed"),))
    database.apply(outcome, run_id=None, at=NOW)
    (alert,) = database.alerts([AlertState.HELD])
    assert alert.hold == "13 authorities changed"


def test_who_left_between_deciding_and_applying_is_not_told(database: Database):
    left, here = subscribed(database, "left@example.org"), subscribed(database, "here@example.org")
    database.unsubscribe("left@example.org", NOW)
    alerts = (NewAlert(left.id, event().key), NewAlert(here.id, event().key), NewAlert(999_999, event().key))
    assert database.apply(night(alerts=alerts), run_id=None, at=NOW).alerts == 1
    assert [alert.subscription.email for alert in database.alerts()] == ["here@example.org"]


def test_a_look_never_moves_back(database: Database):
    database.apply(Outcome(TODAY, looked_at=(AMBLEFORD,)), run_id=None, at=NOW)
    database.apply(Outcome(TODAY - timedelta(days=3), looked_at=(AMBLEFORD, BRACKENSHIRE)), run_id=None, at=NOW)
    assert database.last_looks([AMBLEFORD, BRACKENSHIRE]) == {AMBLEFORD: TODAY, BRACKENSHIRE: TODAY - timedelta(days=3)}


def test_changes_are_chosen_by_authority_and_by_the_day_their_letter_was_published(database: Database):
    changes = (change(), change(BRACKENSHIRE, to_published=date(2025, 1, 1)))
    database.apply(Outcome(TODAY, changes=changes), run_id=None, at=NOW)
    assert database.changes([BRACKENSHIRE]) == changes[1:]
    assert database.changes(since=date(2026, 3, 2)) == changes[:1]
    assert database.changes([]) == ()


def test_the_number_of_statements_does_not_grow_with_the_letters(database: Database):
    def statements(count: int) -> tuple[int, int]:
        letters = tuple(kept(str(n), f"{n:064d}") for n in range(count))
        done = [0]
        sql_event.listen(database._engine, "before_cursor_execute", lambda *_: done.__setitem__(0, done[0] + 1))
        database.apply(Outcome(TODAY, kept=letters, looked_at=(AMBLEFORD,)), run_id=None, at=NOW)
        writing = done[0]
        database.kept_letters(with_text=True)
        return writing, done[0] - writing

    few = statements(2)
    assert statements(40)[1] <= 2 * few[1]


def test_a_run_is_found_in_what_it_brought(database: Database):
    run_id = database.start_run("nightly", TODAY, [AMBLEFORD], NOW)
    assert database.apply(night(), run_id=run_id, at=NOW).changes == 1


@pytest.mark.parametrize("mended_by", ["its own bytes", "other bytes under its number"])
def test_what_was_set_aside_is_closed_when_it_mends(database: Database, mended_by: str):
    for sha256 in ("c" * 64, "e" * 64):
        database.record_file(listing("7"), sha256=sha256, size=1, etag=None, last_modified=None, at=NOW, today=TODAY)
    aside = SetAside("letter", AMBLEFORD, "c" * 64, "truncated", "cut off")
    elsewhere = SetAside("letter", AMBLEFORD, "f" * 64, "truncated", "cut off")
    database.apply(Outcome(TODAY, set_aside=(aside, elsewhere)), run_id=None, at=NOW)
    good = kept("7", "c" * 64 if mended_by == "its own bytes" else "e" * 64)
    database.apply(Outcome(TODAY, kept=(good,)), run_id=None, at=NOW)
    assert [one.about for one in database.set_asides()] == ["f" * 64]


def test_an_older_letter_kept_again_does_not_close_what_is_wrong_with_its_re_issue(database: Database):
    for sha256 in ("a" * 64, "c" * 64):
        database.record_file(listing(), sha256=sha256, size=1, etag=None, last_modified=None, at=NOW, today=TODAY)
    database.apply(Outcome(TODAY, kept=(kept(),)), run_id=None, at=NOW)
    database.apply(
        Outcome(TODAY, set_aside=(SetAside("letter", AMBLEFORD, "c" * 64, "truncated", "cut off"),)), run_id=None, at=NOW
    )
    database.apply(Outcome(TODAY, kept=(kept(version="2"),)), run_id=None, at=NOW)
    assert [one.about for one in database.set_asides()] == ["c" * 64]
