"""One request rate for all processes of this machine, by a file that holds the moment of the next turn."""

import fcntl
import time
from collections.abc import Callable
from pathlib import Path

MOST_WAITING = 64
"""Turns that may be taken ahead. A moment further ahead is from before a restart of the machine, whose clock began anew."""


class MachinePace:
    """A turn every `interval()` seconds, whoever takes it. The clock must be the same in all processes: monotonic is on Linux."""

    def __init__(
        self,
        path: Path,
        interval: Callable[[], float],
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._path = path
        self._interval = interval
        self._monotonic = monotonic
        self._sleep = sleep

    def wait(self) -> None:
        """Take the next turn and wait for it. Raises OSError if the file cannot be written."""
        with self._path.open("a+", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            now, turn, interval = self._monotonic(), _moment(file.read()), self._interval()
            if not now < turn <= now + MOST_WAITING * interval:
                turn = now
            file.truncate(0)
            file.write(f"{turn + interval:.6f}")
        if turn > now:
            self._sleep(turn - now)


def _moment(text: str) -> float:
    try:
        return float(text)
    except ValueError:  # new, or cut off by a crash
        return 0.0
