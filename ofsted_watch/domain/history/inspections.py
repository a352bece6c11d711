"""From stored letters to each authority's history: one inspection or visit, however many files are about it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ofsted_watch.domain.gaps import Gap
from ofsted_watch.domain.grades import STRAND_OF_AREA, Area, Grade, Strand
from ofsted_watch.domain.history.editions import MOVED, link_day, lives, newest_editions, read_since, served_order
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
    which is correct: they are in neither. `gaps` are the reports that are published and not read.
    """

    urn: Urn
    inspections: tuple[Inspection, ...] = ()
    others: tuple[Inspection, ...] = ()
    disputed: tuple[StoredLetter, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def predecessor(self, inspection: Inspection) -> Inspection | None:
        """The compared inspection published before this one, or None for the first."""
        place = self.inspections.index(inspection)
        return self.inspections[place - 1] if place else None

    def gaps_between(self, earlier: Inspection, later: Inspection) -> tuple[Gap, ...]:
        """The unread reports that may stand between two neighbours, or may have changed what the earlier one says."""
        return tuple(
            gap
            for gap in self.gaps
            if (gap.after in earlier.hashes if gap.after else earlier.published <= gap.published <= later.published)
        )

    def gaps_before(self, inspection: Inspection) -> tuple[Gap, ...]:
        """The unread reports because of which an inspection is not compared; for the first one, those published before it."""
        earlier = self.predecessor(inspection)
        if earlier is not None:
            return self.gaps_between(earlier, inspection)
        return tuple(gap for gap in self.gaps if gap.after is None and gap.published <= inspection.published)


def histories(stored: Iterable[StoredLetter], gaps: Iterable[Gap] = ()) -> dict[Urn, History]:
    """Each URN's history, independent of the order of arrival.

    Letters with a problem and withdrawn ones are left out. A re-issue (same number, other bytes) counts with its last bytes.
    A number that was used again (see `lives`) tells of several inspections; the earlier ones stay.
    The same bytes, or the same kind and inspection dates, under two numbers are one inspection; when their grades differ, the
    later one is a re-issue of the earlier, and if no day shows which is later, neither is used (`disputed`). A number
    that was re-issued since the other one was listed is the later one.
    `gaps` are the open ones: nothing is compared across a gap that none of these letters reads.
    Raises UnknownKind and UnlistedArea, see Inspection.
    """
    by_urn: dict[Urn, list[StoredLetter]] = defaultdict(list)
    gaps_of: dict[Urn, list[Gap]] = defaultdict(list)
    for letter in stored:
        by_urn[letter.listing.urn].append(letter)
    for gap in gaps:
        gaps_of[gap.urn].append(gap)
    return {urn: _history(urn, by_urn[urn], gaps_of[urn]) for urn in sorted(by_urn.keys() | gaps_of.keys())}


def files_ever_about(letters: Iterable[StoredLetter], sha256: Sha256) -> frozenset[Sha256]:
    """Every file of the inspection that these bytes are about, as if the site had withdrawn none of them.

    A report that moves to another number leaves its earlier bytes under the withdrawn one, and its first mails were about those.
    `letters` are all that are stored of one authority.
    """
    restored = [replace(letter, withdrawn=None) for letter in letters]
    groups = _same_inspection(_standing_numbers(restored))
    hashes = (frozenset(file.letter.sha256 for file in group) for group in groups)
    return next((own for own in hashes if sha256 in own), frozenset({sha256}))


def _history(urn: Urn, letters: Sequence[StoredLetter], gaps: Sequence[Gap]) -> History:
    groups = _same_inspection(_standing_numbers(letters))
    disputed = [group for group in groups if _contradicts_itself(group)]
    notified = sorted((_inspection(group) for group in groups if group not in disputed), key=_in_order)
    return History(
        urn,
        tuple(inspection for inspection in notified if inspection.is_compared),
        tuple(inspection for inspection in notified if not inspection.is_compared),
        tuple(sorted((letter for group in disputed for letter in group), key=_age)),
        tuple(sorted((gap for gap in gaps if not _is_read(gap, letters)), key=lambda gap: (gap.published, gap.file_number))),
    )


def _is_read(gap: Gap, letters: Sequence[StoredLetter]) -> bool:
    """True if one of these letters is the reading: a gap stays open until the next run after a held letter was released."""
    return any(abs(link_day(letter) - gap.published) <= MOVED for letter in read_since(gap, letters))


def _standing_numbers(letters: Sequence[StoredLetter]) -> list[tuple[StoredLetter, ...]]:
    """The readable files of each number that the site serves or has used again since, in the order in which they were served."""
    by_number: dict[FileNumber, list[StoredLetter]] = defaultdict(list)
    for letter in letters:
        by_number[letter.listing.file_number].append(letter)
    standing = [life for _, files in sorted(by_number.items()) for life in lives(files) if life[-1].withdrawn is None]
    readable = (tuple(file for file in life if file.letter.problem is None) for life in standing)
    return [files for files in readable if files]


def _same_inspection(numbers: Sequence[Sequence[StoredLetter]]) -> list[list[StoredLetter]]:
    """Numbers of one inspection grouped; the files of each group oldest first."""
    groups: list[tuple[set[tuple[object, ...]], list[StoredLetter]]] = []
    for files in numbers:
        marks = _marks(files)
        members = [group for group in groups if group[0] & marks]
        groups = [group for group in groups if group not in members]
        groups.append((marks.union(*(own for own, _ in members)), [file for _, own in members for file in own] + list(files)))
    return [sorted(files, key=_age) for _, files in groups]


def _marks(files: Sequence[StoredLetter]) -> set[tuple[object, ...]]:
    """What makes two numbers one inspection: the bytes, or the kind with both dates of the inspection, as served last.

    Bytes that gave another first day than those served last tell of what the number was, not of what it is.
    """
    last = files[-1].letter
    alike = (file.letter for file in files if file.letter.inspection_start == last.inspection_start)
    marks: set[tuple[object, ...]] = {("bytes", letter.sha256) for letter in alike}
    if last.inspection_start is not None and last.inspection_end is not None:
        marks.add((last.kind, last.inspection_start, last.inspection_end))
    return marks


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
