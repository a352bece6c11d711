"""One loaded and migrated database for each engine and session; who writes asks for one of their own."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ofsted_watch.adapters.database import Database
from ofsted_watch.settings import Settings
from tests.postgres_server import PostgresServer
from tests.version_0_1.stored import load_postgresql, load_sqlite, settings_in


@pytest.fixture(scope="session")
def upgraded(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Engine → the URL of a database that 0.1 filled and this version has migrated. Nobody writes into it."""
    made: dict[str, str] = {}

    def url_of(engine: str) -> str:
        if engine not in made:
            folder = tmp_path_factory.mktemp(engine)
            made[engine] = new_database(engine, folder, request)
            with Database(made[engine]) as database:
                database.migrate()
        return made[engine]

    return url_of


def new_database(engine: str, folder: Path, request: pytest.FixtureRequest) -> str:
    """A database as version 0.1 left it, not yet migrated."""
    if engine == "sqlite":
        load_sqlite(folder / "watch.db")
        return f"sqlite:///{folder / 'watch.db'}"
    running: PostgresServer = request.getfixturevalue("postgres")
    url = running.url(running.new_database())
    load_postgresql(url, folder)
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def settings(engine: str, upgraded: Callable[[str], str], tmp_path: Path) -> Settings:
    """The settings of 0.1 over the migrated database, which is only read."""
    return settings_in(tmp_path, upgraded(engine))


@pytest.fixture
def old_url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A database of one's own, as 0.1 left it."""
    return new_database(engine, tmp_path, request)


@pytest.fixture
def own_settings(engine: str, upgraded: Callable[[str], str], tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    """The same over a database of one's own, to write into."""
    if engine == "sqlite":
        shutil.copy(Path(upgraded(engine).removeprefix("sqlite:///")), tmp_path / "own.db")
        url = f"sqlite:///{tmp_path / 'own.db'}"
    else:
        url = new_database(engine, tmp_path, request)
    return settings_in(tmp_path, url)
