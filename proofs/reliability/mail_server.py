"""The mail server down, refusing, hanging or dropping connections on the night of a change, and well again afterwards."""

import shutil
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import Envelope

from ofsted_watch.adapters.mail.mailer import Mailer
from ofsted_watch.demo_site.stories import DemoSite, small_story
from ofsted_watch.domain.model import AlertState
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.services.deliver import deliver
from ofsted_watch.services.executor import LocalExecutor
from ofsted_watch.services.nightly import run_over_site
from ofsted_watch.services.resources import Resources, open_resources
from ofsted_watch.settings import Settings
from proofs.reliability.metrics import Metric, Section
from tests.adapters.mail_servers import Mailbox, converse, hang, scripted, serving
from tests.journeys.watching import watching

READERS = tuple(f"{name}@example.org" for name in ("ada", "bo", "cy", "di", "ed"))
_TIMEOUT = 0.1
_ROUNDS = 10
"""Deliveries after which what still waits is taken to wait for ever."""


TEXT = f"""A changed judgement and {len(READERS)} readers; the mail server is in trouble when their mails are due, and well at
the next delivery. A case is one mail: its alert must stand in the right state after the night and in the end, and the
mail must have come once (never, where the refusal was final). What has an unknown end is not tried again by itself:
it may have arrived, and a person decides."""


class Greylisting(Mailbox):
    """Refuses every address for the moment, the first time it is named."""

    def __init__(self) -> None:
        super().__init__()
        self._met: set[str] = set()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        if address not in self._met:
            self._met.add(address)
            return "450 4.2.0 greylisted, come back later"
        return await super().handle_RCPT(server, session, envelope, address, options)


class Forgetful(Mailbox):
    """Keeps each mail, and drops the connection before it says so."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        server.transport.abort()
        return answer


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the server does that night, and what must become of the alerts.

    `opened` gives the server's port. `after_the_night` is where every alert must stand then, `in_the_end` when the server is
    well again; `arrives` is how often each mail must have come by then. `released`: a person has it sent again.
    """

    text: str
    opened: Callable[[Mailbox], AbstractContextManager[int]]
    mailbox: Callable[[], Mailbox] = Mailbox
    after_the_night: AlertState = AlertState.PENDING
    in_the_end: AlertState = AlertState.SENT
    arrives: int = 1
    paused: bool = False
    released: bool = False


def _saying(**said: str) -> Callable[[], Mailbox]:
    return lambda: Mailbox(**said)


def _nobody(_mailbox: Mailbox) -> AbstractContextManager[int]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return nullcontext(taken.getsockname()[1])


def _greeting(text: bytes) -> Callable[[Mailbox], AbstractContextManager[int]]:
    return lambda _mailbox: scripted(lambda connection: connection.sendall(text))


def _until(line: bytes, end: Callable[[socket.socket], None]) -> Callable[[Mailbox], AbstractContextManager[int]]:
    return lambda _mailbox: scripted(partial(converse, until=line, end=end))


def _drop(_connection: socket.socket) -> None:
    """The connection is closed when the script is over."""


_AS_TEXT = {b"ehlo": "the greeting", b"mail": "the sender", b"rcpt": "the address", b"data": "the word DATA"}

TROUBLES: tuple[Trouble, ...] = (
    Trouble("nobody listens", _nobody),
    Trouble("greets with 421", _greeting(b"421 4.3.2 closing\r\n")),
    Trouble("greets with 554", _greeting(b"554 not today\r\n")),
    *(
        Trouble(f"answers {code} to {about}", serving, _saying(**{said: f"{code} try again later"}))
        for code in (421, 450, 451)
        for said, about in (("sender", "the sender"), ("address", "the address"), ("end", "the mail"))
    ),
    Trouble("greylists each address", serving, Greylisting),
    *(Trouble(f"hangs at {text}", _until(line, hang)) for line, text in _AS_TEXT.items()),
    *(Trouble(f"drops the connection at {text}", _until(line, _drop)) for line, text in _AS_TEXT.items()),
    Trouble(
        "answers 550 5.1.1 to the address",
        serving,
        _saying(address="550 5.1.1 no such person"),
        after_the_night=AlertState.FAILED,
        in_the_end=AlertState.FAILED,
        arrives=0,
        paused=True,
    ),
    Trouble(
        "answers 554 to the mail",
        serving,
        _saying(end="554 5.7.1 looks like spam"),
        after_the_night=AlertState.FAILED,
        in_the_end=AlertState.FAILED,
        arrives=0,
    ),
    Trouble(
        "keeps the mail and drops the connection before its answer",
        serving,
        Forgetful,
        after_the_night=AlertState.UNKNOWN,
        in_the_end=AlertState.UNKNOWN,
    ),
    Trouble(
        "drops the connection at the mail's end; a person sends it again",
        _until(b"end", _drop),
        after_the_night=AlertState.UNKNOWN,
        released=True,
    ),
    Trouble(
        "hangs at the mail's end; a person sends it again",
        _until(b"end", hang),
        after_the_night=AlertState.UNKNOWN,
        released=True,
    ),
)


