"""The log of sent mails: a file beside the archive that only grows and is synced line by line.

The database says what was sent, until an older copy of it is restored. This log is not restored with it, so the next
delivery still knows which alerts have gone out, and who asked to be erased. It holds no address: a line has Message-IDs, and a
mark by which a known address can be compared.
"""

import hashlib
import json
import logging
import os
import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ofsted_watch.errors import StoreError
from ofsted_watch.subscriptions.email_address import compared

log = logging.getLogger("ofsted_watch.mailer")

_ERASED = "erased"
"""What an address is marked with when its person is erased; no Message-ID looks like it."""


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail that its server accepted: its Message-ID, and those of the alerts in it (of a digest several)."""

    message_id: str
    alert_ids: tuple[str, ...]
    sent_at: datetime


class SentLog:
    """The log at a path. Safe to share between threads and between processes of one machine."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read_to = 0
        self._alert_ids: dict[str, tuple[str, ...]] = {}
        self._marks: set[str] = set()
        self._erased: dict[str, datetime] = {}
        self._lock = threading.Lock()

    def load(self) -> None:
        """Read the log now. Raises StoreError if it cannot be read."""
        with self._lock:
            self._catch_up()

    def record(self, mail: SentMail, to: str) -> None:
        """Add a mail; it is on the disk when this returns. Raises StoreError."""
        marks = [_mark(alert_id, to) for alert_id in mail.alert_ids]
        self._write({"at": mail.sent_at.isoformat(), "mail": mail.message_id, "alerts": list(mail.alert_ids), "to": marks})

    def record_erasure(self, email: str, at: datetime) -> None:
        """Add that the person with this address asked to be erased; it is on the disk when this returns. Raises StoreError."""
        self._write({"at": at.isoformat(), "erased": _mark(_ERASED, email)})

    def erased_at(self, email: str) -> datetime | None:
        """The last moment at which the person with this address asked to be erased, None if never. Raises StoreError."""
        with self._lock:
            self._catch_up()
            return self._erased.get(_mark(_ERASED, email))

    def was_sent(self, alert_id: str, to: str) -> bool:
        """True if the alert with this Message-ID has gone to this address. Raises StoreError if the log cannot be read.

        The address counts too: a restored database gives the numbers of lost subscriptions, and with them their
        Message-IDs, to other people.
        """
        with self._lock:
            self._catch_up()
            return _mark(alert_id, to) in self._marks

    def alert_ids(self, message_id: str) -> tuple[str, ...]:
        """The Message-IDs of the alerts in the mail with this one; of a mail that is not logged its own.

        Raises StoreError if the log cannot be read.
        """
        with self._lock:
            self._catch_up()
            return self._alert_ids.get(message_id, (message_id,))

    def _write(self, line: dict[str, Any]) -> None:
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _append(self._path, json.dumps(line, separators=(",", ":")).encode() + b"\n")
        except OSError as error:
            raise StoreError(f"The log of sent mails {self._path} cannot be written: {error.strerror or error}") from error

    def _catch_up(self) -> None:
        """Read what was added since the last call, by this process or another one."""
        try:
            with self._path.open("rb") as file:
                file.seek(self._read_to)
                added = file.read()
        except FileNotFoundError:
            return
        except OSError as error:
            raise StoreError(f"The log of sent mails {self._path} cannot be read: {error.strerror or error}") from error
        whole, newline, _unfinished = added.rpartition(b"\n")
        for line in whole.split(b"\n") if newline else ():
            self._take(line)
        self._read_to += len(whole) + len(newline)

    def _take(self, line: bytes) -> None:
        try:
            fields: dict[str, Any] = json.loads(line)
            if "erased" in fields:
                self._erased[str(fields["erased"])] = datetime.fromisoformat(fields["at"])
                return
            message_id, alert_ids = str(fields["mail"]), tuple(map(str, fields["alerts"]))
            marks = [str(mark) for mark in fields["to"]]
        except (ValueError, KeyError, TypeError):
            if line.strip():
                # Power failed while it was written: the mail may have gone out, and may go out again.
                log.warning("The log of sent mails %s has a line that is not whole; it is passed over", self._path)
            return
        self._alert_ids[message_id] = alert_ids
        self._marks.update(marks)


def merge_logs(source: Path, target: Path) -> int:
    """Add to a log the lines of a saved copy that it does not have. Returns how many. Raises OSError."""
    saved = [line for line in source.read_bytes().split(b"\n") if line]
    present = set(target.read_bytes().split(b"\n")) if target.exists() else set()
    missing = [line for line in dict.fromkeys(saved) if line not in present]
    if missing:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _append(target, b"".join(line + b"\n" for line in missing))
    return len(missing)


def _append(path: Path, lines: bytes) -> None:
    """Add whole lines in one write and sync. A line that a crash left unfinished is ended first."""
    is_new = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        end = os.lseek(handle, 0, os.SEEK_END)
        unfinished = end > 0 and os.pread(handle, 1, end - 1) != b"\n"
        os.write(handle, (b"\n" if unfinished else b"") + lines)
        os.fsync(handle)
    finally:
        os.close(handle)
    if is_new:
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _mark(alert_id: str, to: str) -> str:
    return hashlib.sha256(f"{alert_id} {compared(to)}".encode()).hexdigest()[:24]
