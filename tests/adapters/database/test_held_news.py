"""News that is held is not told in public before a person has released it; what was dropped never is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ofsted_watch.adapters.database import Database
from ofsted_watch.errors import WrongUse
from ofsted_watch.model import EventKind, NewAlert, Outcome
from tests.adapters.database.made import AMBLEFORD, NOW, TODAY, event, subscribed

WHY = "13 authorities in one run"
FIRST, SECOND = event("letter:80990:aaaa"), event("letter:80990:bbbb")


def hold(database: Database, *alerts: NewAlert, why: str | None = WHY) -> None:
    database.apply(Outcome(TODAY, events=(FIRST, SECOND), alerts=alerts, hold=why), run_id=None, at=NOW)


def held(database: Database) -> list[str]:
    return [one.key for one in database.held_events()]


def test_news_of_a_run_that_is_held_waits_whether_anybody_subscribed_or_not(database: Database):
    hold(database)
    assert database.held_events() == (FIRST, SECOND)


def test_news_of_a_plain_run_may_be_told(database: Database):
    hold(database, why=None)
    assert held(database) == []


def test_a_correction_waits_always(database: Database):
    correction = replace(FIRST, kind=EventKind.CORRECTION)
    database.apply(Outcome(TODAY, events=(correction, SECOND)), run_id=None, at=NOW)
    assert held(database) == [FIRST.key]


def test_what_is_released_to_one_reader_is_told_and_the_rest_waits(database: Database):
    hold(database, NewAlert(subscribed(database).id, FIRST.key, WHY))
    assert database.release([1], by="Ada", why="it is right", at=NOW) == 1
    assert held(database) == [SECOND.key]


def test_all_that_is_held_is_released_with_news_that_nobody_asked_for(database: Database):
    hold(database, NewAlert(subscribed(database).id, FIRST.key, WHY))
    assert database.release(None, by="Ada", why="it is right", at=NOW) == 1
    assert held(database) == []
    assert database.release(None, by="Ada", why="again", at=NOW) == 0


def test_held_news_that_nobody_asked_for_can_be_settled_by_itself(database: Database):
    hold(database)
    assert database.release(None, by="Ada", why="it is right", at=NOW) == 2
    assert held(database) == []


def test_what_is_dropped_stays_untold_also_when_everything_is_released_later(database: Database):
    hold(database, NewAlert(subscribed(database).id, FIRST.key, WHY))
    database.drop([1], by="Ada", why="a misread column", at=NOW)
    database.release(None, by="Ada", why="the other is right", at=NOW)
    assert held(database) == [FIRST.key]


def test_news_dropped_for_one_reader_waits_while_another_s_alert_does(database: Database):
    one, other = subscribed(database), subscribed(database, "other@example.org")
    hold(database, NewAlert(one.id, FIRST.key, WHY), NewAlert(other.id, FIRST.key, WHY))
    database.drop([1], by="Ada", why="not to them", at=NOW)
    database.release([2], by="Ada", why="it is right", at=NOW)
    assert held(database) == [SECOND.key]


def test_the_parts_of_a_backfill_are_told_together(database: Database):
    hold(database)
    assert database.tell_in_public("another reason", [AMBLEFORD], NOW) == 0
    assert database.tell_in_public(WHY, ["80999"], NOW) == 0
    assert database.tell_in_public(WHY, [AMBLEFORD], NOW) == 2
    assert held(database) == []


def test_a_release_that_is_refused_tells_nothing(database: Database):
    hold(database, NewAlert(subscribed(database).id, FIRST.key, WHY))
    with pytest.raises(WrongUse, match="Alert 9"):
        database.release([1, 9], by="Ada", why="it is right", at=NOW)
    assert held(database) == [FIRST.key, SECOND.key]


def test_released_news_counts_as_found_when_it_was_released(database: Database):
    hold(database)
    database.apply(Outcome(TODAY, changes=FIRST.changes), run_id=None, at=NOW)
    (key,) = (change.key for change in FIRST.changes)
    assert database.times().found[key] == NOW
    before = database.stamp()
    database.release(None, by="Ada", why="it is right", at=NOW + timedelta(hours=9))
    times = database.times()
    assert times.decided[FIRST.key] == times.found[key] == NOW + timedelta(hours=9)
    assert database.stamp() != before
