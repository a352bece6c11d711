"""What reads files is kept between tests: its processes, and what they read of the same bytes.

A start takes half a second and a letter a fifth, and each night of a journey has both. A process that is kept is one that a
reader would have gone on with: whole, within its count of files, started with the same orders. A reading depends on the bytes,
their name and these orders; it is kept for one run of the tests, whose processes share it, unless the file has a problem. Readers
with a function of a test's own, and programs that tests start, keep neither.
"""

import atexit
import hashlib
from pathlib import Path

from ofsted_watch.adapters import pdf_reader
from ofsted_watch.adapters.pdf_reader import Reader, _Worker
from ofsted_watch.domain.model import Letter
from tests.once_a_run import once_a_run

_MOST = 6
"""Processes kept at once, of about 50 MB each."""

_PRODUCTION = b"ofsted_watch.extraction.letter_kinds:read"

_end_all = Reader.close
_read_anew = Reader.read

_kept: list[tuple[bytes, _Worker]] = []


def keep_readers() -> None:
    """Make every reader of this process take and leave kept processes."""
    Reader.close = _close  # type: ignore[method-assign]
    Reader._fresh = _fresh  # type: ignore[method-assign]
    atexit.register(end_kept)


def share_readings(folder: Path) -> None:
    """Make every reader of this process read a file once, in a folder that other processes of this run have too."""

    def read(reader: Reader, content: bytes, name: str) -> Letter:
        if _PRODUCTION not in reader._orders:
            return _read_anew(reader, content, name)
        key = hashlib.sha256(reader._orders + name.encode() + content).hexdigest()
        return once_a_run(
            folder / f"{key}.letter", lambda: _read_anew(reader, content, name), lambda letter: letter.problem is None
        )

    Reader.read = read  # type: ignore[method-assign]


def end_kept() -> None:
    """End them all."""
    while _kept:
        _kept.pop()[1].end()


def _close(reader: Reader) -> None:
    if _PRODUCTION not in reader._orders:
        _end_all(reader)
        return
    for _ in range(reader.workers):
        worker = reader._idle.get()
        if worker is None:
            continue
        if worker.is_spent():
            worker.end()
        else:
            _kept.append((reader._orders, worker))
    for _ in range(reader.workers):
        reader._idle.put(None)
    while len(_kept) > _MOST:
        _kept.pop(0)[1].end()


def _fresh(reader: Reader, spent: _Worker | None) -> _Worker:
    reader._end(spent)
    for place, (orders, worker) in enumerate(_kept):
        if orders == reader._orders:
            del _kept[place]
            if not worker.is_spent():
                return worker
            worker.end()
            break
    return pdf_reader._Worker(reader._orders)
