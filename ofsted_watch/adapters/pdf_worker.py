"""The separate process that reads files: `python -m ofsted_watch.adapters.pdf_worker`.

It is told once what it may take and which list of authorities to know, then gets one file after the other on stdin and
answers each on stdout, both as frames (see `pipe_messages.py`). It opens no file, no network and sees no secret.
"""

import json
import logging
import os
import resource
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from ofsted_watch.adapters.pipe_messages import TOO_MUCH_MEMORY, receive, send
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.identifiers import Sha256, Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Authority, Letter, Problem
from ofsted_watch.errors import LetterProblem, ReaderDied, ReadingTookTooMuch
from ofsted_watch.extraction.pdf import Text, read_text
from ofsted_watch.presentation.serialization import letter_to_json

LetterOf = Callable[..., Letter]
"""As `ofsted_watch.extraction.letter_kinds.read`: (text, file=…, sha256=…, register=…) → Letter."""


def main() -> None:
    """Serves files until stdin ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # output of a library must not get between two answers
    questions = sys.stdin.buffer
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    orders = json.loads(receive(questions))
    authorities = (Authority(**authority) for authority in orders["authorities"])
    register = AuthorityRegister.of(authorities, ((name, Urn(urn)) for name, urn in orders["aliases"]))
    module, function = orders["letter_of"].split(":")
    letter_of: LetterOf = getattr(import_module(module), function)
    _limit_memory(orders["megabytes"])
    send(answers, b"ready")
    while header := receive(questions):
        asked = json.loads(header)
        _limit_time(orders["seconds"])
        letter = _read(receive(questions), asked["file"], asked["sha256"], letter_of, register)
        send(answers, json.dumps(letter_to_json(letter)).encode())


def _read(content: bytes, file: str, sha256: Sha256, letter_of: LetterOf, register: AuthorityRegister) -> Letter:
    pages = 0
    try:
        text: Text = read_text(content)
        pages = len(text.pages)
        return letter_of(text, file=file, sha256=sha256, register=register)
    except LetterProblem as problem:
        return Letter(file, sha256, pages, LetterKind.OTHER, problem=Problem(problem.code, str(problem)))
    except MemoryError:
        return Letter(file, sha256, pages, LetterKind.OTHER, problem=Problem(ReadingTookTooMuch.code, TOO_MUCH_MEMORY))
    except Exception as fault:  # a fault of ours must not stop the others; it is named, and the file set aside
        arguments = f"The reader failed at this file ({type(fault).__name__}: {str(fault)[:200]}). Keep the file and report this."
        return Letter(file, sha256, pages, LetterKind.OTHER, problem=Problem(ReaderDied.code, arguments))


def _limit_memory(megabytes: int) -> None:
    """`megabytes` is the limit for reading, in addition to the program itself."""
    program = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    limit = program + megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: float) -> None:
    """Ends this process (SIGXCPU) when the next file has used this many seconds of CPU."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(usage.ru_utime + usage.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
