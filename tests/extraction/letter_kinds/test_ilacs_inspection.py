"""What an ILACS report's page must say before a grade is taken from it."""

from dataclasses import replace
from itertools import permutations

import pytest

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.model import Letter
from ofsted_watch.extraction import letter_kinds
from ofsted_watch.extraction.pdf import Table, Text
from tests.extraction.letter_kinds.by_hand import Row, SafeText, body, heading, letter, row

LEADERS = "The impact of leaders on social work|practice with children and families"
HELP = "The experiences and progress of|children who need help and protection"
CARE = "The experiences and progress of|children in care"
LEAVERS = "The experiences and progress of care|leavers"
BOTH = "The experiences and progress of|children in care and care leavers"
OVERALL = "Overall effectiveness"
FIVE = (
    row(LEADERS, "Good"),
    row(HELP, "Requires improvement to be good"),
    row(CARE, "Outstanding"),
    row(LEAVERS, "Inadequate"),
    row(OVERALL, "Good"),
)
FOUR = (row(LEADERS, "Good"), row(HELP, "Inadequate"), row(BOTH, "Good"), row(OVERALL, "Inadequate"))
AS_FIVE_SAY = {
    Area.LEADERS: Grade.GOOD,
    Area.HELP_PROTECTION: Grade.REQUIRES_IMPROVEMENT,
    Area.IN_CARE: Grade.OUTSTANDING,
    Area.CARE_LEAVERS: Grade.INADEQUATE,
    Area.OVERALL: Grade.GOOD,
}


def report(
    *rows: Row | SafeText, dates: str = "2 to 13 December 2024", then: tuple[SafeText, ...] = (), tables: tuple[Table, ...] = ()
) -> Text:
    cover = (
        SafeText(("Inspection of Thornmere local", "authority children’s services"), size=26),
        body(f"Inspection dates: {dates}"),
        body("Lead inspector: Ada Fenwick, His Majesty’s Inspector"),
        body("Judgement", "Grade"),
        *rows,
        body("Children in Thornmere are seen often and by people they know.", "Leaders have listened to them."),
    )
    return letter(cover, then or (body("A second page of prose."),), tables=tables)


def read(text: Text) -> Letter:
    return letter_kinds.read(text, file="a.pdf", sha256="0" * 64, register=ENGLAND)


def grades(read_letter: Letter) -> dict[Area, Grade]:
    return {judgement.area: judgement.grade for judgement in read_letter.judgements}


def problem_of(text: Text) -> str:
    found = read(text)
    assert found.problem is not None
    assert not found.judgements
    assert found.kind == "ilacs_inspection"
    assert found.title == "Inspection of Thornmere local authority children’s services"
    return found.problem.code


def test_four_areas_and_overall_are_read_from_2023_on() -> None:
    found = read(report(*FIVE))
    assert found.problem is None
    assert grades(found) == AS_FIVE_SAY


def test_every_order_of_rows_says_the_same() -> None:
    for rows in permutations(FIVE):
        assert grades(read(report(*rows))) == AS_FIVE_SAY


@pytest.mark.parametrize("lower", [-1, 0, 0.5, 1, 2])
def test_a_grade_may_stand_above_beside_or_below_its_label(lower: float) -> None:
    assert (
        grades(read(report(*(row("|".join(one.label), "|".join(one.grade), lower) for one in FIVE[:4]), FIVE[4]))) == AS_FIVE_SAY
    )


@pytest.mark.parametrize(
    "printed",
    [
        "Requires improvement", "Requires Improvement to be good", "require improvement", "Requires|improvement",
        "Requires improvement|to be good", "requires improvement.", "Requires improvement1", "Requires improvement to be good 2",
        "Requires improvement to be good*",
    ],
)  # fmt: skip
def test_every_printed_form_of_requires_improvement_is_the_same_grade(printed: str) -> None:
    found = read(report(FIVE[0], row(HELP, printed), *FIVE[2:]))
    assert grades(found) == AS_FIVE_SAY


def test_three_areas_and_overall_are_read_before_2023_by_the_inspections_date() -> None:
    found = read(report(*FOUR, dates="31 October to 11 November 2022"))
    assert grades(found)[Area.CARE_AND_LEAVERS] is Grade.GOOD
    assert Area.CARE_LEAVERS not in grades(found)


def test_an_inspection_over_the_years_end_is_judged_as_it_began() -> None:
    found = read(report(*FOUR, dates="12 December 2022 to 13 January 2023"))
    assert found.problem is None
    assert len(found.judgements) == 4


