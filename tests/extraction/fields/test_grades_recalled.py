"""One earlier overall grade, said in many ways: visit letters and reports recall it with its year, its month and its grade.

Every right value is written by hand. `previous_judgement` reads letters of visits, `previous_inspection` reads reports.
"""

from datetime import date

import pytest

from ofsted_watch.domain.findings import PreviousInspection
from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.model import PreviousJudgement
from ofsted_watch.extraction.fields.previous_inspection import previous_inspection
from ofsted_watch.extraction.fields.previous_judgement import previous_judgement
from ofsted_watch.extraction.pdf import Paragraph

AUTHORITY = "Thornmere Council"
GOOD, MIDDLING, POOR, BEST = Grade.GOOD, Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE, Grade.OUTSTANDING

RECALLED = [
    ("The local authority was judged inadequate twice, in 2014 and in 2018.", POOR, 2018, None),
    ("The local authority was judged inadequate twice, in 2014 and 2018.", POOR, 2018, None),
    ("The local authority was judged inadequate in both 2014 and 2018.", POOR, 2018, None),
    ("The local authority was judged to be inadequate in June 2014 and again in May 2018.", POOR, 2018, 5),
    ("Children’s services were judged inadequate in 2012, 2014 and 2018.", POOR, 2018, None),
    ("The council was judged inadequate at the inspections of 2014 and 2018.", POOR, 2018, None),
    ("In 2014 and 2018, the local authority was judged to be inadequate.", POOR, 2018, None),
    ("In 2014, and again in 2018, the council was judged inadequate.", POOR, 2018, None),
    ("Following a judgement of inadequate in June 2018, a new director was appointed.", POOR, 2018, 6),
    ("Following an inadequate judgement in June 2018, a new director was appointed.", POOR, 2018, 6),
    ("After an overall judgement of inadequate in June 2018, the council set up a board.", POOR, 2018, 6),
    ("Since the judgement of requires improvement to be good in June 2018, leaders have worked hard.", MIDDLING, 2018, 6),
    ("The council was judged in June 2018 to be good.", GOOD, 2018, 6),
    ("Children’s services in Thornmere were judged in June 2018 as requiring improvement to be good.", MIDDLING, 2018, 6),
    ("The local authority was rated in 2018 as good.", GOOD, 2018, None),
    ("The local authority was judged by Ofsted in June 2018 to be inadequate.", POOR, 2018, 6),
    ("The local authority was judged, in June 2018, to be inadequate overall.", POOR, 2018, 6),
    ("In June 2018, Ofsted judged the local authority to require improvement to be good.", MIDDLING, 2018, 6),
    ("In June 2018, Ofsted judged Thornmere’s services to be good.", GOOD, 2018, 6),
    ("In June 2018, Ofsted judged Thornmere to be good.", GOOD, 2018, 6),
    ("In June 2018, Ofsted judged that the council was inadequate.", POOR, 2018, 6),
    ("In June 2018, inspectors judged children’s services to be outstanding.", BEST, 2018, 6),
    ("Ofsted judged children’s services in Thornmere to be inadequate in June 2018.", POOR, 2018, 6),
    ("The 2018 inspection found services to be good.", GOOD, 2018, None),
    ("The 2018 inspection found children’s services to be inadequate.", POOR, 2018, None),
    ("The June 2018 inspection judged the local authority to be good.", GOOD, 2018, 6),
    ("The inspection in June 2018 found that services were inadequate overall.", POOR, 2018, 6),
    (
        "Much has changed since the inspection of June 2018, when services for children were judged to be inadequate.",
        POOR,
        2018,
        6,
    ),
    ("Since the inspection of June 2018, when children’s services were judged to be good, staff have left.", GOOD, 2018, 6),
    ("Since the inspection in June 2018, at which the local authority was judged inadequate, staff have left.", POOR, 2018, 6),
    ("At the time of the last inspection, in June 2018, children’s services were judged to be good.", GOOD, 2018, 6),
    ("Services were last inspected in June 2018 and were found to be inadequate overall.", POOR, 2018, 6),
    ("At the last inspection in June 2018, the overall judgement was inadequate.", POOR, 2018, 6),
    ("At the last inspection in June 2018, the judgement was that the local authority was inadequate.", POOR, 2018, 6),
    ("The council received an inadequate judgement from Ofsted in June 2018.", POOR, 2018, 6),
    ("The last inspection in June 2018 gave the council an overall judgement of good.", GOOD, 2018, 6),
    ("The last inspection, in June 2018, graded the council inadequate overall.", POOR, 2018, 6),
    ("The council has been judged inadequate since June 2018.", POOR, 2018, 6),
    ("Ofsted’s inspection in June 2018 resulted in an overall grade of good.", GOOD, 2018, 6),
    ("The overall effectiveness of services was judged in June 2018 to require improvement to be good.", MIDDLING, 2018, 6),
    ("The local authority was judged inadequate in 2014 and, in June 2018, was judged good.", GOOD, 2018, 6),
    ("The local authority was judged inadequate in 2014 but was judged to be good in June 2018.", GOOD, 2018, 6),
    ("Judged inadequate in 2014, the local authority was judged to be good in June 2018.", GOOD, 2018, 6),
    ("In 2014 the local authority was judged inadequate, and in June 2018 good.", GOOD, 2018, 6),
    ("In 2014 the council was judged inadequate; in 2018, requires improvement.", MIDDLING, 2018, None),
    ("The council was judged inadequate in 2012 and 2014, before it was judged good in June 2018.", GOOD, 2018, 6),
    ("The local authority was judged inadequate in 2014 and in 2018 it was judged to be good.", GOOD, 2018, None),
    ("At both inspections, in 2014 and 2018, the local authority was judged inadequate.", POOR, 2018, None),
    ("The last two inspections, in 2014 and 2018, judged the local authority to be inadequate.", POOR, 2018, None),
    ("The local authority was judged inadequate in 2018, and the trust was set up in 2020.", POOR, 2018, None),
    ("The local authority was judged to be good in June 2018, having been judged inadequate in 2014.", GOOD, 2018, 6),
]

