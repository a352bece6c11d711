"""The processes that read files are kept between tests: a start takes half a second, and each night of a journey has one.

A process that is kept is one that a reader would have gone on with: whole, within its count of files, started with the same
orders. One that went wrong is ended as always. Readers with a function of a test's own, and programs that tests start, keep none.
"""

import atexit

from ofsted_watch.adapters import pdf_reader
from ofsted_watch.adapters.pdf_reader import Reader, _Worker

_MOST = 6
"""Processes kept at once, of about 50 MB each."""

_PRODUCTION = b"ofsted_watch.extraction.letter_kinds:read"

_end_all = Reader.close

_kept: list[tuple[bytes, _Worker]] = []


def keep_readers() -> None:
    """Make every reader of this process take and leave kept processes."""
    Reader.close = _close  # type: ignore[method-assign]
    Reader._fresh = _fresh  # type: ignore[method-assign]
    atexit.register(end_kept)


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
