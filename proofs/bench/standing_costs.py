"""What `ofsted-watch up` costs while it stands, and over many nights: `python -m proofs.bench.standing_costs [NIGHTS [REST]]`.

Its start, its memory and CPU while nothing runs, its memory in a quiet night over 153 authorities; then NIGHTS quiet nights
in a row, in whose second half neither memory nor a database nor a log may grow by more than is said at its bound. Half-way
it rests for REST minutes, without it for none: after half an hour Prefect's server has forgotten the events of the first half.
Writes the sections 'While it stands' and 'Nights in a row' of docs/performance.md.
"""

import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from deployments.log_files import KEPT, LARGEST
from deployments.run_processes import processes_of_runs
from ofsted_watch.demo_site.stories import FIRST_NIGHT, Story, StoryNight, crowd_story
from proofs.bench.performance_page import machine, put_section
from proofs.bench.watched_processes import cpu_seconds, family, megabytes, own_megabytes
from tests.standing_watch import StandingWatch, is_up, watch_over

AUTHORITIES = 153
SETTLE_SECONDS = 45.0
"""After `Up`: the worker's first questions, the automations' first buckets."""
REST_SECONDS = 60.0
NIGHT_SECONDS = 600.0
IN_A_ROW = 24
AGED_DAYS = {"flow_run": ("end_time", 9), "events": ("occurred", 1), "event_resources": ("occurred", 1)}
"""Prefect's table → its time, and the days by which each night of the row makes what it has stored older.

Prefect keeps runs for 90 days and events for 7: of the row, those of the last ten nights and of the last seven.
"""

_PRUNE_SETTING = "PREFECT_SERVER_SERVICES_DB_VACUUM_LOOP_SECONDS"
PRUNE_SECONDS = 5
"""Between two prunings by Prefect's server, which does it every hour: a night of the row takes as long as it takes."""

_GROWN = {"prefect": 160, "ours": 80, "logs": 80, "memory": 800}
"""Kilobytes that each may grow in a night, between half-way and the end.

Prefect's server remembers events for half an hour (SEEN_EXPIRATION in prefect.server.events.ordering), so in a quick row its
memory holds those of many nights.
"""

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
    """What is kept after a night: megabytes of Prefect's database, of ours, of all logs, and of own memory, with its parts."""

    prefect: float
    ours: float
    logs: float
    memory: float
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds until `up` is ready, memory at rest and its parts, the share of a core at rest, the most memory in a night."""

    start: float
    at_rest: float
    parts: tuple[tuple[str, float], ...]
    idle: float
    in_a_night: float
    machine: str


def main(nights: int = IN_A_ROW, rest: int = 0) -> None:
    """Measure both sections; `rest` is in minutes. Without nights the first one only."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        watch, command = stack.enter_context(watch_over_many(folder))
        watch.site.today = FIRST_NIGHT
        first = [COMMAND, "nightly", "--today", FIRST_NIGHT.isoformat()]
        subprocess.run(first, env=dict(watch.environment), cwd=folder, check=True, capture_output=True)
        began = time.monotonic()
        with is_up(watch, command) as up:
            start = time.monotonic() - began
            costs = replace(at_rest(watch, up.pid), start=start)
            costs = replace(costs, in_a_night=night(watch, up.pid, FIRST_NIGHT + timedelta(days=1)), machine=machine())
        put_section(section(costs))
        print("bench: `up` at rest and in a night is measured, see docs/performance.md")
        if not nights:
            return
        # Started again: a server that prunes so often is none at rest.
        pruning = replace(watch, environment={**watch.environment, _PRUNE_SETTING: str(PRUNE_SECONDS)})
        up, held = stack.enter_context(is_up(pruning, command)), []
        for number in range(nights):
            night(watch, up.pid, FIRST_NIGHT + timedelta(days=2 + number))
            held.append(kept(watch, up.pid))
            print(f"  night {number + 1} of {nights}: own memory {held[-1].memory:.0f} MB", flush=True)
            age(watch)
            if number == half_of(nights) and rest:
                print(f"  it rests for {rest} minutes", flush=True)
                time.sleep(60 * rest)
        put_section(section_in_a_row(held, rest))
        print(f"bench: {nights} nights in a row are measured, see docs/performance.md")


@contextmanager
def watch_over_many(folder: Path, *more: StoryNight) -> Iterator[tuple[StandingWatch, list[str | Path]]]:
    """The invented site of 153 authorities, and the command that stands a watch over it up.

    `more` are nights after the first one.
    """
    crowd = crowd_story(AUTHORITIES)
    own = {"OFSTED_WATCH_REQUESTS_PER_SECOND": "1000"}
    with watch_over(folder, Story(crowd.authorities, (*crowd.nights, *more)), own) as both:
        yield both


