"""Prefect's settings, in one place: quiet, nothing sent anywhere, our own log lines in the runs, heartbeats and metrics on.

Imports no Prefect: the supervisor needs it.
"""

from pathlib import Path

HEARTBEAT_SECONDS = 30
"""Seconds between heartbeats of a run: the minimum that Prefect allows."""

_ALWAYS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "ofsted_watch",
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT_SECONDS),
    "PREFECT_SERVER_METRICS_ENABLED": "true",  # at /api/metrics, for Prometheus
    # A run that is cancelled before its process starts is ended by its worker; otherwise it stays 'Cancelling' forever.
    "PREFECT_WORKER_ENABLE_CANCELLATION": "true",
    "PREFECT_CLI_PROMPT": "false",
    # A busy machine's SQLite is waited for; otherwise an event is lost as 'database is locked'.
    "PREFECT_SERVER_DATABASE_TIMEOUT": "30",
    # A run that waits some seconds for a busy worker is not late: ops are mailed of a late night.
    "PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS": "300",
    # In memory, leases die with the server, and a run that goes on over its restart would be stopped for want of its lease.
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    # Prefect prunes its own database: runs with their logs after 90 days, events after its default of 7. Those in which an
    # address may stand go earlier (flows/pruned_runs.py).
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(90 * 24 * 3600),
    # A run's log lines reach the server every ten seconds instead of every two.
    "PREFECT_LOGGING_TO_API_BATCH_INTERVAL": "10",
}


def prefect_environment(home: Path, api_url: str) -> dict[str, str]:
    """Prefect's environment for a server, its workers and their runs: `home` is the folder of the server's database."""
    return {**_ALWAYS, "PREFECT_HOME": str(home), "PREFECT_API_URL": api_url}
