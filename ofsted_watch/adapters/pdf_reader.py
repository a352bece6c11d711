"""Files → letters, each read in a separate process under limits: a bad file can end its process, never the run."""

import base64
import contextlib
import hashlib
import json
import logging
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from ofsted_watch.adapters.pipe_messages import TOO_MUCH_MEMORY, FrameTooLarge, receive, send
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.identifiers import Sha256
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Letter, Problem
from ofsted_watch.errors import (
    LetterProblem,
    OfstedWatchError,
    PageNotShown,
    ReaderDied,
    ReadingTookTooLong,
    ReadingTookTooMuch,
    WrongUse,
)
from ofsted_watch.presentation.serialization import letter_from_json

log = logging.getLogger(__name__)

LARGEST_FILE = 128 * 1024 * 1024
"""Bytes. The largest of 551 real letters has 5 MB."""
_LARGEST_ANSWER = 64 * 1024 * 1024
_FILES_PER_WORKER = 200
"""After so many files a worker is replaced, so that leaks in a library cannot add up."""
_UNFIT_AFTER = frozenset({ReadingTookTooMuch.code, ReaderDied.code})
"""Problems after which a worker gets no other file."""
_START_SECONDS = 120.0
"""Seconds for a worker's imports, on a machine under load."""


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page of a file: how many pages the file has, the text that stands on this one, and its picture (b'' if not asked for)."""

    pages: int
    text: str
    png: bytes = b""


class Reader:
    """Reads files in worker processes, which start at the first file and end with the reader. Threads may share it.

    `register` are the authorities that a letter can be about. `seconds` limits both the CPU time and the wall time of one
    file, `megabytes` the memory its reading may take. `letter_of` names the function that turns text into a letter, as
    'module:function'.
    """

    def __init__(
        self,
        register: AuthorityRegister,
        seconds: float = 60.0,
        megabytes: int = 1024,
        workers: int | None = None,
        letter_of: str = "ofsted_watch.extraction.letter_kinds:read",
    ) -> None:
        self.seconds = seconds
        self.workers = workers or len(os.sched_getaffinity(0))
        known = {"authorities": [asdict(authority) for authority in register], "aliases": register.aliases}
        self._orders = json.dumps({"seconds": seconds, "megabytes": megabytes, "letter_of": letter_of, **known}).encode()
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(self.workers):
            self._idle.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends the workers that are idle. A closed reader may be used again; it starts new ones."""
        for _ in range(self.workers):
            worker = self._idle.get()
            if worker is not None:
                worker.end()
        for _ in range(self.workers):
            self._idle.put(None)

    def read(self, content: bytes, name: str) -> Letter:
        """The letter in these bytes. Never raises for a file's fault: the letter then has the problem.

        Adds the problems too_slow, too_big, reader_died. Raises OfstedWatchError if no worker can be started.
        """
        sha256 = Sha256(hashlib.sha256(content).hexdigest())
        if len(content) > LARGEST_FILE:
            return _failed(name, sha256, ReadingTookTooMuch(f"The file has {len(content):,} bytes, more than any letter."))
        worker = self._idle.get()
        try:
            if worker is None or worker.is_spent():
                worker = self._fresh(worker)
            return worker.read(content, name, sha256, self.seconds)
        except LetterProblem as problem:
            self._end(worker)
            worker = None
            return _failed(name, sha256, problem)
        finally:
            self._idle.put(worker)

    def page(self, content: bytes, number: int, *, image: bool = True) -> DrawnPage:
        """A page (from 1) of these bytes, with its picture if `image`, drawn under the same limits as a reading.

        Raises PageNotShown with the reason: no such page, too large, damaged, or stopped at a limit.
        """
        if len(content) > LARGEST_FILE:
            raise PageNotShown(f"The file has {len(content):,} bytes, more than any letter, so its pages are not shown.")
        worker = self._idle.get()
        try:
            if worker is None or worker.is_spent():
                worker = self._fresh(worker)
            return worker.page(content, number, image, self.seconds)
        except LetterProblem as problem:
            self._end(worker)
            worker = None
            raise PageNotShown(f"Page {number} cannot be drawn: {problem}") from problem
        finally:
            self._idle.put(worker)

    def _fresh(self, spent: "_Worker | None") -> "_Worker":
        self._end(spent)
        return _Worker(self._orders)

    def _end(self, worker: "_Worker | None") -> None:
        if worker is not None:
            worker.end()

    def read_many(self, paths: Iterable[Path]) -> Iterator[Letter]:
        """The letters of these files, in their order, read on all cores. Raises WrongUse for a file that cannot be opened."""
        with ThreadPoolExecutor(self.workers, thread_name_prefix="reader") as threads:
            waiting: deque[Future[Letter]] = deque()
            try:
                for path in paths:
                    waiting.append(threads.submit(self._read_path, path))
                    if len(waiting) > 4 * self.workers:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for future in waiting:
                    future.cancel()

    def _read_path(self, path: Path) -> Letter:
        try:
            size = path.stat().st_size
            if size > LARGEST_FILE:
                return _failed(path.name, Sha256(""), ReadingTookTooMuch(f"The file has {size:,} bytes, more than any letter."))
            return self.read(path.read_bytes(), path.name)
        except OSError as error:
            raise WrongUse(f"{path} cannot be opened: {error.strerror}. Check its name and its permissions.") from error