def at_rest(watch: StandingWatch, up: int) -> Costs:
    """While nothing runs: `start` and `in_a_night` are still to be measured."""
    time.sleep(SETTLE_SECONDS)
    watch.wait_until(lambda: not processes_of_runs(watch.as_a_worker()), "no run is under way", NIGHT_SECONDS)
    before, began = cpu_seconds(family(up)), time.monotonic()
    time.sleep(REST_SECONDS)
    used, seconds = cpu_seconds(family(up)) - before, time.monotonic() - began
    return Costs(0.0, megabytes(family(up)), _parts(up), used / seconds, 0.0, "")


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
        memory=own_megabytes(family(up)),
        parts=_parts(up, own_megabytes),
    )


def age(watch: StandingWatch) -> None:
    """Make what Prefect's server has stored older, as if days had passed: so it prunes as it would, and the row is of a state."""
    with closing(sqlite3.connect(watch.folder / "data" / "prefect" / "prefect.db", timeout=60)) as server, server:
        for table, (column, days) in AGED_DAYS.items():
            earlier = f"strftime('%Y-%m-%d %H:%M:%f000', {column}, '-{days} days')"
            server.execute(f"UPDATE {table} SET {column} = {earlier} WHERE {column} IS NOT NULL")
    time.sleep(2 * PRUNE_SECONDS)


def section(costs: Costs) -> str:
    """The section's text."""
    return "\n".join(
        [
            "## While it stands",
            "",
            f"`ofsted-watch up` over {AUTHORITIES} invented authorities: SQLite for Prefect and for us. Memory is that of "
            f"all its processes, shared pages counted once. {costs.machine}",
            "",
            "| | | bound |",
            "|---|---:|---:|",
            f"| from the command to ready, s | {costs.start:.1f} | 25 |",
            f"| memory while nothing runs, MB | {costs.at_rest:.0f} | 450 |",
            f"| CPU while nothing runs, share of one core | {costs.idle:.1%} | 5 % |",
            f"| the most memory in a quiet night, MB | {costs.in_a_night:.0f} | 700 |",
            "",
            f"While nothing runs, MB: {_listed(costs.parts)}.",
        ]
    )


def half_of(nights: int) -> int:
    """The last night of the first half, counted from 0."""
    return (nights - 1) // 2


def section_in_a_row(held: list[Held], rest: int = 0) -> str:
    """The section's text: half-way beside the end. `rest` is the minutes between the halves."""
    half, late = held[half_of(len(held))], held[-1]
    between = max(1, len(held) - 1 - half_of(len(held)))
    remembers = "here those of all nights" if not rest else f"it rested for {rest} minutes half-way"
    names = {"prefect": "Prefect's database", "ours": "our database", "logs": "logs", "memory": "own memory"}
    grown = {name: (getattr(late, name) - getattr(half, name)) * 1024 / between for name in names}
    rows = [
        f"| {text}, MB | {getattr(half, name):.1f} | {getattr(late, name):.1f} | {grown[name]:.0f} | {_GROWN[name]} |"
        for name, text in names.items()
    ]
    too_much = [names[name] for name in names if grown[name] > _GROWN[name]]
    return "\n".join(
        [
            "## Nights in a row",
            "",
            f"{len(held)} quiet nights over {AUTHORITIES} authorities, one after the other under one `up`. After each, what "
            "Prefect's server has stored is made older, so that it keeps the runs of ten nights and the events of seven, as it "
            "keeps those of 90 and 7 days. Own memory is without the pages of libraries and other files. Prefect's server "
            f"remembers events for half an hour: {remembers}. " + machine(),
            "",
            f"| | after {len(held) - between} nights | after {len(held)} | kB a night | bound |",
            "|---|---:|---:|---:|---:|",
            *rows,
            "",
            f"Own memory of the parts, MB, after {len(held) - between} nights: {_listed(half.parts)}.",
            f"After {len(held)}: {_listed(late.parts)}." + (f" **Grown too much: {', '.join(too_much)}.**" if too_much else ""),
            "",
            f"A log is rotated at {LARGEST // 1_048_576} MB, and {KEPT} older ones are kept.",
        ]
    )


def _listed(parts: tuple[tuple[str, float], ...]) -> str:
    return ", ".join(f"{name} {size:.0f}" for name, size in parts)


def _parts(up: int, measured: Callable[[Iterable[int]], float] = megabytes) -> tuple[tuple[str, float], ...]:
    """Each process as the part that it is, with its megabytes as `measured`, the largest first. One that has ended holds none."""
    parts = ((_part_of(process), measured([process])) for process in family(up))
    return tuple(sorted((part for part in parts if part[1]), key=lambda part: -part[1]))


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
    main(*map(int, sys.argv[1:3]))
