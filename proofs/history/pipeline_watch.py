"""A watch over one invented authority through the whole pipeline: a site, printed letters, the reader, checks, mails.

It has the nights, answers and history of `ValueWatch`, so that one story can be told to both.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any

from ofsted_watch.demo_site.invented_authorities import council_name, write_csv
from ofsted_watch.demo_site.letters import Previous, print_letter
from ofsted_watch.demo_site.letters.ilacs_reports import areas_on
from ofsted_watch.demo_site.letters.unreadable import locked
from ofsted_watch.demo_site.mishaps import Mishap, Unavailable
from ofsted_watch.demo_site.published_files import Catalogue, Provider, Publication
from ofsted_watch.demo_site.site_server import LoopbackSite
from ofsted_watch.demo_site.story_writing import LISTED_AS, focused, ilacs
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import AlertState
from ofsted_watch.services.deliver import deliver
from ofsted_watch.services.nightly import run_over_site
from ofsted_watch.services.resources import open_resources
from ofsted_watch.settings import Settings, read_settings
from proofs.history.reader_model import Report, Shown
from proofs.history.value_watch import AUTHORITY, BRACKLEY, AnsweringWatch, Contents, Decision, EveryFile
from proofs.reliability.steps import ReadHere

OTHER_LETTERS = 20
"""Letters of another authority, so that one letter less is no tenth of all: that would stop a night."""
_PRINTED = {"overall": Area.OVERALL, "help_protection": Area.HELP_PROTECTION}


class StoryCatalogue(Catalogue):
    """What the site lists tonight: the pages are exchanged, the bytes of a content are printed once."""

    def __init__(self) -> None:
        super().__init__((_provider(AUTHORITY), _provider(BRACKLEY)), ())
        self._others = _other_letters()
        self._bytes: dict[str, bytes] = {}
        self.show({}, {})

    def show(self, page: Mapping[str, Shown], contents: Contents) -> None:
        """List this page from now on."""
        publications = [_publication(number, shown, partial(self._printed, shown, contents)) for number, shown in page.items()]
        super().__init__(tuple(self.providers.values()), (*publications, *self._others))  # type: ignore[arg-type]

    def content_hash(self, content: str) -> str | None:
        """The sha256 of a content's bytes, None if they were never served."""
        return sha256(self._bytes[content]).hexdigest() if content in self._bytes else None

    def _printed(self, shown: Shown, contents: Contents) -> bytes:
        if shown.content not in self._bytes:
            self._bytes[shown.content] = _letter(shown, contents[shown.content], seed=len(self._bytes))
        return self._bytes[shown.content]


class PipelineWatch(AnsweringWatch):
    """A watch in a folder, on SQLite or the database at `database`. A context manager."""

    def __init__(self, folder: Path, database: str | None = None) -> None:
        self._stack = ExitStack()
        self.catalogue = StoryCatalogue()
        self._site = self._stack.enter_context(LoopbackSite(self.catalogue, date(2021, 1, 1)))
        self.settings = _settings(folder, self._site.url, database)
        resources = self._stack.enter_context(open_resources(self.settings, sleep=lambda seconds: None))
        resources.reader = ReadHere(resources.register)  # type: ignore[assignment]  # killed readers are another proof's matter
        super().__init__(resources)

    def __enter__(self) -> "PipelineWatch":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()

    def night(self, today: date, page: Mapping[str, Shown] | None, contents: Contents) -> tuple[Decision, ...]:
        """One night with this page, and the delivery after it. Returns the events that it decided, by key."""
        self._site.today = today
        self._site.order_only(*([Mishap("/", Unavailable(), times=None)] if page is None else []))
        if page is not None:
            self.catalogue.show(page, contents)
        known = set(self.decided())
        run_over_site(EveryFile({AUTHORITY.urn}), self.resources, [AUTHORITY, BRACKLEY], today)
        deliver(self.resources)
        return self.decided_since(known)

    def starts(self, contents: Contents) -> dict[str, date]:
        """The sha256 of each content that was served and is read → the first day that it gives."""
        hashes = ((self.catalogue.content_hash(content), report) for content, report in contents.items())
        return {name: report.start for name, report in hashes if name is not None and report is not None}

    def wrong_mails(self) -> tuple[int, int]:
        """How many mails are missing and how many too much: each alert that was not held or dropped is one mail."""
        deliver(self.resources)
        sent = Counter(alert.message_id for alert in self.database.alerts.find([AlertState.SENT]))
        due = Counter(
            alert.message_id for alert in self.database.alerts.find(set(AlertState) - {AlertState.HELD, AlertState.DROPPED})
        )
        mails = Counter(_message_id(path) for path in self.settings.outbox.glob("*.eml"))
        return (due - mails).total() + (due - sent).total(), (mails - due).total()


def _settings(folder: Path, site: str, database: str | None) -> Settings:
    write_csv(folder / "authorities.csv", (AUTHORITY, BRACKLEY))
    given = {
        "OFSTED_WATCH_SITE_URL": site,
        "OFSTED_WATCH_DATA_DIR": str(folder / "data"),
        "OFSTED_WATCH_AUTHORITIES_FILE": str(folder / "authorities.csv"),
        "OFSTED_WATCH_REQUESTS_PER_SECOND": "1000",
        "OFSTED_WATCH_CONTACT": "proofs@example.org",
        "OFSTED_WATCH_MAIL_FROM": "Ofsted Watch <watch@example.org>",
    }
    return read_settings(given | ({"OFSTED_WATCH_DATABASE_URL": database} if database else {}), dotenv=None)


def _letter(shown: Shown, report: Report | None, seed: int) -> bytes:
    """The letter that a content stands for, dated as its link was when it was first served."""
    start = report.start if report is not None else shown.published - timedelta(days=40)
    described = replace(
        ilacs(AUTHORITY, start + timedelta(days=4), "g" * len(areas_on(start - timedelta(days=7))), shown.published), seed=seed
    )
    grades = dict.fromkeys(areas_on(start), Grade.GOOD)
    if report is None:
        return locked(replace(described, start=start, grades=grades))
    grades |= {_PRINTED[strand]: Grade(grade) for strand, grade in report.grades.items()}
    previous = None
    if report.recalls is not None:
        year, _, grade = report.recalls
        assert grade is not None, "our letters print the grade of an earlier inspection that they recall"
        previous = Previous(Grade(grade), date(year, 1, 1))
    return print_letter(replace(described, start=start, grades=grades, previous=previous))


def _publication(number: str, shown: Shown, file: Callable[[], bytes]) -> Publication:
    label = LISTED_AS[LetterKind.ILACS_INSPECTION]
    return Publication(number, AUTHORITY.urn, label, shown.published, shown.published, file)


def _other_letters() -> tuple[Publication, ...]:
    day = date(2020, 2, 20)
    visit = replace(focused("Thornmere", date(2020, 1, 21), day, theme="early help"), authority=BRACKLEY)
    file = print_letter(visit)
    label = LISTED_AS[LetterKind.FOCUSED_VISIT]
    return tuple(
        Publication(str(900 + place), BRACKLEY.urn, label, day, date(2020, 1, 21), lambda: file) for place in range(OTHER_LETTERS)
    )


def _provider(authority: Any) -> Provider:
    return Provider(Urn(authority.urn), council_name(authority), f"1 Invented Way, {authority.name}")


def _message_id(path: Path) -> str:
    import email

    return str(email.message_from_bytes(path.read_bytes())["Message-ID"])
