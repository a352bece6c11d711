"""What holds for all tests: the same examples are tried each time but in `make fuzz`, one watch stands for many."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.examples import DETERMINISTIC, register_profiles
from tests.isolation import isolate
from tests.standing_watch import StandingWatch, standing_watch

isolate()
register_profiles()
settings.load_profile(DETERMINISTIC)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for the standing watch runs in one process, however it is marked: a second one would start a second watch."""
    for item in items:
        if isinstance(item, pytest.Function) and "standing" in item.fixturenames and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group("standing"))


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandingWatch]:
    """One watch for the session: starting a Prefect server takes longer than most tests."""
    with standing_watch(tmp_path_factory.mktemp("standing")) as watch:
        yield watch
