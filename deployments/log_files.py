"""Rotates the logs of the supervisor's parts: each keeps its file open, so a full log is copied and emptied."""

import shutil
from pathlib import Path

LARGEST = 10 * 1024 * 1024
"""Bytes after which a log is rotated."""

KEPT = 5
"""Older logs kept of each part: NAME.log.1 is the newest."""


def rotate(folder: Path, largest: int = LARGEST) -> tuple[str, ...]:
    """Rotate each log in the folder that is larger than `largest` bytes. Returns their names.

    The parts open their logs to append, so they go on writing at the new end. Lines written during the copy may be lost.
    """
    full = [log for log in sorted(folder.glob("*.log")) if log.stat().st_size > largest]
    for log in full:
        for number in range(KEPT - 1, 0, -1):
            older = log.with_name(f"{log.name}.{number}")
            if older.exists():
                older.replace(log.with_name(f"{log.name}.{number + 1}"))
        newest = log.with_name(f"{log.name}.1")
        newest.touch(mode=0o600)
        shutil.copyfile(log, newest)
        with log.open("r+b") as emptied:
            emptied.truncate()
    return tuple(log.name for log in full)
