"""News that is held is not told in public before a person has released it; what was dropped never is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.model import EventKind, NewAlert, Outcome
from ofsted_watch.domain.visibility import Correction, Reading
from ofsted_watch.errors import WrongUse
from tests.adapters.database.made import AMBLEFORD, NOW, TODAY, event, letter, subscribed

WHY = "13 authorities in one run"
FIRST, SECOND = event("letter:80990:aaaa"), event("letter:80990:bbbb")


def hold(database: Database, *alerts: NewAlert, why: str | None = WHY) -> None:
    database.outcomes.apply(Outcome(TODAY, events=(FIRST, SECOND), alerts=alerts, hold=why), run_id=None, at=NOW)


def held(database: Database) -> list[str]:
    return [one.key for one in database.alerts.held_events()]


def test_news_of_a_run_that_is_held_waits_whether_anybody_subscribed_or_not(database: Database):
    hold(database)
    assert database.alerts.held_events() == (FIRST, SECOND)


def test_news_of_a_plain_run_may_be_announced(database: Database):
    hold(database, why=None)
    assert held(database) == []


def test_a_correction_waits_always(database: Database):
    correction = replace(FIRST, kind=EventKind.CORRECTION)
    database.outcomes.apply(Outcome(TODAY, events=(correction, SECOND)), run_id=None, at=NOW)
    assert held(database) == [FIRST.key]


def test_what_is_held_about_one_authority_can_be_asked_for_alone(database: Database):
    other = replace(SECOND, key="letter:80991:bbbb", urn="80991")
    database.outcomes.apply(Outcome(TODAY, events=(FIRST, other), hold=WHY), run_id=None, at=NOW)
    assert database.alerts.held_events([AMBLEFORD]) == (FIRST,)
    assert database.alerts.held_events([]) == ()


def test_corrections_come_in_the_order_in_which_they_were_decided_with_the_answer(database: Database):
    ids = [subscribed(database, f"{name}@example.org").id for name in ("ada", "bo", "cy")]
    keys = ("correction:80990:aaaa:4", "correction:80990:aaaa:3", "correction:80990:aaaa:2")
    found = [replace(FIRST, key=key, kind=EventKind.CORRECTION, read_before="1", files=("a" * 64,)) for key in keys]
    for later, (number, one) in enumerate(zip(ids, found, strict=True)):
        outcome = Outcome(TODAY, events=(one,), alerts=(NewAlert(number, one.key, WHY),))
        database.outcomes.apply(outcome, run_id=None, at=NOW + timedelta(days=later))
    database.outcomes.apply(Outcome(TODAY, events=(SECOND,), hold=WHY), run_id=None, at=NOW)
    database.alerts.release([1], by="Ada", why="it is right", at=NOW)
    database.alerts.drop([2], by="Ada", why="a misread column", at=NOW)
    answers = [(True, False), (False, True), (False, False)]
    assert database.alerts.corrections([AMBLEFORD]) == tuple(
        Correction(one, *said) for one, said in zip(found, answers, strict=True)
    )
    assert database.alerts.corrections(["80999"]) == ()


def test_every_version_s_reading_of_a_file_is_known_with_its_words_or_without(database: Database):
    for version, grade in (("1", Grade.GOOD), ("2", Grade.OUTSTANDING)):
        database.readings.record(letter(grade=grade), version, NOW)
    database.readings.record(letter("b" * 64), "1", NOW)
    whole = database.readings.all_of(["a" * 64], with_text=True)
    assert whole == (Reading(letter(grade=Grade.GOOD), "1"), Reading(letter(grade=Grade.OUTSTANDING), "2"))
    assert [one.letter.text for one in database.readings.all_of(["a" * 64, "b" * 64], with_text=False)] == ["", "", ""]


def test_what_is_released_to_one_reader_is_announced_and_the_rest_waits(database: Database):
    hold(database, NewAlert(subscribed(database).id, FIRST.key, WHY))
    assert database.alerts.release([1], by="Ada", why="it is right", at=NOW) == 1
    assert held(database) == [SECOND.key]


def test_all_that_is_held_is_released_with_news_that_nobody_asked_for(database: Database):
    hold(database, NewAlert(subscribed(database).id, FIRST.key, WHY))
    assert database.alerts.release(None, by="Ada", why="it is right", at=NOW) == 1
    assert held(database) == []
    assert database.alerts.release(None, by="Ada", why="again", at=NOW) == 0


def test_held_news_that_nobody_asked_for_can_be_resolved_by_itself(database: Database):
    hold(database)
    assert database.alerts.release(None, by="Ada", why="it is right", at=NOW) == 2
    assert held(database) == []


def test_what_is_dropped_stays_untold_also_when_everything_is_released_later(database: Database):
    hold(database, NewAlert(subscribed(database).id, FIRST.key, WHY))
    database.alerts.drop([1], by="Ada", why="a misread column", at=NOW)
    database.alerts.release(None, by="Ada", why="the other is right", at=NOW)
    assert held(database) == [FIRST.key]


def test_news_dropped_for_one_reader_waits_while_another_s_alert_does(database: Database):
    one, other = subscribed(database), subscribed(database, "other@example.org")
    hold(database, NewAlert(one.id, FIRST.key, WHY), NewAlert(other.id, FIRST.key, WHY))
    database.alerts.drop([1], by="Ada", why="not to them", at=NOW)
    database.alerts.release([2], by="Ada", why="it is right", at=NOW)
    assert held(database) == [SECOND.key]


def test_the_parts_of_a_backfill_are_announced_together(database: Database):
    hold(database)
    assert database.alerts.publish("another reason", [AMBLEFORD], NOW) == 0
    assert database.alerts.publish(WHY, ["80999"], NOW) == 0
    assert database.alerts.publish(WHY, [AMBLEFORD], NOW) == 2
    assert held(database) == []


def test_a_release_that_is_refused_announces_nothing(database: Database):
    hold(database, NewAlert(subscribed(database).id, FIRST.key, WHY))
    with pytest.raises(WrongUse, match="no alert 9"):
        database.alerts.release([1, 9], by="Ada", why="it is right", at=NOW)
    assert held(database) == [FIRST.key, SECOND.key]


def test_released_news_counts_as_found_when_it_was_released(database: Database):
    hold(database)
    database.outcomes.apply(Outcome(TODAY, changes=FIRST.changes), run_id=None, at=NOW)
    (key,) = (change.key for change in FIRST.changes)
    assert database.timestamps.all().found[key] == NOW
    before = database.pages.stamp()
    database.alerts.release(None, by="Ada", why="it is right", at=NOW + timedelta(hours=9))
    times = database.timestamps.all()
    assert times.decided[FIRST.key] == times.found[key] == NOW + timedelta(hours=9)
    assert database.pages.stamp() != before
