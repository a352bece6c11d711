"""Move all that is kept from one database into another, empty one: `python -m deployments.move_database FROM_URL`.

For growing out of SQLite: FROM_URL is the old database, the settings name the new one. The archive stays where it is.
"""

import argparse
import sys

from sqlalchemy import Connection, Table, func, insert, select, text

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.schema import metadata
from ofsted_watch.adapters.database.search_index import fill_index
from ofsted_watch.errors import OfstedWatchError, StoreError, WrongUse
from ofsted_watch.settings import read_settings

_AT_ONCE = 500
"""Rows carried over in one go: a letter's words can be long."""


def move(source_url: str, target_url: str) -> dict[str, int]:
    """Copy every row, with its number, in one transaction. Returns the rows of each table. The source is only read.

    Both are brought to the newest schema first. Raises WrongUse when the target holds rows, or is the source;
    StoreError when the counts differ in the end (then nothing was moved).
    """
    if source_url == target_url:
        raise WrongUse("The two databases are one and the same: set OFSTED_WATCH_DATABASE_URL to the new one")
    with Database(source_url) as source, Database(target_url) as target:
        source.migrate()
        target.migrate()
        with source.read_transaction() as reading, target.write_transaction() as writing:
            for table in metadata.sorted_tables:
                if _rows(writing, table):
                    raise WrongUse(f"The new database holds rows in '{table.name}' already: move into an empty one")
            moved = {table.name: _move_table(table, reading, writing) for table in metadata.sorted_tables}
            if moved != {table.name: _rows(reading, table) for table in metadata.sorted_tables}:
                raise StoreError("The old database changed meanwhile: stop what runs, then try again; nothing was moved")
            fill_index(writing)
    return moved


def _move_table(table: Table, reading: Connection, writing: Connection) -> int:
    for rows in reading.execute(select(table)).mappings().partitions(_AT_ONCE):
        writing.execute(insert(table), [dict(row) for row in rows])
    if "id" in table.columns and writing.dialect.name == "postgresql":
        # The numbers came along, so the counter that gives the next one must be told.
        counter = "SELECT setval(pg_get_serial_sequence(:name, 'id'), (SELECT coalesce(max(id), 0) + 1 FROM {}), false)"
        writing.execute(text(counter.format(table.name)), {"name": table.name})
    return _rows(writing, table)


def _rows(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def main() -> int:
    """The command. Exit codes: 0 done, 1 it could not be done, 2 wrong use."""
    asked = argparse.ArgumentParser(prog="python -m deployments.move_database", description=__doc__.splitlines()[0])
    asked.add_argument("source", metavar="FROM_URL", help="the old database, for example sqlite:///data/ofsted-watch.db")
    try:
        moved = move(asked.parse_args().source, read_settings().database)
    except WrongUse as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    except OfstedWatchError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    for table, rows in moved.items():
        print(f"{rows:>8}  {table}")
    print("Moved. The old database is as it was.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
