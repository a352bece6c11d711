"""The separate process that reads files: `python -m ofsted_watch.adapters.pdf_worker`.

It is told once what it may take and which list of authorities to know, then gets one file after the other on stdin and
answers each on stdout, both as frames (see `pipe_messages.py`): with the letter, or with one page if it is asked to draw.
It opens no file, no network and sees no secret.
"""

import base64
import json
import logging
import os
import resource
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from ofsted_watch.adapters.page_drawing import draw_page
from ofsted_watch.adapters.pipe_messages import TOO_MUCH_MEMORY, receive, send
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.identifiers import Sha256, Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Authority, Letter, Problem
from ofsted_watch.errors import LetterProblem, PageNotShown, ReaderDied, ReadingTookTooMuch
from ofsted_watch.extraction.pdf import Text, read_text
from ofsted_watch.presentation.serialization import letter_to_json, stored_letter_text

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
        content = receive(questions)
        if "page" in asked:
            send(answers, json.dumps(_page(content, asked["page"], image=asked["image"])).encode())
        else:
            letter = _read(content, asked["file"], asked["sha256"], letter_of, register)
            send(answers, json.dumps(letter_to_json(letter) | stored_letter_text(letter)).encode())


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


def _page(content: bytes, number: int, *, image: bool) -> dict[str, object]:
    """A page as JSON, or why it is `refused`, which may be a fault of ours: it must not stop the others."""
    try:
        drawn = draw_page(content, number, image=image)
    except PageNotShown as refusal:
        return {"refused": str(refusal)}
    except MemoryError:
        return {"refused": f"Page {number} takes too much memory to draw."}
    except Exception as fault:
        return {"refused": f"Page {number} cannot be drawn ({type(fault).__name__})."}
    return drawn | ({"png": base64.b64encode(drawn["png"]).decode("ascii")} if image else {})


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
