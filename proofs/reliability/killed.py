"""The process killed at every step of detect → record → claim → send → mark, and at random moments: what is left is finished."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from ofsted_watch.settings import Settings
from proofs.reliability.forked import Moment, Ran, run
from proofs.reliability.grounds import ENGINES, READERS, Ground, ground, missing
from proofs.reliability.metrics import Metric, Section
from proofs.reliability.promises import Left, broken_in_the_end, broken_now, left
from proofs.reliability.steps import Work
from proofs.reliability.works import checked_night, night, night_and_digests
from tests.adapters.mail_servers import Mailbox, serving

RANDOM_KILLS = 50
SEED = 20261123
NOTICE = "could not read its grades yet"
"""In the subject of the notice that a report could not be read."""
TEXT = f"""A night with one changed judgement and {len(READERS)} readers, in a process of its own, ended by SIGKILL, run again
until done, and once more. Its steps are the moments at which something outside changes: after each call of site and archive,
before and after each mail is handed over, at each statement and commit of a writing transaction and after it. A case is one
killed night: right after the death database and archive must agree; in the end changes, letters and alerts must be those of a
night that nobody killed, and every reader must have the mail once. The nights killed at every step leave out the checks of
Great Expectations, which touch nothing outside; the {RANDOM_KILLS} killed at random moments (seed {SEED}) run them."""


@dataclass(frozen=True, slots=True)
class Kill:
    """When the process dies: at the beginning of `step` by its own hand, or from outside, so many seconds after it."""

    step: int
    seconds_after: float | None = None


@dataclass
class Ended:
    """How one killed process ended after it was run again: mails lost and doubled, and whether all else is as it should be.

    `broken` are the promises that did not hold, in words.
    """

    killed: bool
    at: str
    lost: int
    doubled: int
    folded: int
    as_if_nothing_happened: bool
    broken: tuple[str, ...] = ()

    @property
    def well(self) -> bool:
        return self.as_if_nothing_happened and not self.lost and not self.doubled and not self.broken


class Killing:
    """Work on a ground, killed as asked, run again until done and a clean night after it, held against work that nobody killed.

    `owed` are the readers who must have one mail in the end; nobody else may have any.
    """

    def __init__(self, on: Ground, work: Work = night, *, expected: Sequence[str] = READERS) -> None:
        self._on = on
        self._work = work
        self._expected = expected
        self.steps, self._reference = undisturbed(on, work, expected)

    def kill(self, *kills: Kill) -> Ended:
        """The work killed so many times, then done, then a clean run more."""
        mailbox, deaths, broken = Mailbox(), list[tuple[str, ...]](), list[str]()
        with serving(mailbox) as port:
            settings = self._on.fresh(port)
            for kill in kills:
                ran = self._killed(settings, kill)
                if not ran.done:
                    deaths.append(ran.steps)
                    broken += broken_now(settings)
            done(run(settings, self._on.today, self._work))
            done(run(settings, self._on.today, night_and_digests))
            broken += broken_in_the_end(settings, self._on.site, self._on.today)
            same = left(settings) == self._reference
        self._on.forget(settings)
        ended = how_it_ended(deaths, mailbox, as_if_nothing_happened=same, readers=self._expected)
        ended.broken = tuple(broken)
        return ended

    def _killed(self, settings: Settings, kill: Kill) -> Ran:
        if kill.seconds_after is None:
            return run(settings, self._on.today, self._work, die_at=kill.step)
        seconds = kill.seconds_after

        def strike(pid: int) -> None:
            time.sleep(seconds)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

        return run(settings, self._on.today, self._work, moment=Moment(kill.step, strike))


def undisturbed(on: Ground, work: Work, expected: Sequence[str] = READERS) -> tuple[tuple[str, ...], Left]:
    """The work and a clean night after it, with nothing in their way: the steps of the first, and what is left."""
    mailbox = Mailbox()
    with serving(mailbox) as port:
        settings = on.fresh(port)
        steps = done(run(settings, on.today, work)).steps
        done(run(settings, on.today, night_and_digests))
        reference = left(settings)
    on.forget(settings)
    assert sorted(mailbox.copies().values()) == [1] * len(expected), "undisturbed, each reader has one mail"
    return steps, reference


def done(ran: Ran) -> Ran:
    """What nobody disturbs must end well."""
    assert ran.done, f"what nobody disturbs must end well: {ran.error or ran.steps[-3:]}"
    return ran


def how_it_ended(
    deaths: Sequence[Sequence[str]], mailbox: Mailbox, *, as_if_nothing_happened: bool, readers: Sequence[str] = READERS
) -> Ended:
    """What the mailbox says of what was killed: `deaths` are the steps taken before each death; each reader is owed one mail.

    A second copy is the documented one only where a process died with that mail on its way: one such death, one copy. The notice
    of a report that could not be read that night is none of the expected mails, if the mail with the grades answers it.
    """
    mails = [(to, message_from_bytes(content, policy=policy.default)) for to, content in mailbox.stored]
    notices = _answered_notices([mail for _, mail in mails])
    expected = [(to, mail) for to, mail in mails if str(mail["Message-ID"]) not in notices]
    copies = Counter(str(mail["Message-ID"]) for _, mail in expected)
    to = Counter(address for addresses, _ in expected for address in addresses)
    on_its_way = sum(died_with_a_mail_on_its_way(steps) for steps in deaths)
    second = sum(copies.values()) - len(copies)
    other_ids = len(copies) - len(to)
    folded = min(second, on_its_way)
    return Ended(
        killed=bool(deaths),
        at=deaths[-1][-1] if deaths and deaths[-1] else "its start",
        lost=len([reader for reader in readers if not to[reader]]),
        doubled=second - folded + max(other_ids, 0),
        folded=folded,
        as_if_nothing_happened=as_if_nothing_happened,
    )


def _answered_notices(mails: Sequence[EmailMessage]) -> set[str]:
    """The Message-IDs of notices of unread reports, each sent once, that a mail with the grades answers."""
    answered = {str(mail["In-Reply-To"]) for mail in mails}
    notices = Counter(str(mail["Message-ID"]) for mail in mails if NOTICE in str(mail["Subject"]))
    return {number for number, count in notices.items() if count == 1 and number in answered}


def died_with_a_mail_on_its_way(steps: Sequence[str]) -> bool:
    """True where the last steps lie between the hand-over of a mail and the end of writing down the server's answer."""
    last = next((name for name in reversed(steps) if not name.startswith("SQL")), "")
    return last in ("before post.send", "after post.send")


