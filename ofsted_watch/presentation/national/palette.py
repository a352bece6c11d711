"""The colours and the texts of what is counted in charts. A shape or a text always says the same as a colour."""

from ofsted_watch.domain.grades import JUDGED_TOGETHER, NOT_GIVEN, Grade, Strand
from ofsted_watch.presentation.labels import GRADES
from ofsted_watch.presentation.national.grades_on_day import NO_INSPECTION

INK, QUIET, FAINT, PAPER = "#1a2433", "#46525f", "#d7dde4", "#ffffff"
UP, DOWN = "#12406f", "#9c2424"

FILLS: dict[str, str] = {
    Grade.OUTSTANDING: "#12406f",
    Grade.GOOD: "#69b8ae",
    Grade.REQUIRES_IMPROVEMENT: "#f3c14b",
    Grade.INADEQUATE: "#9c2424",
    Grade.NOT_JUDGED: "#a3adb8",
    JUDGED_TOGETHER: "#b9c2cc",
    NOT_GIVEN: "#cfd6dd",
    NO_INSPECTION: "#e7eaee",
}
"""The ground of each answer. The four grades stay apart for people who do not tell red from green, or blue from yellow, and in
grey; tests/presentation/national measures it.
"""

INKS: dict[str, str] = {answer: PAPER if answer in (Grade.OUTSTANDING, Grade.INADEQUATE) else INK for answer in FILLS}
"""The colour of text on each ground, with a contrast of 4.5 to 1 or more."""

ANSWER_TEXTS: dict[str, str] = {
    **{grade: GRADES[grade] for grade in Grade if grade in FILLS},
    JUDGED_TOGETHER: "judged with children in care",
    NOT_GIVEN: "not given at the newest inspection",
    NO_INSPECTION: "no inspection known",
}

ABOUT: dict[Strand, str] = {
    Strand.OVERALL: "overall",
    Strand.HELP_PROTECTION: "at help and protection",
    Strand.LEADERSHIP: "at leadership",
    Strand.CHILDREN_IN_CARE: "for children in care",
    Strand.CARE_LEAVERS: "for care leavers",
}
"""How a sentence goes on after 'is good'."""
