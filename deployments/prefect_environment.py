"""Prefect's settings, in one place: quiet, nothing sent anywhere, our own log lines in the runs, heartbeats and metrics on."""

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
}


def prefect_environment(home: Path, api_url: str) -> dict[str, str]:
    """Prefect's environment for a server, its workers and their runs: `home` is the folder of the server's database."""
    return {**_ALWAYS, "PREFECT_HOME": str(home), "PREFECT_API_URL": api_url}
