"""Every test that asks for `database` or `url` runs twice: on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.schema import metadata
from tests.adapters.database.schema_steps import revisions
from tests.postgres_server import PostgresServer


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "migrated.db"
    with Database(f"sqlite:///{path}") as database:
        database.migrate()
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres: PostgresServer) -> str:
    url = postgres.url(postgres.new_database())
    with Database(url) as database:
        database.migrate()
    return url


def empty_again(url: str) -> None:
    """All tables without rows, counting from 1: faster than a database for every test."""
    with Database(url) as database, database.write_transaction() as connection:
        tables = ", ".join(metadata.tables)
        connection.exec_driver_sql(f"TRUNCATE {tables}, letter_search RESTART IDENTITY")
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revisions()[-1]}'")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if engine == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.url(server.new_database())


@pytest.fixture
def url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated database with nothing in it."""
    if engine == "sqlite":
        path = tmp_path / "watch.db"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        return f"sqlite:///{path}"
    migrated: str = request.getfixturevalue("migrated_postgres")
    empty_again(migrated)
    return migrated


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    with Database(url, id_domain="watch.example") as opened:
        yield opened
