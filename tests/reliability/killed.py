"""The process killed at every step of detect → record → claim → send → mark, and at random moments: what is left is finished."""

import multiprocessing
import os
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ofsted_watch.adapters.database import Database
from ofsted_watch.model import AlertState
from ofsted_watch.replica.nights import Replica, Story, small_story
from ofsted_watch.settings import Settings
from tests.adapters.mail_servers import Mailbox, serving
from tests.journeys.watching import watching
from tests.postgres_server import HOW_TO_INSTALL, PostgresServer, postgres_server, programs
from tests.reliability.figures import Figure, Section
from tests.reliability.steps import night_in_steps

READERS = ("ada@example.org", "bo@example.org", "cy@example.org")
RANDOM_KILLS = 100
SEED = 20261123
WORDS = f"""A night with one changed judgement and {len(READERS)} readers, in a process of its own, ended by SIGKILL and run again
until done. Its steps are the moments at which something outside changes: after each call of site and archive, before
and after each mail is handed over, at each statement and commit of a writing transaction and after it. A case is one
killed night: afterwards changes, letters and alerts must be those of a night that nobody killed, and every reader
must have the mail once. The nights killed at every step leave out the checks of Great Expectations, which touch
nothing outside; the {RANDOM_KILLS} killed at random moments (seed {SEED}) run them."""

_PATIENCE = 120.0
"""Seconds after which a night that should have ended is taken to hang."""

_FORKED = multiprocessing.get_context("forkserver")
_FORKED.set_forkserver_preload(["tests.reliability.killed"])


@dataclass(frozen=True, slots=True)
class Kill:
    """When the process dies: at the beginning of `step` by its own hand, or from outside, so many seconds after it."""

    step: int
    seconds_after: float | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """What a night leaves behind, as far as it must be the same whether or not somebody was killed."""

    changes: tuple[str, ...]
    events: tuple[tuple[str, int, AlertState], ...]
    letters: tuple[tuple[str, str, str, object], ...]
    looks: tuple[tuple[str, object], ...]


@dataclass
class Ground:
    """A site on the day of a changed judgement and a database of the night before, made anew for every kill."""

    engine: str
    site: Replica
    story: Story
    before: Settings
    folder: Path
    postgres: PostgresServer | None = None
    made: int = 0
    _template: str = field(default="")

    def fresh(self, port: int) -> Settings:
        """Settings for a copy of everything as it was in the evening, with its mail server at this port."""
        self.made += 1
        folder = self.folder / f"{self.engine}-{self.made}"
        shutil.copytree(self.before.data_dir, folder)
        url = self.postgres.url(self.postgres.new_database(self._template)) if self.postgres else ""
        return replace(self.before, data_dir=folder, database_url=url, smtp_url=f"smtp://127.0.0.1:{port}")

    def forget(self, settings: Settings) -> None:
        shutil.rmtree(settings.data_dir)


@contextmanager
def ground(engine: str, folder: Path) -> Iterator[Ground]:
    """The replica after its first night, kept in SQLite or PostgreSQL. Raises RuntimeError where PostgreSQL is not installed."""
    story = small_story()
    with ExitStack() as stack:
        site = stack.enter_context(Replica(nights=story.nights, authorities=story.authorities))
        postgres, template, more = None, "", {}
        if engine == "postgresql":
            installed = programs()
            if installed is None:
                raise RuntimeError(HOW_TO_INSTALL)
            postgres = stack.enter_context(postgres_server(installed))
            template = postgres.new_database()
            more = {"database_url": postgres.url(template)}
        with watching(site, folder / f"{engine}-evening", **more) as running:
            for reader in READERS:
                running.subscribe(reader)
            running.night(story.days[0])
            before = running.world.settings
        site.today = story.days[1]
        yield Ground(engine, site, story, before, folder, postgres, _template=template)


@dataclass
class Ended:
    """How one killed night ended after it was run again: mails lost and doubled, and whether all else is as it should be."""

    killed: bool
    at: str
    lost: int
    doubled: int
    folded: int
    as_if_nothing_happened: bool

    @property
    def well(self) -> bool:
        return self.as_if_nothing_happened and not self.lost and not self.doubled


class Killing:
    """Nights on a ground, killed as asked and run again until done, each held against a night that nobody killed."""

    def __init__(self, on: Ground, *, checked: bool) -> None:
        self._on = on
        self._checked = checked
        mailbox = Mailbox()
        with serving(mailbox) as port:
            settings = on.fresh(port)
            self.steps, ended_well = self._run(settings, None, checked=checked)
            assert ended_well, "a night that nobody killed must end"
            self._reference = _left(settings)
        assert sorted(mailbox.copies().values()) == [1] * len(READERS)
        on.forget(settings)

    def kill(self, *kills: Kill) -> Ended:
        """One night killed so many times, then run until it ends."""
        mailbox, deaths = Mailbox(), []
        with serving(mailbox) as port:
            settings = self._on.fresh(port)
            for kill in kills:
                steps, ended = self._run(settings, kill, checked=self._checked)
                if not ended:
                    deaths.append(steps)
            _, ended = self._run(settings, None, checked=False)
            assert ended, "the night after a kill must end"
            left = _left(settings)
        self._on.forget(settings)
        return how_it_ended(deaths, mailbox, as_if_nothing_happened=left == self._reference)

    def _run(self, settings: Settings, kill: Kill | None, *, checked: bool) -> tuple[list[str], bool]:
        """The steps that were taken, and whether the night ended by itself."""
        here, there = _FORKED.Pipe(duplex=False)
        die_at = kill.step if kill and kill.seconds_after is None else None
        process = _FORKED.Process(
            target=night_in_steps, args=(settings, self._on.story.days[1], there, die_at, checked), daemon=False
        )
        process.start()
        there.close()
        steps, ended = _listen(here, process, kill)
        process.join(_PATIENCE)
        if process.exitcode not in (0, -signal.SIGKILL):
            raise AssertionError(f"the night ended with exit code {process.exitcode} after {steps[-3:]}")
        return steps, ended


