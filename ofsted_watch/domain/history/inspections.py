"""From stored letters to each authority's history: one inspection or visit, however many files are about it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ofsted_watch.domain.grades import STRAND_OF_AREA, Area, Grade, Strand
from ofsted_watch.domain.history.editions import newest_editions, served_order
from ofsted_watch.domain.identifiers import FileNumber, ServedFile, Sha256, Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Judgement, StoredLetter
from ofsted_watch.errors import UnknownKind, UnlistedArea

COMPARED_KINDS = frozenset({LetterKind.ILACS_INSPECTION, LetterKind.SIF_INSPECTION, LetterKind.SIF_REINSPECTION})
"""Kinds whose areas correspond (SIF, its re-inspections, ILACS: ofsted-domain, 'When has a judgement changed')."""

OTHER_KINDS = frozenset(
    {
        LetterKind.LAC_INSPECTION_2012_13,  # has 'overall' and 'leadership' too, but on another scale and with a smaller scope
        LetterKind.LSCB_REVIEW,
        LetterKind.FOCUSED_VISIT,
        LetterKind.MONITORING_VISIT,
        LetterKind.ASSURANCE_VISIT,
        LetterKind.JTAI,
        LetterKind.AREA_SEND,
        LetterKind.SEND_MONITORING_VISIT,
        LetterKind.COUNCIL_NEWS,
        LetterKind.OTHER,
    }
)


@dataclass(frozen=True, slots=True)
class Inspection:
    """One inspection or visit. `stored` are the bytes that count (the newest re-issue), `published` is its first day.

    `files` are all its files, including older bytes.
    """

    stored: StoredLetter
    published: date
    files: frozenset[ServedFile]

    @property
    def numbers(self) -> frozenset[FileNumber]:
        """All file numbers under which the site serves this inspection."""
        return frozenset(number for number, _ in self.files)

    @property
    def hashes(self) -> frozenset[Sha256]:
        """The sha256 of every file about this inspection."""
        return frozenset(sha256 for _, sha256 in self.files)

    @property
    def is_compared(self) -> bool:
        """True for the graded kinds whose areas correspond. Raises UnknownKind for a graded kind in neither list."""
        letter = self.stored.letter
        if letter.kind in COMPARED_KINDS:
            return True
        if letter.kind in OTHER_KINDS or not letter.judgements:
            return False
        raise UnknownKind(
            f"'{letter.kind}' (file {self.stored.listing.file_number}) gives grades, but it is not known whether to compare them "
            "with others: add it to COMPARED_KINDS or OTHER_KINDS of ofsted_watch/domain/history/inspections.py"
        )

    def strands(self) -> dict[Strand, Judgement]:
        """What this inspection judged on the compared strands. Raises UnlistedArea if two of its areas share a strand."""
        judged: dict[Strand, Judgement] = {}
        for judgement in self.stored.letter.judgements:
            strand = STRAND_OF_AREA.get(judgement.area)
            if strand is None:  # adoption has no strand
                continue
            if strand in judged:
                raise UnlistedArea(
                    f"file {self.stored.listing.file_number} judges both '{judged[strand].area}' and '{judgement.area}', "
                    f"which no framework does: both are the strand '{strand}'"
                )
            judged[strand] = judgement
        return judged


@dataclass(frozen=True, slots=True)
class History:
    """All we have of one authority: `inspections` are the compared ones, `others` the rest; both oldest first.

    `disputed` are files about one inspection with different grades, published on the same day, so that it is unknown
    which is correct: they are in neither.
    """

    urn: Urn
    inspections: tuple[Inspection, ...] = ()
    others: tuple[Inspection, ...] = ()
    disputed: tuple[StoredLetter, ...] = ()

    def predecessor(self, inspection: Inspection) -> Inspection | None:
        """The compared inspection published before this one, or None for the first."""
        place = self.inspections.index(inspection)
        return self.inspections[place - 1] if place else None

    def same_as(self, inspection: Inspection) -> Inspection | None:
        """This history's version of an inspection from another history: the one that shares a file number or bytes with it."""
        return next(
            (
                own
                for own in (*self.inspections, *self.others)
                if own.numbers & inspection.numbers or own.hashes & inspection.hashes
            ),
            None,
        )


