"""Back up and restore database, archive and secret: `ofsted-watch backup|restore FOLDER`, `ofsted-watch verify`.

The database first, then the archive: every file that the saved database names was in the archive before it. The archive only
grows and its files never change, so each backup copies new files only, and many databases share one copy of the files.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, create_engine, inspect, select
from sqlalchemy.exc import OperationalError

from deployments.database_file import existing_database, is_sqlite
from deployments.saved_database import check_saved, not_installed
from ofsted_watch.adapters.archive import Archive
from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.connection import parse_url
from ofsted_watch.adapters.database.schema import files
from ofsted_watch.adapters.mail.sent_log import merge_logs
from ofsted_watch.errors import StoreError, WrongUse
from ofsted_watch.settings import Settings

SQLITE, POSTGRES = ".db", ".dump"
_BESIDE_SQLITE = ("-wal", "-shm", "-journal")
"""Files of SQLite's own. What an earlier database left in one would be replayed over the restored database."""

_STAMP = "%Y-%m-%dT%H%M%SZ"


def save(settings: Settings, folder: Path, at: datetime) -> Path:
    """Save the database under the moment `at` (UTC), new files of the archive, the secret that seals links in mails,
    and the log of sent mails.

    Returns the saved database.

    An archive in an object store is not copied. Only the owner can read the folder: a database contains
    people's addresses. Raises WrongUse if there is nothing to save or it was saved already, StoreError if a copy failed.
    """
    url = existing_database(settings.database)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"database-{at.strftime(_STAMP)}"
    saved = folder / (name + (SQLITE if is_sqlite(url) else POSTGRES))
    if saved.exists():
        raise WrongUse(f"{saved} already exists; nothing was saved")
    (_save_sqlite if is_sqlite(url) else _save_postgres)(url, saved)
    if (archive := archive_folder(settings)) is not None:
        _copy_new(archive, folder / "archive")
    _copy_secret(settings.secret_file, folder / "secret")
    _add_sent_mails(settings.sent_log, folder / settings.sent_log.name)
    return saved


def restore(settings: Settings, folder: Path, saved: Path | None = None) -> int:
    """Restore a saved database (default: the newest), the archive, the secret and the log of sent mails to their places.

    Returns how many files the database names.

    Nothing is overwritten: the database must not exist yet, nor a -wal, -shm or -journal file of it (SQLite), or it must be
    empty (PostgreSQL). Every file that the database names must be complete in the archive afterwards.
    Raises WrongUse if there is nothing to restore or the target is not empty, DatabaseNotOurs if the saved database holds
    something else, ArchiveDamaged naming an incomplete file.
    """
    url = parse_url(settings.database)
    chosen = saved or _newest(folder, SQLITE if is_sqlite(url) else POSTGRES)
    if not chosen.is_file():
        raise WrongUse(f"The file {chosen} does not exist")
    check_saved(chosen, is_dump=not is_sqlite(url))
    (_restore_sqlite if is_sqlite(url) else _restore_postgres)(url, chosen)
    if (archive := archive_folder(settings)) is not None:
        _copy_new(folder / "archive", archive)
    if not settings.secret_file.exists():
        _copy_secret(folder / "secret", settings.secret_file)
    _add_sent_mails(folder / settings.sent_log.name, settings.sent_log)
    return verify(settings)


def verify(settings: Settings) -> int:
    """How many files the database names; each was read from the archive and matches its hash.

    Raises ArchiveDamaged naming the first that is missing or damaged, WrongUse if there is no database (SQLite),
    DatabaseUnavailable if it does not answer (PostgreSQL).
    """
    existing_database(settings.database)
    archive = Archive(settings.archive)
    with Database(settings.database) as database:
        database.migrate()
        with database.read_transaction() as connection:
            named = connection.execute(select(files.c.sha256).distinct()).scalars().all()
    for sha256 in named:
        archive.get(sha256)
    return len(named)


def archive_folder(settings: Settings) -> Path | None:
    """The folder of the archive; None for an object store."""
    if "://" in settings.archive and not settings.archive.startswith("file://"):
        return None
    return Path(settings.archive.removeprefix("file://"))


