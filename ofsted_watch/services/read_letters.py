"""Reads a file in the archive as a Letter, once for each reader version."""

from dataclasses import dataclass
from datetime import UTC, datetime

from ofsted_watch.domain.identifiers import Sha256
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Letter, Listing, Problem
from ofsted_watch.errors import NotAPdf, ReaderDied
from ofsted_watch.extraction.html_start import is_html
from ofsted_watch.extraction.letter_kinds import READER_VERSION
from ofsted_watch.runs.listed_dates import resolve_dates
from ofsted_watch.services.resources import Resources

_NOT_THE_FILES_FAULT = frozenset({ReaderDied.code})
"""Problems of this machine rather than of the file: not kept, so that the file is read again next time."""


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A listing and the sha256 of the bytes that the archive has of its file."""

    listing: Listing
    sha256: Sha256


def read_letter(listed: ListedFile, resources: Resources) -> Letter:
    """The letter in these bytes, from an earlier reading or read now in a separate process.

    A file that cannot be read is a Letter with a problem, never an exception. Dates that contradict each other are resolved
    here, where letter and listing meet; the reading is recorded as the bytes alone give it. What a person read in these bytes
    counts, whatever the reader would read. Raises ArchiveDamaged.
    """
    return resolve_dates(_reading(listed, resources), listed.listing)


def _reading(listed: ListedFile, resources: Resources) -> Letter:
    listing, sha256 = listed.listing, listed.sha256
    if (by_person := resources.database.person_readings.letter(sha256)) is not None:
        return by_person
    known = resources.database.readings.get(sha256, READER_VERSION)
    if known:
        return known
    content = resources.archive.get(sha256)
    name = f"{listing.urn}-{listing.file_number}"
    letter = _web_page(name, sha256) if is_html(content) else resources.reader.read(content, name)
    if not (letter.problem and letter.problem.code in _NOT_THE_FILES_FAULT):
        resources.database.readings.record(letter, READER_VERSION, datetime.now(UTC))
    return letter


def _web_page(name: str, sha256: Sha256) -> Letter:
    """The site lists letters as PDFs: a page in the place of one is never read as a letter, whatever it says."""
    message = "The site served a web page where the letter should be; it is asked for again on the coming nights."
    return Letter(file=name, sha256=sha256, pages=0, kind=LetterKind.OTHER, problem=Problem(NotAPdf.code, message))