def histories(stored: Iterable[StoredLetter]) -> dict[Urn, History]:
    """Each URN's history, independent of the order of arrival.

    Letters with a problem and withdrawn ones are left out. A re-issue (same number, other bytes) counts with its last bytes.
    The same bytes, or the same kind and inspection dates, under two numbers are one inspection; when their grades differ, the
    later one is a re-issue of the earlier, and if no day shows which is later, neither is used (`disputed`). A number
    that was re-issued since the other one was listed is the later one.
    Raises UnknownKind and UnlistedArea, see Inspection.
    """
    by_urn: dict[Urn, list[StoredLetter]] = defaultdict(list)
    for letter in stored:
        by_urn[letter.listing.urn].append(letter)
    return {urn: _history(urn, letters) for urn, letters in sorted(by_urn.items())}


def _history(urn: Urn, letters: Sequence[StoredLetter]) -> History:
    groups = _same_inspection(_standing_numbers(letters))
    disputed = [group for group in groups if _contradicts_itself(group)]
    notified = sorted((_inspection(group) for group in groups if group not in disputed), key=_in_order)
    return History(
        urn,
        tuple(inspection for inspection in notified if inspection.is_compared),
        tuple(inspection for inspection in notified if not inspection.is_compared),
        tuple(sorted((letter for group in disputed for letter in group), key=_age)),
    )


def _standing_numbers(letters: Sequence[StoredLetter]) -> list[list[StoredLetter]]:
    """The readable files of each number the site still serves, in the order in which they were served."""
    by_number: dict[FileNumber, list[StoredLetter]] = defaultdict(list)
    for letter in sorted(letters, key=served_order):
        by_number[letter.listing.file_number].append(letter)
    standing = (files for _, files in sorted(by_number.items()) if files[-1].withdrawn is None)
    readable = ([file for file in files if file.letter.problem is None] for files in standing)
    return [files for files in readable if files]


def _same_inspection(numbers: Sequence[list[StoredLetter]]) -> list[list[StoredLetter]]:
    """Numbers of one inspection grouped; the files of each group oldest first."""
    groups: list[list[StoredLetter]] = []
    for files in numbers:
        marks = {mark for file in files for mark in _marks(file)}
        group_members = [group for group in groups if any(mark in marks for file in group for mark in _marks(file))]
        groups = [group for group in groups if group not in group_members]
        groups.append(sorted((file for group in (*group_members, files) for file in group), key=_age))
    return groups


def _marks(stored: StoredLetter) -> tuple[tuple[object, ...], ...]:
    """What makes two files one inspection: the bytes, or the kind with both dates of the inspection."""
    letter = stored.letter
    if letter.inspection_start is None or letter.inspection_end is None:
        return (("bytes", letter.sha256),)
    return (("bytes", letter.sha256), (letter.kind, letter.inspection_start, letter.inspection_end))


def _contradicts_itself(group: Sequence[StoredLetter]) -> bool:
    """Two numbers of one inspection, equally new, with different grades."""
    return len({_grades(file) for file in _latest(group)}) > 1


def _inspection(group: Sequence[StoredLetter]) -> Inspection:
    last = _latest(group)[0]
    # The earliest number with the newest content keeps the inspection's place when a copy appears under another.
    counts = min((file for file in newest_editions(group) if _grades(file) == _grades(last)), key=_age)
    return Inspection(
        stored=counts,
        published=min(file.published for file in group),
        files=frozenset(file.served_file for file in group),
    )


def _latest(group: Sequence[StoredLetter]) -> list[StoredLetter]:
    """The newest files of an inspection; more than one if no day shows which is newest.

    Of each number, the edition served last. Once a number was re-issued, a number that was listed before that day has the
    old content.
    """
    files_of = Counter(file.listing.file_number for file in group)
    newest = newest_editions(group)
    reissued = {file.listing.file_number: file.served for file in newest if files_of[file.listing.file_number] > 1}
    came = {file.listing.file_number: reissued.get(file.listing.file_number) or file.first_seen for file in newest}
    since = max((came[number] for number in reissued), default=date.min)
    rivals = [file for file in newest if came[file.listing.file_number] >= since]
    last = max((file.published, came[file.listing.file_number]) for file in rivals)
    return [file for file in rivals if (file.published, came[file.listing.file_number]) == last]


def _grades(stored: StoredLetter) -> frozenset[tuple[Area, Grade]]:
    return frozenset((judgement.area, judgement.grade) for judgement in stored.letter.judgements)


def _age(stored: StoredLetter) -> tuple[object, ...]:
    """Files of several numbers, oldest first: when the number was first listed, when it came out, then by number."""
    number = stored.listing.file_number
    return stored.first_seen, stored.published, len(number), number, *served_order(stored)


def _in_order(inspection: Inspection) -> tuple[object, ...]:
    """By publication; on one day the inspection that ended first, then the lower file number."""
    number = inspection.stored.listing.file_number
    ended = inspection.stored.letter.inspection_end or inspection.published
    return inspection.published, ended, len(number), number
