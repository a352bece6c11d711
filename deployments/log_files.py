"""Where the supervisor's parts write their logs: the journal of systemd, or files that are rotated.

A part keeps its file open, so a full log is copied and emptied. The journal rotates itself.
"""

import contextlib
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LARGEST = 10 * 1024 * 1024
"""Bytes after which a log is rotated."""

KEPT = 5
"""Older logs kept of each part: NAME.log.1 is the newest."""


@dataclass(frozen=True, slots=True)
class Logs:
    """The parts' logs: files in a folder, or `in_journal`."""

    folder: Path
    in_journal: bool = False

    def of(self, part: str) -> str:
        """Where a part's log is, for a message."""
        return "the journal (journalctl --unit ofsted-watch)" if self.in_journal else str(self.folder / f"{part}.log")

    def open(self, part: str) -> IO[bytes]:
        """The stream to which a part's output is added."""
        if self.in_journal:
            return os.fdopen(os.dup(sys.stderr.fileno()), "ab")
        return (self.folder / f"{part}.log").open("ab")


def is_journal(stream: str | None, descriptor: int) -> bool:
    """True if what is written to the descriptor goes to systemd's journal: `stream` is its JOURNAL_STREAM, 'device:inode'.

    The variable alone says nothing: programs that are started by a unit's program inherit it.
    """
    status = os.fstat(descriptor)
    return stream == f"{status.st_dev}:{status.st_ino}"


def rotate(folder: Path, largest: int = LARGEST) -> tuple[str, ...]:
    """Rotate each log in the folder that is larger than `largest` bytes. Returns their names.

    The parts open their logs to append, so they go on writing at the new end. Lines written during the copy may be lost.
    Raises OSError for a disk that is full or refuses: the log that could not be copied and its older ones are as they were.
    """
    full = [log for log in sorted(folder.glob("*.log")) if log.stat().st_size > largest]
    for log in full:
        copy = _copy_of(log)
        for number in range(KEPT - 1, 0, -1):
            older = log.with_name(f"{log.name}.{number}")
            if older.exists():
                older.replace(log.with_name(f"{log.name}.{number + 1}"))
        copy.replace(log.with_name(f"{log.name}.1"))
        with log.open("r+b") as emptied:
            emptied.truncate()
    return tuple(log.name for log in full)


def _copy_of(log: Path) -> Path:
    """A whole copy beside the log, for its owner alone. A copy that fails is removed: it would take space that is needed."""
    copy = log.with_name(f"{log.name}.part")
    try:
        copy.touch(mode=0o600)
        shutil.copyfile(log, copy)
    except OSError:
        with contextlib.suppress(OSError):
            copy.unlink()
        raise
    return copy


class Rotation:
    """Rotates the full logs of a folder again and again. A fault never ends the parts: it is said once, until it is over."""

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        self._folder = folder
        self._say = say
        self._fault: str | None = None

    def rotate(self) -> None:
        """Rotate what is full, or say why that fails if it was not said before."""
        try:
            rotate(self._folder)
            fault = None
        except OSError as error:
            fault = error.strerror or str(error)
        if fault and fault != self._fault:
            self._say(f"The logs in {self._folder} cannot be rotated ({fault}) and grow: check the disk and who may write there")
        self._fault = fault
