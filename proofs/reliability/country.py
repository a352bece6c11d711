"""Replay the real letters night by night and compare the alerts with the checked list of changes."""

import json
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from ofsted_watch.adapters.archive import Archive
from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.pdf_reader import Reader
from ofsted_watch.demo_site.corpus_site import CorpusSite
from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.model import AlertState, Change
from ofsted_watch.extraction.letter_kinds import READER_VERSION
from ofsted_watch.presentation.labels import GRADES
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.services.decide import NotifyMode
from ofsted_watch.services.deliver import deliver
from ofsted_watch.services.executor import LocalExecutor
from ofsted_watch.services.nightly import run_over_site
from ofsted_watch.services.review import HoldDecision, resolve_held_alerts
from proofs.reliability.metrics import Metric, Section
from tests.adapters.mail_servers import Mailbox, serving
from tests.journeys.watching import Watching, watching
from tests.paths import CORPUS

BEFORE_ALL = date(2012, 1, 1)

TEXT = """The site serves the real letters of 35 authorities from 2012 to 2025 as it did on each day. One subscriber asks for
all changes. A case is one checked change: the alert and the text of its mail must name it once, with both grades and both
letters. One letter dates the inspection before it half a year too early, so its news may wait for a person, who releases it
after that night. Nothing else is released."""

NAMES_ANOTHER = frozenset({("80551", date(2019, 8, 27))})
"""URN and day of the letters that name another inspection before them than people found: by hand, from the letters."""

TimelineEntry = tuple[str, str, str, str, str, str]
"""A change as an alert states it: URN, strand, from, to, and the sha256 of both letters."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The corpus, each letter read once. `changes` maps each checked change to the file number of its newer letter."""

    site: CorpusSite
    folder: Path
    watched: tuple[str, ...]
    changes: Mapping[TimelineEntry, str]

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which a watched authority published something."""
        shown = {self.shown_on(number) for urn in self.watched for number in self._numbers(urn)}
        return tuple(sorted(shown))

    def shown_on(self, number: str) -> date:
        """The day from which the site shows this file."""
        (publication,) = [
            publication
            for urn in self.watched
            for publication in self.site.catalogue.listed(urn, date.max)
            if publication.number == number
        ]
        return publication.published

    def expected(self, nights: Sequence[date]) -> set[TimelineEntry]:
        """The changes that these nights must announce: all except those seen with the first check of their authority."""
        first_sight = {urn: _night_of(min(map(self.shown_on, self._numbers(urn))), nights) for urn in self.watched}
        notified = set()
        for change, number in self.changes.items():
            seen, first = _night_of(self.shown_on(number), nights), first_sight[change[0]]
            if seen is not None and first is not None and seen > first:
                notified.add(change)
        return notified

    def _numbers(self, urn: str) -> list[str]:
        return [publication.number for publication in self.site.catalogue.listed(urn, date.max)]


def _night_of(day: date, nights: Sequence[date]) -> date | None:
    """The first of the nights that sees what was published on this day."""
    return next((night for night in sorted(set(nights)) if night >= day), None)


@contextmanager
def country(folder: Path, watched: Sequence[str] = ()) -> Iterator[Overview]:
    """Serve the corpus for all its authorities, or for the watched URNs. `folder` holds the read letters."""
    with CorpusSite(CORPUS, today=BEFORE_ALL) as site:
        urns = tuple(watched) or tuple(sorted(site.catalogue.providers))
        _read_all(site, folder / "read", urns)
        yield Overview(site, folder, urns, _checked_changes(site, urns))


def _read_all(site: CorpusSite, folder: Path, urns: Sequence[str]) -> None:
    """Read every letter once. Another proof measures how well, and each replay here would read them again."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {number: CORPUS / file for file, number in site.numbers.items()}
    names = {
        publication.number: f"{urn}-{publication.number}" for urn in urns for publication in site.catalogue.listed(urn, date.max)
    }
    with Database(f"sqlite:///{folder / 'ofsted-watch.db'}") as database, Reader(ENGLAND) as reader:
        database.migrate()
        archive = Archive(str(folder / "archive"))
        for number, name in names.items():
            content = files[number].read_bytes()
            if content.startswith(b"%PDF"):
                archive.put(content)
                database.readings.record(reader.read(content, name), READER_VERSION, datetime.now(UTC))


def _checked_changes(site: CorpusSite, urns: Sequence[str]) -> dict[TimelineEntry, str]:
    sha = {entry["file"]: entry["sha256"] for entry in json.loads((CORPUS / "truth.json").read_text(encoding="utf-8"))}
    rows: list[dict[str, Any]] = json.loads((CORPUS / "changes.json").read_text(encoding="utf-8"))
    return {
        (row["urn"], row["area"], row["from"], row["to"], sha[row["from_file"]], sha[row["to_file"]]): site.numbers[
            row["to_file"]
        ]
        for row in rows
        if row["urn"] in urns
    }


