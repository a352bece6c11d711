"""Stands in for ofsted_watch.extraction.letter_kinds.read in a worker: does what the text of the file tells it to."""

import os
import signal
import sys
import time

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.model import Letter
from ofsted_watch.errors import UnlistedGrade
from ofsted_watch.extraction.pdf import Text


def letter_of(text: Text, *, file: str, sha256: str, register: AuthorityRegister) -> Letter:
    phrase = text.plain
    if "loop" in phrase:
        while True:
            pass
    if "sleep" in phrase:
        time.sleep(3600)
    if "die" in phrase:
        os.kill(os.getpid(), signal.SIGKILL)
    if "leave" in phrase:
        os._exit(3)
    if "hoard" in phrase:
        sys.stdout.write(str(len(bytearray(3 * 1024**3))))
    if "chatter" in phrase:
        print("a library says something on standard output", flush=True)
    if "fault" in phrase:
        raise RuntimeError("a rule of ours tripped over itself")
    if "grade" in phrase:
        raise UnlistedGrade("'fair' is not a grade that any framework gives")
    if "environment" in phrase:
        return Letter(file, sha256, 1, "other", title=" ".join(sorted(os.environ)))
    if "whom do you know" in phrase:
        return Letter(file, sha256, 1, "other", title=", ".join(authority.name for authority in register.current()[:3]))
    return Letter(file, sha256, len(text.pages), "other", text=phrase, title=str(os.getpid()))
