"""Two workers share a backfill, and one is killed half-way with all its processes: the backfill completes, without doubles."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text

from flows.backfill_runs import tag_of
from ofsted_watch.demo_site.site_server import Request
from ofsted_watch.demo_site.stories import crowd_story
from proofs.ops.standing import Workers, workers_on_postgres
from tests.postgres_server import postgres_server
from tests.standing_watch import ENDED

PACE = 5.0
"""Requests a second to the site, by all workers together."""

IN_TIME = 3000.0
"""Seconds after which the proof gives up."""


@dataclass(frozen=True, slots=True)
class Found:
    """The result. `busiest` is the highest number of requests in any second; `seconds` is wall time."""

    authorities: int
    state: str
    stored: int
    doubled: int
    killed: int
    parts_cut_off: int
    done_when_killed: int
    asked: int
    asked_twice: int
    busiest: int
    seconds: float
    seconds_after: float

    @property
    def holds(self) -> bool:
        """True if each authority has its letter once, the run reports that, and the pace was respected."""
        return (
            self.state == "Completed"
            and self.stored == self.authorities
            and not self.doubled
            and self.done_when_killed < self.authorities
            and self.busiest <= PACE + 1
        )

    @property
    def text(self) -> str:
        """The metrics, one on each line."""
        lines = {
            "authorities": f"{self.authorities}, one letter each; two workers, PostgreSQL for Prefect and for us",
            "killed": f"the worker that ran the whole, {self.killed} processes, with {self.done_when_killed} parts done",
            "parts cut off": f"{self.parts_cut_off}, started again by the other worker",
            "ended": f"{self.state}; {self.stored} letters stored, {self.doubled} twice",
            "requests": f"{self.asked}, of them {self.asked_twice} for a file that was served before",
            "pace": f"{PACE:.0f} requests a second; the busiest second had {self.busiest}",
            "wall time": f"{self.seconds:.0f} s, of which {self.seconds_after:.0f} s after the kill",
        }
        text_lines = [f"{what:<14} {text}" for what, text in lines.items()]
        return "\n".join([*text_lines, "it holds" if self.holds else "IT DOES NOT HOLD"])


def prove(folder: Path, postgres: Path, authorities: int, tell: Callable[[str], None]) -> Found:
    """Run the proof in a folder, with the programs of PostgreSQL in another. `tell` receives the progress."""
    story = crowd_story(authorities)
    with postgres_server(postgres) as server, workers_on_postgres(folder, server, story, pace=PACE, workers=2) as workers:
        watch, began = workers.watch, time.monotonic()
        whole = watch.order("backfill", all_authorities=True)
        tell(f"ordered a backfill of {authorities} authorities; two workers share it")
        watch.wait_until(lambda: _done(workers, whole) >= authorities // 2, "half of the parts are done", IN_TIME)
        doomed, done = workers.that_runs(whole), _done(workers, whole)
        killed, at = workers.kill(doomed), time.monotonic()
        tell(f"{doomed} is killed with {done} parts done")
        # Crashed is not the end here: the sweep finds the crashed run and starts it again.
        finished = {"COMPLETED", "FAILED", "CANCELLED"}
        watch.wait_until(lambda: watch.ask(f"flow_runs/{whole}")["state_type"] in finished, "the whole has ended", IN_TIME)
        ended = watch.ask(f"flow_runs/{whole}")
        tell(f"it ended {ended['state_name']}: {ended['state']['message']}")
        over = time.monotonic()
        parts = watch.runs(tags={"all_": [tag_of(whole)]})  # type: ignore[arg-type]
        letters = stored_letters(workers.database_url)
        files = Counter(
            request.path for request in watch.site.requests if request.path.startswith("/v1/file/") and request.status == 200
        )
        return Found(
            authorities=authorities,
            state=ended["state_name"],
            stored=len(set(letters)),
            doubled=len(letters) - len(set(letters)),
            killed=killed,
            parts_cut_off=sum(_crashed(workers, part["id"]) for part in parts),
            done_when_killed=done,
            asked=len(watch.site.requests),
            asked_twice=sum(count > 1 for count in files.values()),
            busiest=busiest_second(watch.site.requests),
            seconds=over - began,
            seconds_after=over - at,
        )


def stored_letters(database_url: str) -> list[tuple[str, str]]:
    """(URN, file number) of every stored letter."""
    engine = create_engine(database_url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT urn, file_number FROM stored_letters")).all()
    engine.dispose()
    return [(row.urn, row.file_number) for row in rows]


def busiest_second(requests: Sequence[Request]) -> int:
    """The highest number of requests in any one second."""
    at = sorted(request.at for request in requests)
    return max((sum(start <= other < start + 1 for other in at) for start in at), default=0)


def _crashed(workers: Workers, run: str) -> bool:
    return any(state["type"] == "CRASHED" for state in workers.watch.ask(f"flow_run_states/?flow_run_id={run}"))


def _done(workers: Workers, whole: str) -> int:
    parts = workers.watch.runs(tags={"all_": [tag_of(whole)]})  # type: ignore[arg-type]
    return sum(part["state_type"] in ENDED for part in parts)