def replay(what: str, known: Overview, nights: Sequence[date], *, backfilled: bool = False) -> Metric:
    """Run these nights in order with one subscriber to all changes, and compare the alerts with the checked changes.

    With `backfilled` the first of them is a backfill, which sends nothing.
    """
    began, mailbox = time.monotonic(), Mailbox()
    folder = known.folder / "replay"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(known.folder / "read", folder)
    with (
        serving(mailbox) as port,
        watching(known.site, folder, watched=known.watched, smtp_url=f"smtp://127.0.0.1:{port}") as running,
    ):
        running.subscribe()
        first, *others = nights
        if backfilled:
            known.site.today = first
            run_over_site(
                LocalExecutor(),
                running.resources,
                expected_authorities(known.watched, running.resources.register),
                first,
                kind="backfill",
                notify=NotifyMode.NONE,
            )
        for night in others if backfilled else nights:
            running.night(night)
            _release(running)
        return _metric(what, known.expected(nights), running, mailbox, time.monotonic() - began)


def _release(running: Watching) -> None:
    """Release and send what may wait, as somebody who has opened the letter. Whatever else is held counts as not sent."""
    database = running.resources.database
    held = database.alerts.find([AlertState.HELD])
    ids = [alert.id for alert in held if {(change.urn, change.to_published) for change in alert.event.changes} <= NAMES_ANOTHER]
    if ids:
        now = datetime.now(UTC)
        resolve_held_alerts(database, HoldDecision.RELEASE, ids, False, why="the letter was read", by="Ada", at=now)
        deliver(running.resources)


def _metric(what: str, expected: set[TimelineEntry], running: Watching, mailbox: Mailbox, seconds: float) -> Metric:
    """Compare the sent alerts and the text of the received mails with the expected changes."""
    alerts = running.resources.database.alerts.find()
    notified = Counter(_notified(change) for alert in alerts if alert.state is AlertState.SENT for change in alert.event.changes)
    extra = sorted(notified.keys() - expected)
    copies, texts = mailbox.copies(), mailbox.texts()
    silent = [
        change
        for alert in alerts
        for change in alert.event.changes
        if not all(text in texts.get(alert.message_id, "") for text in _formatted(change))
    ]
    not_sent = [alert for alert in alerts if alert.state is not AlertState.SENT]
    for change in extra:
        print(f"    sent, but not among the checked changes: {change}")
    for change in sorted(expected - notified.keys()):
        print(f"    not sent: {change}")
    wrong = {_notified(change) for change in silent}
    return Metric(
        what=what,
        tried=len(expected) + len(extra) + len(not_sent),
        survived=len([change for change in expected if notified[change] == 1 and change not in wrong]),
        lost=len(expected - notified.keys()),
        doubled=sum(notified.values()) - len(notified) + sum(copies.values()) - len(copies),
        remark=f"{len(expected)} changes expected, {len(notified)} sent in {len(copies)} mails, {len(extra)} extra",
        seconds=seconds,
    )


def _notified(change: Change) -> TimelineEntry:
    return (change.urn, change.strand, str(change.from_grade), str(change.to_grade), change.from_file, change.to_file)


def _formatted(change: Change) -> tuple[str, ...]:
    """The phrases that a mail must contain about a change: the grade before and the grade now."""
    assert change.from_grade
    assert change.to_grade
    return (f"Before: {GRADES[change.from_grade]}", f"Now: {GRADES[change.to_grade]}")


def every(nights: Sequence[date], days: int) -> list[date]:
    """A night each `step` days from the first, and the day on which the last letter is seen."""
    first, last = nights[0], nights[-1]
    return [*(first + timedelta(days=step) for step in range(0, (last - first).days, days)), last]


def twice(nights: Sequence[date], each: int) -> list[date]:
    """All the nights, some of them twice: whatever the second run sends is a double."""
    return sorted([*nights, *nights[::each]])


def prove(folder: Path, tell: Callable[[Metric], None]) -> Section:
    """Run the whole matrix: every night, every fourth twice, with missed nights, and backfills with one night after each."""
    title = "The country's history, night by night"
    if not (CORPUS / "truth.json").exists():
        return Section(title, TEXT, not_run=f"there are no checked letters at {CORPUS}")
    with country(folder) as known:
        plans: list[tuple[str, list[date]]] = [
            ("every night on which something was published, every fourth run twice", twice(known.days, 4)),
            ("missed nights: one night in 60 days", every(known.days, 60)),
            ("missed nights: one night in 365 days", every(known.days, 365)),
        ]
        metrics = []
        for what, nights in plans:
            metrics.append(replay(f"{what} ({len(nights)} nights)", known, nights))
            tell(metrics[-1])
        metrics.append(_backfills(known))
        tell(metrics[-1])
    return Section(title, TEXT, tuple(metrics))


def _backfills(known: Overview, step: int = 8) -> Metric:
    """Backfill up to a day, then run a night that sees the next `step` days of publication; repeat from later days."""
    days = known.days
    pairs = [(days[place], days[min(place + step, len(days) - 1)]) for place in range(0, len(days) - 1, step)]
    each = [replay("", known, pair, backfilled=True) for pair in pairs]
    expected = sum(metric.tried for metric in each)
    return Metric(
        what=f"one backfill, then one night ({len(pairs)} times, each from a different day)",
        tried=expected,
        survived=sum(metric.survived for metric in each),
        lost=sum(metric.lost for metric in each),
        doubled=sum(metric.doubled for metric in each),
        remark=f"{expected} changes expected after the backfills, {expected - sum(metric.lost for metric in each)} sent",
        seconds=sum(metric.seconds for metric in each),
    )
