"""A watch over invented authorities whose letters are values: services and database are real, the site is a dictionary.

A night asks the site, reads, decides and stores through the same functions as a real one. The expectations of
Great Expectations are left out: they are proved elsewhere and take longer than all the rest.
"""

import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, cast

from sqlalchemy import select

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.schema import alerts, events
from ofsted_watch.adapters.site.ofsted_site import Fetched
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.findings import PreviousInspection
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.history import History, histories
from ofsted_watch.domain.identifiers import FileNumber, Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import (
    Authority,
    AuthorityPage,
    Event,
    FailedRow,
    Frequency,
    Judgement,
    Letter,
    Listing,
    Problem,
    Topic,
    Verdict,
    Witness,
)
from ofsted_watch.errors import FileGone, SiteUnavailable
from ofsted_watch.presentation.serialization import event_from_json
from ofsted_watch.runs.planning import Wanted
from ofsted_watch.runs.unread_pages import UnreadPage
from ofsted_watch.services import checks, site_steps
from ofsted_watch.services.executor import LocalExecutor
from ofsted_watch.services.nightly import run_over_site
from ofsted_watch.services.resources import Resources
from ofsted_watch.services.review import HoldDecision, resolve_held_alerts
from ofsted_watch.settings import Settings
from proofs.history.reader_model import Report, Shown

AUTHORITY = Authority(Urn("2090001"), "Aldermere", "E99900001", "North West")
BRACKLEY, CALDER = (
    Authority(Urn("2090002"), "Brackley Moor", "E99900002", "North West"),
    Authority(Urn("2090003"), "Calder End", "E99900003", "London"),
)
MANY = tuple(Authority(Urn(f"20901{n:02}"), f"Number {n} Town", f"E999001{n:02}", "London") for n in range(13))
NAMES = {authority.urn: authority.name for authority in (AUTHORITY, BRACKLEY, CALDER, *MANY)}
LABEL = "Children's services inspection"
LONG_AGO = datetime(2012, 1, 1, tzinfo=UTC)
SUBSCRIBERS = {"letters": Topic.LETTER, "changes": Topic.CHANGE}
AREAS = {"overall": Area.OVERALL, "help_protection": Area.HELP_PROTECTION, "leadership": Area.LEADERS}

Contents = Mapping[str, Report | None]


@dataclass(frozen=True)
class Decision:
    """An event that a night decided: its value, whether it waits for a person, and who of the subscribers it is for."""

    event: Event
    is_held: bool
    audience: frozenset[str]


