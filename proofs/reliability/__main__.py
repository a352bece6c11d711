"""Run the proofs and write docs/reliability.md: all of them, or those named (`python -m proofs.reliability mail_server crowd`).

Two proofs run at a time, each in a process of its own; `--workers 1` runs them one after the other.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from proofs.reliability.metrics import page, save, saved
from proofs.reliability.proving import prove
from tests.paths import REPOSITORY

ROOT = REPOSITORY
PAGE = ROOT / "docs" / "reliability.md"
SAVED = ROOT / "test-output" / "reliability.json"

PROOFS: dict[str, int] = {
    "country": 10,
    "site_mishaps": 10,
    "hostile_files": 3,
    "mail_server": 1,
    "killed": 10,
    "dying": 12,
    "prefect_gone": 4,
    "disasters": 1,
    "crowd": 5,
    "growth": 9,
    "soak": 8,
}
"""In the page's order: a module of this folder with `prove(folder, tell) -> Section`, and the minutes it may take of one core.

The longest begins first. A proof that is not run again keeps its figures of the last run on this machine.
"""


def main(given: Sequence[str]) -> int:
    """0 when everything that was run holds, 1 when something was lost or doubled or a proof broke down, 2 for wrong use."""
    asked = _asked(given)
    if unknown := [name for name in asked.names if name not in PROOFS]:
        print(f"'{unknown[0]}' is no proof; there are: {', '.join(PROOFS)}", file=sys.stderr)
        return 2
    began, names = time.monotonic(), sorted(asked.names or PROOFS, key=lambda name: -PROOFS[name])
    broken_down = []
    with ProcessPoolExecutor(asked.workers, mp_context=get_context("spawn"), max_tasks_per_child=1) as workers:
        running = {workers.submit(prove, name): name for name in names}
        for done in as_completed(running):
            name = running[done]
            try:
                found = done.result()
            except Exception as error:  # the other proofs go on; this one is named at the end
                print(f"{name} broke down: {type(error).__name__}: {error}", flush=True)
                broken_down.append(name)
                continue
            save(SAVED, saved(SAVED) | {name: found})  # another run may have saved meanwhile
    sections = saved(SAVED)
    PAGE.write_text(page([sections[name] for name in PROOFS if name in sections]), encoding="utf-8")
    not_held = [name for name in PROOFS if name in sections and sections[name].metrics and not sections[name].holds]
    print(f"{len(names)} proofs in {(time.monotonic() - began) / 60:.0f} minutes, written to {PAGE.relative_to(ROOT)}.")
    if not_held or broken_down:
        print(f"NOT HELD: {', '.join(not_held) or 'none'}; broken down: {', '.join(broken_down) or 'none'}")
        return 1
    print("Everything holds.")
    return 0


def _asked(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m proofs.reliability", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="proof", help=f"only these: {', '.join(PROOFS)}")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="how many proofs run at a time (2)")
    return parser.parse_args(given)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
