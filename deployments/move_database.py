"""Move everything from one database into another, empty one: `ofsted-watch move`, from SQLite to PostgreSQL for example.

The archive stays where it is.
"""

from sqlalchemy import Connection, Table, func, insert, select, text

from deployments.database_file import existing_database
from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.migrations import newest
from ofsted_watch.adapters.database.schema import metadata
from ofsted_watch.adapters.database.schema_step import format_database, step_of
from ofsted_watch.adapters.database.search_index import fill_index
from ofsted_watch.errors import StoreError, WrongUse

_AT_ONCE = 500
"""Rows copied at once: the text of a letter can be long."""


def move(source_url: str, target_url: str) -> dict[str, int]:
    """Copy every row, with its number, in one transaction. Returns the rows of each table. The source is only read.

    The target is brought to the newest schema first; the source must have it. Raises WrongUse if the target has rows, or is
    the source, or there is no source, or it is empty or older; DatabaseNotOurs if one of them holds something else; StoreError
    if the counts differ afterwards (then nothing was moved).
    """
    if source_url == target_url:
        raise WrongUse("The two databases are the same: set OFSTED_WATCH_DATABASE_URL to the new one")
    existing_database(source_url, "Check the URL of the old database")
    with Database(source_url) as source:
        _check_step(source)  # before the target is opened: opening makes an SQLite file
        with Database(target_url) as target:
            target.migrate()
            return _move_all(source, target)


def _check_step(source: Database) -> None:
    """Raises WrongUse if the source is empty or older. Migrating it here would take the way back from an older version."""
    with source.read_transaction() as connection:
        step = step_of(connection)
        where = format_database(connection.engine.url)
    if step is None:
        raise WrongUse(f"The {where} is empty, so nothing was moved. Check the URL of the old database")
    if step != newest():
        raise WrongUse(
            f"The {where} has an older schema ({step}; the newest is {newest()}), so nothing was moved. Back it up, run "
            "'ofsted-watch migrate' with its URL in OFSTED_WATCH_DATABASE_URL, then move"
        )


def _move_all(source: Database, target: Database) -> dict[str, int]:
    with source.read_transaction() as reading, target.write_transaction() as writing:
        for table in metadata.sorted_tables:
            if _rows(writing, table):
                raise WrongUse(f"The new database already has rows in '{table.name}': move into an empty one")
        moved = {table.name: _move_table(table, reading, writing) for table in metadata.sorted_tables}
        if moved != {table.name: _rows(reading, table) for table in metadata.sorted_tables}:
            raise StoreError("The old database changed during the copy: stop all processes, then try again; nothing was moved")
        fill_index(writing)
    return moved


def _move_table(table: Table, reading: Connection, writing: Connection) -> int:
    for rows in reading.execute(select(table)).mappings().partitions(_AT_ONCE):
        writing.execute(insert(table), [dict(row) for row in rows])
    if "id" in table.columns and writing.dialect.name == "postgresql":
        # The numbers are copied, so the sequence for the next one must be set.
        counter = "SELECT setval(pg_get_serial_sequence(:name, 'id'), (SELECT coalesce(max(id), 0) + 1 FROM {}), false)"
        writing.execute(text(counter.format(table.name)), {"name": table.name})
    return _rows(writing, table)


def _rows(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()
