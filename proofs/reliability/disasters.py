"""Two disasters end to end: a misread table column must not send a single false alert."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.schema import readings, stored_letters
from ofsted_watch.demo_site.invented_authorities import crowd
from ofsted_watch.demo_site.stories import DemoSite, Story
from ofsted_watch.demo_site.stories import StoryNight as SiteNight
from ofsted_watch.demo_site.story_writing import ilacs, post
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.grades import Area
from ofsted_watch.domain.model import Alert, AlertState, Authority, Judgement, Letter, Topic
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.runs.run_result import RunResult
from ofsted_watch.services.deliver import deliver
from ofsted_watch.services.executor import LocalExecutor
from ofsted_watch.services.reread import reread
from proofs.reliability.metrics import Metric, Section
from proofs.reliability.steps import ReadHere
from tests.adapters.mail_servers import Mailbox, serving
from tests.journeys.watching import watching

READERS = ("ada@example.org", "bo@example.org")
AREAS = (Area.LEADERS, Area.HELP_PROTECTION, Area.IN_CARE, Area.CARE_LEAVERS, Area.OVERALL)
GRADES_GIVEN = "rgigr"
"""The grades of every inspection: nothing changes, and each misread grade really stands in the letter."""

ONE_AREA: Mapping[Area, Area] = {Area.LEADERS: Area.IN_CARE}
SHIFTED: Mapping[Area, Area] = dict(zip(AREAS, (AREAS[-1], *AREAS[:-1]), strict=True))
EARLIER, FIRST, SECOND, THIRD = date(2023, 6, 1), date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)


TEXT = """A whole run over invented authorities whose grades did not change. The reader is replaced by one that confuses two rows
of the grade table; its result passes every check, because label and grade both stand in the letter. A case is one
authority. It survives if no mail is sent, its alerts are held in one batch with one reason, the final state of the run
says so, and dropping the batch sends nothing. A mail would count as doubled."""


@dataclass(frozen=True, slots=True)
class Misreading:
    """A reader that assigns the grade of one table row to another, in the letters with these file numbers.

    Its result passes every check: the evidence is a label and a grade that both stand in the letter.
    """

    takes: Mapping[Area, Area]
    numbers: frozenset[str]
    register: AuthorityRegister

    def read(self, content: bytes, name: str) -> Letter:
        letter = ReadHere(self.register).read(content, name)
        if name.partition("-")[2] not in self.numbers:
            return letter
        right = {judged.area: judged for judged in letter.judgements}
        return replace(
            letter, judgements=tuple(_misread(judged, right[self.takes.get(area, area)]) for area, judged in right.items())
        )


def _misread(judged: Judgement, other: Judgement) -> Judgement:
    if judged.printed == other.printed:
        return judged
    table = next(witness for witness in judged.witnesses if witness.source == "table")
    text = table.text.replace(judged.printed, other.printed)
    return replace(judged, grade=other.grade, printed=other.printed, witnesses=(replace(table, text=text),))


def story(authorities: Sequence[Authority]) -> Story:
    """Two inspections of each authority with the same grades, one before the first night and one before the second."""
    before = [
        post(_earlier(n), ilacs(authority, date(2023, 4, 21), GRADES_GIVEN, EARLIER)) for n, authority in enumerate(authorities)
    ]
    again = [
        post(_newest(n), ilacs(authority, date(2026, 1, 23), GRADES_GIVEN, SECOND)) for n, authority in enumerate(authorities)
    ]
    nights = (SiteNight(FIRST, "First sight.", tuple(before)), SiteNight(SECOND, "All retained.", tuple(again)))
    return Story(tuple(authorities), nights)


def _earlier(place: int) -> int:
    return 71_000_001 + place


def _newest(place: int) -> int:
    return 72_000_001 + place


def reader_change(folder: Path, count: int) -> Metric:
    """Send every new letter to everybody, then let a new reader change one area of `count` authorities."""
    began, mailbox, notified = time.monotonic(), Mailbox(), story(crowd(count))
    with (
        DemoSite(nights=notified.nights, authorities=notified.authorities) as site,
        serving(mailbox) as port,
        watching(site, folder, smtp_url=f"smtp://127.0.0.1:{port}") as running,
    ):
        for reader in READERS:
            running.subscribe(reader, topics=(Topic.CHANGE, Topic.LETTER))
        running.resources.reader = ReadHere(running.resources.register)  # type: ignore[assignment]
        running.night(FIRST)
        running.night(SECOND)
        assert len(mailbox.stored) == count * len(READERS), "everybody gets every letter"
        _read_by_an_earlier_version(running.resources.database)
        running.resources.reader = Misreading(ONE_AREA, _numbers(count), running.resources.register)  # type: ignore[assignment]
        night = reread(LocalExecutor(), running.resources, expected_authorities(["all"], running.resources.register), THIRD)
        deliver(running.resources)
        held = running.resources.database.alerts.find([AlertState.HELD])
        dropped = running.resources.database.alerts.drop(None, by="ops", why="a misread column", at=datetime.now(UTC))
        deliver(running.resources)
    what = f"a new reader changes one area of {count} authorities"
    return _metric(what, count, held, len(mailbox.stored) - count * len(READERS), dropped, night, began)


def shifted_column(folder: Path, count: int) -> Metric:
    """Give `count` authorities a new letter in one night, and let the reader assign each grade to the row above."""
    began, mailbox, notified = time.monotonic(), Mailbox(), story(crowd(count))
    with (
        DemoSite(nights=notified.nights, authorities=notified.authorities) as site,
        serving(mailbox) as port,
        watching(site, folder, smtp_url=f"smtp://127.0.0.1:{port}") as running,
    ):
        for reader in READERS:
            running.subscribe(reader)
        running.resources.reader = Misreading(SHIFTED, _numbers(count), running.resources.register)  # type: ignore[assignment]
        running.night(FIRST)
        night = running.night(SECOND)
        held = running.resources.database.alerts.find([AlertState.HELD])
        dropped = running.resources.database.alerts.drop(None, by="ops", why="a misread column", at=datetime.now(UTC))
        deliver(running.resources)
    what = f"a table column is read one row off in the new letters of {count} authorities"
    return _metric(what, count, held, len(mailbox.stored), dropped, night, began)


def _numbers(count: int) -> frozenset[str]:
    return frozenset(str(_newest(place)) for place in range(count))


def _read_by_an_earlier_version(database: Database) -> None:
    """Mark everything in the database as read by the previous reader version."""
    with database.write_transaction() as connection:
        for table in (readings, stored_letters):
            connection.execute(table.update().values(reader_version="0"))


def _metric(what: str, count: int, held: Sequence[Alert], mails: int, dropped: int, night: RunResult, began: float) -> Metric:
    reasons, about = {alert.hold for alert in held}, {alert.event.urn for alert in held}
    plainly = f"alerts held: {count} authorities with a changed judgement in one run" in night.message
    one_batch = len(reasons) == 1 and len(held) == dropped == count * len(READERS)
    return Metric(
        what=what,
        tried=count,
        survived=len(about) if plainly and one_batch and not mails else 0,
        lost=count - len(about),
        doubled=mails,
        remark=f"{mails} mails, {len(held)} alerts held for {len(reasons)} reason; the run reports: “{night.message}”",
        seconds=time.monotonic() - began,
    )


def prove(folder: Path, tell: Callable[[Metric], None]) -> Section:
    """Run both at the size at which they really happened."""
    metrics = []
    for disaster, count, name in ((reader_change, 100, "reader"), (shifted_column, 70, "column")):
        metrics.append(disaster(folder / name, count))
        tell(metrics[-1])
    return Section("The two disasters", TEXT, tuple(metrics))
