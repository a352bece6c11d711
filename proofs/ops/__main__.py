"""Run the proof and print its figures: `python -m proofs.ops [--authorities 35]`. Some ten minutes on two free cores."""

import argparse
import signal
import sys
import tempfile
from pathlib import Path

from proofs.ops.shared_backfill import prove
from tests.postgres_server import HOW_TO_INSTALL, programs


def main() -> int:
    """0 when it holds, 1 when something was lost or doubled, 2 where there is no PostgreSQL."""
    asked = argparse.ArgumentParser(prog="python -m proofs.ops", description=__doc__)
    asked.add_argument("--authorities", type=int, default=35, help="how many share the backfill (default: %(default)s)")
    asked.add_argument("--keep", type=Path, help="a folder for logs and archive, kept afterwards")
    given = asked.parse_args()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))  # asked to end, it ends what it started
    postgres = programs()
    if postgres is None:
        print(HOW_TO_INSTALL, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="ofsted-ops-") as temporary:
        folder = given.store or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        found = prove(folder, postgres, given.authorities, lambda text: print(text, flush=True))
    print(found.text)
    return 0 if found.holds else 1


if __name__ == "__main__":
    sys.exit(main())
