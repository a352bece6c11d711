"""What a quiet night over 153 authorities costs under Prefect: `python -m proofs.bench.prefect_night`.

The same invented site and the same two nights, by `ofsted-watch nightly` and by a worker on a Prefect server with its default
SQLite database: a first night sees everything, the quiet nights after it are measured, the two ways in turn.
Writes the section 'A quiet night under Prefect' of docs/performance.md.
"""

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from deployments.prefect_environment import prefect_environment
from deployments.run_processes import processes_of_runs
from ofsted_watch.demo_site.invented_authorities import write_csv
from ofsted_watch.demo_site.stories import FIRST_NIGHT, DemoSite, crowd_story
from proofs.bench.performance_page import machine, put_section
from proofs.ops.standing import started, wait_for_server
from tasks.work_pool import POOL
from tests.isolation import clean_environment
from tests.paths import REPOSITORY
from tests.ports import free_ports
from tests.standing_watch import StandingWatch

AUTHORITIES = 153
ROUNDS = 2
"""Quiet nights each way, in turn: the machine's load changes."""

NIGHT_SECONDS = 600.0

MOST_TIMES, MOST_MORE = 1.5, 5.0
"""A night under Prefect may take so many times the plain one's wall time, and so many seconds more: a worker and its log."""
MOST_CPU, MOST_TASK_RUNS, MOST_CALLS, MOST_SECONDS = 8, 25, 250, 2
"""CPU seconds of the plain night; task runs, requests to the server and the seconds of its slowest answer under Prefect."""

COMMAND = Path(sys.executable).with_name("ofsted-watch")
_NUMBER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")


@dataclass(frozen=True, slots=True)
class Cost:
    """One night: seconds of wall and CPU time; under Prefect also what its server was asked, and the slowest answer."""

    message: str
    wall: float
    cpu: float
    task_runs: int = 0
    calls: int = 0
    slowest: float = 0.0
    paths: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the nights run: an environment for each way, the watch on the server, the file with the server's requests."""

    plain: Mapping[str, str]
    watch: StandingWatch
    counted: Path
    server: int
    worker: int


def main() -> None:
    story = crowd_story(AUTHORITIES)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        site = stack.enter_context(DemoSite(nights=story.nights, authorities=story.authorities))
        standing = stack.enter_context(parts(folder, site))
        plain_night(standing, FIRST_NIGHT)
        prefect_night(standing, FIRST_NIGHT)
        days = [FIRST_NIGHT + timedelta(days=place) for place in range(1, ROUNDS + 1)]
        pairs = [(plain_night(standing, day), prefect_night(standing, day)) for day in days]
    put_section(section([plain for plain, _ in pairs], [shown for _, shown in pairs]))
    print("bench: a quiet night under Prefect is measured, see docs/performance.md")


@contextmanager
def parts(folder: Path, site: DemoSite) -> Iterator[Parts]:
    """A plain installation, and a server with our deployments and one worker; each has its own data folder."""
    story = crowd_story(AUTHORITIES)
    write_csv(folder / "authorities.csv", story.authorities)
    (port,) = free_ports(1)
    ours = clean_environment()
    ours |= {
        "OFSTED_WATCH_SITE_URL": site.url,
        "OFSTED_WATCH_AUTHORITIES_FILE": str(folder / "authorities.csv"),
        "OFSTED_WATCH_REQUESTS_PER_SECOND": "1000",
        "OFSTED_WATCH_CONTACT": "tests@example.org",
    }
    under_prefect = {
        **ours,
        "OFSTED_WATCH_DATA_DIR": str(folder / "under-prefect"),
        **prefect_environment(folder / "prefect", f"http://127.0.0.1:{port}/api"),
    }
    counted = folder / "requests.tsv"
    counted.touch()
    with ExitStack() as stack:
        serve = ["proofs.bench.counting_server", str(port), str(counted)]
        server = stack.enter_context(started("server", serve, under_prefect, folder))
        url = f"http://127.0.0.1:{port}"
        wait_for_server(server, url, folder)
        subprocess.run([COMMAND, "deploy"], env=under_prefect, cwd=REPOSITORY, check=True, capture_output=True)
        take = ["prefect", "worker", "start", "--pool", POOL, "--type", "process"]
        worker = stack.enter_context(started("worker", take, under_prefect, folder))
        watch = StandingWatch(site, folder, url, under_prefect, story.days)
        plain = {**ours, "OFSTED_WATCH_DATA_DIR": str(folder / "plain")}
        yield Parts(plain, watch, counted, server.pid, worker.pid)


