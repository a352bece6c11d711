"""Processes that may be killed, forked from a warm process: a cold start takes four times as long."""

import multiprocessing
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ofsted_watch.settings import Settings
from proofs.reliability.steps import DONE, NAMED, STEP, UNNAMED, Work, in_steps

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["proofs.reliability.warmed"])

_PATIENCE = 180.0
"""Seconds without progress after which a process counts as hanging."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happens from outside when the process reaches this step. `happen` gets the process id."""

    step: int
    happen: Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Ran:
    """The steps of a process and how it ended: done, killed, or with one of our named errors (`error` holds its message)."""

    steps: tuple[str, ...]
    done: bool
    error: str = ""


class UnnamedError(AssertionError):
    """A process ended with an error outside errors.py: a defect."""


class Running:
    """A process that does one kind of work."""

    def __init__(self, settings: Settings, today: date, work: Work, *, die_at: int | None = None) -> None:
        self._here, there = FORKED.Pipe(duplex=False)
        self._process = FORKED.Process(target=in_steps, args=(settings, today, work, there, die_at), daemon=False)
        self._process.start()
        there.close()

    @property
    def pid(self) -> int:
        assert self._process.pid
        return self._process.pid

    def ended_within(self, seconds: float) -> bool:
        """Wait for some seconds. Returns whether the process has ended."""
        self._process.join(seconds)
        return not self._process.is_alive()

    def end(self, moment: Moment | None = None) -> Ran:
        """Wait for the end. Raises UnnamedError for an error outside errors.py, AssertionError for a process that hangs."""
        steps: list[str] = []
        ended, text = "", ""
        while not ended:
            if not self._here.poll(_PATIENCE):
                self._process.kill()
                raise AssertionError(f"the process hangs after {steps[-3:]}")
            try:
                what, text = self._here.recv()
            except (EOFError, OSError):  # the kill may cut a line short
                break
            if what != STEP:
                ended = what
                break
            steps.append(text)
            if moment and len(steps) - 1 == moment.step:
                moment.happen(self.pid)
        self._process.join(_PATIENCE)
        if ended == UNNAMED or (not ended and self._process.exitcode != -signal.SIGKILL):
            raise UnnamedError(f"after {steps[-3:]}, exit code {self._process.exitcode}: {text}")
        return Ran(tuple(steps), ended == DONE, text if ended == NAMED else "")


def run(settings: Settings, today: date, work: Work, *, die_at: int | None = None, moment: Moment | None = None) -> Ran:
    """Run the work in a separate process, with this event during it."""
    return Running(settings, today, work, die_at=die_at).end(moment)
