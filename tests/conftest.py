"""What holds for all tests: a busy machine is no failure, CI tries the same examples each time, one watch stands for many."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.standing_watch import StandingWatch, standing_watch

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandingWatch]:
    """One watch for the session: starting a Prefect server takes longer than most tests."""
    with standing_watch(tmp_path_factory.mktemp("standing")) as watch:
        yield watch