def plain_night(standing: Parts, today: date) -> Cost:
    """`ofsted-watch nightly`, its start included."""
    standing.watch.site.today = today
    began, cpu = time.monotonic(), _children_cpu()
    done = subprocess.run(
        [COMMAND, "nightly", "--today", today.isoformat()], env=dict(standing.plain), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"bench: the plain night failed: {done.stdout}{done.stderr}")
    return Cost(done.stdout.strip().splitlines()[0], time.monotonic() - began, _children_cpu() - cpu)


def prefect_night(standing: Parts, today: date) -> Cost:
    """The same night, from the moment that a worker has taken its run to the run's end, the process's start included."""
    watch = standing.watch
    watch.site.today = today
    before, cpu = len(_lines(standing.counted)), _tree_cpu(standing)
    run = watch.order("nightly", today=today.isoformat())
    watch.wait_until(lambda: _state(watch, run) != "SCHEDULED", "a worker has taken the night")
    taken = time.monotonic()
    # Few questions of our own while it runs: they are counted, too, and taken off.
    while _state(watch, run) in ("PENDING", "RUNNING"):
        time.sleep(0.5)
    wall = time.monotonic() - taken
    # The process sends its last log lines after the run's end; its CPU time counts as the worker's once it has ended.
    watch.wait_until(lambda: not processes_of_runs(watch.environment), "the run's process has ended", NIGHT_SECONDS)
    time.sleep(2)
    ended = watch.ask(f"flow_runs/{run}")
    if ended["state_type"] != "COMPLETED":
        raise SystemExit(f"bench: the night under Prefect ended {ended['state_name']}: {ended['state']['message']}")
    lines = _lines(standing.counted)[before:]
    own = [line for line in lines if not (line[0] == "GET" and line[1] == f"/api/flow_runs/{run}")]
    paths = Counter(f"{line[0]} {_NUMBER.sub('…', line[1])}" for line in own)
    return Cost(
        message=ended["state"]["message"],
        wall=wall,
        cpu=_tree_cpu(standing) - cpu,
        task_runs=watch.ask("task_runs/count", {"flow_runs": {"id": {"any_": [run]}}}),
        calls=len(own),
        slowest=max((float(line[3]) for line in lines), default=0.0),
        paths=tuple(paths.most_common(8)),
    )


def section(plain: list[Cost], under_prefect: list[Cost]) -> str:
    """The section's text: the two ways beside each other, and what the server was asked."""
    middle = {
        "wall, s": (median(each.wall for each in plain), median(each.wall for each in under_prefect)),
        "CPU, s": (median(each.cpu for each in plain), median(each.cpu for each in under_prefect)),
    }
    bounds = {"wall, s": f"{MOST_TIMES * middle['wall, s'][0] + MOST_MORE:.1f} under Prefect", "CPU, s": f"{MOST_CPU} plain"}
    rows = [f"| {what} | {ours:.1f} | {prefects:.1f} | {bounds[what]} |" for what, (ours, prefects) in middle.items()]
    worst = max(under_prefect, key=lambda each: each.calls)
    rows += [
        f"| task runs | – | {max(each.task_runs for each in under_prefect)} | {MOST_TASK_RUNS} |",
        f"| requests to Prefect's server | – | {worst.calls} | {MOST_CALLS} |",
        f"| its slowest answer, s | – | {max(each.slowest for each in under_prefect):.1f} | {MOST_SECONDS} |",
    ]
    alone, shown = middle["wall, s"]
    return "\n".join(
        [
            "## A quiet night under Prefect",
            "",
            f"{AUTHORITIES} invented authorities, nothing new, no pace; SQLite for Prefect and for us, one worker. The command "
            f"`nightly` and a run on a Prefect server in turn, {len(plain)} times each; the start of the process is included. "
            + machine(),
            "",
            "| | plain | under Prefect | bound |",
            "|---|---:|---:|---:|",
            *rows,
            "",
            f"{shown / alone:.1f} times the plain run's wall time; the bound is {MOST_TIMES} times and {MOST_MORE:.0f} s. "
            "CPU under Prefect is the run's, the worker's and the server's. "
            "Asked most: " + ", ".join(f"{path} ({count})" for path, count in worst.paths) + ".",
        ]
    )


def _state(watch: StandingWatch, run: str) -> str:
    return str(watch.ask(f"flow_runs/{run}")["state_type"])


def _lines(counted: Path) -> list[list[str]]:
    return [line.split("\t") for line in counted.read_text(encoding="utf-8").splitlines()]


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _tree_cpu(standing: Parts) -> float:
    """CPU seconds of server and worker, with their children that have ended (proc(5), fields 14 to 17 of stat)."""
    seconds = 0
    for process in (standing.server, standing.worker):
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        seconds += sum(int(field) for field in fields[11:15])
    return seconds / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
