"""What a process does that may be killed: a night, a backfill, a delivery.

Unless it says `beside`, nobody else delivers meanwhile: what hangs belongs to the dead and is taken up at once.
"""

from datetime import date, timedelta

from flows.backfilling import backfill_now
from flows.watch import tidy, watch
from ofsted_watch.duty import EVERYTHING, owed_authorities
from ofsted_watch.model import Rhythm
from ofsted_watch.stages.deciding import Telling
from ofsted_watch.stages.delivering import HUNG_AFTER, deliver, deliver_digests
from ofsted_watch.stages.world import World
from tasks.running import Plainly, Running
from tests.reliability.steps import Unchecked

AT_ONCE = timedelta(0)


def checked_night(world: World, today: date) -> None:
    """As `ofsted-watch nightly`."""
    _night(Plainly(), world, today)


def night(world: World, today: date) -> None:
    """The same without the checks of Great Expectations, which touch nothing outside."""
    _night(Unchecked(), world, today)


def backfill(world: World, today: date) -> None:
    """As `ofsted-watch backfill --all --reread --alerts send`."""
    backfill_now(Unchecked(), world, owed_authorities(["all"]), today, EVERYTHING, Telling.SEND, read_again=True)
    deliver(world, hung_after=AT_ONCE, sleep=_no_pause)


def quiet_backfill(world: World, today: date) -> None:
    """As `ofsted-watch backfill --all`, which tells nobody."""
    backfill_now(Unchecked(), world, owed_authorities(["all"]), today, EVERYTHING, Telling.NONE)


def delivery(world: World, today: date) -> None:
    """The mails that are due at once, and the daily digests."""
    deliver(world, hung_after=AT_ONCE, sleep=_no_pause)
    deliver_digests(world, Rhythm.DAILY, sleep=_no_pause)


def night_and_digests(world: World, today: date) -> None:
    """One clean run more: after it nothing may be open."""
    night(world, today)
    delivery(world, today)


def night_beside(world: World, today: date) -> None:
    """A night while others deliver, too: what is being sent is theirs."""
    _night(Unchecked(), world, today, HUNG_AFTER)


def backfill_beside(world: World, today: date) -> None:
    """A backfill that tells what is news, while others deliver, too."""
    backfill_now(Unchecked(), world, owed_authorities(["all"]), today, EVERYTHING, Telling.SEND)
    deliver(world, sleep=_no_pause)


def delivery_beside(world: World, today: date) -> None:
    """A delivery while others deliver, too."""
    deliver(world, sleep=_no_pause)


def _night(run: Running, world: World, today: date, hung_after: timedelta = AT_ONCE) -> None:
    watch(run, world, owed_authorities(["all"]), today)
    tidy(run, world, today)
    deliver(world, hung_after=hung_after, sleep=_no_pause)


def _no_pause(seconds: float) -> None:
    """Mails wait for nothing here."""
