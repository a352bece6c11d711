"""The second witness of which inspection came before: what a report itself recalls of it. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from ofsted_watch.domain.findings import PreviousInspection
from ofsted_watch.domain.grades import Grade, Strand, is_comparable
from ofsted_watch.domain.history.inspections import History, Inspection

_LONGEST_TO_PUBLISH = timedelta(days=183)
"""How long before its publication an inspection may have been whose days are not known."""


@dataclass(frozen=True, slots=True)
class OtherPredecessor:
    """A report recalls another inspection than the one that its history compares it with.

    `recalled` is what the report says. `started`, `published` and `grade` (overall) are those of the history's inspection;
    `started` is None where its report does not give it, `grade` where it gives none.
    """

    recalled: PreviousInspection
    started: date | None
    published: date
    grade: Grade | None


def other_predecessor(history: History, inspection: Inspection) -> OtherPredecessor | None:
    """Where the two witnesses differ; None where they agree, the report is silent, or nothing is compared.

    They agree if the recalled month (or year) is between the first day of the earlier inspection and its publication, and the
    recalled grade, where both are known, is its overall one.
    """
    recalled = inspection.stored.letter.previous_inspection
    earlier = history.predecessor(inspection) if inspection.is_compared else None
    if recalled is None or earlier is None or history.gaps_between(earlier, inspection):
        return None
    judged = earlier.strands().get(Strand.OVERALL)
    grade = judged.grade if judged is not None and is_comparable(judged.grade) else None
    is_same_grade = grade is None or recalled.grade in (None, grade)
    if is_same_grade and _is_when(recalled, earlier):
        return None
    return OtherPredecessor(recalled, earlier.stored.letter.inspection_start, earlier.published, grade)


def _is_when(recalled: PreviousInspection, earlier: Inspection) -> bool:
    first = earlier.stored.letter.inspection_start or earlier.published - _LONGEST_TO_PUBLISH
    if recalled.month is None:
        return first.year <= recalled.year <= earlier.published.year
    month = (recalled.year, recalled.month)
    return (first.year, first.month) <= month <= (earlier.published.year, earlier.published.month)
