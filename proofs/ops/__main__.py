"""Run the proof and print its metrics: `python -m proofs.ops [--authorities 35]`. Some ten minutes on two free cores."""

import signal
import sys
import tempfile
from pathlib import Path

import click

from proofs.ops.shared_backfill import prove
from tests.postgres_server import HOW_TO_INSTALL, programs


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--authorities", type=click.IntRange(1), default=35, show_default=True, help="How many share the backfill.")
@click.option(
    "--keep",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Put logs and archive into this folder, and leave them there.",
)
def main(authorities: int, keep: Path | None) -> None:
    """Run the proof of shared backfills and print its metrics.

    Exit codes: 0 it holds, 1 something was lost or doubled, 2 wrong use or no PostgreSQL.
    """
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))  # on SIGTERM, end the started processes too
    postgres = programs()
    if postgres is None:
        click.echo(HOW_TO_INSTALL, err=True)
        sys.exit(2)
    with tempfile.TemporaryDirectory(prefix="ofsted-ops-") as temporary:
        folder = keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        result = prove(folder, postgres, authorities, click.echo)
    click.echo(result.text)
    sys.exit(0 if result.holds else 1)


if __name__ == "__main__":
    main(prog_name="python -m proofs.ops")
