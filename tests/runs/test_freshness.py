"""Freshness in whole minutes: the middle and the worst."""

from datetime import timedelta

from ofsted_watch.runs.freshness import Freshness, freshness_of


def test_the_middle_and_the_worst_are_whole_minutes_rounded_up():
    times = [timedelta(minutes=4), timedelta(minutes=5, seconds=1), timedelta(hours=8)]
    assert freshness_of(times) == Freshness(median=6, worst=480, count=3)
    assert freshness_of(times).text == "first listed to mailed: 6 minutes (median), 480 at worst, of 3 letters in 90 days"


def test_no_letter_has_no_freshness_and_a_clock_that_was_set_back_is_no_time():
    assert freshness_of([]) == Freshness()
    assert freshness_of([]).text == "no letter was mailed at once in 90 days, so its freshness is not known"
    assert freshness_of([timedelta(minutes=-3)]) == Freshness(median=0, worst=0, count=1)
