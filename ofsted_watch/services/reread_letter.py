"""Reads one letter again, whichever version read it last, and reports what was read before and what is read now."""

import re
from dataclasses import dataclass
from datetime import date

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.identifiers import FileNumber, LetterKey
from ofsted_watch.domain.model import Authority, FileRecord, Letter, Listing, StoredLetter
from ofsted_watch.domain.person_reading import is_person
from ofsted_watch.domain.run_state import RunKind
from ofsted_watch.domain.set_aside_state import SetAsideSubject
from ofsted_watch.errors import WrongUse
from ofsted_watch.extraction.letter_kinds import READER_VERSION
from ofsted_watch.runs.planning import EVERYTHING
from ofsted_watch.runs.run_result import RunResult
from ofsted_watch.services.decide import NotifyMode
from ofsted_watch.services.executor import Executor
from ofsted_watch.services.gather import Gathering
from ofsted_watch.services.reread import read_set_aside, read_stored, set_aside_files
from ofsted_watch.services.resources import Resources
from ofsted_watch.services.run import whole_run

ANY_OF = "Give its file number, its link on Ofsted's site, or its id among the set-aside letters"

ONE_OR_ALL = "Choose authorities, or one letter, and not both"

_IN_ADDRESS = re.compile(r"/(?:file|letters)/([0-9]+)")
"""The file number in an address of Ofsted's site or of our own pages."""


@dataclass(frozen=True, slots=True)
class ChosenLetter:
    """A letter to read again: what is stored under its number, and the file under it that is set aside (None: none is)."""

    authority: Authority
    file_number: FileNumber
    stored: tuple[StoredLetter, ...]
    set_aside: FileRecord | None


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """A file as it was read before (None: not at all) and as it is read now (None: it cannot be used), with both versions.

    `is_stored` says that it is stored as read now.
    """

    listing: Listing
    before: Letter | None
    version_before: str
    now: Letter | None
    version_now: str
    is_stored: bool


def chosen_letter(database: Database, register: AuthorityRegister, given: str) -> ChosenLetter:
    """The letter that a person names: by its file number, its link, or its id as a set-aside item.

    Raises WrongUse for one that does not exist, is not clear, or is not read again by the reader.
    """
    record = _record(database, register, given.strip())
    authority = register.by_urn(record.urn)
    name = f"{authority.name}: file {record.file_number}"
    editions = [letter for letter in database.letters.stored([record.urn]) if letter.listing.file_number == record.file_number]
    if any(letter.letter.sha256 == record.sha256 and is_person(letter.reader_version) for letter in editions):
        raise WrongUse(
            f"{name} was read by a person, and only a person replaces that: enter it again with review-set-aside-letters "
            "under its id. Nothing was read"
        )
    stored = tuple(letter for letter in editions if letter.withdrawn is None and not is_person(letter.reader_version))
    waiting = [file for file in set_aside_files(database, [authority], editions) if file.file_number == record.file_number]
    if not stored and not waiting:
        why = (
            "Ofsted has withdrawn it. If Ofsted lists it again, the next run reads it"
            if editions
            else "it was rejected, or released. The next run stores what was released; what was rejected is never used"
        )
        raise WrongUse(f"{name} is not read again: {why}")
    return ChosenLetter(authority, record.file_number, stored, waiting[0] if waiting else None)


def reread_letter(
    executor: Executor, resources: Resources, chosen: ChosenLetter, today: date, notify: NotifyMode = NotifyMode.SEND
) -> tuple[RunResult, tuple[ReadAgain, ...]]:
    """Read one letter again, each of its stored editions. Corrections are held, as by `reread`. Sends no request to the site."""
    now: list[Letter | None] = []
    files = _files(resources.database, chosen)

    def gather() -> Gathering:
        gathering = Gathering((chosen.authority,), today, EVERYTHING)
        now.extend(read_stored(executor, resources, gathering, chosen.stored))
        now.extend(read_set_aside(executor, resources, gathering, [chosen.set_aside] if chosen.set_aside else []))
        return gathering

    result = whole_run(executor, resources, RunKind.REREAD, [chosen.authority], today, gather, notify)
    stored = {letter.key for letter in result.outcome.stored}
    return result, tuple(
        ReadAgain(listing, before, version, letter, READER_VERSION, key in stored)
        for (listing, key, before, version), letter in zip(files, now, strict=True)
    )


def _files(database: Database, chosen: ChosenLetter) -> list[tuple[Listing, LetterKey, Letter | None, str]]:
    """Each file with its last reading and that reader's version, in the order in which they are read."""
    files: list[tuple[Listing, LetterKey, Letter | None, str]] = [
        (letter.listing, letter.key, letter.letter, letter.reader_version) for letter in chosen.stored
    ]
    if (record := chosen.set_aside) is not None:
        letter, version = database.readings.newest(record.sha256, by_reader=True) or (None, "")
        files.append((record.listing, LetterKey(record.urn, record.file_number, record.sha256), letter, version))
    return files


def _record(database: Database, register: AuthorityRegister, given: str) -> FileRecord:
    """The newest file under the number that a person gave. Raises WrongUse."""
    if not given:
        raise WrongUse(f"No letter is given. {ANY_OF}")
    address = _IN_ADDRESS.search(given)
    number = FileNumber(address[1] if address else given)
    if not re.fullmatch("[0-9]+", number):
        raise WrongUse(f"'{given}' names no letter. {ANY_OF}")
    by_number = database.files.numbered(number)
    by_id = () if address else _set_aside_under(database, number)
    if by_number and by_id:
        raise WrongUse(f"{number} is both a file number and an id of a set-aside letter: give the link of the letter")
    records = by_number or by_id
    if not records:
        raise WrongUse(f"There is no letter {number} in what is stored and set aside. {ANY_OF}")
    if len(records) > 1:
        names = ", ".join(register.by_urn(record.urn).name for record in records)
        raise WrongUse(f"{len(records)} letters have the number {number} ({names}): read these authorities again instead")
    return records[0]


def _set_aside_under(database: Database, number: str) -> tuple[FileRecord, ...]:
    """The file that the set-aside item with this id is about; none for another id. Raises WrongUse if it is about no letter."""
    item = next((item for item in database.set_asides.find(open_only=False) if str(item.id) == number.lstrip("0")), None)
    if item is None:
        return ()
    if item.what is not SetAsideSubject.LETTER:
        raise WrongUse(f"{number} is about no letter, so there is no file to read: {item.message}")
    records = tuple(record for record in database.files.files_of(item.urn).values() if record.sha256 == item.about)
    if not records:
        raise WrongUse(f"The site serves another file in the place of {number} now: look at its newer item")
    return records[:1]
