"""Reads again what an earlier version of the reader read or set aside. Any news is held."""

from collections.abc import Sequence
from datetime import date

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.identifiers import FileKey, LetterKey
from ofsted_watch.domain.model import Authority, FileRecord, Letter, StoredLetter
from ofsted_watch.domain.person_reading import is_person
from ofsted_watch.domain.run_state import RunKind
from ofsted_watch.extraction.letter_kinds import READER_VERSION
from ofsted_watch.runs.planning import EVERYTHING
from ofsted_watch.runs.run_result import RunResult
from ofsted_watch.runs.sorting import Gathered
from ofsted_watch.services.decide import NotifyMode
from ofsted_watch.services.executor import Executor
from ofsted_watch.services.gather import Gathering
from ofsted_watch.services.read_letters import ListedFile, read_letter
from ofsted_watch.services.resources import Resources
from ofsted_watch.services.run import whole_run


def reread(
    executor: Executor,
    resources: Resources,
    expected: Sequence[Authority],
    today: date,
    notify: NotifyMode = NotifyMode.SEND,
) -> RunResult:
    """Read again. Corrections are held; an old grade stays if the new reading lost it. Sends no request to the site."""
    return whole_run(
        executor, resources, RunKind.REREAD, expected, today, lambda: _gather(executor, resources, expected, today), notify
    )


def _gather(executor: Executor, resources: Resources, expected: Sequence[Authority], today: date) -> Gathering:
    gathering = Gathering(tuple(expected), today, EVERYTHING)
    stored = resources.database.letters.stored([authority.urn for authority in expected])
    read_stored(executor, resources, gathering, [known for known in stored if _is_stale(known)])
    read_set_aside(executor, resources, gathering, set_aside_files(resources.database, gathering.expected, stored))
    return gathering


def read_stored(
    executor: Executor, resources: Resources, gathering: Gathering, stored: Sequence[StoredLetter]
) -> tuple[Letter | None, ...]:
    """Read stored letters again, into the gathering. Returns what was read of each; None if its file cannot be used."""
    answers = executor.map(read_letter, [ListedFile(known.listing, known.letter.sha256) for known in stored], resources)
    for known, letter in zip(stored, answers, strict=True):
        if isinstance(letter, Exception):
            gathering.miss(known.listing.urn, letter)
        else:
            gathering.letters.append(Gathered(known.listing, letter, known.first_seen, None, known.edition, known.served))
    return tuple(None if isinstance(letter, Exception) else letter for letter in answers)


def set_aside_files(database: Database, expected: Sequence[Authority], stored: Sequence[StoredLetter]) -> tuple[FileRecord, ...]:
    """The files of these authorities that are set aside as letters, in the bytes served last, without those among `stored`."""
    aside = database.set_asides.set_aside_letters([authority.urn for authority in expected])
    places = {letter.key for letter in stored}
    return tuple(
        record
        for urn in sorted({file.urn for file in aside})
        for number, record in sorted(database.files.files_of(urn).items())
        if FileKey(urn, record.sha256) in aside and LetterKey(urn, number, record.sha256) not in places
    )


def read_set_aside(
    executor: Executor, resources: Resources, gathering: Gathering, records: Sequence[FileRecord]
) -> tuple[Letter | None, ...]:
    """Read files that are set aside, into the gathering; what is still unreadable stays set aside. Returns as `read_stored`."""
    listed = [ListedFile(record.listing, record.sha256) for record in records]
    checks = resources.database.files.checks_before({record.urn for record in records})
    answers = executor.map(read_letter, listed, resources)
    unread = 0
    for record, file, letter in zip(records, listed, answers, strict=True):
        listing = file.listing
        if isinstance(letter, Exception):
            gathering.miss(listing.urn, letter)
        elif letter.problem is not None:
            unread += 1
        else:
            first = checks[listing.key]
            gathering.letters.append(
                Gathered(listing, letter, first.first_listed, first.checked_before, record.edition, record.first_seen)
            )
    if unread:
        gathering.notes.append(f"{unread} {'letter' if unread == 1 else 'letters'} set aside before still cannot be read")
    return tuple(None if isinstance(letter, Exception) else letter for letter in answers)


def _is_stale(known: StoredLetter) -> bool:
    """True for what an earlier version of the reader read. What a person read is replaced by a person only."""
    return known.reader_version != READER_VERSION and not is_person(known.reader_version) and known.withdrawn is None