def test_from_april_2026_there_is_no_overall() -> None:
    found = read(report(*FIVE[:4], dates="13 to 24 April 2026"))
    assert found.problem is None
    assert Area.OVERALL not in grades(found)
    assert len(found.judgements) == 4


def test_an_overall_after_april_2026_is_an_unlisted_area() -> None:
    assert problem_of(report(*FIVE, dates="13 to 24 April 2026")) == "unlisted_area"


def test_a_missing_overall_before_april_2026_is_incomplete() -> None:
    assert problem_of(report(*FIVE[:4])) == "incomplete_judgements"


def test_care_leavers_on_their_own_before_2023_are_an_unlisted_area() -> None:
    assert problem_of(report(*FIVE, dates="5 to 16 December 2022")) == "unlisted_area"


def test_any_row_that_is_missing_leaves_the_letter_without_grades() -> None:
    for missing in range(5):
        assert problem_of(report(*FIVE[:missing], *FIVE[missing + 1 :])) == "incomplete_judgements"


@pytest.mark.parametrize("place", range(5))
def test_a_grade_that_no_framework_gives_is_named(place: int) -> None:
    rows = [*FIVE]
    rows[place] = Row(rows[place].label, ("Strong",))
    assert problem_of(report(*rows)) == "unlisted_grade"


@pytest.mark.parametrize("place", range(6))
def test_an_area_that_the_framework_does_not_have_is_named(place: int) -> None:
    rows = [*FIVE[:place], row("The experiences and progress of|disabled children", "Good"), *FIVE[place:]]
    assert problem_of(report(*rows)) == "unlisted_area"


def test_adequate_is_no_grade_of_this_framework() -> None:
    assert problem_of(report(row(LEADERS, "Adequate"), *FIVE[1:])) == "unlisted_grade"


def test_a_heading_that_repeats_the_grade_is_a_second_witness_with_its_page() -> None:
    found = read(report(*FIVE, then=(heading("The experiences and progress of care leavers:", "inadequate"), body("Prose."))))
    leavers = next(judgement for judgement in found.judgements if judgement.area is Area.CARE_LEAVERS)
    assert [(witness.source, witness.page) for witness in leavers.witnesses] == [("table", 1), ("heading", 2)]
    assert leavers.witnesses[1].text == "The experiences and progress of care leavers: inadequate"


def test_a_heading_that_contradicts_the_table_leaves_the_letter_without_grades() -> None:
    assert (
        problem_of(report(*FIVE, then=(heading("The experiences and progress of care leavers: good"),))) == "witnesses_disagree"
    )


def test_a_heading_is_known_by_its_size_too() -> None:
    larger = SafeText(("The experiences and progress of care leavers: good",), size=16)
    prose = body("Children in Thornmere are seen often and by people they know.", "Leaders have listened to them all.")
    assert problem_of(report(*FIVE, then=(prose, larger))) == "witnesses_disagree"


@pytest.mark.parametrize("said", ["{}: good", "{} are good", "{} – good"])
def test_a_heading_below_the_table_on_the_first_page_is_a_witness_too(said: str) -> None:
    below = heading(said.format("The experiences and progress of care leavers"))
    assert problem_of(report(*FIVE, body("Prose."), below)) == "witnesses_disagree"


def test_the_rows_of_a_table_in_bold_type_are_no_second_witness() -> None:
    bold = heading("The experiences and progress of care leavers", "Inadequate")
    assert grades(read(report(*FIVE[:3], bold, FIVE[4]))) == AS_FIVE_SAY


def test_the_same_words_in_plain_type_are_no_witness() -> None:
    found = read(
        report(*FIVE, then=(body("The experiences and progress of care leavers: good", "in 2019, when few were seen."),))
    )
    assert found.problem is None


def test_prose_about_other_grades_changes_nothing() -> None:
    prose = body("At the last inspection Thornmere was judged inadequate.", "Overall effectiveness was good in 2015.")
    assert grades(read(report(*FIVE, then=(prose,)))) == AS_FIVE_SAY


def test_the_tag_tree_is_a_witness() -> None:
    cells = tuple((" ".join(one.label), " ".join(one.grade)) for one in FIVE)
    found = read(report(*FIVE, tables=(Table(1, (("Judgement", "Grade"), *cells)),)))
    assert all([witness.source for witness in one.witnesses] == ["table", "tag_tree"] for one in found.judgements)


