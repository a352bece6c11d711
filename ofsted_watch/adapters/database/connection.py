"""The connection to SQLite or PostgreSQL: opening it, serialising writers, and naming its faults."""

import os
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Column, Connection, Engine, RowMapping, Table, create_engine, event, func, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, NoSuchModuleError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from ofsted_watch.adapters.database.schema_step import format_database, holds_something_else
from ofsted_watch.adapters.database.sqlite_file import permission_fault
from ofsted_watch.domain.identifiers import Sha256, Urn
from ofsted_watch.errors import BadSetting, DatabaseDamaged, DatabaseNotMigrated, DatabaseUnavailable

_Key = TypeVar("_Key", int, Urn, Sha256, str)

_POSTGRES = frozenset({"postgres", "postgresql", "postgresql+psycopg"})
_SQLITE = frozenset({"sqlite", "sqlite+pysqlite"})
_LOCK_KEY = 0x0F57ED
"""The first half of our advisory locks, distinct from other programs' locks in the same PostgreSQL."""
_PORTION = 5000
"""SQLite allows 32,766 parameters in one statement, PostgreSQL 65,535."""
_DAMAGED = frozenset({"file is not a database", "database disk image is malformed"})
_NO_SUCH_TABLE = frozenset({"42P01", "42703"})
"""PostgreSQL's undefined_table and undefined_column."""
_SQLITE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*'"
_DISK_FULL = "53100"
"""PostgreSQL's disk_full."""