OF_SOMETHING_ELSE = [
    "The CQC judged the hospital to be inadequate twice, in 2014 and in 2018.",
    "The local constabulary was judged inadequate by HMICFRS in 2014 and in 2018.",
    "Following a judgement of inadequate for the youth justice service in June 2018, a board was set up.",
    "The school was judged in June 2018 to be good.",
    "In June 2018, Ofsted judged the secondary school to be inadequate.",
    "In June 2018, Ofsted judged two of the council’s children’s homes to be good.",
    "In June 2018, Ofsted judged the experiences of care leavers to be inadequate.",
    "In June 2018, Ofsted judged Fernshire to be inadequate.",
    "Following a judgement of inadequate in help and protection in June 2018, leaders acted.",
    "Following a judgement of inadequate for care leavers in June 2018, leaders acted.",
    "The adoption service was judged inadequate twice, in 2014 and in 2018.",
    "Help and protection was judged inadequate twice, in 2014 and in 2018.",
    "The impact of leaders was judged in June 2018 to be good.",
    "The 2018 inspection found services for care leavers to be good.",
    "The 2018 inspection found leadership to be inadequate.",
    "Since the inspection of June 2018, when services for care leavers were judged to be good, staff have left.",
    "The focused visit in June 2018 found that children waited too long.",
    "Following the focused visit in June 2018, leaders made good progress.",
    "In 2018, Ofsted conducted a focused visit and found that services were inadequate.",
    "The monitoring visit of June 2018 found services to be inadequate.",
    "The inspection of June 2018 had found inadequate services for children in need.",
    "The local authority was not judged inadequate in 2018.",
    "The local authority expects to be judged good in 2023.",
    "Fernshire was judged inadequate twice, in 2014 and in 2018.",
    "Auditors judged the work to be good in June 2018 and in May 2019.",
    "In June 2018, leaders judged their own services to be good.",
    "In June 2018, the peer review judged services to be good.",
    "The local authority’s nursery was judged in June 2018 to be outstanding.",
    "Following an inadequate judgement for its fostering agency in June 2018, the council closed it.",
]


NEVER_JUDGED = [
    "Had it been inspected in 2018, the council would have been judged inadequate.",
    "If children’s services had been inspected in June 2018, they might well have been judged to be inadequate.",
    "Without these changes, the local authority would not have been judged good at an inspection in June 2018.",
    "In June 2018, leaders thought that the council would be judged good at its inspection.",
]


def of_a_report(sentence: str) -> PreviousInspection | None:
    return previous_inspection([Paragraph(sentence, 1, "body", 0)], authority=AUTHORITY, before=date(2024, 3, 10))


@pytest.mark.parametrize(("sentence", "grade", "year", "month"), RECALLED)
def test_a_visit_letter_recalls_the_newest_grade_with_its_time(sentence: str, grade: Grade, year: int, month: int | None) -> None:
    when = f"{year}-{month:02d}" if month else str(year)
    assert previous_judgement(sentence, AUTHORITY) == PreviousJudgement(grade, when)


@pytest.mark.parametrize(("sentence", "grade", "year", "month"), RECALLED)
def test_a_report_recalls_the_same_inspection(sentence: str, grade: Grade, year: int, month: int | None) -> None:
    assert of_a_report(sentence) == PreviousInspection(year, month, grade, sentence, 1)


@pytest.mark.parametrize("sentence", OF_SOMETHING_ELSE)
def test_a_visit_letter_recalls_no_grade_of_something_else(sentence: str) -> None:
    assert previous_judgement(sentence, AUTHORITY) is None


@pytest.mark.parametrize("sentence", OF_SOMETHING_ELSE)
def test_a_report_recalls_no_grade_of_something_else(sentence: str) -> None:
    recalled = of_a_report(sentence)
    assert recalled is None or recalled.grade is None


@pytest.mark.parametrize("sentence", NEVER_JUDGED)
def test_what_would_have_been_judged_was_not(sentence: str) -> None:
    assert (previous_judgement(sentence, AUTHORITY), of_a_report(sentence)) == (None, None)
