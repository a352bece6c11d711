"""Healthy means: the last night ended lately, saw everything it owed, and nothing waits held."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from ofsted_watch.domain.gaps import Gap, StoredGap
from ofsted_watch.domain.model import Coverage, RunRecord
from ofsted_watch.runs.freshness import Freshness
from ofsted_watch.runs.health import health
from ofsted_watch.runs.site_hours import Hours, Pace, SiteUse
from ofsted_watch.runs.unread_pages import StoredPages, UnreadPage

NOW = datetime(2026, 3, 5, 9, tzinfo=UTC)
LAST = RunRecord(
    id=1,
    kind="nightly",
    today=date(2026, 3, 5),
    started=datetime(2026, 3, 5, 2, tzinfo=UTC),
    finished=datetime(2026, 3, 5, 2, 30, tzinfo=UTC),
    state="done",
    message="checked 1 of 1 authorities",
    coverage=Coverage(expected=("80901",), checked=("80901",)),
)


def ask(last=LAST, now=NOW, held=0, set_aside=0, unknown=0, oldest_unsent=None, **more):
    counts = {"set_aside": set_aside, "pending": 0, "held": held, "unknown": unknown}
    return health(last, **counts, oldest_unsent=oldest_unsent, now=now, **more)


def test_a_good_night_this_morning_is_healthy():
    assert ask().healthy
    assert ask().as_json() == {
        "healthy": True,
        "last_run": "2026-03-05T02:30:00+00:00",
        "expected": 1,
        "checked": 1,
        "unchecked": [],
        "set_aside": 0,
        "pending": 0,
        "held": 0,
        "paused": None,
        "last_backup": None,
        "missed_by_polls": 0,
        "gaps": 0,
        "requests_today": 0,
        "site": None,
        "changed_pages": [],
        "freshness": {"median": None, "worst": None, "count": 0},
    }


def test_no_run_at_all_is_not_healthy():
    assert not ask(last=None).healthy


def test_a_missed_night_is_not_healthy():
    assert not ask(now=NOW + timedelta(days=1)).healthy


def test_a_night_that_ended_on_a_day_to_come_is_not_healthy():
    health = ask(now=NOW - timedelta(days=365))
    assert not health.healthy
    assert any("which is in the future: this machine's clock was wrong" in line for line in health.lines)


def test_an_incomplete_night_is_not_healthy_and_says_to_whom():
    unchecked = replace(
        LAST, state="incomplete", coverage=Coverage(expected=("80901",), checked=(), unchecked={"80901": "no timeline"})
    )
    assert not ask(last=unchecked).healthy
    assert ask(last=unchecked).unchecked == ("80901",)


def test_a_run_that_never_ended_is_not_healthy():
    assert not ask(last=replace(LAST, finished=None, state="running")).healthy


def test_a_mail_that_has_waited_for_more_than_a_day_is_not_healthy_and_a_young_one_is():
    assert not ask(oldest_unsent=NOW - timedelta(hours=27)).healthy
    assert ask(oldest_unsent=NOW - timedelta(hours=3)).healthy


def test_a_mail_whose_end_nobody_knows_is_not_healthy():
    assert not ask(unknown=1).healthy


def test_a_hold_that_waits_is_not_healthy_but_a_letter_set_aside_is():
    assert not ask(held=3).healthy
    assert ask(set_aside=3).healthy


def test_each_line_that_asks_for_something_names_the_form_before_the_command():
    lines = ask(held=3, set_aside=2, unknown=1, oldest_unsent=NOW - timedelta(hours=27), paused="all mails are paused").lines
    asking = [line for line in lines if "ofsted-watch " in line]
    assert asking[0] == (
        "3 alerts held: the form review-held-alerts in the Prefect UI, or `ofsted-watch alerts list --state held`, says why"
    )
    assert len(asking) == 5
    assert all(0 < line.index("the form ") + 1 < line.index("`ofsted-watch ") for line in asking)


def test_three_failed_polls_in_a_row_are_not_healthy_and_two_are():
    assert ask(polls_failed=2).healthy
    failed = ask(polls_failed=3)
    assert not failed.healthy
    assert "the last 3 polls of the site failed, so letters come with the night" in failed.lines


def test_a_backup_that_is_more_than_two_days_old_is_not_healthy_and_none_is_only_said():
    young = ask(last_backup=NOW - timedelta(days=2))
    assert young.healthy
    assert "last backup 3 March 2026 at 09:00 UTC" in young.lines
    old = ask(last_backup=NOW - timedelta(days=2, minutes=1))
    assert not old.healthy
    assert old.lines[0].startswith("the last backup was made 3 March 2026 at 08:59 UTC, more than two days ago")
    assert old.as_json()["last_backup"] == "2026-03-03T08:59:00+00:00"
    assert ask().healthy
    assert "no daily backup is on record" in ask().lines


def test_letters_that_polls_missed_are_counted_and_named_and_do_not_make_it_unhealthy():
    missed = Coverage(expected=("80901",), checked=("80901",), missed_by_polls=2)
    seen = ask(last=replace(LAST, coverage=missed))
    assert (seen.healthy, seen.missed_by_polls) == (True, 2)
    assert "the last night had 2 new letters that no poll saw" in seen.lines


def test_freshness_and_how_the_site_is_asked_are_in_the_lines_and_the_json():
    use = SiteUse("OfstedWatch/1", "us@example.org", 155, Pace(1.0, 1.0, Hours(time(7), time(19))), ())
    page = UnreadPage("a" * 16, "https://site/search", "it states no total", NOW)
    seen = ask(freshness=Freshness(6, 31, 12), site=use, pages=StoredPages((page,), "", "data"))
    assert seen.healthy, "what could not be read is named by the run itself"
    assert "first listed to mailed: 6 minutes (median), 31 at worst, of 12 letters in 90 days" in seen.lines
    assert "asks the site as OfstedWatch/1, contact us@example.org" in seen.lines
    assert [line for line in seen.lines if line.startswith("1 page of the site could not be read in 30 days; ")]
    shown = seen.as_json()
    assert (shown["freshness"], shown["requests_today"]) == ({"median": 6, "worst": 31, "count": 12}, 155)
    assert (shown["site"]["agent"], shown["changed_pages"][0]["url"]) == ("OfstedWatch/1", "https://site/search")


def test_an_inspection_report_that_is_unread_for_more_than_two_days_is_not_healthy_and_is_named():
    gap = Gap("80901", "50001", date(2026, 3, 2), "Children's services inspection", "https://files.example/50001", "It is gone.")
    assert health_with(StoredGap(1, gap, date(2026, 3, 3))).healthy
    late = health_with(StoredGap(1, gap, date(2026, 3, 2)))
    assert not late.healthy
    assert late.gaps == 1
    assert any("URN 80901, published on 2 March 2026" in line and "https://files.example/50001" in line for line in late.lines)


def health_with(gap):
    return health(LAST, set_aside=0, pending=0, held=0, unknown=0, oldest_unsent=None, now=NOW, gaps=[gap])