def at_every_step(killing: Killing) -> list[Ended]:
    """Killed at the beginning of each step, once each."""
    return [killing.kill(Kill(step)) for step in range(len(killing.steps))]


def at_random(killing: Killing, kills: int) -> list[Ended]:
    """Killed from outside until so many died at work: up to 30 ms after a step chosen by lot."""
    lot, ended = random.Random(SEED), list[Ended]()
    while sum(one.killed for one in ended) < kills:
        ended.append(killing.kill(Kill(lot.randrange(len(killing.steps)), lot.uniform(0, 0.03))))
    return ended


def metric(what: str, ended: Sequence[Ended], seconds: float, *, remark: str = "") -> Metric:
    """All of one kind's cases in one row."""
    for one in ended:
        if not one.well:
            print(f"    {what}, at {one.at}: {one}", flush=True)
    return Metric(
        what=what,
        tried=len(ended),
        survived=sum(one.well for one in ended),
        lost=sum(one.lost for one in ended),
        doubled=sum(one.doubled for one in ended),
        folded=sum(one.folded for one in ended),
        remark=remark,
        seconds=seconds,
    )


def format_deaths(ended: Sequence[Ended]) -> str:
    """How many really died at work."""
    killed = sum(one.killed for one in ended)
    late = len(ended) - killed
    return f"{killed} died at work" + (f", for {late} the kill came too late" if late else "")


def prove(folder: Path, tell: Callable[[Metric], None]) -> Section:
    """Every step and fifty random moments, on SQLite and on PostgreSQL."""
    metrics = []
    for engine, name in ENGINES:
        if missing(engine):
            continue
        with ground(engine, folder) as on:
            for what, work in (("killed at every step", night), ("killed at a random moment", checked_night)):
                began, killing = time.monotonic(), Killing(on, work)
                ended = at_every_step(killing) if work is night else at_random(killing, RANDOM_KILLS)
                metrics.append(metric(f"{name}: {what}", ended, time.monotonic() - began, remark=format_deaths(ended)))
                tell(metrics[-1])
    return Section("Killed at any moment", TEXT, tuple(metrics), missing("postgresql"))
