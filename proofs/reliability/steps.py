"""A night, a backfill or a delivery counted in steps, in a process that can be killed at any of them.

A step is a moment at which something outside is, or may be, other than at the step before: after a call of site or archive,
before and after a mail is handed over, at each statement and commit of a writing transaction and after it. Between two calls
that only ask, nothing outside changes: a death there is a death at the step before.
"""

import os
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from multiprocessing.connection import Connection as Pipe
from typing import Any

from sqlalchemy import Connection, Engine, event

from ofsted_watch.adapters.database.connection import Repository
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Letter, Problem
from ofsted_watch.errors import LetterProblem, OfstedWatchError
from ofsted_watch.extraction.letter_kinds import read
from ofsted_watch.extraction.pdf import read_text
from ofsted_watch.services.resources import Resources, open_resources
from ofsted_watch.settings import Settings


@dataclass
class Steps:
    """Counts steps and tells each to whoever listens; at step `die_at` this process kills itself as a power cut would."""

    listener: Pipe
    die_at: int | None = None
    names: list[str] = field(default_factory=list)

    def take(self, name: str) -> None:
        self.names.append(name)
        self.listener.send((STEP, name))
        if len(self.names) - 1 == self.die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, resources: Resources) -> Resources:
        """The same world, each call of which is two steps. Letters are read in this process."""
        event.listen(Engine, "before_cursor_execute", self._statement)
        event.listen(Engine, "commit", self._commit)
        site, archive = Stepped(resources.site, "site", self), Stepped(resources.archive, "archive", self)
        database, post = Stepped(resources.database, "database", self), SteppedMailer(resources.mailer, self)
        reader = ReadHere(resources.register)
        return Resources(resources.settings, site, archive, database, reader, post, resources.register)  # type: ignore[arg-type]

    def _statement(self, connection: Connection, cursor: Any, statement: str, *_more: Any) -> None:
        if _writes(connection):
            self.take(f"SQL {' '.join(statement.split()[:3])}")

    def _commit(self, connection: Connection) -> None:
        if _writes(connection):
            self.take("SQL COMMIT")


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("writes"))


class Stepped:
    """An adapter whose every call that may do something outside is counted."""

    def __init__(self, adapter: object, name: str, steps: Steps) -> None:
        self._adapter, self._name, self._steps = adapter, name, steps

    def __getattr__(self, method: str) -> Any:
        called: Any = getattr(self._adapter, method)
        if isinstance(called, Repository):
            return Stepped(called, f"{self._name}.{method}", self._steps)
        if not callable(called):
            return called

        def in_steps(*given: Any, **named: Any) -> Any:
            if self._name == "post":
                self._steps.take(f"before post.{method}")
            taken = len(self._steps.names)
            answer = called(*given, **named)
            if not self._name.startswith("database") or len(self._steps.names) > taken:
                self._steps.take(f"after {self._name}.{method}")
            return answer

        return in_steps


class SteppedMailer:
    """The post, whose sessions are stepped."""

    def __init__(self, post: Any, steps: Steps) -> None:
        self._mailer, self._steps = post, steps

    @contextmanager
    def session(self) -> Iterator[Any]:
        with self._mailer.session() as session:
            yield Stepped(session, "post", self._steps)


class ReadHere:
    """Reads letters without a process of its own: killed readers are another proof's matter. A fault of the file is a problem."""

    def __init__(self, register: AuthorityRegister) -> None:
        self._register = register

    def read(self, content: bytes, name: str) -> Letter:
        own = sha256(content).hexdigest()
        try:
            return read(read_text(content), file=name, sha256=own, register=self._register)
        except LetterProblem as problem:
            return Letter(name, own, 0, LetterKind.OTHER, problem=Problem(problem.code, str(problem)))


Work = Callable[[Resources, date], None]
"""What a process does on a day: one of works.py."""

STEP, DONE, NAMED, UNNAMED = "step", "done", "named", "unnamed"


def in_steps(settings: Settings, today: date, work: Work, listener: Pipe, die_at: int | None) -> None:
    """The work in steps; the last word is that it is done, or which error it ended with, ours (named) or any other."""
    try:
        steps = Steps(listener, die_at)
        with open_resources(settings, sleep=lambda seconds: None) as resources:
            work(steps.around(resources), today)
    except OfstedWatchError as error:
        listener.send((NAMED, f"{type(error).__name__}: {error}"))
    except Exception as error:  # whoever listens counts it as a defect, and wants to see where it was
        listener.send((UNNAMED, "".join(traceback.format_exception(error)[-3:])))
    else:
        listener.send((DONE, ""))
