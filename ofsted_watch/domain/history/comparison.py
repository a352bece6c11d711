"""One graded inspection compared with the previous one, strand by strand: a change, no change, or another fact.

The rules are those of ofsted-domain, 'When has a judgement changed': only neighbours, and only if both judge the same thing.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from ofsted_watch.domain.grades import Area, Grade, Strand, is_comparable, steps
from ofsted_watch.domain.history.inspections import History, Inspection
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Cause, Change, Direction, Judgement, Witness
from ofsted_watch.domain.person_reading import PERSON_SOURCES

NO_OVERALL_SINCE = date(2026, 4, 1)
"""From this day of inspection ILACS gives no overall effectiveness (announced on 27 November 2025)."""


class ComparisonOutcome(StrEnum):
    """The result of comparing one strand of an inspection with the previous inspection."""

    SAME = "same"
    MOVED = "moved"
    ACROSS_GAP = "across_gap"
    """An inspection report that is not read may stand between the two: they are not compared."""
    FIRST = "first"
    """There is no previous inspection."""
    NOT_JUDGED = "not_judged"
    """Not judged at this inspection."""
    NOT_JUDGED_BEFORE = "not_judged_before"
    NOT_GIVEN_BEFORE = "not_given_before"
    FIRST_ON_ITS_OWN = "first_on_its_own"
    """Care leavers: the previous inspection judged them together with children in care."""
    NOW_TOGETHER = "now_together"
    """Care leavers: this inspection judges them together with children in care."""
    DROPPED_BY_FRAMEWORK = "dropped_by_framework"
    NOT_GIVEN = "not_given"


@dataclass(frozen=True, slots=True)
class Compared:
    """One strand at an inspection. `before` and `now` are the judgements of the two neighbours, None where not given.

    `earlier` is the month of the previous inspection (its first day), None if there is none. `together` is the grade for
    children in care and care leavers together, if an inspection gives that instead of the strand's own; `alone_in` the
    month of the last inspection that judged the strand on its own.
    """

    strand: Strand
    outcome: ComparisonOutcome
    before: Judgement | None
    now: Judgement | None
    earlier: date | None = None
    together: Grade | None = None
    alone_in: date | None = None

    @property
    def is_plain(self) -> bool:
        """True if the two grades say everything; otherwise a sentence is needed."""
        both = self.outcome in (ComparisonOutcome.SAME, ComparisonOutcome.MOVED)
        return both and self.is_joint_before == self.is_joint_now

    @property
    def is_joint_before(self) -> bool:
        """True if the earlier grade was for children in care and care leavers together."""
        return self.before is not None and self.before.area is Area.CARE_AND_LEAVERS

    @property
    def is_joint_now(self) -> bool:
        """True if the current grade is for children in care and care leavers together."""
        return self.now is not None and self.now.area is Area.CARE_AND_LEAVERS

    @property
    def dropped_by_framework(self) -> bool:
        """True if the framework no longer gives this grade."""
        return self.outcome is ComparisonOutcome.DROPPED_BY_FRAMEWORK

    @property
    def grades(self) -> tuple[Grade | None, Grade | None]:
        """The two grades, earlier first."""
        return (self.before.grade if self.before else None, self.now.grade if self.now else None)

    @property
    def can_be_compared(self) -> bool:
        """True if both neighbours give a grade on the common scale."""
        return all(grade is not None and is_comparable(grade) for grade in self.grades)

    @property
    def is_change(self) -> bool:
        """True if the judgement changed."""
        return self.can_be_compared and self.grades[0] != self.grades[1]


def compare(history: History, inspection: Inspection) -> tuple[Compared, ...]:
    """The five strands of an inspection of this history compared with its predecessor; strands given by neither are left out."""
    earlier = history.predecessor(inspection)
    return tuple(compared for strand in Strand if (compared := _compare_strand(history, earlier, inspection, strand)) is not None)


def change_between(earlier: Inspection, later: Inspection, compared: Compared, cause: Cause) -> Change:
    """The change on one strand from one inspection to another; its evidence is the later one's witnesses."""
    before, now = compared.grades
    return Change(
        urn=later.stored.listing.urn,
        strand=compared.strand,
        from_grade=before,
        to_grade=now,
        direction=direction(before, now),
        cause=cause,
        from_published=earlier.published,
        to_published=later.published,
        from_file=earlier.stored.letter.sha256,
        to_file=later.stored.letter.sha256,
        from_number=earlier.stored.listing.file_number,
        to_number=later.stored.listing.file_number,
        evidence=evidence(compared.now),
    )


