"""What `ofsted-watch up` costs while it stands, and over many nights: `python -m proofs.bench.standing_costs [NIGHTS]`.

Its start, its memory and CPU while nothing runs, its memory in a quiet night over 153 authorities; then NIGHTS quiet nights
in a row, after which memory may not have grown, nor any database or log by more than what is kept of each night.
Writes the sections 'While it stands' and 'Nights in a row' of docs/performance.md.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from deployments.log_files import KEPT, LARGEST
from deployments.run_processes import processes_of_runs
from ofsted_watch.demo_site.stories import FIRST_NIGHT, Story, StoryNight, crowd_story
from proofs.bench.reading import put_section
from proofs.bench.watched_processes import cpu_seconds, family, megabytes
from tests.standing_watch import StandingWatch, is_up, watch_over

AUTHORITIES = 153
SETTLE_SECONDS = 45.0
"""After `Up`: the worker's first questions, the automations' first buckets."""
REST_SECONDS = 60.0
NIGHT_SECONDS = 600.0
IN_A_ROW = 24
NEVER = "0 5 29 2 *"
"""A schedule for polls that no measurement meets."""

_GROWN_MEMORY = 30.0
"""Megabytes by which the parts may be larger after all nights than after the first two."""

_PARTS = {
    "prefect worker": "worker",
    "prefect server": "server",
    "uvicorn": "server",
    " web ": "pages",
    " up ": "supervisor",
    "reports": "reports",
}
"""A sign in a process's command → the part that it is."""

COMMAND = Path(sys.executable).with_name("ofsted-watch")


@dataclass(frozen=True, slots=True)
class Held:
    """What is kept after a night: megabytes of Prefect's database, of ours, of all logs, and of memory."""

    prefect: float
    ours: float
    logs: float
    memory: float


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds until `up` is ready, memory at rest and its parts, the share of a core at rest, the most memory in a night."""

    start: float
    at_rest: float
    parts: tuple[tuple[str, float], ...]
    idle: float
    in_a_night: float
    load: float


def main(nights: int = IN_A_ROW) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        watch, command = stack.enter_context(watch_over_many(folder))
        watch.site.today = FIRST_NIGHT
        first = [COMMAND, "nightly", "--today", FIRST_NIGHT.isoformat()]
        subprocess.run(first, env=dict(watch.environment), cwd=folder, check=True, capture_output=True)
        began = time.monotonic()
        up = stack.enter_context(is_up(watch, command))
        start = time.monotonic() - began
        costs = replace(at_rest(watch, up.pid), start=start)
        costs = replace(costs, in_a_night=night(watch, up.pid, FIRST_NIGHT + timedelta(days=1)), load=os.getloadavg()[0])
        put_section(section(costs))
        print("bench: `up` at rest and in a night is measured, see docs/performance.md")
        held = []
        for number in range(nights):
            night(watch, up.pid, FIRST_NIGHT + timedelta(days=2 + number))
            held.append(kept(watch, up.pid))
        if held:
            put_section(section_in_a_row(held))
            print(f"bench: {nights} nights in a row are measured, see docs/performance.md")


@contextmanager
def watch_over_many(folder: Path, *more: StoryNight) -> Iterator[tuple[StandingWatch, list[str | Path]]]:
    """The invented site of 153 authorities, and the command that stands a watch over it up.

    `more` are nights after the first one.
    """
    crowd = crowd_story(AUTHORITIES)
    own = {"OFSTED_WATCH_REQUESTS_PER_SECOND": "1000", "OFSTED_WATCH_POLL_SCHEDULE": NEVER}
    with watch_over(folder, Story(crowd.authorities, (*crowd.nights, *more)), own) as both:
        yield both


def at_rest(watch: StandingWatch, up: int) -> Costs:
    """While nothing runs: `start` and `in_a_night` are still to be measured."""
    time.sleep(SETTLE_SECONDS)
    watch.wait_until(lambda: not processes_of_runs(watch.as_a_worker()), "no run is under way", NIGHT_SECONDS)
    before, began = cpu_seconds(family(up)), time.monotonic()
    time.sleep(REST_SECONDS)
    used, seconds = cpu_seconds(family(up)) - before, time.monotonic() - began
    parts = tuple(sorted(((_part_of(process), megabytes([process])) for process in family(up)), key=lambda part: -part[1]))
    return Costs(0.0, megabytes(family(up)), parts, used / seconds, 0.0, 0.0)


def night(watch: StandingWatch, up: int, today: date) -> float:
    """A night to its end; the most memory of all parts and the run together while it ran."""
    watch.site.today = today
    run = watch.order("nightly", today=today.isoformat())
    most, give_up = 0.0, time.monotonic() + NIGHT_SECONDS
    while (state := watch.ask(f"flow_runs/{run}"))["state_type"] in ("SCHEDULED", "PENDING", "RUNNING"):
        if time.monotonic() > give_up:
            raise SystemExit(f"bench: the night did not end:\n{watch.what_is_known(run)}")
        most = max(most, megabytes(family(up)))
        time.sleep(0.5)
    if state["state_type"] != "COMPLETED":
        raise SystemExit(f"bench: the night ended {state['state_name']}: {state['state']['message']}")
    watch.wait_until(lambda: not processes_of_runs(watch.as_a_worker()), "the run's process has ended", NIGHT_SECONDS)
    return most


def kept(watch: StandingWatch, up: int) -> Held:
    """What is kept now."""
    data = watch.folder / "data"
    return Held(
        prefect=_size(data / "prefect", "prefect.db"),
        ours=_size(data, "ofsted-watch.db"),
        logs=sum(log.stat().st_size for log in (data / "logs").iterdir()) / 1_048_576,
        memory=megabytes(family(up)),
    )


def section(costs: Costs) -> str:
    """The section's text."""
    parts = ", ".join(f"{name} {size:.0f}" for name, size in costs.parts)
    return "\n".join(
        [
            "## While it stands",
            "",
            f"`ofsted-watch up` over {AUTHORITIES} invented authorities: SQLite for Prefect and for us. Memory is that of "
            f"all its processes, shared pages counted once. Load {costs.load:.1f} at the end, 2 cores.",
            "",
            "| | | bound |",
            "|---|---:|---:|",
            f"| from the command to ready, s | {costs.start:.1f} | 25 |",
            f"| memory while nothing runs, MB | {costs.at_rest:.0f} | 450 |",
            f"| CPU while nothing runs, share of one core | {costs.idle:.1%} | 5 % |",
            f"| the most memory in a quiet night, MB | {costs.in_a_night:.0f} | 700 |",
            "",
            f"While nothing runs, MB: {parts}.",
        ]
    )


