"""What a letter says, as values that can be compared: its kind, its grades, whether it names priority action."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ofsted_watch.domain.grades import STRAND_OF_AREA, Area, Grade, Strand
from ofsted_watch.domain.history.comparison import Compared, compare
from ofsted_watch.domain.history.inspections import COMPARED_KINDS, History, Inspection
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Letter


@dataclass(frozen=True, slots=True)
class ExtraGrades:
    """Grades that no strand compares: adoption, the safeguarding children board (`lscb`), SEND, the frameworks to 2013."""

    areas: Mapping[Area, Grade]
    lscb: Grade | None


@dataclass(frozen=True, slots=True)
class LetterSummary:
    """What a letter says by itself. Two readings of it agree if their summaries are equal.

    `strands` is empty for a kind that is not compared. `priority_action` is True if the letter names areas for it.
    """

    kind: LetterKind
    extra: ExtraGrades
    priority_action: bool
    strands: Mapping[Strand, Grade]


@dataclass(frozen=True, slots=True)
class ComparedSummary:
    """What a letter says, with its strands compared with the previous inspection: what our mail about it says."""

    letter: LetterSummary
    compared: tuple[Compared, ...]


def summary_of_letter(inspection: Inspection) -> LetterSummary:
    """What an inspection's letter says by itself. Raises UnknownKind and UnlistedArea, see Inspection."""
    letter = inspection.stored.letter
    strands = inspection.strands() if inspection.is_compared else {}
    return LetterSummary(
        kind=letter.kind,
        extra=extra_grades(letter),
        priority_action=letter.areas_for_priority_action is True,
        strands={strand: judgement.grade for strand, judgement in strands.items()},
    )


def says_the_same_but_its_kind(known: Inspection, inspection: Inspection) -> bool:
    """True if two letters of an inspection differ in their kind alone: no grade moved, so it is no news."""
    was, now = summary_of_letter(known), summary_of_letter(inspection)
    return was.kind != now.kind and replace(was, kind=now.kind) == now


def summary_with_comparison(history: History, inspection: Inspection) -> ComparedSummary:
    """What an inspection of this history says compared with its predecessor."""
    compared = compare(history, inspection) if inspection.is_compared else ()
    return ComparedSummary(summary_of_letter(inspection), compared)


def extra_grades(letter: Letter) -> ExtraGrades:
    """The grades of a letter that no strand compares, in the letter's order."""
    strands_count = letter.kind in COMPARED_KINDS
    areas = {
        judgement.area: judgement.grade
        for judgement in letter.judgements
        if not (strands_count and judgement.area in STRAND_OF_AREA)
    }
    return ExtraGrades(areas, letter.lscb)
