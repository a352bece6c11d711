"""The service's health as metrics for Prometheus: what `status --prometheus` prints. Pure."""

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from ofsted_watch.runs.health import Health


def metrics(health: Health) -> str:
    """Gauges in Prometheus' text format, named ofsted_watch_…; moments in seconds since 1970, 0 if there was none."""
    registry = CollectorRegistry()
    for name, message, value in (
        ("healthy", "1 when `ofsted-watch status` finds nothing wrong", float(health.healthy)),
        ("last_run_timestamp_seconds", "When the last nightly run ended", health.last_run.timestamp() if health.last_run else 0),
        (
            "last_backup_timestamp_seconds",
            "When the last backup was made",
            health.last_backup.timestamp() if health.last_backup else 0,
        ),
        ("authorities_expected", "Authorities that the last nightly run expected", health.expected),
        ("authorities_checked", "Authorities that the last nightly run checked", health.checked),
        ("authorities_unchecked", "Authorities that the last nightly run could not check", len(health.unchecked)),
        ("set_aside", "Letters set aside and waiting for review", health.set_aside),
        ("mails_pending", "Mails decided and not sent yet", health.pending),
        ("mails_held", "Mails held until someone releases or drops them", health.held),
        ("missed_by_polls", "New letters of the last nightly run that no poll saw", health.missed_by_polls),
        (
            "freshness_median_minutes",
            "Minutes from first listed to first mail, median",
            health.freshness.median or 0,
        ),
        ("freshness_worst_minutes", "Minutes from first listed to first mail, the worst of 90 days", health.freshness.worst or 0),
        ("requests_today", "Requests that this machine sent to the site today", health.requests_today),
        ("freshness_letters", "Letters of 90 days whose freshness is known", health.freshness.count),
    ):
        Gauge(f"ofsted_watch_{name}", message, registry=registry).set(value)
    return generate_latest(registry).decode()
