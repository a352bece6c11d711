"""Runs on one database at once: two nights; a night, a backfill and a delivery. Each blocks the others at a bad moment."""

import os
import random
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from proofs.reliability.forked import Moment, Running, run
from proofs.reliability.grounds import ENGINES, Ground, ground, missing
from proofs.reliability.killed import SEED, Ended, done, how_it_ended, metric, undisturbed
from proofs.reliability.metrics import Metric
from proofs.reliability.promises import Left, broken_in_the_end, broken_now, left
from proofs.reliability.steps import Work
from proofs.reliability.works import backfill_beside, delivery_beside, night_and_digests, night_beside
from tests.adapters.mail_servers import Mailbox, serving

CASES = 8
MEANWHILE = 2.0
"""Seconds for which the first run pauses at most. A waiting writer gives up after 30."""

COMPANIES: tuple[tuple[str, tuple[Work, ...]], ...] = (
    ("two nights at once", (night_beside,)),
    ("a night, a backfill and a delivery at once", (backfill_beside, delivery_beside)),
)


def beside(on: Ground, reference: Left, step: int, others: Sequence[Work]) -> Ended:
    """Pause a night at this step while the others run, let all of them end, then run a clean night."""
    mailbox, company = Mailbox(), list[Running]()
    with serving(mailbox) as port:
        settings = on.fresh(port)

        def stand_still(pid: int) -> None:
            os.kill(pid, signal.SIGSTOP)
            company.extend(Running(settings, on.today, work) for work in others)
            until = time.monotonic() + MEANWHILE
            for other in company:
                other.ended_within(max(0.0, until - time.monotonic()))
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

        ran = [run(settings, on.today, night_beside, moment=Moment(step, stand_still)), *(other.end() for other in company)]
        broken = [f"one of them ended with {process.error}" for process in ran if not process.done] + broken_now(settings)
        done(run(settings, on.today, night_and_digests))
        broken += broken_in_the_end(settings, on.site, on.today)
        same = left(settings) == reference
    on.forget(settings)
    ended = how_it_ended([], mailbox, as_if_nothing_happened=same)
    ended.at, ended.broken = ran[0].steps[step], tuple(broken)
    return ended


def rows(folder: Path, tell: Callable[[Metric], None], cases: int = CASES) -> list[Metric]:
    """Run cases of each combination on each engine, at random steps."""
    metrics, lot = [], random.Random(SEED)
    for engine, name in ENGINES:
        if missing(engine):
            continue
        with ground(engine, folder) as on:
            steps, reference = undisturbed(on, night_beside)
            for what, others in COMPANIES:
                began = time.monotonic()
                ended = [beside(on, reference, lot.randrange(len(steps)), others) for _ in range(cases)]
                metrics.append(metric(f"{name}: {what}", ended, time.monotonic() - began, remark="the first paused at a step"))
                tell(metrics[-1])
    return metrics