def _listen(here: Connection, process: Any, kill: Kill | None) -> tuple[list[str], bool]:
    steps: list[str] = []
    while True:
        try:
            if not here.poll(_PATIENCE):
                raise AssertionError(f"the night hangs after {steps[-3:]}")
            name = here.recv_bytes().decode()
        except EOFError:
            return steps, False
        if not name:
            return steps, True
        steps.append(name)
        if kill and kill.seconds_after is not None and len(steps) - 1 == kill.step:
            time.sleep(kill.seconds_after)
            os.kill(process.pid, signal.SIGKILL)


def _left(settings: Settings) -> Left:
    with Database(settings.database) as database:
        kept, urns = database.kept_letters(), {one.listing.urn for one in database.kept_letters()}
        return Left(
            changes=tuple(sorted(change.key for change in database.changes())),
            events=tuple(sorted((one.event.key, one.subscription.id, one.state) for one in database.alerts())),
            letters=tuple(sorted((k.listing.urn, k.listing.file_number, k.letter.sha256, k.first_seen) for k in kept)),
            looks=tuple(sorted(database.last_looks(sorted(urns)).items())),
        )


def how_it_ended(deaths: Sequence[Sequence[str]], mailbox: Mailbox, *, as_if_nothing_happened: bool) -> Ended:
    """What the mailbox says of a killed night: `deaths` are the steps taken before each death.

    A second copy is the documented one only where a process died with that mail on its way: one such death, one copy.
    """
    copies = mailbox.copies()
    to = Counter(address for addresses, _ in mailbox.kept for address in addresses)
    on_its_way = sum(died_with_a_mail_on_its_way(steps) for steps in deaths)
    second = sum(copies.values()) - len(copies)
    other_ids = len(copies) - len(to)
    folded = min(second, on_its_way)
    return Ended(
        killed=bool(deaths),
        at=deaths[-1][-1] if deaths and deaths[-1] else "its start",
        lost=len([reader for reader in READERS if not to[reader]]),
        doubled=second - folded + max(other_ids, 0),
        folded=folded,
        as_if_nothing_happened=as_if_nothing_happened,
    )


def died_with_a_mail_on_its_way(steps: Sequence[str]) -> bool:
    """True where the last steps lie between the hand-over of a mail and the end of writing down the server's answer."""
    last = next((name for name in reversed(steps) if not name.startswith("SQL")), "")
    return last in ("before post.send", "after post.send")


def at_every_step(killing: Killing, tell: Callable[[str], None] = print) -> list[Ended]:
    """Killed at the beginning of each step, once each."""
    ended = []
    for step in range(len(killing.steps)):
        ended.append(killing.kill(Kill(step)))
        if not ended[-1].well:
            tell(f"    killed at step {step}, {killing.steps[step]}: {ended[-1]}")
    return ended


def at_random(killing: Killing, kills: int, tell: Callable[[str], None] = print) -> list[Ended]:
    """Killed from outside until so many died at work: up to 30 ms after a step chosen by lot."""
    lot, ended = random.Random(SEED), list[Ended]()
    while sum(one.killed for one in ended) < kills:
        ended.append(killing.kill(Kill(lot.randrange(len(killing.steps)), lot.uniform(0, 0.03))))
        if not ended[-1].well:
            tell(f"    killed at random after {ended[-1].at}: {ended[-1]}")
    return ended


def figure(what: str, ended: Sequence[Ended], seconds: float) -> Figure:
    """All of one engine's kills in one row."""
    killed = [one for one in ended if one.killed]
    late = len(ended) - len(killed)
    return Figure(
        what=what,
        tried=len(ended),
        survived=sum(one.well for one in ended),
        lost=sum(one.lost for one in ended),
        doubled=sum(one.doubled for one in ended),
        folded=sum(one.folded for one in ended),
        remark=f"{len(killed)} died at work" + (f", for {late} the kill came too late" if late else ""),
        seconds=seconds,
    )


def prove(folder: Path, tell: Callable[[Figure], None]) -> Section:
    """Every step and a hundred random moments, on SQLite and on PostgreSQL."""
    figures, missing = [], None
    for engine, name in (("sqlite", "SQLite"), ("postgresql", "PostgreSQL")):
        if engine == "postgresql" and programs() is None:
            missing = f"on PostgreSQL: {HOW_TO_INSTALL}"
            continue
        with ground(engine, folder) as on:
            for what, checked in (("killed at every step", False), ("killed at a random moment", True)):
                began, killing = time.monotonic(), Killing(on, checked=checked)
                ended = at_random(killing, RANDOM_KILLS) if checked else at_every_step(killing)
                figures.append(figure(f"{name}: {what}", ended, time.monotonic() - began))
                tell(figures[-1])
    return Section("Killed at any moment", WORDS, tuple(figures), missing)
