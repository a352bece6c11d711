"""The log of Prefect's server: what is handled is a line or nothing, everything else stays."""

import logging
from collections.abc import Iterator
from io import StringIO

import pytest
import yaml

from deployments.log_noise import KnownNoise
from deployments.supervisor import SERVER_LOGGING


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What a log with this filter has; the loggers of a server are below 'prefect.server'."""
    text, logger = StringIO(), logging.getLogger("prefect.server")
    handler = logging.StreamHandler(text)
    handler.addFilter(KnownNoise())
    logger.addHandler(handler)
    yield text
    logger.removeHandler(handler)


def test_a_run_that_has_ended_before_it_could_be_called_silent_is_no_news(written: StringIO) -> None:
    actions = logging.getLogger("prefect.server.events.actions")
    actions.warning("Action failed: %r", "Failed to set state: Run is already in terminal state COMPLETED.")
    actions.warning("Action failed: %r", "Failed to set state: no such run")
    assert written.getvalue() == "Action failed: 'Failed to set state: no such run'\n"


def test_a_busy_database_is_a_line_and_any_other_error_has_its_traceback(written: StringIO) -> None:
    loop = logging.getLogger("prefect.server.utilities.messaging.memory")
    for reason in ("(sqlite3.OperationalError) database is locked", "no such table: events"):
        try:
            raise RuntimeError(reason)
        except RuntimeError:
            loop.exception("Failed in consume_loop")
    busy, other, *traceback = written.getvalue().splitlines()
    assert busy == "Failed in consume_loop: Prefect's own database was busy (database is locked)"
    assert other == "Failed in consume_loop"
    assert traceback[0] == "Traceback (most recent call last):"
    assert traceback[-1] == "RuntimeError: no such table: events"


def test_the_servers_log_has_the_filter() -> None:
    config = yaml.safe_load(SERVER_LOGGING.read_text(encoding="utf-8"))
    assert config["filters"]["known_noise"]["()"] == f"{KnownNoise.__module__}.{KnownNoise.__name__}"
    assert config["handlers"]["console"]["filters"] == ["known_noise"]
