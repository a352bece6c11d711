"""The watch's health as figures for Prometheus: what `status --prometheus` prints. Pure."""

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from ofsted_watch.runs.health import Health


def figures(health: Health) -> str:
    """Gauges in Prometheus' text format, named ofsted_watch_…; the last run in seconds since 1970, 0 where there was none."""
    registry = CollectorRegistry()
    for name, words, value in (
        ("healthy", "1 when `ofsted-watch status` finds nothing wrong", float(health.healthy)),
        ("last_run_timestamp_seconds", "When the last nightly run ended", health.last_run.timestamp() if health.last_run else 0),
        ("authorities_owed", "Authorities that the last nightly run owed", health.owed),
        ("authorities_seen", "Authorities that the last nightly run saw", health.seen),
        ("authorities_blind", "Authorities that the last nightly run could not see", len(health.blind)),
        ("set_aside", "Letters that wait in the set-aside desk", health.set_aside),
        ("mails_pending", "Mails that are decided and not out yet", health.pending),
        ("mails_held", "Mails that wait in the hold desk", health.held),
    ):
        Gauge(f"ofsted_watch_{name}", words, registry=registry).set(value)
    return generate_latest(registry).decode()
