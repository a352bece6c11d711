"""Which step of our schema a database is at. A database that holds something else is refused, and nothing is written into it."""

from collections.abc import Collection
from functools import cache
from pathlib import Path

from sqlalchemy import URL, Connection, inspect, text

from ofsted_watch.errors import DatabaseNewer, DatabaseNotOurs

MIGRATIONS = Path(__file__).parent / "migrations"

_VERSION_TABLE = "alembic_version"
_OUR_TABLES = frozenset({_VERSION_TABLE, "files", "listings"})
"""The tables that every step of our schema has. Other programs use Alembic too, and some number their steps as we do."""
_ASK_STEP = text("SELECT version_num FROM alembic_version")
_SHOWN = 3
"""How many tables of another program a message names."""


def step_of(connection: Connection) -> str | None:
    """The step of our schema that this database is at, for example '0011'; None if it is empty. Asked without Alembic.

    Raises DatabaseNotOurs if it holds something else, DatabaseNewer if it is at a step that this version does not have.
    """
    where = format_database(connection.engine.url)
    tables = inspect(connection).get_table_names()
    if holds_something_else(tables):
        shown = [name for name in sorted(tables) if name != _VERSION_TABLE]
        more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
        raise _not_ours(where, f"tables such as {', '.join(shown[:_SHOWN])}{more}")
    steps = list(connection.execute(_ASK_STEP).scalars()) if _VERSION_TABLE in tables else []
    if not steps and set(tables) <= {_VERSION_TABLE}:
        return None
    if len(steps) != 1 or not _numbered_as_ours(steps[0]) or set(tables) == {_VERSION_TABLE}:
        raise _not_ours(where, f"its {_VERSION_TABLE} is {', '.join(map(str, steps)) or 'empty'}")
    if steps[0] not in our_steps():
        raise DatabaseNewer(
            "The database was written by a newer version of Ofsted Watch: install that version, or use a copy made before"
        )
    return str(steps[0])


def holds_something_else(tables: Collection[str]) -> bool:
    """True if a database with these tables is neither empty nor ours."""
    return bool(set(tables) - {_VERSION_TABLE}) and not _OUR_TABLES.issubset(tables)


@cache
def our_steps() -> tuple[str, ...]:
    """All steps of the schema, the oldest first, by the names of their files: `v0030_stored_settings.py` is step '0030'."""
    return tuple(sorted(path.stem[1:5] for path in (MIGRATIONS / "versions").glob("v[0-9]*.py")))


def format_database(url: URL) -> str:
    """The database's name without secrets: the URL's query may contain a password too."""
    if url.get_backend_name() == "sqlite":
        return f"SQLite database {url.database}"
    host = url.host or url.query.get("host") or "this machine"
    return f"PostgreSQL database {url.database} on {host if isinstance(host, str) else ', '.join(host)}"


def _numbered_as_ours(step: object) -> bool:
    """True for four digits, also those of a newer version. Alembic itself gives its steps twelve hexadecimal digits."""
    return isinstance(step, str) and len(step) == 4 and step.isdecimal()


def _not_ours(where: str, content: str) -> DatabaseNotOurs:
    return DatabaseNotOurs(
        f"The {where} holds something else: {content}. Nothing was written. Name a database of Ofsted Watch, or an empty one"
    )
