"""The earlier inspection that a report's summary recalls."""

from datetime import date

import pytest

from ofsted_watch.domain.findings import PreviousInspection
from ofsted_watch.domain.grades import Grade
from ofsted_watch.extraction.fields.previous_inspection import previous_inspection
from ofsted_watch.extraction.pdf import Paragraph

GOOD, MIDDLING, POOR = Grade.GOOD, Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE


def recalled(*paragraphs: str) -> PreviousInspection | None:
    read = [Paragraph(text, 1 + place, "body", place) for place, text in enumerate(paragraphs)]
    return previous_inspection(read, authority="Thornmere", before=date(2025, 3, 10))


@pytest.mark.parametrize(
    ("sentence", "year", "month", "grade"),
    [
        (
            "Services have improved since the last inspection in 2021, when the overall effectiveness was inadequate.",
            2021,
            None,
            POOR,
        ),
        (
            "Since the last inspection in 2022, when children’s services were judged to be good, little has changed.",
            2022,
            None,
            GOOD,
        ),
        (
            "Services are stronger since the last Ofsted inspection in May 2022, when they were judged to require improvement "
            "overall.",
            2022,
            5,
            MIDDLING,
        ),
        ("Since the last inspection in 2021, services for children and families remain good overall.", 2021, None, GOOD),
        ("Since the previous inspection in 2022, there have been changes in leadership.", 2022, None, None),
        (
            "Since the inspection in 2020, when the judgement for overall effectiveness was ‘requires improvement to be "
            "good’, all is better.",
            2020,
            None,
            MIDDLING,
        ),
        ("The last inspection, in May 2018, judged all services as requiring improvement to be good.", 2018, 5, MIDDLING),
        (
            "Services have improved since the last inspection in 2018, when all aspects of children’s services were judged to "
            "be inadequate.",
            2018,
            None,
            POOR,
        ),
        ("At the last inspection in 2017, children’s services required improvement to be good.", 2017, None, MIDDLING),
        ("Since the 2021 inspection, leaders have built on what was good.", 2021, None, None),
        ("In 2018, Ofsted inspected the authority and judged its services to be inadequate.", 2018, None, POOR),
        ("Since the previous ILACS in 2022, at which all areas were judged good, debts have grown.", 2022, None, GOOD),
        ("At the last inspection in November 2021, services for children in Thornmere were inadequate.", 2021, 11, POOR),
        ("At the last inspection in November 2021, services for children in need were inadequate.", 2021, 11, None),
        (
            "Progress has been made since the last inspection, when the local authority was judged to be inadequate in 2016.",
            2016,
            None,
            POOR,
        ),
        ("Children’s services were judged good in all areas when they were last inspected in 2014.", 2014, None, GOOD),
        (
            "The quality of practice for children in need has improved since the inspection in 2018, when it was judged to be "
            "inadequate.",
            2018,
            None,
            None,
        ),
        ("Leaders have met the aims of the last inspection in 2019 and of the focused visit in 2022.", 2019, None, None),
    ],
)
def test_an_earlier_inspection_is_recalled_with_what_the_sentence_says(
    sentence: str, year: int, month: int | None, grade: Grade | None
) -> None:
    assert recalled("Children are safe.", sentence) == PreviousInspection(year, month, grade, sentence, 2)


@pytest.mark.parametrize(
    "sentence",
    [
        "Since the last inspection, leaders have improved services for children.",
        "In 2022, Ofsted conducted a focused visit and found that services were inadequate.",
        "Since the joint targeted area inspection (JTAI) in 2016, the partnership has grown.",
        "There has been little progress since the last inspection and two focused visits in October 2022 and January 2024.",
        "The inspection in March 2025 was the first of its sort.",
        "Services are good.",
    ],
)
def test_a_visit_another_inspectorates_work_or_no_year_is_no_earlier_inspection(sentence: str) -> None:
    assert recalled(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "year", "grade"),
    [
        (
            "Since the inspection in 2021, overall effectiveness has improved from requires improvement to be good to good.",
            2021,
            MIDDLING,
        ),
        ("Much has changed since the inadequate judgement in 2019.", 2019, POOR),
        ("Ofsted last inspected Thornmere in 2018, when services were good.", 2018, GOOD),
        ("Since the last inspection in 2021, services for children remain good and staff are proud of them.", 2021, GOOD),
        ("Since the last inspection in 2021, practice with care leavers remains good.", 2021, None),
        ("Since the last inspection in 2021, early help has been judged by parents to be good.", 2021, None),
        ("The inspection in 2020 judged children’s services to be outstanding.", 2020, Grade.OUTSTANDING),
    ],
)
def test_other_ways_to_recall_an_inspection(sentence: str, year: int, grade: Grade | None) -> None:
    assert recalled(sentence) == PreviousInspection(year, None, grade, sentence, 1)


def test_a_sentence_with_the_grade_is_taken_before_one_without() -> None:
    judged = "At the inspection in 2020, services were judged to be good."
    found = recalled("Much has changed since the inspection in 2020.", judged)
    assert found == PreviousInspection(2020, None, GOOD, judged, 2)


def test_the_newest_of_several_inspections_counts() -> None:
    found = recalled("Since the inspection in 2016, little was done. Since the inspection in 2020, more has been done.")
    assert found is not None
    assert found.year == 2020


@pytest.mark.parametrize(
    ("sentence", "year", "month", "grade"),
    [
        ("Services have moved from inadequate in 2016 to good in 2021.", 2021, None, Grade.GOOD),
        (
            "The council has improved from requires improvement in May 2018 to outstanding in June 2022.",
            2022,
            6,
            Grade.OUTSTANDING,
        ),
        ("Services have declined from good in 2019 to inadequate.", 2019, None, Grade.GOOD),
        ("Services moved from inadequate in 2018 to good in 2025.", 2018, None, Grade.INADEQUATE),
    ],
)
def test_of_two_grades_the_one_of_the_last_inspection_before_this_counts(
    sentence: str, year: int, month: int | None, grade: Grade
) -> None:
    assert recalled(sentence) == PreviousInspection(year, month, grade, sentence, 1)


@pytest.mark.parametrize(
    "sentence",
    [
        "The quality of practice has moved from inadequate in 2016 to good in 2021.",
        "Services have moved from inadequate to good.",
    ],
)
def test_grades_of_one_area_or_without_a_year_are_no_earlier_inspection(sentence: str) -> None:
    assert recalled(sentence) is None