class _Worker:
    """One worker process and the pipe to it. Used by one thread at a time."""

    def __init__(self, orders: bytes) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (closed in end())
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ofsted_watch.adapters.pdf_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=_environment(),
        )
        self._files = 0
        self._is_unfit = False
        self._time_is_up = threading.Event()
        started = self._exchange([orders], _START_SECONDS)
        if started != b"ready":
            text = self._last_text()
            self.end()
            raise OfstedWatchError(f"The process that reads files does not start: {text}. Check the installation.")

    def is_spent(self) -> bool:
        """True if the worker has read its maximum of files, was damaged by the last one, or is gone."""
        return self._is_unfit or self._files >= _FILES_PER_WORKER or self._process.poll() is not None

    def read(self, content: bytes, name: str, sha256: Sha256, seconds: float) -> Letter:
        """Raises ReadingTookTooLong, ReadingTookTooMuch or ReaderDied; the worker is then unusable."""
        self._files += 1
        asked = json.dumps({"file": name, "sha256": sha256}).encode()
        answer = self._exchange([asked, content], seconds)
        if answer:
            letter = letter_from_json(json.loads(answer))
            self._is_unfit = letter.problem is not None and letter.problem.code in _UNFIT_AFTER
            return letter
        raise self._why_it_ended(seconds)

    def page(self, content: bytes, number: int, image: bool, seconds: float) -> DrawnPage:
        """Raises as `read`, and PageNotShown if the worker refuses the page; the worker stays usable then."""
        self._files += 1
        answer = self._exchange([json.dumps({"page": number, "image": image}).encode(), content], seconds)
        if not answer:
            raise self._why_it_ended(seconds)
        drawn = json.loads(answer)
        if "refused" in drawn:
            raise PageNotShown(drawn["refused"])
        return DrawnPage(drawn["pages"], drawn["text"], base64.b64decode(drawn.get("png", "")))

    def end(self) -> None:
        """Ends the process at once."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None and not pipe.closed:
                _close(pipe)
        self._errors.close()

    def _exchange(self, messages: list[bytes], seconds: float) -> bytes:
        """The answer to these messages, or b'' if the process ended first, by itself or by timeout."""
        if self._process.stdin is None or self._process.stdout is None:
            raise ReaderDied("The process that reads files has no pipes.")
        self._time_is_up = threading.Event()
        clock = threading.Timer(seconds, self._stop)
        clock.daemon = True
        clock.start()
        try:
            for message in messages:
                send(self._process.stdin, message)
            return receive(self._process.stdout, _LARGEST_ANSWER)
        except (OSError, EOFError):
            return b""
        except FrameTooLarge as error:
            raise ReadingTookTooMuch("The text of this file is larger than any letter. Check the file.") from error
        finally:
            clock.cancel()

    def _stop(self) -> None:
        self._time_is_up.set()
        self._process.kill()

    def _why_it_ended(self, seconds: float) -> LetterProblem:
        code = self._process.wait()
        if self._time_is_up.is_set() or code == -signal.SIGXCPU:
            return ReadingTookTooLong(f"Reading this file took longer than {seconds:g} seconds and was stopped. Check the file.")
        text = self._last_text()
        log.error("the process that read a file ended (%s): %s", code, text)
        if "MemoryError" in text:
            return ReadingTookTooMuch(TOO_MUCH_MEMORY)
        return ReaderDied(
            f"The process that read this file ended without an answer (code {code}). Save the file and report this."
        )

    def _last_text(self) -> str:
        self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, self._errors.tell() - 2000))
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else f"it gave no message (code {self._process.poll()})"


def _close(pipe: IO[bytes]) -> None:
    with contextlib.suppress(OSError):  # unwritten data cannot be sent
        pipe.close()


def _failed(name: str, sha256: Sha256, problem: LetterProblem) -> Letter:
    return Letter(name, sha256, 0, LetterKind.OTHER, problem=Problem(problem.code, str(problem)))


def _environment() -> dict[str, str]:
    """The environment of a worker: only what it needs and no secret, because it reads files from outside."""
    stored = {name: os.environ[name] for name in ("PATH", "LANG", "TZ", "COVERAGE_PROCESS_START") if name in os.environ}
    return stored | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONIOENCODING": "utf-8"}
