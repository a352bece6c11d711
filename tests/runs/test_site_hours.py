"""Quiet hours and pace go by the clock on the wall in London, over midnight and where it is changed."""

from datetime import UTC, datetime, time

import pytest

from ofsted_watch.runs.site_hours import Hours, Pace, SiteUse, hours_of, quiet_hours_of, quiet_until


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        ("22:00-01:30", "2026-01-10T21:59:59", None),
        ("22:00-01:30", "2026-01-10T22:00:00", "2026-01-11T01:30:00"),
        ("22:00-01:30", "2026-01-11T01:29:59", "2026-01-11T01:30:00"),
        ("22:00-01:30", "2026-01-11T01:30:00", None),
        # In summer London is an hour ahead of UTC.
        ("22:00-01:30", "2026-07-10T20:59:59", None),
        ("22:00-01:30", "2026-07-10T21:00:00", "2026-07-11T00:30:00"),
        # 29 March 2026: 01:00 is followed by 02:00.
        ("00:30-01:30", "2026-03-29T00:45:00", "2026-03-29T01:00:00"),
        ("01:15-02:30", "2026-03-29T01:00:00", "2026-03-29T01:30:00"),
        ("22:00-03:00", "2026-03-28T23:00:00", "2026-03-29T02:00:00"),
        # 25 October 2026: 01:00 to 02:00 comes twice, and both are quiet.
        ("22:00-01:30", "2026-10-25T00:15:00", "2026-10-25T00:30:00"),
        ("22:00-01:30", "2026-10-25T00:30:00", None),
        ("22:00-01:30", "2026-10-25T01:10:00", "2026-10-25T01:30:00"),
        ("22:00-03:00", "2026-10-24T22:00:00", "2026-10-25T03:00:00"),
        # Hours that follow each other are one wait.
        ("22:00-24:00, 00:00-02:00", "2026-01-10T23:30:00", "2026-01-11T02:00:00"),
        ("22:00-01:30, 12:00-13:00", "2026-01-10T12:00:30", "2026-01-10T13:00:00"),
    ],
)
def test_the_site_may_be_asked_again_when_the_clock_in_london_says_so(quiet: str, now: str, until: str | None):
    assert quiet_until(quiet_hours_of(quiet), utc(now)) == (utc(until) if until else None)


def test_without_quiet_hours_the_site_may_always_be_asked():
    assert quiet_until((), utc("2026-01-10T02:00:00")) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("22-06", "'22-06' is not two times such as 23:00-01:30"),
        ("22:00", "'22:00' is not two times"),
        ("", "'' is not two times"),
        ("22:00-25:00", "'25:00' is not a time of day"),
        ("22:60-23:00", "'22:60' is not a time of day"),
        ("24:30-02:00", "'24:30' is not a time of day"),
        ("08:00-08:00", "'08:00-08:00' begins when it ends"),
        ("08:00-12:00; 13:00-14:00", "is not two times"),
        ("08:00-07:30", "they leave 30 minutes of a day"),
        ("00:00-12:00, 12:00-24:00", "they leave 0 minutes of a day"),
    ],
)
def test_hours_that_cannot_be_used_are_refused_with_the_reason(text: str, reason: str):
    with pytest.raises(ValueError, match=reason):
        quiet_hours_of(text)


def test_hours_are_written_as_they_are_read():
    assert [str(hours_of(text)) for text in ("7:00 – 19:00", "23:00-24:00")] == ["07:00-19:00", "23:00-00:00"]


def test_the_pace_is_the_days_in_its_hours_in_london_and_the_nights_outside():
    pace = Pace(by_night=1.0, by_day=0.25, day=Hours(time(7), time(19)))
    moments = ("2026-01-10T06:59:59", "2026-01-10T07:00:00", "2026-07-10T06:00:00", "2026-07-10T18:00:00")
    assert [pace.per_second(utc(moment)) for moment in moments] == [1.0, 0.25, 0.25, 1.0]
    assert pace.slowest == 0.25


def test_how_the_site_is_asked_is_said_in_two_lines_and_as_json():
    pace = Pace(1.0, 0.5, Hours(time(7), time(19)))
    use = SiteUse("OfstedWatch/1 (+mailto:us@example.org)", "us@example.org", 155, pace, quiet_hours_of("23:00-01:30"))
    assert use.lines == (
        "asks the site as OfstedWatch/1 (+mailto:us@example.org), contact us@example.org",
        "requests to the site today: 155; at most 0.5 a second by day (07:00-19:00), 1 by night; quiet hours: 23:00-01:30",
    )
    assert use.as_json() == {
        "agent": "OfstedWatch/1 (+mailto:us@example.org)",
        "contact": "us@example.org",
        "requests_today": 155,
        "requests_per_second": 1.0,
        "requests_per_second_by_day": 0.5,
        "day_hours": "07:00-19:00",
        "quiet_hours": ["23:00-01:30"],
    }


def test_a_contact_that_is_not_set_and_one_pace_for_all_hours_are_said_so():
    use = SiteUse("OfstedWatch/1", "", 0, Pace(1.0, 1.0, Hours(time(7), time(19))), ())
    assert use.lines == (
        "asks the site as OfstedWatch/1, no contact is set (OFSTED_WATCH_CONTACT)",
        "requests to the site today: 0; at most 1 a second; quiet hours: none",
    )
    assert use.as_json()["contact"] is None
