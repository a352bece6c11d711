"""Grades, areas and the five strands on which inspections of different frameworks are compared.

Source: the frameworks SIF (2013-2018), ILACS (2018, 2023 and April 2026), the looked-after inspections to 2013
and area SEND (2023).
"""

import re
from enum import StrEnum

from ofsted_watch.errors import UnlistedGrade


class Grade(StrEnum):
    """A grade as Ofsted gives it; the last three belong to area SEND's single outcome."""

    OUTSTANDING = "outstanding"
    GOOD = "good"
    REQUIRES_IMPROVEMENT = "requires_improvement"
    ADEQUATE = "adequate"
    INADEQUATE = "inadequate"
    NOT_JUDGED = "not_judged"
    POSITIVE = "positive"
    INCONSISTENT = "inconsistent"
    SYSTEMIC_FAILINGS = "systemic_failings"


class Area(StrEnum):
    """What a grade is about, in the framework's terms."""

    OVERALL = "overall"
    LEADERS = "leaders"
    HELP_PROTECTION = "help_protection"
    IN_CARE = "in_care"
    CARE_LEAVERS = "care_leavers"
    CARE_AND_LEAVERS = "care_and_leavers"
    LOOKED_AFTER = "looked_after"
    ADOPTION = "adoption"
    LEADERSHIP = "leadership"
    CAPACITY_TO_IMPROVE = "capacity_to_improve"
    OUTCOMES = "outcomes"
    QUALITY = "quality"
    SEND_OUTCOME = "send_outcome"


class Strand(StrEnum):
    """One of the five strands that are compared from one graded inspection to the next."""

    OVERALL = "overall"
    HELP_PROTECTION = "help_protection"
    LEADERSHIP = "leadership"
    CHILDREN_IN_CARE = "children_in_care"
    CARE_LEAVERS = "care_leavers"


STRAND_OF_AREA: dict[Area, Strand] = {
    Area.OVERALL: Strand.OVERALL,
    Area.HELP_PROTECTION: Strand.HELP_PROTECTION,
    Area.LEADERS: Strand.LEADERSHIP,
    Area.LEADERSHIP: Strand.LEADERSHIP,
    Area.IN_CARE: Strand.CHILDREN_IN_CARE,
    Area.LOOKED_AFTER: Strand.CHILDREN_IN_CARE,
    Area.CARE_AND_LEAVERS: Strand.CHILDREN_IN_CARE,
    Area.CARE_LEAVERS: Strand.CARE_LEAVERS,
}
"""The strand of an area, for the frameworks that are compared (SIF and ILACS). An area not named here
(adoption, the areas of 2012-13, SEND) has no strand."""

# Weakest first. 'adequate' (to 2013) is not on a scale that is compared.
_SCALE = (Grade.INADEQUATE, Grade.REQUIRES_IMPROVEMENT, Grade.GOOD, Grade.OUTSTANDING)

_PRINTED = {
    "outstanding": Grade.OUTSTANDING,
    "good": Grade.GOOD,
    "requires improvement": Grade.REQUIRES_IMPROVEMENT,
    "require improvement": Grade.REQUIRES_IMPROVEMENT,
    "requires improvement to be good": Grade.REQUIRES_IMPROVEMENT,
    "require improvement to be good": Grade.REQUIRES_IMPROVEMENT,
    "adequate": Grade.ADEQUATE,
    "inadequate": Grade.INADEQUATE,
    "not judged": Grade.NOT_JUDGED,
}


def grade_of(printed: str) -> Grade:
    """The grade for a printed text: 'Requires Improvement to be good.' → requires_improvement.

    Letter case, spaces, a trailing full stop and a footnote digit are ignored; nothing else is.
    Raises UnlistedGrade for any other text.
    """
    text = re.sub(r"\s+", " ", printed).strip().lower()
    text = re.sub(r"[\s.]*\d?[\s.]*$", "", text)
    if text not in _PRINTED:
        raise UnlistedGrade(f"'{printed.strip()}' is not a grade that any framework gives")
    return _PRINTED[text]


def grades_in(text: str) -> dict[Grade, str]:
    """The grades that a text prints, each with its printed form: 'Good, before it required improvement' → good.

    The longest form counts: 'requires improvement to be good' is one grade, and 'inadequate' is not 'adequate'. Spaces, hyphens
    and line ends are ignored. The outcomes of area SEND are sentences, and are not looked for.
    """
    rest, grades = re.sub(r"[^a-z]+", "", text.casefold()), dict[Grade, str]()
    for printed in sorted(_PRINTED, key=len, reverse=True):
        letters = printed.replace(" ", "")
        if letters in rest:
            grades.setdefault(_PRINTED[printed], printed)
            rest = rest.replace(letters, "|")
    return grades


def is_comparable(grade: Grade) -> bool:
    """True for the four grades on the common scale of SIF and ILACS."""
    return grade in _SCALE


def steps(earlier: Grade, later: Grade) -> int:
    """How far a judgement moved: above zero is better, below is worse, 0 is the same.

    Raises UnlistedGrade when either grade is not on the common scale ('not judged', 'adequate', SEND outcomes).
    """
    for grade in (earlier, later):
        if grade not in _SCALE:
            raise UnlistedGrade(f"'{grade}' cannot be compared with another grade")
    return _SCALE.index(later) - _SCALE.index(earlier)


NOT_GIVEN = "not_given"
"""The inspection's framework does not judge this strand: different from an empty cell, which means nothing is known."""
JUDGED_TOGETHER = "judged_together"
"""Care leavers before January 2023: judged together with children in care."""