def section_in_a_row(held: list[Held]) -> str:
    """The section's text: the first nights beside the last."""
    early, late, nights = held[min(1, len(held) - 1)], held[-1], len(held)
    between = max(1, nights - 2)
    rows = [
        _row("Prefect's database, MB", early.prefect, late.prefect, between),
        _row("our database, MB", early.ours, late.ours, between),
        _row("logs, MB", early.logs, late.logs, between),
        _row("memory, MB", early.memory, late.memory, between),
    ]
    more = late.memory - early.memory
    grown = f"Memory is {more:+.0f} MB after {between} more nights{', **too much**' if more > _GROWN_MEMORY else ''}."
    return "\n".join(
        [
            "## Nights in a row",
            "",
            f"{nights} quiet nights over {AUTHORITIES} authorities, one after the other under one `up`.",
            "",
            "| | after 2 nights | at the end | kB a night |",
            "|---|---:|---:|---:|",
            *rows,
            "",
            f"{grown} Prefect removes runs and their logs after 90 days and events "
            f"after 7; a log is rotated at {LARGEST // 1_048_576} MB and {KEPT} older ones are kept.",
        ]
    )


def _row(what: str, early: float, late: float, nights: int) -> str:
    return f"| {what} | {early:.1f} | {late:.1f} | {(late - early) * 1024 / nights:.0f} |"


def _size(folder: Path, name: str) -> float:
    return sum(path.stat().st_size for path in folder.glob(f"{name}*")) / 1_048_576


def _part_of(process: int) -> str:
    """What a process is, by its command."""
    try:
        given = Path(f"/proc/{process}/cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
    except OSError:
        return "ended"
    return next((part for sign, part in _PARTS.items() if sign in given), "other")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else IN_A_ROW)
