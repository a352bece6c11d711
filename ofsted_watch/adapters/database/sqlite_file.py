"""Why an SQLite file cannot be opened or written, by its permissions and its folder's: trying again does not help there."""

import os
import sqlite3
from pathlib import Path

_EFFECTIVE = os.access in os.supports_effective_ids
"""True if permissions can be asked for the user as whom the process acts."""


def permission_fault(path: Path, error: sqlite3.Error) -> str | None:
    """The sentence that says what is wrong with the file's place and what to do; None if `error` has another cause."""
    code = getattr(error, "sqlite_errorname", "")
    if code == "SQLITE_READONLY_DBMOVED":
        return "was moved or replaced while it was open. Start the program again"
    if not code.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return None
    if not os.path.exists(path.parent):  # noqa: PTH110  Path.exists raises where a folder above is closed
        return f"cannot be opened: the folder {path.parent} does not exist"
    # What only reads a file makes these two beside it, with the file's own permissions at that time.
    files = [path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")]
    closed = [str(file) for file in files if _closed(file, os.R_OK | os.W_OK)]
    if _closed(path.parent, os.W_OK | os.X_OK):
        closed.append(str(path.parent))
    if not closed and not code.startswith("SQLITE_READONLY"):
        return None  # for example too many open files
    return (
        f"cannot be {'written' if code.startswith('SQLITE_READONLY') else 'opened'}: this user lacks a permission on "
        f"{', '.join(closed) or 'it'}. Give the user read and write permission there, or run the command as the owner; the disk "
        "must not be mounted read-only"
    )


def _closed(place: Path, mode: int) -> bool:
    """A file that does not exist yet is as open as its folder."""
    return os.path.lexists(place) and not os.access(place, mode, effective_ids=_EFFECTIVE)
