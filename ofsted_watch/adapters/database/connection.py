"""The connection to SQLite or PostgreSQL: how it is opened, how writers take turns, and what its faults are called."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Column, Connection, Engine, RowMapping, Table, create_engine, event, func, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, NoSuchModuleError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from ofsted_watch.domain.identifiers import Sha256, Urn
from ofsted_watch.errors import BadSetting, DatabaseDamaged, DatabaseNotMigrated, DatabaseUnavailable

_Key = TypeVar("_Key", int, Urn, Sha256, str)

_POSTGRES = frozenset({"postgres", "postgresql", "postgresql+psycopg"})
_SQLITE = frozenset({"sqlite", "sqlite+pysqlite"})
_LOCK_KEY = 0x0F57ED
"""The first half of our advisory locks, so that another program's locks in the same PostgreSQL are not ours."""
_PORTION = 5000
"""SQLite takes 32,766 parameters in one statement, PostgreSQL 65,535."""
_DAMAGED = frozenset({"file is not a database", "database disk image is malformed"})
_NO_SUCH_TABLE = frozenset({"42P01", "42703"})
"""PostgreSQL's undefined_table and undefined_column."""
_DISK_FULL = "53100"
"""PostgreSQL's disk_full."""


class Connections:
    """An open database: `read_transaction()` and `write_transaction()` hand out connections inside a transaction.

    Safe to share between threads. `busy_seconds` is how long a writer waits for another one.
    """

    def __init__(self, url: str, *, busy_seconds: float = 30.0) -> None:
        parsed = parse_url(url)
        self._where = _formatted(parsed)
        self._engine = _engine(parsed, busy_seconds)
        # SQLite decides at BEGIN whether a transaction may write; one that asks for more later fails at once when busy.
        self._writer = self._engine.execution_options(writes=True)

    @contextmanager
    def read_transaction(self) -> Iterator[Connection]:
        """A transaction that only asks. Raises DatabaseUnavailable or DatabaseNotMigrated."""
        with self._named_faults(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write_transaction(self) -> Iterator[Connection]:
        """A transaction that is all there at its end, or not at all. Raises as `read_transaction` does."""
        with self._named_faults(), self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give all connections back."""
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
                raise DatabaseDamaged(f"The {self._where}: {error.orig}. Put a good copy in its place") from error
            raise

    def _named(self, error: DBAPIError) -> Exception | None:
        """The error of ours for a fault of the database, or None when the fault is in our SQL."""
        text = str(error.orig).strip().partition("\n")[0]
        missing = getattr(error.orig, "sqlstate", None) in _NO_SUCH_TABLE or text.startswith(("no such table", "no such column"))
        if missing:
            return DatabaseNotMigrated(f"The {self._where} lacks a step of its schema ({text}): call migrate() first")
        if isinstance(error, ProgrammingError) and not error.connection_invalidated:
            return None
        if getattr(error.orig, "sqlstate", None) == _DISK_FULL or text == "database or disk is full":
            return DatabaseUnavailable(f"The {self._where} has no room left ({text}). Make room on its disk and run again")
        return DatabaseUnavailable(f"The {self._where} does not answer: {text}. Try again in a moment")


class Repository:
    """A part of the database by subject. Every public method of one is one transaction, unless it says otherwise."""

    def __init__(self, connections: Connections) -> None:
        self.read_transaction = connections.read_transaction
        self.write_transaction = connections.write_transaction


def take_turn(connection: Connection, what: str) -> None:
    """Wait until no other process does `what`, until the transaction ends. SQLite's writers take turns by themselves."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK_KEY, func.hashtext(what))))


def insert_absent(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> int:
    """Insert the rows that no unique key of the table knows yet. Returns how many were new."""
    return len(inserted(connection, table, rows, next(iter(table.primary_key.columns))))


def inserted(connection: Connection, table: Table, rows: Sequence[dict[str, Any]], *columns: Column[Any]) -> Sequence[RowMapping]:
    """Insert the rows that no unique key of the table knows yet. Returns these columns of the new ones."""
    if not rows:
        return ()
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).on_conflict_do_nothing().returning(*columns)
    return connection.execute(statement, rows).mappings().all()


def in_portions(keys: Collection[_Key]) -> Iterator[tuple[_Key, ...]]:
    """The ids or keys in order, so many at a time as one statement can name on both engines."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), _PORTION):
        yield tuple(ordered[start : start + _PORTION])


def parse_url(url: str) -> URL:
    """The URL of an SQLite file or a PostgreSQL database. Raises BadSetting, without any part of a password in its text."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # 'from None': the words of this error can hold a part of the password.
        raise BadSetting(
            "The database URL cannot be understood. It looks like sqlite:///data/ofsted-watch.db "
            "or postgresql://user:password@host:5432/name"
        ) from None
    if parsed.drivername in _POSTGRES:
        if "@" in f"{parsed.host}{parsed.database}":
            # What follows such a sign in a password is taken for the host, and would be shown with it.
            raise BadSetting("The database URL contains an unescaped '@': write @ / : in a password as %40 %2F %3A")
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in _SQLITE:
        raise BadSetting(f"The database URL starts with '{parsed.drivername}:'; it must be sqlite: or postgresql:")
    if parsed.database in (None, "", ":memory:"):
        raise BadSetting("The database URL names no file: what is in memory is forgotten. Write sqlite:///data/ofsted-watch.db")
    return parsed


def _formatted(url: URL) -> str:
    """Which database it is, without anything secret: the URL's query may hold a password too."""
    if url.get_backend_name() == "sqlite":
        return f"SQLite database {url.database}"
    host = url.host or url.query.get("host") or "this machine"
    return f"PostgreSQL database {url.database} on {host if isinstance(host, str) else ', '.join(host)}"


def _engine(url: URL, busy_seconds: float) -> Engine:
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, busy_seconds)
    return _postgres(url, busy_seconds)


def _sqlite(url: URL, busy_seconds: float) -> Engine:
    folder = Path(str(url.database)).parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(f"The folder {folder} for the SQLite database cannot be made: {error.strerror}") from error
    with suppress(OSError):  # it is there already, or cannot be written, which is named when it is used
        # It holds people's addresses. SQLite gives the files that it writes beside it the same mode.
        Path(str(url.database)).touch(mode=0o600, exist_ok=False)
    engine = create_engine(url, connect_args={"timeout": busy_seconds, "check_same_thread": False}, pool_timeout=busy_seconds)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # Python's own BEGIN comes late and never IMMEDIATE; we write ours.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        # The file remembers WAL. Of two that set it in a new file at once SQLite lets one fail without waiting.
        with suppress(sqlite3.OperationalError):
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
