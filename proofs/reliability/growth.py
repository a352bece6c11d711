"""The cost of a night, a letter and a command as the country grows: `python -m proofs.reliability.growth --full`."""

import json
import multiprocessing
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from ofsted_watch.adapters.database import Database
from ofsted_watch.demo_site.stories import DemoSite
from ofsted_watch.domain.model import AlertState
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.services.deliver import deliver
from ofsted_watch.services.executor import LocalExecutor
from ofsted_watch.services.nightly import finish_night, run_over_site
from ofsted_watch.services.resources import open_resources
from ofsted_watch.settings import Settings
from proofs.reliability.many_letters import EVENING, NEW_LETTERS, NEWS, Size, put_in, timeline_of
from proofs.reliability.metrics import Metric, Section
from tests.journeys.watching import settings_for, watching
from tests.paths import REPOSITORY

ROOT = REPOSITORY
MEASURED = ROOT / "test-output" / "growth.json"
QUIET = EVENING + timedelta(days=1)

THE_COUNTRY = Size(authorities=153, letters_each=33)
SHORT = (THE_COUNTRY, Size(500, 5), Size(1_000, 5), Size(2_000, 5))
FULL = (THE_COUNTRY, Size(500, 5), Size(1_250, 5), Size(5_000, 5), Size(20_000, 5))

QUIET_NIGHT, NEWS_NIGHT = "a quiet night", f"a night with {NEW_LETTERS} new letters"
COMMANDS = ("status", "export", "changes")
_LINEAR = 2.0
"""How many times more CPU time an authority may cost than at the size before: the machine is shared."""

TEXT = f"""Invented countries of growing size, each with twelve years of letters and one year of runs. Old letters are stored as a
backfill stores them, with placeholder files. Then a quiet night, a night with {NEW_LETTERS} new letters and three commands
run, each in a separate process. A case is an authority to check, or a new letter to send once. A size survives only if an
authority costs at most {_LINEAR:g} times the CPU time it cost at the size before. All sizes up to 20,000 authorities and 100,000
letters: docs/growth.md."""

_PROGRAM = """
import atexit, json, pathlib, re, time
def tell():
    peak = int(re.search("VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1]) / 1024
    pathlib.Path({cost!r}).write_text(json.dumps([time.process_time(), peak]))
atexit.register(tell)
from ofsted_watch.cli import main
main()
"""
"""The command line, which records its own cost: the peak that a parent process sees may be its own."""

