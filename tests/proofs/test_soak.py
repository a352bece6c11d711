"""A short soak with every run of the tests: ten nights, some of them with mishaps, end as ten calm ones."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

from proofs.reliability.soak import CALM, Left, against_its_story, compare, differences, nights
from proofs.reliability.soak_story import CALM_BEFORE, mishaps, story
from proofs.reliability.soak_truth import expected

NOTHING = Left("[]", {"csv": b""}, Counter(), Counter(), Counter(), (), Counter())


def test_ten_nights_with_mishaps_leave_what_ten_calm_nights_leave(tmp_path: Path):
    notified = story(10, 3)
    wrong = mishaps(notified, 2)
    peace, _, port = nights(tmp_path / "peace", notified, CALM)
    rough, endings, _ = nights(tmp_path / "rough", notified, wrong, port)
    assert endings["incomplete"], "these mishaps must be felt, or the test shows nothing"
    assert peace.mails
    assert differences(peace, rough) == {}
    assert expected(notified) == peace.told
    assert {kind for _, kind, *_ in peace.told} == {"letter"}


def test_what_a_story_says_that_people_are_sent_is_more_than_letters():
    notified = story(60, 12)
    truth = expected(notified)
    assert set(truth.values()) == {1}
    kinds = Counter(kind for _, kind, *_ in truth)
    assert {"letter", "reissued", "withdrawn"} == kinds.keys()


def test_a_message_that_was_lost_and_one_that_was_made_up_are_counted_against_the_story():
    notified = story(10, 3)
    truth = expected(notified)
    told = truth.copy()
    told.subtract([next(iter(truth))])
    made_up = ("letters@example.org", "letter", "1", "2", frozenset[tuple[str, str, str]]())
    metric = against_its_story(replace(NOTHING, told=+told + Counter([made_up])), notified, 0)
    assert (metric.lost, metric.doubled, metric.holds) == (1, 1, False)
    assert against_its_story(replace(NOTHING, told=truth), notified, 0).holds


def _orders(seed: int) -> list[tuple[object, ...]]:
    found = mishaps(story(60, 12), seed)
    return [(one.path, type(one.what), one.times, one.on) for one in found.on_site] + [(found.missed, found.twice)]


def test_the_same_seed_brings_the_same_mishaps_and_another_brings_others():
    assert _orders(1) == _orders(1)
    assert _orders(1) != _orders(2)


def test_the_first_night_and_the_last_ten_are_calm():
    notified = story(60, 12)
    rough = {order.on for seed in range(20) for order in mishaps(notified, seed).on_site}
    assert rough <= set(notified.days[CALM_BEFORE:-10])


def test_two_months_hold_every_sort_of_letter():
    letters = [letter for night in story(60, 12).nights[1:] for letter in night.publications]
    assert any(letter.reissued for letter in letters)
    assert any(letter.withdrawn for letter in letters)
    assert any(letter.appears and letter.appears != letter.published for letter in letters)
    assert {"ilacs_inspection", "focused_visit", "sif_inspection"} == {
        letter.description.kind for letter in letters if letter.description
    }


def test_an_alert_that_is_missing_and_one_too_much_are_named():
    alert = ("ada@example.org", "letter:1", "sent", "{}")
    notified = replace(NOTHING, alerts=Counter([alert]))
    assert "1 missing" in differences(notified, NOTHING)["alerts"]
    assert "1 too much" in differences(NOTHING, notified)["alerts"]


def test_a_mail_that_came_twice_counts_as_doubled_and_one_that_did_not_as_lost():
    once, twice = replace(NOTHING, mails=Counter(a=1)), replace(NOTHING, mails=Counter(a=2))
    assert compare(once, twice, "", "", 0).doubled == 1
    assert compare(once, NOTHING, "", "", 0).lost == 1
    assert not compare(once, twice, "", "", 0).holds
    assert compare(once, once, "", "", 0).holds
