"""The watch's health as figures for Prometheus: what `status --prometheus` prints. Pure."""

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from ofsted_watch.runs.health import Health


def metrics(health: Health) -> str:
    """Gauges in Prometheus' text format, named ofsted_watch_…; the last run in seconds since 1970, 0 where there was none."""
    registry = CollectorRegistry()
    for name, message, value in (
        ("healthy", "1 when `ofsted-watch status` finds nothing wrong", float(health.healthy)),
        ("last_run_timestamp_seconds", "When the last nightly run ended", health.last_run.timestamp() if health.last_run else 0),
        ("authorities_expected", "Authorities that the last nightly run owed", health.expected),
        ("authorities_checked", "Authorities that the last nightly run checked", health.checked),
        ("authorities_unchecked", "Authorities that the last nightly run could not see", len(health.unchecked)),
        ("set_aside", "Letters that wait in the set-aside desk", health.set_aside),
        ("mails_pending", "Mails that are decided and not out yet", health.pending),
        ("mails_held", "Mails that wait in the hold desk", health.held),
    ):
        Gauge(f"ofsted_watch_{name}", message, registry=registry).set(value)
    return generate_latest(registry).decode()
