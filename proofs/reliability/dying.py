"""Machines crash, fill up, lose their database or clock, and runs overlap: nothing is lost or doubled."""

import time
from collections.abc import Callable
from pathlib import Path

from proofs.reliability import away, clocks, full_disk, together
from proofs.reliability.grounds import (
    DIGEST_READERS,
    ENGINES,
    READERS,
    Evening,
    first_night,
    ground,
    mails_due,
    missing,
    nothing_known,
)
from proofs.reliability.killed import Killing, at_random, format_deaths, metric
from proofs.reliability.metrics import Metric, Section
from proofs.reliability.steps import Work
from proofs.reliability.works import backfill, delivery, night, quiet_backfill

KILLS = 25
"""Kills of each kind of work on each engine: 200 in all."""

WORKS: tuple[tuple[str, Work, Evening, tuple[str, ...]], ...] = (
    ("a night", night, first_night, READERS),
    ("a backfill with re-reading that sends alerts", backfill, first_night, READERS),
    ("a backfill of an empty database without alerts", quiet_backfill, nothing_known, ()),
    ("a delivery of mails and digests", delivery, mails_due, (*READERS, *DIGEST_READERS)),
)

TEXT = f"""After each case and one more clean run these must hold: the database is intact, and the archive has the bytes of every
file in it; every listed letter is stored or set aside by name; changes, letters and alerts equal those of an undisturbed run,
each once; every reader has the mail once. A night that could not fetch the report may tell the readers so, once; the mail
answers that notice then. {2 * len(WORKS) * KILLS} processes are ended by SIGKILL at a random moment."""


def killed(folder: Path, tell: Callable[[Metric], None], kills: int = KILLS) -> list[Metric]:
    """Kill each kind of work at random moments on each engine."""
    metrics = []
    for engine, name in ENGINES:
        if missing(engine):
            continue
        for what, work, evening, expected in WORKS:
            with ground(engine, folder, evening) as on:
                began = time.monotonic()
                ended = at_random(Killing(on, work, expected=expected), kills)
                remark = format_deaths(ended)
                metrics.append(metric(f"{name}: SIGKILL during {what}", ended, time.monotonic() - began, remark=remark))
                tell(metrics[-1])
    return metrics


def prove(folder: Path, tell: Callable[[Metric], None]) -> Section:
    """The whole matrix."""
    metrics = [*killed(folder, tell), *together.rows(folder, tell), *away.rows(folder, tell)]
    on_full_disks, no_disk = full_disk.rows(folder, tell)
    metrics += [*on_full_disks, *clocks.rows(folder, tell)]
    return Section("Dying machines", TEXT, tuple(metrics), "; ".join(filter(None, (missing("postgresql"), no_disk))) or None)
