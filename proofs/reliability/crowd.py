"""One changed judgement and ten thousand people to tell: how fast alerts are written and delivered, and in how much memory."""

import resource
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path

from aiosmtpd.smtp import Envelope

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.connection import insert_absent
from ofsted_watch.adapters.database.schema import subscriptions
from ofsted_watch.demo_site.stories import DemoSite, small_story
from ofsted_watch.domain.model import AlertState, Frequency, Topic
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.services.deliver import deliver
from ofsted_watch.services.executor import LocalExecutor
from ofsted_watch.services.nightly import run_over_site
from ofsted_watch.services.resources import Resources, open_resources
from ofsted_watch.settings import Settings
from proofs.reliability.forked import FORKED
from proofs.reliability.metrics import Metric, Section
from tests.adapters.mail_servers import Mailbox, serving
from tests.journeys.watching import LONG_AGO, settings_for

THOUSAND = 1_000
_FLAT = 20.0
"""Megabytes by which a delivery may grow from its first thousand mails to its last and still be called flat."""

TEXT = f"""One authority falls from good to inadequate, and everybody asked to hear of it. A case is one mail, over SMTP to a
server on loopback. Memory counts as flat when the deliverer grows by no more than {_FLAT:.0f} MB from its first
hundred mails to its last."""


class CountingMailbox(Mailbox):
    """Counts what comes and for whom, and keeps no mail: its memory is not what is measured."""

    def __init__(self) -> None:
        super().__init__()
        self.came: dict[str, int] = {}
        self.bytes = 0

    async def handle_DATA(self, server: object, session: object, envelope: Envelope) -> str:  # noqa: N802
        for address in envelope.rcpt_tos:
            self.came[address] = self.came.get(address, 0) + 1
        self.bytes += len(envelope.content or b"")
        return "250 2.0.0 kept"


@dataclass(frozen=True, slots=True)
class Measured:
    """A night of `people` mails: seconds of wall time for writing the alerts and for delivering, the deliverer's CPU seconds, and
    its memory (megabytes in use) after each thousand mails.
    """

    people: int
    writing: float
    delivering: float
    cpu: float
    memory: tuple[float, ...]

    @property
    def growth(self) -> float:
        """Megabytes from the first measurement to the last."""
        return self.memory[-1] - self.memory[0]


def measure(folder: Path, people: int) -> tuple[Measured, CountingMailbox, dict[AlertState, int]]:
    """Run the night and its delivery in a process of its own, to a mail server in this one."""
    story, mailbox = small_story(), CountingMailbox()
    shutil.rmtree(folder, ignore_errors=True)
    with DemoSite(nights=story.nights, authorities=story.authorities) as site, serving(mailbox) as port:
        settings = replace(settings_for(site, folder), smtp_url=f"smtp://127.0.0.1:{port}")
        with open_resources(settings, sleep=lambda seconds: None) as resources:
            run_over_site(LocalExecutor(), resources, expected_authorities(["all"], resources.register), story.days[0])
            _subscribe(resources.database, people, story.authorities[0].urn)
        site.today = story.days[1]
        here, there = FORKED.Pipe(duplex=False)
        process = FORKED.Process(target=_night, args=(settings, story.days[1].isoformat(), there), daemon=False)
        process.start()
        there.close()
        measured: Measured = here.recv()
        process.join()
        with Database(settings.database) as database:
            counts = database.alerts.counts()
    return replace(measured, people=people), mailbox, counts


def _subscribe(database: Database, people: int, urn: str) -> None:
    """So many people who want to hear of this authority, in one go: one by one is the command line's way."""
    preferences = {
        "urns": [urn],
        "region": None,
        "topics": [Topic.CHANGE],
        "frequency": Frequency.AT_ONCE,
        "declines_only": False,
    }
    rows = [{**preferences, "email": f"reader{n}@example.org", "preferences": urn, "created_at": LONG_AGO} for n in range(people)]
    with database.write_transaction() as connection:
        for start in range(0, people, THOUSAND):
            insert_absent(connection, subscriptions, rows[start : start + THOUSAND])


def _night(settings: Settings, today: str, listener: Connection) -> None:
    with open_resources(settings, sleep=lambda seconds: None) as resources:
        began = time.monotonic()
        expected = expected_authorities(["all"], resources.register)
        run_over_site(LocalExecutor(), resources, expected, datetime.fromisoformat(today).date())
        written, cpu = time.monotonic(), time.process_time()
        memory = _deliver(resources)
        delivered, used = time.monotonic() - written, time.process_time() - cpu
        listener.send(Measured(0, written - began, delivered, used, tuple(memory)))


def _deliver(resources: Resources) -> list[float]:
    """Deliver everything; the memory in use after each thousand mails, as the deliverer itself sees it between two mails."""
    memory: list[float] = []
    mark_sent = resources.database.outbox.mark_sent
    sent = 0

    def counted(answers: Mapping[int, str], at: datetime) -> int:
        nonlocal sent
        before, sent = sent, sent + len(answers)
        if sent // THOUSAND > before // THOUSAND or before < 100 <= sent:
            memory.append(_megabytes())
        return mark_sent(answers, at)

    resources.database.outbox.mark_sent = counted  # type: ignore[method-assign,assignment]
    deliver(resources)
    return [*memory, _megabytes()]


def _megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1_048_576


def _formatted(measured: Measured) -> str:
    memory = measured.memory
    return (
        f"alerts written in {measured.writing:.1f} s (the whole night), then {measured.people / measured.delivering:.0f} mails "
        f"a second; the deliverer's memory: {memory[0]:.0f} MB after 100 mails, {max(memory):.0f} MB at most, "
        f"{memory[-1]:.0f} MB at the end"
    )


def prove(folder: Path, tell: Callable[[Metric], None], people: int = 10 * THOUSAND) -> Section:
    """Ten thousand people, on SQLite."""
    measured, mailbox, counts = measure(folder, people)
    copies = list(mailbox.came.values())
    flat = measured.growth <= _FLAT
    metric = Metric(
        what=f"{people:,} people told of one change (SQLite)",
        tried=people,
        survived=min(counts[AlertState.SENT], copies.count(1)) if flat else 0,
        lost=people - len(copies),
        doubled=sum(copies) - len(copies),
        remark=_formatted(measured),
        seconds=measured.writing + measured.delivering,
    )
    tell(metric)
    return Section("Ten thousand people to tell", TEXT, (metric,))