_FORKED = multiprocessing.get_context("forkserver")
_FORKED.set_forkserver_preload(["proofs.reliability.growth"])


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of one run: CPU and wall time in seconds, peak memory in MB, requests to the site and bytes from it."""

    cpu: float
    wall: float
    peak: float
    requests: int = 0
    received: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """One size: the cost of each run, the size of database and archive, and what the two nights checked and sent."""

    size: Size
    costs: dict[str, Cost]
    database_mb: float
    seen: dict[str, int]
    sent: int

    def cpu_each(self, what: str) -> float:
        """CPU milliseconds for each authority."""
        return self.costs[what].cpu * 1000 / self.size.authorities


def measure(folder: Path, size: Size) -> Measured:
    """Fill a watch over a country of this size, run the two nights and the commands, and measure each."""
    story = timeline_of(size)
    shutil.rmtree(folder, ignore_errors=True)
    costs: dict[str, Cost] = {}
    seen: dict[str, int] = {}
    with DemoSite(nights=story.nights, authorities=story.authorities) as site:
        with watching(site, folder) as filling:
            filling.subscribe()
            put_in(filling.resources, story, size)
        settings = settings_for(site, folder)
        for what, day in ((QUIET_NIGHT, QUIET), (NEWS_NIGHT, NEWS)):
            site.today, before = day, len(site.requests)
            cost, seen[what] = _in_its_own_process(settings, day)
            asked = site.requests[before:]
            costs[what] = Cost(cost.cpu, cost.wall, cost.peak, len(asked), sum(request.size for request in asked))
            print(f"    {size.authorities:,} authorities, {what}: {costs[what]}", flush=True)
    text = {"export": ["export", str(folder / "all.csv")]}
    for name in COMMANDS:
        costs[name] = _command(settings, text.get(name, [name]))
    with Database(settings.database) as database:
        sent = len(database.alerts.find([AlertState.SENT]))
    in_database = sum(path.stat().st_size for path in folder.glob("ofsted-watch.db*"))
    return Measured(size, costs, in_database / 1_048_576, seen, sent)


def _in_its_own_process(settings: Settings, day: date) -> tuple[Cost, int]:
    here, there = _FORKED.Pipe(duplex=False)
    process = _FORKED.Process(target=_night, args=(settings, day.isoformat(), there), daemon=False)
    process.start()
    there.close()
    cost, seen = here.recv()
    process.join()
    return cost, seen


def _night(settings: Settings, today: str, listener: Connection) -> None:
    """A night and its delivery, as the command `nightly` runs them: the cost and the number of checked authorities."""
    began = time.monotonic()
    with open_resources(settings, sleep=lambda seconds: None) as resources:
        expected = expected_authorities(["all"], resources.register)
        night = run_over_site(LocalExecutor(), resources, expected, date.fromisoformat(today))
        finish_night(LocalExecutor(), resources, night.today)
        deliver(resources)
    own, readers = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = own.ru_utime + own.ru_stime + readers.ru_utime + readers.ru_stime
    listener.send((Cost(cpu, time.monotonic() - began, own.ru_maxrss / 1024), len(night.coverage.checked)))


def _command(settings: Settings, text: Sequence[str]) -> Cost:
    """The cost of one whole command, including its start."""
    chosen = {
        "OFSTED_WATCH_DATA_DIR": str(settings.data_dir),
        "OFSTED_WATCH_AUTHORITIES_FILE": str(settings.authorities_file),
        "OFSTED_WATCH_AUTHORITIES": "all",
        "OFSTED_WATCH_SITE_URL": settings.site_url,
    }
    began = time.monotonic()
    cost = settings.data_dir / "cost.json"
    program = [sys.executable, "-c", _PROGRAM.format(cost=str(cost)), *text]
    ended = subprocess.run(program, env=os.environ | chosen | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    # `status` exits with 1 if the last night is old by the calendar, and every invented night is.
    if ended.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(text)}: {ended.stderr[-500:]}")
    cpu, peak = json.loads(cost.read_text(encoding="utf-8"))
    return Cost(cpu, time.monotonic() - began, peak)


def prove(folder: Path, tell: Callable[[Metric], None], sizes: Sequence[Size] = SHORT) -> Section:
    """The two nights of each size as metrics. Raises RuntimeError if a command fails."""
    metrics: list[Metric] = []
    before: Measured | None = None
    for size in sizes:
        began = time.monotonic()
        measured = measure(folder / f"{size.authorities}x{size.letters_each}", size)
        shutil.rmtree(folder / f"{size.authorities}x{size.letters_each}")
        _remember(measured)
        for metric in _metrics(measured, before, time.monotonic() - began):
            metrics.append(metric)
            tell(metric)
        before = measured
    return Section("Growth", TEXT, tuple(metrics))


def _metrics(measured: Measured, before: Measured | None, seconds: float) -> tuple[Metric, Metric]:
    size = measured.size
    linear = before is None or measured.cpu_each(QUIET_NIGHT) <= _LINEAR * before.cpu_each(QUIET_NIGHT)
    where = f"{size.authorities:,} authorities with {size.letters:,} letters"
    quiet = Metric(
        what=f"a quiet night over {where}",
        tried=size.authorities,
        survived=measured.seen[QUIET_NIGHT] if linear else 0,
        lost=size.authorities - measured.seen[QUIET_NIGHT],
        doubled=0,
        remark=_formatted(measured, QUIET_NIGHT) + f"; the database holds {measured.database_mb:,.0f} MB",
        seconds=seconds,
    )
    news = Metric(
        what=f"{NEW_LETTERS} new letters among them",
        tried=NEW_LETTERS,
        survived=min(measured.sent, NEW_LETTERS),
        lost=max(NEW_LETTERS - measured.sent, 0),
        doubled=max(measured.sent - NEW_LETTERS, 0),
        remark=_formatted(measured, NEWS_NIGHT)
        + "; "
        + ", ".join(f"`{name}` {measured.costs[name].cpu:.1f} CPU s" for name in COMMANDS),
        seconds=measured.costs[NEWS_NIGHT].wall,
    )
    return quiet, news


def _formatted(measured: Measured, what: str) -> str:
    cost = measured.costs[what]
    each = f"{cost.cpu:.1f} CPU s ({measured.cpu_each(what):.1f} ms an authority)"
    return f"{each}, {cost.requests:,} requests, {cost.peak:.0f} MB at most"


def _remember(measured: Measured) -> None:
    MEASURED.parent.mkdir(parents=True, exist_ok=True)
    known = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else {}
    known[f"{measured.size.authorities}x{measured.size.letters_each}"] = asdict(measured)
    MEASURED.write_text(json.dumps(known, indent=1), encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Measure all sizes with `--full`, or those given as 500x5. The page is written from all saved results."""
    from proofs.reliability.growth_page import write_page

    asked = [argument for argument in arguments if argument != "--full"]
    chosen = tuple(Size(*map(int, size.split("x"))) for size in asked) or FULL
    folder = Path(tempfile.mkdtemp(prefix="growth-"))
    try:
        section = prove(folder, lambda metric: print(f"{metric.what}: {metric.remark}", flush=True), chosen)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    write_page(json.loads(MEASURED.read_text(encoding="utf-8")))
    return 0 if section.holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
