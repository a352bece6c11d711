"""Checks a saved database before it is restored: a mistyped file must not become the database of this installation."""

import re
import sqlite3
import subprocess
from pathlib import Path

from sqlalchemy import URL, create_engine
from sqlalchemy.exc import DBAPIError

from ofsted_watch.adapters.database.schema_step import holds_something_else, step_of
from ofsted_watch.errors import DatabaseNotOurs, StoreError, WrongUse

_DUMPED_TABLE = re.compile(r"^\d+; \d+ \d+ TABLE (?!DATA )\S+ (.+) \S+$", re.MULTILINE)
"""A table in the list of `pg_restore`: '217; 1259 16402 TABLE public files owner'."""


def check_saved(saved: Path, *, is_dump: bool) -> None:
    """Check that this file holds our tables. Nothing is written, not even beside it.

    Raises DatabaseNotOurs if it holds something else, WrongUse if it is empty, DatabaseNewer if a newer version wrote it (an
    SQLite file; a dump shows that when it is restored), StoreError if it cannot be read.
    """
    if is_dump:
        _check_dump(saved)
    else:
        _check_sqlite(saved)


def _check_sqlite(saved: Path) -> None:
    # 'immutable': SQLite makes no files beside it, and reads exactly the bytes that are copied.
    uri = f"{saved.resolve().as_uri()}?immutable=1"
    engine = create_engine(URL.create("sqlite", database=str(saved)), creator=lambda: sqlite3.connect(uri, uri=True))
    try:
        with engine.connect() as connection:
            step = step_of(connection)
    except DBAPIError as error:
        raise StoreError(f"The saved database {saved} could not be restored: {error.orig}") from error
    finally:
        engine.dispose()
    if step is None:
        raise _empty(saved)


def _check_dump(saved: Path) -> None:
    try:
        listed = subprocess.run(["pg_restore", "--list", str(saved)], capture_output=True, text=True, check=False)  # noqa: S603, S607
    except FileNotFoundError:
        raise not_installed("pg_restore") from None
    if listed.returncode:
        raise StoreError(f"The saved database {saved} could not be restored: {listed.stderr.strip()}")
    tables = _DUMPED_TABLE.findall(listed.stdout)
    if not tables:
        raise _empty(saved)
    if holds_something_else(tables):
        raise DatabaseNotOurs(
            f"The saved database {saved} holds something else: tables such as {', '.join(sorted(tables)[:3])}. Nothing was "
            "restored. Name a database that 'ofsted-watch backup' saved"
        )


def not_installed(program: str) -> WrongUse:
    """The error of a machine that lacks one of PostgreSQL's programs."""
    return WrongUse(f"{program} is not installed here: apt-get install postgresql-client")


def _empty(saved: Path) -> WrongUse:
    return WrongUse(f"The saved database {saved} is empty, so nothing was restored. Name one that 'ofsted-watch backup' saved")