@dataclass
class ValueSite:
    """Pages of links and what their bytes say. A page is None where the site does not answer, `gone` are links to no file.

    `unread_pages` is always empty: a page here is answered or not.
    """

    pages: Mapping[str, Mapping[str, Shown] | None] = field(default_factory=dict)
    contents: Contents = field(default_factory=dict)
    gone: Collection[str] = ()
    unread_pages: tuple[UnreadPage, ...] = ()

    def authority_page(self, urn: Urn) -> AuthorityPage:
        return AuthorityPage(urn, NAMES[urn], tuple(_listing(urn, number, shown) for number, shown in self._page(urn).items()))

    def fetch(self, listing: Listing, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        page = self._page(listing.urn)
        if listing.file_number not in page or listing.file_number in self.gone:
            raise FileGone(f"Ofsted says that file {listing.file_number} is gone")
        return Fetched(page[listing.file_number].content.encode(), None, None, datetime.now(UTC))

    def _page(self, urn: Urn) -> Mapping[str, Shown]:
        page = self.pages.get(urn)
        if page is None:
            raise SiteUnavailable("the site does not answer")
        return page


class ValueArchive:
    """The bytes are the names of contents."""

    def __init__(self) -> None:
        self._content: dict[str, bytes] = {}
        self.is_shrunken = False

    def put(self, content: bytes) -> str:
        self._content[sha256(content).hexdigest()] = content
        return sha256(content).hexdigest()

    def get(self, name: str) -> bytes:
        return self._content[name]

    def count(self) -> int:
        return 0 if self.is_shrunken else len(self._content)


class ValueReader:
    """Reads a content as the letter that it stands for."""

    def __init__(self, site: ValueSite) -> None:
        self._site = site

    def read(self, content: bytes, name: str) -> Letter:
        return letter_of(content.decode(), self._site.contents)


class EveryFile(LocalExecutor):
    """Asks for every file that these authorities list, every night, as the reader does. None: for those of all."""

    def __init__(self, urns: Collection[Urn] | None = None) -> None:
        super().__init__()
        self._urns = urns

    def map(self, step: Callable[..., Any], items: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        pages = list(items)
        results = super().map(step, pages, *args, **kwargs)
        if step is not site_steps.plan_files:
            return results
        resources = args[0]
        return [
            replace(plan, wanted=_every_file(page, resources))
            if isinstance(plan, site_steps.Plan) and (self._urns is None or page.urn in self._urns)
            else plan
            for page, plan in zip(pages, results, strict=True)
        ]


class _ValuesExecutor(EveryFile):
    """Leaves out the expectations as well."""

    def call(self, step: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if step is checks.write_report:
            return None
        if step is checks.check_letters:
            unread = (place for place, (_, letter) in enumerate(args[0]) if letter.problem is not None)
            return Verdict("letters", len(args[0]), tuple(FailedRow(place, "readable", "it cannot be read") for place in unread))
        return Verdict("none", 0) if step.__module__ == checks.__name__ else step(*args, **kwargs)


class AnsweringWatch:
    """What watches of stories share: two subscribers of `AUTHORITY`, what was decided, ops' answers, the history."""

    def __init__(self, resources: Resources) -> None:
        self.resources = resources
        self.database = resources.database
        self._names: dict[int, str] = {}
        for name, topic in SUBSCRIBERS.items():
            self.subscribe(name, {topic}, urns={AUTHORITY.urn})

    def subscribe(self, name: str, topics: Collection[Topic], *, urns: Collection[Urn] = (), region: str | None = None) -> None:
        """A person who asks for these topics from now on; `name` stands for the person in decisions."""
        subscription = self.database.subscribers.subscribe(
            f"{name}@example.org",
            urns=frozenset(urns),
            region=region,
            topics=frozenset(topics),
            frequency=Frequency.AT_ONCE,
            declines_only=False,
            at=LONG_AGO,
        )
        self._names[subscription.id] = name

    def decided_since(self, known: Collection[str]) -> tuple[Decision, ...]:
        """The events whose keys are not among these, by key."""
        return tuple(decision for key, decision in sorted(self.decided().items()) if key not in known)

    def answer(self, release: bool) -> None:
        """Release or drop all that is held; nothing where nothing is."""
        if self._unanswered():
            decision = HoldDecision.RELEASE if release else HoldDecision.DROP
            resolve_held_alerts(self.database, decision, (), True, why="read the letter", by="Ada", at=datetime.now(UTC))

    def history(self, urn: Urn = AUTHORITY.urn) -> History:
        """The history of an authority that the stored letters and gaps make."""
        gaps = [stored.gap for stored in self.database.gaps.open()]
        return histories(self.database.letters.stored(), gaps).get(urn, History(urn))

    def _unanswered(self) -> bool:
        waiting = select(events.c.key).where(events.c.hold.is_not(None), events.c.resolved.is_(None))
        with self.database.read_transaction() as connection:
            return connection.execute(waiting).first() is not None

    def decided(self) -> dict[str, Decision]:
        """Every event so far, by its key."""
        with self.database.read_transaction() as connection:
            rows = connection.execute(select(events.c.key, events.c.event, events.c.hold)).all()
            told = connection.execute(select(alerts.c.event_key, alerts.c.subscription_id)).all()
        return {
            key: Decision(
                event_from_json(event), hold is not None, frozenset(self._names[person] for about, person in told if about == key)
            )
            for key, event, hold in rows
        }


class ValueWatch(AnsweringWatch):
    """A watch in a folder, over `AUTHORITY` or over others. `template` is a migrated SQLite file to begin with.

    Two people follow `AUTHORITY`, one for any letter and one for changed judgements. A context manager.
    """

    def __init__(self, folder: Path, template: Path, authorities: Sequence[Authority] = (AUTHORITY,)) -> None:
        path = folder / "watch.db"
        shutil.copy(template, path)
        self.site = ValueSite()
        self.archive = ValueArchive()
        resources = Resources(
            Settings(data_dir=folder),
            cast(Any, self.site),
            cast(Any, self.archive),
            Database(f"sqlite:///{path}", id_domain="watch.example"),
            cast(Any, ValueReader(self.site)),
            cast(Any, None),
            AuthorityRegister.of(authorities),
        )
        super().__init__(resources)

    def __enter__(self) -> "ValueWatch":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.database.close()

    def night(self, today: date, page: Mapping[str, Shown] | None, contents: Contents) -> tuple[Decision, ...]:
        """One night with this page of `AUTHORITY`. Returns the events that it decided, by key."""
        return self.night_of_all(today, {AUTHORITY.urn: page}, contents)

    def night_of_all(
        self, today: date, pages: Mapping[Urn, Mapping[str, Shown] | None], contents: Contents
    ) -> tuple[Decision, ...]:
        """One night with these pages by URN. Returns the events that it decided, by key."""
        self.site.pages, self.site.contents = pages, contents
        known = set(self.decided())
        expected = sorted(self.resources.register.current(), key=lambda authority: authority.name)
        run_over_site(_ValuesExecutor(), self.resources, expected, today, search=False)
        return self.decided_since(known)

    def starts(self, contents: Contents) -> dict[str, date]:
        """The sha256 of each content that is read → the first day that it gives."""
        return {sha256(name.encode()).hexdigest(): report.start for name, report in contents.items() if report is not None}


def migrated_template(folder: Path) -> Path:
    """A migrated SQLite file without rows, to copy for each watch."""
    path = folder / "template.db"
    with Database(f"sqlite:///{path}") as database:
        database.migrate()
    return path


def letter_of(content: str, contents: Contents) -> Letter:
    """The letter that a content stands for, with a problem where nobody can read it."""
    report = contents[content]
    name = sha256(content.encode()).hexdigest()
    if report is None:
        problem = Problem("unknown_kind", "No kind of letter matches.")
        return Letter(file=content, sha256=name, pages=1, kind=LetterKind.OTHER, problem=problem)
    recalled = None
    if report.recalls is not None:
        year, month, grade = report.recalls
        recalled = PreviousInspection(year, month, Grade(grade) if grade else None, "since the last inspection", 1)
    judgements = tuple(
        Judgement(AREAS[strand], Grade(grade), grade, 1, (Witness(1, f"{strand}: {grade}", "table"),))
        for strand, grade in report.grades.items()
    )
    return Letter(
        file=content,
        sha256=name,
        pages=1,
        kind=LetterKind.ILACS_INSPECTION,
        inspection_start=report.start,
        inspection_end=report.start + timedelta(days=11),
        judgements=judgements,
        previous_inspection=recalled,
        areas_for_priority_action=False,
    )


def _listing(urn: Urn, number: str, shown: Shown) -> Listing:
    url = f"https://files.ofsted.gov.uk/v1/file/{number}"
    return Listing(urn, FileNumber(number), url, LABEL, shown.published, None)


def _every_file(page: AuthorityPage, resources: Resources) -> tuple[Wanted, ...]:
    held = resources.database.files.files_of(page.urn)
    return tuple(Wanted(listing, held.get(listing.file_number), "a new night") for listing in page.listings)
