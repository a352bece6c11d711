"""A person reads a letter that the reader refused: the pages to read, and the grades that are entered, stored and sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from ofsted_watch.adapters.archive import Archive
from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.person_readings import ReadingEntered
from ofsted_watch.adapters.pdf_reader import DrawnPage, Reader
from ofsted_watch.domain.history.gap_rules import may_carry_grades
from ofsted_watch.domain.identifiers import LetterKey, Sha256
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import FileRecord, Letter, SetAside
from ofsted_watch.domain.run_state import RunKind
from ofsted_watch.domain.set_aside_state import SetAsideAnswer, SetAsideSubject
from ofsted_watch.errors import WrongUse
from ofsted_watch.runs.entered_reading import Entry, carries_grades, entered_letter
from ofsted_watch.runs.planning import EVERYTHING
from ofsted_watch.runs.run_result import RunResult
from ofsted_watch.runs.sorting import Gathered
from ofsted_watch.services.decide import NotifyMode
from ofsted_watch.services.decided_by import check_ids, check_name, check_text
from ofsted_watch.services.executor import Executor
from ofsted_watch.services.gather import Gathering
from ofsted_watch.services.read_letters import ListedFile, read_letter
from ofsted_watch.services.resources import Resources
from ofsted_watch.services.run import whole_run

LONGEST_REASON = 300
"""Characters. The reason is shown to readers of mails and pages."""


@dataclass(frozen=True, slots=True)
class SetAsideLetter:
    """A letter in review: its item, the numbers that serve these bytes now, what the reader read, and who read it since."""

    item: SetAside
    records: tuple[FileRecord, ...]
    letter: Letter
    reader_version: str | None
    entered: tuple[ReadingEntered, ...]

    @property
    def sha256(self) -> Sha256:
        """The bytes of the letter."""
        return Sha256(self.item.about)


def set_aside_letter(database: Database, number: int) -> SetAsideLetter:
    """The letter that a set-aside item is about. Raises WrongUse for an unknown item and for one that is about no letter."""
    item = database.set_asides.get(number)
    if item.what is not SetAsideSubject.LETTER:
        raise WrongUse(f"{number} is about a {item.what}, which has no file to read: {item.message}")
    sha256 = Sha256(item.about)
    records = tuple(record for _, record in sorted(database.files.files_of(item.urn).items()) if record.sha256 == sha256)
    reading = database.readings.newest(sha256, by_reader=True)
    letter = reading[0] if reading else Letter(f"{item.urn}-{sha256[:16]}", sha256, 0, LetterKind.OTHER)
    return SetAsideLetter(item, records, letter, reading[1] if reading else None, database.person_readings.of(sha256))


def draw_page(archive: Archive, reader: Reader, sha256: Sha256, number: int, *, image: bool = True) -> DrawnPage:
    """A page (from 1) of an archived file, drawn in the limited process. Raises PageNotShown, ArchiveDamaged."""
    return reader.page(archive.get(sha256), number, image=image)


def refuse_to_lose_grades(database: Database, items: Iterable[SetAside]) -> None:
    """A letter of a graded kind is not released without its grades. Raises WrongUse that says what to do instead."""
    for item in items:
        if item.what is not SetAsideSubject.LETTER or item.id is None:
            continue
        review = set_aside_letter(database, item.id)
        letter = database.person_readings.letter(review.sha256) or review.letter
        if letter.problem is None and (letter.judgements or not carries_grades(letter)):
            continue
        labels = [record.listed_as for record in review.records]
        unknown = letter.kind is LetterKind.OTHER and any(may_carry_grades(None, label) for label in labels)
        if unknown or carries_grades(letter):
            raise WrongUse(
                f"{item.id} is a letter with grades, and a release would store it without them: read its pages and enter the"
                " grades ('enter' instead of 'release'), or close its gap if it gives none"
                " (review-gaps). Nothing was released"
            )


def enter_reading(
    executor: Executor, resources: Resources, number: int, entry: Entry, *, by: str, reason: str, today: date, at: datetime
) -> RunResult:
    """Store what a person read in a set-aside letter, and keep the letter like any other: checked, compared, sent.

    Raises WrongUse for an entry that does not fit the letter's kind or the pages of its file, for a missing name or reason and
    for an item that was released or rejected; then nothing is stored. The result says if our own checks set it aside again.
    """
    _check_person(by, reason)
    check_ids([number])
    review = set_aside_letter(resources.database, number)
    item = review.item
    if item.answer not in (None, SetAsideAnswer.ENTERED):
        raise WrongUse(f"{number} was {item.answer.replace('_', ' ')} already, by {item.answered_by}: {item.answered_why}")
    if not review.records:
        raise WrongUse(
            f"The site serves another file in the place of this one now, so {number} is not read: look at its newer item"
        )
    authority, listing = resources.register.by_urn(item.urn), review.records[0].listing
    pages, texts = _pages(resources, review, entry)
    letter = entered_letter(review.letter, entry, listing, authority, pages, texts, today)
    resources.database.person_readings.record(item, letter, by=by.strip(), reason=reason.strip(), on=today, at=at)

    def gather() -> Gathering:
        gathering = Gathering((authority,), today, EVERYTHING)
        gathering.letters.extend(_gathered(resources, record) for record in review.records)
        return gathering

    return whole_run(executor, resources, RunKind.REVIEW, [authority], today, gather, NotifyMode.SEND)


def _pages(resources: Resources, review: SetAsideLetter, entry: Entry) -> tuple[int, dict[int, str]]:
    """How many pages the file has, and the text of those that the entry names; read in the limited process."""
    named = sorted({given.page for given in entry.grades})
    if not named:
        return review.letter.pages, {}
    content = resources.archive.get(review.sha256)
    first = resources.reader.page(content, 1, image=False)
    texts = {1: first.text}
    for page in named:
        if page != 1 and 1 <= page <= first.pages:
            texts[page] = resources.reader.page(content, page, image=False).text
    return first.pages, texts


def _gathered(resources: Resources, record: FileRecord) -> Gathered:
    listing = record.listing
    first = resources.database.files.checks_before([record.urn])[listing.key]
    served = resources.database.files.newest_editions([record.urn])[LetterKey(record.urn, record.file_number, record.sha256)]
    letter = read_letter(ListedFile(listing, record.sha256), resources)
    return Gathered(listing, letter, first.first_listed, first.checked_before, served.edition, served.since)


def _check_person(by: str, reason: str) -> None:
    if not reason.strip():
        raise WrongUse("Say why a person had to read it: the reason is stored, and shown to readers")
    if len(reason.strip()) > LONGEST_REASON:
        raise WrongUse(f"Give the reason in at most {LONGEST_REASON} characters: it is shown to readers")
    check_text(reason, "reason")
    check_name(by, "reading", "read it")
