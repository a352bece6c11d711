"""The clock is wrong for one run, or changes to or from summer time: no night is lost or run twice."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from prefect.server.schemas.schedules import CronSchedule

from proofs.reliability.forked import run
from proofs.reliability.grounds import ENGINES, Ground, ground, mails_due, missing
from proofs.reliability.killed import Ended, done, how_it_ended, metric, undisturbed
from proofs.reliability.metrics import Metric
from proofs.reliability.promises import Left, broken_in_the_end, broken_now, left
from proofs.reliability.works import delivery_beside, night, night_and_digests, under_a_wrong_clock
from tests.adapters.mail_servers import Mailbox, serving
from tests.paths import REPOSITORY

HOUSE = REPOSITORY
LONDON = ZoneInfo("Europe/London")
YEARS = range(2026, 2031)

JUMPS: tuple[tuple[str, timedelta], ...] = (
    ("a day back", timedelta(days=-1)),
    ("a day ahead", timedelta(days=1)),
    ("a year ahead", timedelta(days=365)),
    ("a year back", timedelta(days=-365)),
    ("an hour ahead", timedelta(hours=1)),
    ("an hour back", timedelta(hours=-1)),
)


def jumped(on: Ground, reference: Left, ahead: timedelta, *, day_before: bool) -> Ended:
    """Run once with a wrong clock, on the evening before the news or on its night, then once with the right one.

    The day that the run is given jumps with the clock, in whole days.
    """
    mailbox = Mailbox()
    with serving(mailbox) as port:
        settings = on.fresh(port)
        day = on.story.days[0] if day_before else on.today
        on.site.today = day
        ran = run(settings, day, partial(under_a_wrong_clock, work=night, ahead=ahead))
        on.site.today = on.today
        broken = broken_now(settings)
        done(run(settings, on.today, night_and_digests))
        broken += broken_in_the_end(settings, on.site, on.today)
        now = left(settings)
    on.forget(settings)
    ended = how_it_ended([], mailbox, as_if_nothing_happened=(now.changes, now.events) == (reference.changes, reference.events))
    ended.at, ended.broken = ran.error or "done", tuple(broken)
    return ended


def delivered(on: Ground, ahead: timedelta, *, server_is_away: bool) -> Ended:
    """Claim mails, or have them refused for now, with a wrong clock. With the right clock the next delivery sends them.

    The deliverer is killed directly after its claim, or its mail server is away.
    """
    mailbox, wrong = Mailbox(), partial(under_a_wrong_clock, work=delivery_beside, ahead=ahead)
    with serving(mailbox) as port:
        settings = on.fresh(port)
        steps = () if server_is_away else undisturbed_delivery(on)
        given = replace(settings, smtp_url="smtp://127.0.0.1:1") if server_is_away else settings
        run(given, on.today, wrong, die_at=None if server_is_away else steps.index("after database.outbox.claim"))
        broken = broken_now(settings)
        for _ in range(2):  # one delivery may reclaim what was due by the wrong clock, and the next one sends it
            done(run(settings, on.today, delivery_beside))
        came = how_it_ended([], mailbox, as_if_nothing_happened=True)
    on.forget(settings)
    came.at, came.broken = "server away" if server_is_away else "killed with its claim", tuple(broken)
    return came


def undisturbed_delivery(on: Ground) -> tuple[str, ...]:
    """The steps of an undisturbed delivery."""
    with serving(Mailbox()) as port:
        settings = on.fresh(port)
        steps = done(run(settings, on.today, delivery_beside)).steps
    on.forget(settings)
    return steps


def every_night_once(schedule: dict[str, Any], first: date, last: date) -> tuple[int, int, int]:
    """Count the nights that a schedule of prefect.yaml must run between two days, those it misses and those it runs twice."""
    cron = CronSchedule(cron=schedule["cron"], timezone=schedule["timezone"])
    expected = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    run_on = Counter[date]()
    for day in expected:
        start = datetime(day.year, day.month, day.day, tzinfo=LONDON)
        times = asyncio.run(cron.get_dates(start=start, end=start + timedelta(days=1, seconds=-1)))
        run_on.update(at.astimezone(LONDON).date() for at in set(times))
    return len(expected), sum(not run_on[day] for day in expected), sum(max(run_on[day] - 1, 0) for day in expected)


def summer_time(tell: Callable[[Metric], None]) -> list[Metric]:
    """The daily schedules in the weeks around each clock change, as Prefect itself computes them."""
    listed = yaml.safe_load((HOUSE / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    daily = {
        entry["name"]: entry["schedules"][0] for entry in listed if entry["name"] in ("nightly", "site-check", "digest-daily")
    }
    metrics = []
    for name, schedule in daily.items():
        began, spans = (
            time.monotonic(),
            [(date(year, month, 20), date(year, month + 1, 5)) for year in YEARS for month in (3, 10)],
        )
        counts = [every_night_once(schedule, *span) for span in spans]
        tried, lost, doubled = (sum(column) for column in zip(*counts, strict=True))
        when = f"{schedule['cron']} {schedule['timezone']}, the weeks of each clock change from {YEARS[0]} to {YEARS[-1]}"
        metrics.append(
            Metric(f"summer time: {name}", tried, tried - lost - doubled, lost, doubled, 0, when, time.monotonic() - began)
        )
        tell(metrics[-1])
    return metrics


def rows(folder: Path, tell: Callable[[Metric], None]) -> list[Metric]:
    """Run every jump on each engine, the mails with a wrong clock, and the schedules."""
    metrics = []
    for engine, name in ENGINES:
        if missing(engine):
            continue
        with ground(engine, folder) as on:
            _, reference = undisturbed(on, night)
            began = time.monotonic()
            ended = [jumped(on, reference, ahead, day_before=before) for _, ahead in JUMPS for before in (True, False)]
            remark = "one run " + ", ".join(text for text, _ in JUMPS) + "; before the news and on its night"
            metrics.append(metric(f"{name}: the clock jumps for one night", ended, time.monotonic() - began, remark=remark))
            tell(metrics[-1])
        with ground(engine, folder, mails_due) as on:
            began = time.monotonic()
            ended = [delivered(on, timedelta(days=days), server_is_away=away) for days in (-365, 365) for away in (True, False)]
            remark = "a year ahead and a year back; the deliverer killed, or its server away"
            metrics.append(metric(f"{name}: mails claimed with a wrong clock", ended, time.monotonic() - began, remark=remark))
            tell(metrics[-1])
    return [*metrics, *summer_time(tell)]
