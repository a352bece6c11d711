"""What a monitor reads of the watch is what `status` says."""

from dataclasses import replace
from datetime import UTC, datetime, time

from prometheus_client.parser import text_string_to_metric_families

from ofsted_watch.runs.freshness import Freshness
from ofsted_watch.runs.health import Health
from ofsted_watch.runs.metrics import metrics
from ofsted_watch.runs.site_hours import Hours, Pace, SiteUse

ILL = Health(
    healthy=False,
    last_run=datetime(2026, 3, 5, 2, 30, tzinfo=UTC),
    expected=153,
    checked=151,
    unchecked=("80901", "80902"),
    set_aside=3,
    pending=4,
    held=5,
    lines=(),
)
BUSY = replace(
    ILL,
    missed_by_polls=2,
    last_backup=datetime(2026, 3, 5, 5, tzinfo=UTC),
    freshness=Freshness(median=6, worst=31, count=12),
    site=SiteUse("agent", "", 155, Pace(1.0, 1.0, Hours(time(7), time(19))), ()),
)
NEVER_RUN = Health(healthy=False, last_run=None, expected=0, checked=0, unchecked=(), set_aside=0, pending=0, held=0, lines=())


def read_back(health: Health) -> dict[str, float]:
    """Name without its prefix → value, read by the library's own parser."""
    families = text_string_to_metric_families(metrics(health))
    return {family.name.removeprefix("ofsted_watch_"): family.samples[0].value for family in families}


def test_a_monitor_reads_every_count_of_the_status():
    assert read_back(ILL) == {
        "healthy": 0,
        "last_run_timestamp_seconds": datetime(2026, 3, 5, 2, 30, tzinfo=UTC).timestamp(),
        "last_backup_timestamp_seconds": 0,
        "authorities_expected": 153,
        "authorities_checked": 151,
        "authorities_unchecked": 2,
        "set_aside": 3,
        "mails_pending": 4,
        "mails_held": 5,
        "missed_by_polls": 0,
        "freshness_median_minutes": 0,
        "freshness_worst_minutes": 0,
        "freshness_letters": 0,
        "requests_today": 0,
    }


def test_a_monitor_reads_the_freshness_what_polls_missed_the_requests_of_the_day_and_the_last_backup():
    values = read_back(BUSY)
    assert {name: values[name] for name in values if name.startswith(("freshness", "missed", "requests", "last_backup"))} == {
        "last_backup_timestamp_seconds": datetime(2026, 3, 5, 5, tzinfo=UTC).timestamp(),
        "missed_by_polls": 2,
        "freshness_median_minutes": 6,
        "freshness_worst_minutes": 31,
        "freshness_letters": 12,
        "requests_today": 155,
    }


def test_a_watch_that_never_ran_has_its_last_run_at_the_beginning_of_time():
    assert read_back(NEVER_RUN)["last_run_timestamp_seconds"] == 0
