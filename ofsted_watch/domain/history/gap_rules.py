"""Which listed reports are gaps in a history: opened, kept and closed by what a run saw. Pure."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ofsted_watch.domain.gaps import Gap
from ofsted_watch.domain.history.editions import MOVED, link_day, lives, read_since
from ofsted_watch.domain.history.inspections import COMPARED_KINDS
from ofsted_watch.domain.identifiers import FileKey, FileNumber, Sha256
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Listing, StoredLetter

_INSPECTION = re.compile(r"\binspection\b")
_CHILDREN = re.compile(r"\b(?:child|children)\b|\bsingle inspection\b")
_OTHER_THAN_INSPECTION = re.compile(r"\b(?:visit|joint|jtai|send|special educational|area review|monitoring)\b")


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A listed file that a run has no reading of. `kind` is what its bytes are known to be, None where that is unknown."""

    listing: Listing
    sha256: Sha256 | None
    kind: LetterKind | None
    reason: str


def may_carry_grades(kind: LetterKind | None, listed_as: str) -> bool:
    """True for a kind that is compared; where the kind is unknown, for the label of an inspection of children's services.

    A label of a visit, of a joint inspection or of an area's SEND provision is none.
    """
    if kind is not None and kind is not LetterKind.OTHER:
        return kind in COMPARED_KINDS
    label = listed_as.casefold()
    is_inspection = _INSPECTION.search(label) and _CHILDREN.search(label)
    return bool(is_inspection) and not _OTHER_THAN_INSPECTION.search(label)


def gaps_after(
    before: Sequence[Gap],
    unread: Iterable[UnreadFile],
    stored: Iterable[StoredLetter],
    *,
    held: Collection[FileKey],
    gone: Collection[FileNumber],
    closed: Collection[tuple[FileNumber, Sha256 | None]],
    today: date,
) -> tuple[Gap, ...]:
    """The open gaps of one authority after a run, by day and number.

    `unread` are the listed files without a reading when the run began, `stored` the letters after it, of which `held` are not
    published: a report whose letter is held or was dropped stays a gap. `gone` are the numbers that the site says are gone,
    `closed` the bytes that a person said are no graded inspection.
    """
    letters: dict[FileNumber, list[StoredLetter]] = defaultdict(list)
    for letter in stored:
        if letter.letter.problem is None:
            letters[letter.listing.file_number].append(letter)
    files = {file.listing.file_number: file for file in unread if not _is_read(file, letters)}
    opened = {
        number: gap
        for number, file in files.items()
        if (number, file.sha256) not in closed and (gap := _gap(file, letters, today)) is not None
    }
    kept = []
    for gap in before:
        published = [letter for letter in letters[gap.file_number] if letter.file_key not in held]
        others = read_since(gap, published)
        replaced = opened.get(gap.file_number)
        later = [link_day(letter) for letter in others] + ([replaced.published] if replaced is not None else [])
        is_used_again = any(day - gap.published > MOVED for day in later)
        is_as_before = gap.file_number not in files and gap.file_number not in gone and not others
        if is_used_again or is_as_before:
            kept.append(gap)
    return tuple(sorted((*kept, *opened.values()), key=lambda gap: (gap.published, gap.file_number, gap.sha256 or "")))


def _is_read(file: UnreadFile, letters: Mapping[FileNumber, Sequence[StoredLetter]]) -> bool:
    """True if these bytes are stored; where none were served, if any of their number are."""
    known = letters.get(file.listing.file_number, ())
    return any(file.sha256 in (None, letter.letter.sha256) for letter in known)


def _gap(file: UnreadFile, letters: Mapping[FileNumber, Sequence[StoredLetter]], today: date) -> Gap | None:
    listing, known = file.listing, letters.get(file.listing.file_number, ())
    if not may_carry_grades(file.kind, listing.listed_as):
        return None
    published = listing.published or today
    earlier = lives(known)[-1][-1] if known else None
    if earlier is not None and abs(published - link_day(earlier)) > MOVED:
        earlier = None
    if earlier is not None and earlier.letter.kind not in COMPARED_KINDS:
        return None
    after = earlier.letter.sha256 if earlier is not None else None
    return Gap(listing.urn, listing.file_number, published, listing.listed_as, listing.url, file.reason, after, file.sha256)