def _add_sent_mails(source: Path, target: Path) -> None:
    """The log of sent mails only grows: lines that the other place does not have are added, and none is removed."""
    if not source.is_file():
        return
    try:
        merge_logs(source, target)
    except OSError as error:
        raise StoreError(f"The log of sent mails {source} could not be copied: {error.strerror or error}") from error


def _copy_secret(source: Path, target: Path) -> None:
    """Without it the 'stop' links in sent mails do not work. There is no file if a setting holds the secret."""
    if not source.is_file():
        return
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    beside.touch(mode=0o600)
    beside.write_bytes(source.read_bytes())
    beside.replace(target)


def _save_sqlite(url: URL, saved: Path) -> None:
    """SQLite's own copy of a database that may be in use. It is checked before it gets its name."""
    source = Path(str(url.database))
    beside = saved.with_name(f".{saved.name}")
    beside.touch(mode=0o600)
    try:
        with closing(sqlite3.connect(source)) as ours, closing(sqlite3.connect(beside)) as copy:
            ours.backup(copy)
            integrity = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        beside.unlink()
        raise StoreError(f"The database {source} could not be copied: {error}") from error
    if integrity != "ok":
        beside.unlink()
        raise StoreError(f"The database {source} is damaged, so it was not saved: {integrity}")
    beside.replace(saved)


def _restore_sqlite(url: URL, saved: Path) -> None:
    target = Path(str(url.database))
    places = (target, *(target.with_name(target.name + ending) for ending in _BESIDE_SQLITE))
    if left := [str(path) for path in places if path.exists()]:
        advice = "already exists: move it away first" if len(left) == 1 else "already exist: move them away first"
        raise WrongUse(f"{', '.join(left)} {advice}")
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}")
    beside.touch(mode=0o600)
    try:
        shutil.copyfile(saved, beside)
        with closing(sqlite3.connect(beside)) as copy:
            result = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except (OSError, sqlite3.Error) as error:
        beside.unlink()
        raise StoreError(f"The saved database {saved} could not be restored: {error}") from error
    if result != "ok":
        beside.unlink()
        raise StoreError(f"The saved database {saved} is damaged, so it was not restored: {result}")
    beside.replace(target)


def _save_postgres(url: URL, saved: Path) -> None:
    beside = saved.with_name(f".{saved.name}")
    beside.touch(mode=0o600)
    try:
        _postgres_program("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--file={beside}")
        beside.replace(saved)
    finally:
        beside.unlink(missing_ok=True)


def _restore_postgres(url: URL, saved: Path) -> None:
    engine = create_engine(url.set(drivername="postgresql+psycopg"))
    try:
        tables = inspect(engine).get_table_names()
    except OperationalError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        advice = "Check its URL and that the server runs; deployments/postgres/database.sql creates a new database"
        raise StoreError(f"The PostgreSQL database {url.database} cannot be opened: {reason}. {advice}") from error
    finally:
        engine.dispose()
    if tables:
        raise WrongUse(f"The PostgreSQL database {url.database} is not empty: create a new one and name it in the settings")
    _postgres_program("pg_restore", url, "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(saved))


def _postgres_program(program: str, url: URL, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs. The password is in the environment, which other users of the machine cannot see."""
    where = url.set(drivername="postgresql", password=None).render_as_string()
    environment = {**os.environ, **({"PGPASSWORD": url.password} if url.password else {})}
    try:
        done = subprocess.run(  # noqa: S603  the program is one of two constants
            [program, f"--dbname={where}", *arguments], env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise not_installed(program) from None
    if done.returncode:
        raise StoreError(f"{program} failed: {done.stderr.strip()}")


def _copy_new(source: Path, target: Path) -> None:
    """Copy the files that are not at the target in their full size; each is complete there or absent."""
    for path in _archived(source):
        copy = target / path.relative_to(source)
        if copy.exists() and copy.stat().st_size == path.stat().st_size:
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        beside = copy.with_name(f".{copy.name}")
        shutil.copyfile(path, beside)
        beside.replace(copy)


def _archived(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.glob("??/??/*") if path.is_file() and not path.name.startswith("."))


def _newest(folder: Path, ending: str) -> Path:
    saved = sorted(folder.glob(f"database-*{ending}"))
    if not saved:
        raise WrongUse(f"{folder} has no saved database of this kind (database-…{ending})")
    return saved[-1]