@contextmanager
def evening(folder: Path) -> Iterator[Settings]:
    """A database with one changed judgement and an alert for each reader, none of them tried yet."""
    story = small_story()
    with DemoSite(nights=story.nights, authorities=story.authorities) as site, watching(site, folder / "evening") as running:
        for reader in READERS:
            running.subscribe(reader)
        running.night(story.days[0])
        site.today = story.days[1]
        expected = expected_authorities(["all"], running.resources.register)
        run_over_site(LocalExecutor(), running.resources, expected, story.days[1])
        settings = running.resources.settings
    yield settings


def survive(trouble: Trouble, settings: Settings, folder: Path) -> Metric:
    """The night with this trouble, then deliveries to a server that is well, until nothing waits any more."""
    began, mailbox, well = time.monotonic(), trouble.mailbox(), Mailbox()
    shutil.copytree(settings.data_dir, folder)
    with open_resources(replace(settings, data_dir=folder)) as resources:
        with trouble.opened(mailbox) as port:
            _deliver(resources, port)
            greylists = isinstance(mailbox, Greylisting)
            at_night = _states(resources)
            for _ in range(_ROUNDS if greylists else 0):
                _deliver(resources, port)
        with serving(well) as port:
            if trouble.released:
                ids = [alert.id for alert in resources.database.alerts.find([AlertState.UNKNOWN])]
                resources.database.alerts.release(ids, by="ops", why="it did not arrive", at=datetime.now(UTC))
            for _ in range(_ROUNDS):
                _deliver(resources, port)
        in_the_end = _states(resources)
        paused = all(one.paused for one in resources.database.subscribers.all())
        ids = [alert.message_id for alert in resources.database.alerts.find()]
    copies = mailbox.copies() + well.copies()
    right = at_night == {trouble.after_the_night: len(READERS)} and in_the_end == {trouble.in_the_end: len(READERS)}
    return Metric(
        what=trouble.text,
        tried=len(READERS),
        survived=sum(copies[id_] == trouble.arrives for id_ in ids) if right and paused == trouble.paused else 0,
        lost=sum(not copies[id_] for id_ in ids) if trouble.arrives else 0,
        doubled=sum(copies.values()) - len(copies),
        remark=f"{_said(at_night)} that night, {_said(in_the_end)} in the end" + (", the address paused" if paused else ""),
        seconds=time.monotonic() - began,
    )


def _deliver(resources: Resources, port: int) -> None:
    resources.mailer = Mailer.from_url(f"smtp://127.0.0.1:{port}", outbox=resources.settings.outbox, timeout=_TIMEOUT)
    deliver(resources, include_waiting=True, sleep=lambda seconds: None)


def _states(resources: Resources) -> Counter[AlertState]:
    return Counter(alert.state for alert in resources.database.alerts.find())


def _said(states: Counter[AlertState]) -> str:
    return ", ".join(f"{count} {state}" for state, count in sorted(states.items()))


def prove(folder: Path, tell: Callable[[Metric], None]) -> Section:
    """Every trouble, one after the other."""
    metrics = []
    with evening(folder) as settings:
        for number, trouble in enumerate(TROUBLES):
            metrics.append(survive(trouble, settings, folder / f"trouble-{number}"))
            tell(metrics[-1])
    return Section("The mail server in trouble", TEXT, tuple(metrics))
