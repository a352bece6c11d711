"""The database is locked, stopped or restarted during a night, at a different step in each case."""

import os
import random
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import psycopg

from ofsted_watch.settings import Settings
from proofs.reliability.forked import Moment, Ran, run
from proofs.reliability.grounds import Ground, ground, missing
from proofs.reliability.killed import SEED, Ended, done, how_it_ended, metric, undisturbed
from proofs.reliability.metrics import Metric
from proofs.reliability.promises import Left, broken_in_the_end, broken_now, left
from proofs.reliability.works import night, night_and_digests
from tests.adapters.mail_servers import Mailbox, serving

CASES = 12
MINUTE = 60.0
_PATIENCE = 240.0

Trouble = Callable[[Settings, int], None]
"""What happens to the database of a case while the process with this id is at its step."""


def locked_for(seconds: float) -> Trouble:
    """Another program holds SQLite's one write lock: an operator's own SQL, a backup that failed."""

    def lock(settings: Settings, _pid: int) -> None:
        with closing(sqlite3.connect(settings.data_dir / "ofsted-watch.db", timeout=_PATIENCE, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)
            other.execute("ROLLBACK")

    return lock


@contextmanager
def stopped_for(seconds: float, on: Ground, cases: int) -> Iterator[Trouble]:
    """PostgreSQL stops when all cases are at their steps. It starts again some seconds after they continue."""
    assert on.postgres
    arrived, stopped = threading.Barrier(cases + 1, timeout=_PATIENCE), threading.Barrier(cases + 1, timeout=_PATIENCE)

    def stand_until_it_is_gone(_settings: Settings, pid: int) -> None:
        os.kill(pid, signal.SIGSTOP)
        try:
            arrived.wait()
            stopped.wait()
        finally:
            os.kill(pid, signal.SIGCONT)

    def restart() -> None:
        assert on.postgres
        arrived.wait()
        on.postgres.stop()
        stopped.wait()
        time.sleep(seconds)
        on.postgres.start()

    restarting = threading.Thread(target=restart)
    restarting.start()
    yield stand_until_it_is_gone
    restarting.join()


def _mailing(settings: Settings, port: int) -> Settings:
    return replace(settings, smtp_url=f"smtp://127.0.0.1:{port}")


def all_at_once(
    on: Ground, reference: Left, steps: list[int], troubled: AbstractContextManager[Trouble]
) -> tuple[list[Ended], str]:
    """Run a night for each step at the same time, each disturbed at its step, and then a clean night for each."""
    fresh = [on.fresh(None) for _ in steps]
    if on.postgres:
        # A sequence that is copied with its template enters the journal only at the next checkpoint: PostgreSQL 15, if stopped at
        # once, assigns the same ids again.
        with psycopg.connect(on.postgres.url("postgres").replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("CHECKPOINT")
    mailboxes = [Mailbox() for _ in steps]
    with troubled as trouble, ThreadPoolExecutor(len(steps)) as threads:
        ran = list(threads.map(lambda case: _disturbed(on, *case, trouble), zip(fresh, mailboxes, steps, strict=True)))
    ended = [_afterwards(on, *case, reference) for case in zip(fresh, mailboxes, steps, ran, strict=True)]
    continued = sum(case.done for case in ran)
    return ended, f"{continued} nights continued, {len(ran) - continued} ended with a named reason"


def _disturbed(on: Ground, settings: Settings, mailbox: Mailbox, step: int, trouble: Trouble) -> Ran:
    with serving(mailbox) as port:
        return run(_mailing(settings, port), on.today, night, moment=Moment(step, lambda pid: trouble(settings, pid)))


def _afterwards(on: Ground, settings: Settings, mailbox: Mailbox, step: int, ran: Ran, reference: Left) -> Ended:
    broken = broken_now(settings)
    with serving(mailbox) as port:
        done(run(_mailing(settings, port), on.today, night_and_digests))
    broken += broken_in_the_end(settings, on.site, on.today)
    ended = how_it_ended([] if ran.done else [ran.steps], mailbox, as_if_nothing_happened=left(settings) == reference)
    ended.at, ended.broken = f"{ran.steps[step]} ({ran.error or 'done'})", tuple(broken)
    on.forget(settings)
    return ended


def rows(folder: Path, tell: Callable[[Metric], None], cases: int = CASES, minute: float = MINUTE) -> list[Metric]:
    """SQLite is locked for a minute. PostgreSQL is away for a minute, or restarts within a second."""
    lot, metrics = random.Random(SEED), []
    with ground("sqlite", folder) as on:
        began, (steps, reference) = time.monotonic(), undisturbed(on, night)
        ended, remark = all_at_once(
            on, reference, [lot.randrange(len(steps)) for _ in range(cases)], nullcontext(locked_for(minute))
        )
        metrics.append(metric(f"SQLite: locked for {minute:.0f} s", ended, time.monotonic() - began, remark=remark))
        tell(metrics[-1])
    if missing("postgresql"):
        return metrics
    with ground("postgresql", folder) as on:
        steps, reference = undisturbed(on, night)
        for seconds, what in ((minute, f"away for {minute:.0f} s"), (1.0, "stopped and started again")):
            began = time.monotonic()
            chosen = [lot.randrange(len(steps)) for _ in range(cases)]
            ended, remark = all_at_once(on, reference, chosen, stopped_for(seconds, on, cases))
            metrics.append(metric(f"PostgreSQL: {what}", ended, time.monotonic() - began, remark=remark))
            tell(metrics[-1])
    return metrics
