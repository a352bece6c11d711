"""The work of a process that may be killed: a night, a backfill, a delivery.

Unless the name contains `beside`, no other delivery runs: an open claim belongs to a killed process and is reclaimed at once.
"""

import sys
from datetime import date, datetime, timedelta, tzinfo

from ofsted_watch.domain.model import Frequency
from ofsted_watch.runs.planning import EVERYTHING, expected_authorities
from ofsted_watch.services import deliver as delivery_service
from ofsted_watch.services.backfill import backfill_now
from ofsted_watch.services.decide import NotifyMode
from ofsted_watch.services.deliver import HUNG_AFTER, deliver, deliver_digests
from ofsted_watch.services.executor import Executor, LocalExecutor
from ofsted_watch.services.nightly import finish_night, run_over_site
from ofsted_watch.services.resources import Resources
from proofs.reliability.checked_once import Unchecked
from proofs.reliability.steps import Work

AT_ONCE = timedelta(0)


def checked_night(resources: Resources, today: date) -> None:
    """Run `ofsted-watch nightly`."""
    _night(LocalExecutor(), resources, today)


def night(resources: Resources, today: date) -> None:
    """The same without the checks of Great Expectations, which change nothing outside."""
    _night(Unchecked(), resources, today)


def impatient_night(resources: Resources, today: date) -> None:
    """A night that does not retry for minutes to store that a mail is sent: the disk stays full meanwhile."""
    delivery_service.WRITE_AGAIN = (0.0,)
    night(resources, today)


def backfill(resources: Resources, today: date) -> None:
    """Run `ofsted-watch backfill --all --reread --alerts send`."""
    backfill_now(
        Unchecked(),
        resources,
        expected_authorities(["all"], resources.register),
        today,
        EVERYTHING,
        NotifyMode.SEND,
        read_again=True,
    )
    deliver(resources, hung_after=AT_ONCE)


def quiet_backfill(resources: Resources, today: date) -> None:
    """Run `ofsted-watch backfill --all`, which sends nothing."""
    backfill_now(Unchecked(), resources, expected_authorities(["all"], resources.register), today, EVERYTHING, NotifyMode.NONE)


def delivery(resources: Resources, today: date) -> None:
    """Send the immediate mails and the daily digests."""
    deliver(resources, hung_after=AT_ONCE)
    deliver_digests(resources, Frequency.DAILY)


def under_a_wrong_clock(resources: Resources, today: date, *, work: Work, ahead: timedelta) -> None:
    """The work on a machine whose clock is ahead by this much (behind if negative): all our code reads the wrong time."""

    class WrongClock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + ahead

    ours = [module for name, module in sys.modules.items() if name.split(".")[0] in ("ofsted_watch", "flows", "tasks")]
    for module in ours:
        if getattr(module, "datetime", None) is datetime:
            module.datetime = WrongClock  # type: ignore[attr-defined]
    work(resources, today + ahead)


def night_and_digests(resources: Resources, today: date) -> None:
    """One more clean run without waiting times: after it nothing may be open."""
    night(resources, today)
    deliver(resources, include_waiting=True, hung_after=AT_ONCE)
    delivery(resources, today)


def night_beside(resources: Resources, today: date) -> None:
    """A night while others deliver: an open claim is theirs."""
    _night(Unchecked(), resources, today, HUNG_AFTER)


def backfill_beside(resources: Resources, today: date) -> None:
    """A backfill that sends alerts, while others deliver."""
    backfill_now(Unchecked(), resources, expected_authorities(["all"], resources.register), today, EVERYTHING, NotifyMode.SEND)
    deliver(resources)


def delivery_beside(resources: Resources, today: date) -> None:
    """A delivery while others deliver."""
    deliver(resources)


def _night(executor: Executor, resources: Resources, today: date, hung_after: timedelta = AT_ONCE) -> None:
    run_over_site(executor, resources, expected_authorities(["all"], resources.register), today)
    finish_night(executor, resources, today)
    deliver(resources, hung_after=hung_after)
