"""The database locked, stopped or restarted in the middle of a night: each case meets it at a step of its own."""

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
"""What happens to a case's database while the process with this id is at its step."""


def locked_for(seconds: float) -> Trouble:
    """Another program holds SQLite's one write lock: an operator's own SQL, a backup gone wrong."""

    def lock(settings: Settings, _pid: int) -> None:
        with closing(sqlite3.connect(settings.data_dir / "ofsted-watch.db", timeout=_PATIENCE, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)
            other.execute("ROLLBACK")

    return lock


@contextmanager
def stopped_for(seconds: float, on: Ground, cases: int) -> Iterator[Trouble]:
    """PostgreSQL is stopped once all cases stand at their steps, and started again so many seconds after they went on."""
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
    """One night for each of these steps, side by side, each with the trouble at its step; when it is over, a clean night each."""
    fresh = [on.fresh(None) for _ in steps]
    if on.postgres:
        # A sequence copied with its template is not in the copy's journal before the next checkpoint: PostgreSQL 15, stopped at
        # once, would give out the same ids again.
        with psycopg.connect(on.postgres.url("postgres").replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("CHECKPOINT")
    mailboxes = [Mailbox() for _ in steps]
    with troubled as trouble, ThreadPoolExecutor(len(steps)) as threads:
        ran = list(threads.map(lambda case: _disturbed(on, *case, trouble), zip(fresh, mailboxes, steps, strict=True)))
    ended = [_afterwards(on, *case, reference) for case in zip(fresh, mailboxes, steps, ran, strict=True)]
    rode_it_out = sum(one.done for one in ran)
    return ended, f"{rode_it_out} nights rode it out, {len(ran) - rode_it_out} ended with a sentence that says why"


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
    """SQLite locked for a minute; PostgreSQL gone for a minute, and restarted within a second."""
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
        for seconds, what in ((minute, f"gone for {minute:.0f} s"), (1.0, "stopped and started again")):
            began = time.monotonic()
            chosen = [lot.randrange(len(steps)) for _ in range(cases)]
            ended, remark = all_at_once(on, reference, chosen, stopped_for(seconds, on, cases))
            metrics.append(metric(f"PostgreSQL: {what}", ended, time.monotonic() - began, remark=remark))
            tell(metrics[-1])
    return metrics
