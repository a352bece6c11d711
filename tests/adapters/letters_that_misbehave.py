"""Stands in for ofsted_watch.extraction.letter_kinds.read in a worker: does what the text of the file tells it to."""

import os
import signal
import sys
import time

from ofsted_watch.domain.authorities import current_authorities
from ofsted_watch.domain.model import Letter
from ofsted_watch.errors import UnlistedGrade
from ofsted_watch.extraction.pdf import Text


def letter_of(text: Text, *, file: str, sha256: str) -> Letter:
    words = text.plain
    if "loop" in words:
        while True:
            pass
    if "sleep" in words:
        time.sleep(3600)
    if "die" in words:
        os.kill(os.getpid(), signal.SIGKILL)
    if "leave" in words:
        os._exit(3)
    if "hoard" in words:
        sys.stdout.write(str(len(bytearray(3 * 1024**3))))
    if "chatter" in words:
        print("a library says something on standard output", flush=True)
    if "fault" in words:
        raise RuntimeError("a rule of ours tripped over itself")
    if "grade" in words:
        raise UnlistedGrade("'fair' is not a grade that any framework gives")
    if "environment" in words:
        return Letter(file, sha256, 1, "other", title=" ".join(sorted(os.environ)))
    if "whom do you know" in words:
        return Letter(file, sha256, 1, "other", title=", ".join(authority.name for authority in current_authorities()[:3]))
    return Letter(file, sha256, len(text.pages), "other", text=words, title=str(os.getpid()))
