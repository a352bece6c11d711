"""Run a proof and print its metrics: `python -m proofs.ops shared-backfill` or `python -m proofs.ops upgrade`."""

import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from proofs.ops.shared_backfill import prove
from proofs.ops.upgrade import CannotRun, prove_upgrade
from tests.postgres_server import HOW_TO_INSTALL, programs

_keep = click.option(
    "--keep",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Put logs, database and archive into this folder, which is new or empty, and leave them there.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """What ops count on, put to the proof.

    Exit codes: 0 it holds, 1 something was lost or doubled, 2 wrong use or something that the proof needs is missing.
    """
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))  # on SIGTERM, end the started processes too


@main.command("shared-backfill")
@click.option("--authorities", type=click.IntRange(1), default=35, show_default=True, help="How many share the backfill.")
@_keep
def shared_backfill(authorities: int, keep: Path | None) -> None:
    """Two workers share a backfill on PostgreSQL, and one is killed. Some ten minutes on two free cores."""
    with _folder(keep) as folder:
        result = prove(folder, _postgres(), authorities, click.echo)
    click.echo(result.text)
    sys.exit(0 if result.holds else 1)


@main.command()
@_keep
def upgrade(keep: Path | None) -> None:
    """A service of version 0.1 with real letters is upgraded, then moved to PostgreSQL. Some ten minutes of one core."""
    try:
        with _folder(keep) as folder:
            result = prove_upgrade(folder, _postgres(), lambda line: click.echo(line, err=True))
    except CannotRun as missing:
        click.echo(str(missing), err=True)
        sys.exit(2)
    click.echo(result.text)
    sys.exit(0 if result.holds else 1)


def _postgres() -> Path:
    """The folder of PostgreSQL's programs. Exits with code 2 if they are not installed."""
    postgres = programs()
    if postgres is None:
        click.echo(HOW_TO_INSTALL, err=True)
        sys.exit(2)
    return postgres


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    """The folder to work in. Exits with code 2 if `keep` is not a new or empty folder."""
    if keep and keep.exists() and (not keep.is_dir() or any(keep.iterdir())):
        click.echo(f"{keep} is not a new or empty folder: name one in --keep", err=True)
        sys.exit(2)
    with tempfile.TemporaryDirectory(prefix="ofsted-ops-") as temporary:
        folder = keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        yield folder.resolve()


if __name__ == "__main__":
    main(prog_name="python -m proofs.ops")