def test_a_tag_tree_that_contradicts_what_is_drawn_leaves_the_letter_without_grades() -> None:
    cells = ((" ".join(FIVE[0].label), "Inadequate"), (" ".join(FIVE[1].label), "Requires improvement to be good"))
    assert problem_of(report(*FIVE, tables=(Table(1, cells),))) == "witnesses_disagree"


def test_grades_drawn_in_another_order_than_they_stand_are_not_believed() -> None:
    swapped = [*FIVE]
    swapped[0] = Row(FIVE[0].label, FIVE[0].grade, lower=3)
    swapped[1] = Row(FIVE[1].label, FIVE[1].grade, lower=-3)
    assert problem_of(report(*swapped)) == "witnesses_disagree"


def test_a_table_that_runs_on_to_the_second_page_is_read_whole() -> None:
    text = letter(
        (
            SafeText(("Inspection of Thornmere local authority children’s services",), size=26),
            body("Inspection dates: 2 to 13 December 2024"),
            body("Judgement", "Grade"),
            *FIVE[:3],
        ),
        (body("Judgement", "Grade"), *FIVE[3:], body("Prose.")),
    )
    assert grades(read(text)) == AS_FIVE_SAY


def test_a_second_report_bound_in_the_same_file_gives_no_grades() -> None:
    first = report(*FIVE, then=(heading("The experiences and progress of care leavers: inadequate"),))
    second = report(
        *FOUR,
        dates="31 October to 11 November 2022",
        then=(heading("The impact of leaders on social work practice", "with children and families: inadequate"),),
    )
    pages = tuple(replace(page, number=place) for place, page in enumerate((*first.pages, *second.pages), start=1))
    found = read(Text(pages, first.paragraphs))
    assert grades(found) == AS_FIVE_SAY
    assert str(found.inspection_start) == "2024-12-02"


def test_an_empty_first_page_is_passed_over() -> None:
    whole = report(*FIVE)
    pages = (replace(whole.pages[0], lines=()), *(replace(page, number=page.number + 1) for page in whole.pages))
    assert grades(read(Text(pages, whole.paragraphs))) == AS_FIVE_SAY


def test_a_title_of_other_words_is_known_by_the_row_that_only_this_framework_has() -> None:
    cover = (
        SafeText(("Children’s services in Thornmere: our inspection",), size=26),
        body("Inspection dates: 2 to 13 December 2024"),
        *FIVE,
    )
    found = read(letter(cover))
    assert found.kind == "ilacs_inspection"
    assert found.problem is not None
    assert found.problem.code == "authority_not_named"


def test_a_letter_without_dates_keeps_its_title_but_no_grades() -> None:
    found = read(report(*FIVE, dates="12 to 30 February 2024"))
    assert found.problem is not None
    assert found.problem.code == "dates_not_read"
    assert found.kind == "ilacs_inspection"
    assert found.authority == "Thornmere"
    assert not found.judgements


def test_a_year_left_out_is_the_one_that_the_letter_and_the_calendar_bear_out() -> None:
    text = report(*FIVE, dates="2 to 13 December", then=(body("The council adopted its plan in January 2024."),))
    found = read(text)
    assert found.problem is None
    assert (str(found.inspection_start), str(found.inspection_end)) == ("2024-12-02", "2024-12-13")


@pytest.mark.parametrize("mention", ["nothing", "a plan of 2015", "a plan of 2027"])
def test_a_year_that_is_not_borne_out_is_never_guessed(mention: str) -> None:
    assert (
        problem_of(report(*FIVE, dates="2 to 13 December", then=(body(f"The council speaks of {mention}."),))) == "dates_not_read"
    )


@pytest.mark.parametrize(
    ("title", "authority"),
    [
        ("Inspection of Thornmere local authority children’s services", "Thornmere"),
        ("Inspection of Thornmere Metropolitan Borough Council children's services", "Thornmere Metropolitan Borough Council"),
        ("Inspection of the Royal Borough of Harrowmere local authority children’s services", "the Royal Borough of Harrowmere"),
        ("Thornmere City Council Inspection of children’s social care services", "Thornmere City Council"),
        ("City of Thornmere Inspection of local authority children’s services1", "City of Thornmere"),
        ("Inspection of children’s social care services Thornmere", "Thornmere"),
    ],
)
def test_the_authority_is_read_from_every_form_of_the_title(title: str, authority: str) -> None:
    text = letter(
        (SafeText((title,), size=26), body("Inspection dates: 2 to 13 December 2024"), body("Judgement", "Grade"), *FIVE)
    )
    found = read(text)
    assert found.problem is None
    assert found.authority == authority
    assert found.kind == "ilacs_inspection"
