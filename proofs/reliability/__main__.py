"""Run the proofs and write docs/reliability.md and its tables.

All of them, or those named (`python -m proofs.reliability mail_server crowd`). Two proofs run at a time, each in a
process of its own; `--workers 1` runs them one after the other.
"""

import sys
import time
from collections.abc import Collection
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

import click

from proofs import page_figures
from proofs.reliability.metrics import page, save, saved, tables
from proofs.reliability.proving import prove
from tests.paths import REPOSITORY

ROOT = REPOSITORY
PAGE, APPENDIX = ROOT / "docs" / "reliability.md", ROOT / "docs" / "reliability-tables.md"
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
    "stories": 25,
    "crowd": 5,
    "growth": 9,
    "soak": 8,
}
"""In the page's order: a module of this folder with `prove(folder, tell) -> Section`, and the minutes it may take of one core.

The longest begins first. A proof that is not run again keeps its figures of the last run on this machine.
"""


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("names", nargs=-1, type=click.Choice(list(PROOFS)), metavar="[PROOF]...")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True, help="How many proofs run at a time.")
def main(names: tuple[str, ...], workers: int) -> None:
    """Run the proofs, or those named, and write docs/reliability.md.

    Exit codes: 0 everything that was run holds, 1 something was lost or doubled, or a proof broke down, 2 wrong use.
    """
    sys.exit(run(names, workers))


def run(asked: Collection[str], at_a_time: int) -> int:
    """Run the proofs that are asked for (none: all of them). Returns 0 if everything holds, else 1."""
    began, names = time.monotonic(), sorted(asked or PROOFS, key=lambda name: -PROOFS[name])
    broken_down = []
    with ProcessPoolExecutor(at_a_time, mp_context=get_context("spawn"), max_tasks_per_child=1) as workers:
        running = {workers.submit(prove, name): name for name in names}
        for done in as_completed(running):
            name = running[done]
            try:
                section = done.result()
            except Exception as error:  # the other proofs go on; this one is named at the end
                print(f"{name} broke down: {type(error).__name__}: {error}", flush=True)
                broken_down.append(name)
                continue
            save(SAVED, saved(SAVED) | {name: section})  # another run may have saved meanwhile
    sections = saved(SAVED)
    in_order = [sections[name] for name in PROOFS if name in sections]
    PAGE.write_text(page(in_order), encoding="utf-8")
    APPENDIX.write_text(tables(in_order), encoding="utf-8")
    page_figures.ship()
    not_held = [name for name in PROOFS if name in sections and sections[name].metrics and not sections[name].holds]
    print(f"{len(names)} proofs in {(time.monotonic() - began) / 60:.0f} minutes, written to {PAGE.relative_to(ROOT)}.")
    if not_held or broken_down:
        print(f"NOT HELD: {', '.join(not_held) or 'none'}; broken down: {', '.join(broken_down) or 'none'}")
        return 1
    print("Everything holds.")
    return 0


if __name__ == "__main__":
    main(prog_name="python -m proofs.reliability")
