"""The schema grows in recorded steps, from any of them, and what stands at the end is what the code expects."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.migrations import is_up_to_date, newest, upgrade
from ofsted_watch.adapters.database.schema import metadata
from ofsted_watch.errors import DatabaseNewer, DatabaseNotMigrated
from tests.adapters.database.made import NOW, night
from tests.adapters.database.schema_steps import revisions


def step_of(database: Database) -> str | None:
    with database.read_transaction() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def not_the_index(name: str | None, kind: str, _parents: object) -> bool:
    """The search index is each engine's own, FTS5 with five tables behind it: SQLAlchemy has no word for it."""
    return kind != "table" or not str(name).startswith("letter_search")


def test_an_empty_database_becomes_what_the_code_expects(empty_url: str):
    with Database(empty_url) as database:
        database.migrate()
        with database.read_transaction() as connection:
            seen = MigrationContext.configure(connection, opts={"include_name": not_the_index})
            assert compare_metadata(seen, metadata) == []
        assert step_of(database) == revisions()[-1]


@pytest.mark.parametrize("step", revisions())
def test_from_every_older_step_the_newest_is_reached(empty_url: str, step: str):
    with Database(empty_url) as database:
        with database.write_transaction() as connection:
            upgrade(connection, step)
        assert step_of(database) == step
        database.migrate()
        assert step_of(database) == revisions()[-1]
        assert database.letters.stored() == ()


def test_migrating_again_keeps_everything(database: Database):
    database.outcomes.apply(night(), run_id=None, at=NOW)
    database.migrate()
    assert len(database.letters.stored()) == 1


def test_two_processes_may_migrate_at_once(empty_url: str):
    with Database(empty_url) as one, Database(empty_url) as other:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda database: database.migrate(), (one, other)))
        assert step_of(one) == revisions()[-1]


def test_a_step_that_breaks_leaves_the_schema_where_it_was(empty_url: str):
    with Database(empty_url) as database:

        def break_off() -> None:
            with database.write_transaction() as connection:
                upgrade(connection, revisions()[2])
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            break_off()
        assert step_of(database) is None


def test_a_database_without_tables_is_said_to_need_migrating(empty_url: str):
    with Database(empty_url) as database, pytest.raises(DatabaseNotMigrated, match=r"call migrate\(\) first"):
        database.letters.stored()


def test_a_database_of_a_newer_version_is_left_alone(database: Database):
    with database.write_transaction() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseNewer, match="newer version"):
        database.migrate()


def test_the_newest_step_by_its_file_is_the_one_that_alembic_finds():
    assert newest() == revisions()[-1]


def test_a_database_that_is_up_to_date_is_known_without_alembic(empty_url: str):
    steps = revisions()
    with Database(empty_url) as database, database.write_transaction() as connection:
        assert not is_up_to_date(connection)
        upgrade(connection, steps[-2])
        assert not is_up_to_date(connection)
        upgrade(connection)
        assert is_up_to_date(connection)