def neighbour_changes(history: History) -> tuple[Change, ...]:
    """Every change from one inspection of this history to the next, oldest first, as history."""
    return tuple(
        change_between(earlier, later, compared, Cause.HISTORY if compared.is_change else Cause.FRAMEWORK)
        for earlier, later in pairwise(history.inspections)
        for compared in compare(history, later)
        if compared.is_change or compared.dropped_by_framework
    )


def direction(before: Grade | None, now: Grade | None) -> Direction | None:
    """Which way a judgement moved; None if the two cannot be compared or are equal."""
    if before is None or now is None or not is_comparable(before) or not is_comparable(now) or before == now:
        return None
    return Direction.IMPROVED if steps(before, now) > 0 else Direction.DECLINED


def evidence(judgement: Judgement | None) -> tuple[Witness, ...]:
    """What a grade rests on, for people: where a person read it, its table cell, one place in the text that repeats it."""
    if judgement is None:
        return ()
    cells = [witness for source in ("table", "tag_tree") for witness in judgement.witnesses if witness.source == source]
    body = [witness for source in ("sentence", "heading") for witness in judgement.witnesses if witness.source == source]
    by_person = [witness for witness in judgement.witnesses if witness.source in PERSON_SOURCES]
    return (*by_person, *cells[:1], *body[:1])


def _compare_strand(history: History, earlier: Inspection | None, later: Inspection, strand: Strand) -> Compared | None:
    now = later.strands().get(strand)
    before = earlier.strands().get(strand) if earlier else None
    month = _month(earlier) if earlier else None
    if now is None:
        is_across_gap = earlier is not None and bool(history.gaps_between(earlier, later))
        return None if is_across_gap else _no_longer_given(later, strand, before, month)
    if earlier is not None and history.gaps_between(earlier, later):
        return Compared(strand, ComparisonOutcome.ACROSS_GAP, None, now)
    if now.grade is Grade.NOT_JUDGED:
        return Compared(strand, ComparisonOutcome.NOT_JUDGED, before, now, month)
    if earlier is None:
        return Compared(strand, ComparisonOutcome.FIRST, None, now)
    if before is None:
        return _given_anew(history, earlier, later, strand, now)
    if before.grade is Grade.NOT_JUDGED:
        return Compared(strand, ComparisonOutcome.NOT_JUDGED_BEFORE, before, now, month)
    outcome = ComparisonOutcome.SAME if steps(before.grade, now.grade) == 0 else ComparisonOutcome.MOVED
    return Compared(strand, outcome, before, now, month)


def _given_anew(history: History, earlier: Inspection, later: Inspection, strand: Strand, now: Judgement) -> Compared:
    together = _together(earlier)
    if strand is not Strand.CARE_LEAVERS or together is None:
        return Compared(strand, ComparisonOutcome.NOT_GIVEN_BEFORE, None, now, _month(earlier))
    place = history.inspections.index(later)
    alone = [past for past in history.inspections[:place] if strand in past.strands()]
    alone_in = _month(alone[-1]) if alone else None
    return Compared(strand, ComparisonOutcome.FIRST_ON_ITS_OWN, None, now, _month(earlier), together.grade, alone_in)


def _no_longer_given(later: Inspection, strand: Strand, before: Judgement | None, month: date | None) -> Compared | None:
    if before is None:
        return None
    together = _together(later)
    if strand is Strand.CARE_LEAVERS and together is not None:
        return Compared(strand, ComparisonOutcome.NOW_TOGETHER, before, None, month, together.grade)
    dropped = strand is Strand.OVERALL and _gives_no_overall(later)
    outcome = ComparisonOutcome.DROPPED_BY_FRAMEWORK if dropped else ComparisonOutcome.NOT_GIVEN
    return Compared(strand, outcome, before, None, month)


def _gives_no_overall(inspection: Inspection) -> bool:
    started = inspection.stored.letter.inspection_start or inspection.published
    return inspection.stored.letter.kind == LetterKind.ILACS_INSPECTION and started >= NO_OVERALL_SINCE


def _together(inspection: Inspection) -> Judgement | None:
    judged = inspection.strands().get(Strand.CHILDREN_IN_CARE)
    return judged if judged is not None and judged.area is Area.CARE_AND_LEAVERS else None


def _month(inspection: Inspection) -> date:
    return inspection.published.replace(day=1)
