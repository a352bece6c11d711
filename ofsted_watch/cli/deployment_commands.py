"""Set up and move an installation: `deploy`, `migrate`, `backup`, `restore`, `verify`, `move`. Implemented in deployments/."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ofsted_watch.cli.argument_types import PATH
from ofsted_watch.cli.output import say

if TYPE_CHECKING:
    from ofsted_watch.settings import Settings


@click.command()
@click.option("--wait", type=click.IntRange(0, 3600), default=0, metavar="SECONDS", help="Wait as long for the server to answer.")
def deploy(wait: int) -> None:
    """Create or update the deployments on a Prefect server.

    PREFECT_API_URL names the server. Our deployments and automations that prefect.yaml no longer lists are removed. Running
    it again changes nothing. The database stores where each form is, for the links to it.
    """
    from ofsted_watch.settings import read_settings

    settings = read_settings()  # before Prefect is imported: a wrong setting fails at once
    os.environ.setdefault("DO_NOT_TRACK", "1")  # Prefect tells its makers of its first import in a terminal otherwise
    with _named_prefect_settings():
        from deployments.deploy import deploy as deploy_to_server
        from deployments.deploy import store_form_ids, wait_for_server

    wait_for_server(wait)
    done = deploy_to_server(settings.pace.slowest, settings.poll_schedule)
    for name in done.removed_deployments:
        say(f"Removed the deployment {name}: prefect.yaml no longer lists it.")
    for name in done.removed_automations:
        say(f"Removed the automation '{name}': this version no longer has it.")
    for name in done.made_up:
        say(f"Ordered {name} again: it was due while nothing ran.")
    if fault := store_form_ids(settings, done):
        say(fault)
    counts = f"{len(done.deployments)} deployments and {len(done.automations)} automations"
    say(f"The Prefect server at {done.server} has {counts}.")


@click.command()
def migrate() -> None:
    """Bring the database to its newest schema, and grant each role its rights.

    Run it with the URL of the tables' owner in OFSTED_WATCH_DATABASE_URL. If the daily role is the owner, every command does
    this itself.
    """
    from deployments.migrate import migrate as migrate_database
    from ofsted_watch.settings import read_settings

    migrate_database(read_settings().database)
    say("The database has the newest schema.")


@click.command()
@click.argument("folder", type=PATH)
@click.option("--daily", is_flag=True, help="For a timer: notify ops if it fails, and let status miss it after two days.")
def backup(folder: Path, daily: bool) -> None:
    """Save the database and new files of the archive to FOLDER.

    Everything may go on running. The secret that seals the links in mails is saved too.
    """
    from deployments.backup import archive_folder, save
    from ofsted_watch.services.last_backup import record_backup
    from ofsted_watch.settings import read_settings

    settings = read_settings()
    at = datetime.now(UTC)
    with _notified(settings, folder, at) if daily else nullcontext(), _named_faults():
        saved = save(settings, folder, at)
        record_backup(settings, at, is_daily=daily)
    in_store = archive_folder(settings) is None
    beside = "The archive is in an object store, which must make its own copies." if in_store else "The archive is beside it."
    say(f"Saved {saved}. {beside}")


@click.command()
@click.argument("folder", type=PATH)
@click.option("--database", type=PATH, metavar="FILE", help="This saved database instead of the newest.")
def restore(folder: Path, database: Path | None) -> None:
    """Restore a backup from FOLDER to the places named in the settings.

    Nothing is overwritten: the database must not exist yet, nor a -wal, -shm or -journal file of it (SQLite), or it must be empty
    (PostgreSQL). Ends by reading every file that the database names.
    """
    from deployments.backup import restore as restore_backup
    from ofsted_watch.settings import read_settings

    settings = read_settings()
    with _named_faults():
        files = restore_backup(settings, folder, database)
    say(f"Restored. {_all_there(files)}")


@click.command()
def verify() -> None:
    """Read every file that the database names from the archive, and check its hash."""
    from deployments.backup import verify as verify_archive
    from ofsted_watch.settings import read_settings

    settings = read_settings()
    with _named_faults():
        files = verify_archive(settings)
    say(_all_there(files))


@click.command()
@click.argument("from_url", required=False)
def move(from_url: str | None) -> None:
    """Copy everything from another database into this one, which must be empty.

    FROM_URL is the old database, for example sqlite:///data/ofsted-watch.db; the settings name the new one. A URL with a password
    belongs in OFSTED_WATCH_MOVE_FROM instead: other users of this machine can see a command's arguments.
    """
    from ofsted_watch.errors import WrongUse
    from ofsted_watch.settings import read_settings

    settings = read_settings()
    source = from_url or settings.move_from
    if not source:
        raise WrongUse("Name the old database: its URL as the argument, or in OFSTED_WATCH_MOVE_FROM")
    from deployments.move_database import move as move_database

    moved = move_database(source, settings.database)
    for table, rows in moved.items():
        say(f"{rows:>8}  {table}")
    say("Moved. The old database is unchanged.")


def _all_there(files: int) -> str:
    """'The database names 1 file, and it is complete in the archive.'"""
    if files == 0:
        return "The database names no file yet."
    return f"The database names {files} file{'' if files == 1 else 's'}: all complete in the archive."


@contextmanager
def _named_prefect_settings() -> Iterator[None]:
    """Prefect reads its own settings when it is imported. Its message repeats their values, which may be secret."""
    from pydantic import ValidationError

    from ofsted_watch.errors import WrongUse

    try:
        yield
    except ValidationError as error:
        first = error.errors()[0]
        what = "_".join(str(part) for part in first["loc"]).upper()
        raise WrongUse(
            f"Prefect refuses its settings{f' ({what})' if what else ''}: {first['msg']}. Check the variables whose names "
            "begin with PREFECT_, such as PREFECT_API_URL"
        ) from None


@contextmanager
def _notified(settings: "Settings", folder: Path, at: datetime) -> Iterator[None]:
    """Notify ops of a backup that fails, with the reason."""
    from ofsted_watch.errors import OfstedWatchError
    from ofsted_watch.services.notify_ops import notify

    try:
        yield
    except (OfstedWatchError, click.ClickException) as fault:
        lines = [
            f"The backup to {folder} failed: {fault.format_message() if isinstance(fault, click.ClickException) else fault}",
            "What was saved before stays. Mend it, then run 'ofsted-watch backup' again: the next one is due in a day.",
        ]
        notify(settings, "the backup failed", lines, key=f"backup:{at.date().isoformat()}", at=at)
        raise


@contextmanager
def _named_faults() -> Iterator[None]:
    """Report a disk error in one line: no permission, no space, no such folder."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(f"{error.strerror or error}: {error.filename or 'the folder or disk'}") from error
