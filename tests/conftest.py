"""What holds for all tests: the same examples are tried each time but in `make fuzz`, one watch stands for many."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.examples import DETERMINISTIC, register_profiles
from tests.standing_watch import StandingWatch, standing_watch

register_profiles()
settings.load_profile(DETERMINISTIC)


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandingWatch]:
    """One watch for the session: starting a Prefect server takes longer than most tests."""
    with standing_watch(tmp_path_factory.mktemp("standing")) as watch:
        yield watch