class Connections:
    """An open database: `read_transaction()` and `write_transaction()` give connections inside a transaction.

    Safe to share between threads. `busy_seconds` is how long a writer waits for another one.
    """

    def __init__(self, url: str, *, busy_seconds: float = 30.0) -> None:
        parsed = parse_url(url)
        self._where = format_database(parsed)
        self._path = Path(str(parsed.database))
        self._engine = _engine(parsed, busy_seconds)
        # SQLite decides at BEGIN whether a transaction may write; a later upgrade fails at once if the database is busy.
        self._writer = self._engine.execution_options(writes=True)

    @contextmanager
    def read_transaction(self) -> Iterator[Connection]:
        """A transaction that only reads. Raises DatabaseUnavailable or DatabaseNotMigrated."""
        with self._named_faults(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write_transaction(self) -> Iterator[Connection]:
        """A transaction that is committed completely or not at all. Raises as `read_transaction`."""
        with self._named_faults(), self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def _named_faults(self) -> Iterator[None]:
        try:
            yield
        except NoFreeConnection as error:
            raise DatabaseUnavailable(f"All connections to the {self._where} are in use; try again in a moment") from error
        except (OperationalError, InterfaceError, ProgrammingError) as error:
            if (named := self._named(error)) is None:
                raise
            raise named from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise DatabaseUnavailable(f"The {self._where} broke the connection; try again in a moment") from error
            if str(error.orig) in _DAMAGED:
                raise DatabaseDamaged(f"The {self._where}: {error.orig}. Replace it with a good copy") from error
            raise

    def _named(self, error: DBAPIError) -> Exception | None:
        """Our error for a fault of the database, or None if the fault is in our SQL."""
        text = str(error.orig).strip().partition("\n")[0]
        missing = getattr(error.orig, "sqlstate", None) in _NO_SUCH_TABLE or text.startswith(("no such table", "no such column"))
        if missing:
            return DatabaseNotMigrated(f"The {self._where} lacks a step of its schema ({text}): call migrate() first")
        if isinstance(error, ProgrammingError) and not error.connection_invalidated:
            return None
        if getattr(error.orig, "sqlstate", None) == _DISK_FULL or text == "database or disk is full":
            return DatabaseUnavailable(f"The {self._where} has no space left ({text}). Free space on its disk and run again")
        if isinstance(error.orig, sqlite3.Error) and (fault := permission_fault(self._path, error.orig)):
            return DatabaseUnavailable(f"The {self._where} {fault}")
        return DatabaseUnavailable(f"The {self._where} does not answer: {text}. Try again in a moment")


class Repository:
    """A part of the database by subject. Every public method of one is one transaction, unless it says otherwise."""

    def __init__(self, connections: Connections) -> None:
        self.read_transaction = connections.read_transaction
        self.write_transaction = connections.write_transaction


def take_turn(connection: Connection, what: str) -> None:
    """Wait until no other process does `what`, and lock it until the transaction ends. SQLite serialises writers itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK_KEY, func.hashtext(what))))


def insert_absent(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> int:
    """Insert the rows whose unique keys are not in the table yet. Returns how many were new."""
    return len(inserted(connection, table, rows, next(iter(table.primary_key.columns))))


def inserted(connection: Connection, table: Table, rows: Sequence[dict[str, Any]], *columns: Column[Any]) -> Sequence[RowMapping]:
    """Insert the rows whose unique keys are not in the table yet. Returns these columns of the new ones."""
    if not rows:
        return ()
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).on_conflict_do_nothing().returning(*columns)
    return connection.execute(statement, rows).mappings().all()


def in_portions(keys: Collection[_Key]) -> Iterator[tuple[_Key, ...]]:
    """The ids or keys in order, in batches that one statement can hold on both engines."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), _PORTION):
        yield tuple(ordered[start : start + _PORTION])


def parse_url(url: str) -> URL:
    """The URL of an SQLite file or a PostgreSQL database. Raises BadSetting, whose text has no part of a password."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # 'from None': the message of this error can contain a part of the password.
        raise BadSetting(
            "The database URL is invalid. It must look like sqlite:///data/ofsted-watch.db "
            "or postgresql://user:password@host:5432/name"
        ) from None
    if parsed.drivername in _POSTGRES:
        if "@" in f"{parsed.host}{parsed.database}":
            # Text after such a character in a password is parsed as the host, and would be shown with it.
            raise BadSetting("The database URL contains an unescaped '@': write @ / : in a password as %40 %2F %3A")
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in _SQLITE:
        raise BadSetting(f"The database URL starts with '{parsed.drivername}:'; it must be sqlite: or postgresql:")
    if parsed.database in (None, "", ":memory:"):
        raise BadSetting("The database URL names no file, so data would be lost. Write sqlite:///data/ofsted-watch.db")
    return parsed


def _engine(url: URL, busy_seconds: float) -> Engine:
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, busy_seconds)
    return _postgres(url, busy_seconds)


def _sqlite(url: URL, busy_seconds: float) -> Engine:
    path = Path(str(url.database))
    if os.path.isdir(path):  # noqa: PTH112  Path.is_dir raises where a folder above is closed; opening names that
        raise BadSetting(f"The SQLite database {path} is a folder. Name a file, for example sqlite:///{path / 'ofsted-watch.db'}")
    folder = path.parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(f"The folder {folder} for the SQLite database cannot be created: {error.strerror}") from error
    with suppress(OSError):  # it exists, or cannot be written, which is reported when it is used
        # It contains people's addresses. SQLite gives its -wal and -shm files the same mode.
        path.touch(mode=0o600, exist_ok=False)
    engine = create_engine(url, connect_args={"timeout": busy_seconds, "check_same_thread": False}, pool_timeout=busy_seconds)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # Python's own BEGIN comes late and never IMMEDIATE; we write our own.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        # WAL is stored in the file. If two connections set it in a new file at once, one fails without waiting.
        with suppress(sqlite3.OperationalError):
            if not holds_something_else([name for (name,) in connection.execute(_SQLITE_TABLES)]):
                connection.execute("PRAGMA journal_mode = WAL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgres(url: URL, busy_seconds: float) -> Engine:
    try:
        engine = create_engine(
            url, connect_args={"connect_timeout": 10}, pool_pre_ping=True, pool_timeout=busy_seconds, max_overflow=20
        )
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise BadSetting("PostgreSQL needs one package more: pip install 'ofsted-watch[postgres]'") from error

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {int(busy_seconds * 1000)}")
        connection.commit()

    return engine
