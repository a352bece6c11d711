"""What holds for all tests: the same examples are tried each time but in `make fuzz`, one watch stands for many."""

import logging
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.cached_results import cache_results
from tests.examples import DETERMINISTIC, register_profiles
from tests.isolation import isolate
from tests.kept_readers import keep_readers, share_readings
from tests.postgres_server import HOW_TO_INSTALL, PostgresServer, postgres_server, programs
from tests.standing_watch import StandingWatch, standing_watch

isolate()
keep_readers()
register_profiles()
settings.load_profile(DETERMINISTIC)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share something expensive run in one process: a second would start another watch, or read each letter again."""
    for item in items:
        if item.get_closest_marker("xdist_group"):
            continue
        if isinstance(item, pytest.Function) and "standing" in item.fixturenames:
            item.add_marker(pytest.mark.xdist_group("standing"))
        elif item.get_closest_marker("corpus"):
            item.add_marker(pytest.mark.xdist_group("corpus"))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Stop where groups are not honoured: each process would start its own watch, and the suite would take twice as long.

    pytest-xdist marks a group by a suffix of the test's id. With pytest 9.2.0 it did so without effect.
    """
    if not session.config.getoption("loadgroup", False):
        return
    for item in session.items:
        if item.get_closest_marker("xdist_group") and "@" not in item.nodeid.rpartition("]")[2]:
            raise pytest.UsageError(f"{item.nodeid} is in an xdist_group, but pytest-xdist does not see it: pin another pytest")


@pytest.fixture(scope="session", autouse=True)
def shared_results(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The processes of one run share what Great Expectations answered and what was read of the same file."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    cache_results(shared)
    share_readings(shared)


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """A command sets up logging for its process: the next test in this one gets it back as it was."""
    ours = logging.getLogger("ofsted_watch")
    handlers, level, propagate = list(ours.handlers), ours.level, ours.propagate
    yield
    ours.handlers[:], ours.propagate = handlers, propagate
    ours.setLevel(level)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One server for the tests that need no more than databases of their own; skips where its programs are not installed."""
    folder = programs()
    if folder is None:
        pytest.skip(HOW_TO_INSTALL)
    with postgres_server(folder) as server:
        yield server


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandingWatch]:
    """One watch for the session: starting a Prefect server takes longer than most tests."""
    with standing_watch(tmp_path_factory.mktemp("standing")) as watch:
        yield watch
