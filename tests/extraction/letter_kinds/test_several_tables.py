"""Every table of known rows is a witness: two that differ set the letter aside, but for one headed as an earlier inspection's."""

from dataclasses import replace

import pytest

from ofsted_watch.extraction.pdf import Table, Text
from tests.extraction.letter_kinds.by_hand import Row, SafeText, body, heading, letter, row
from tests.extraction.letter_kinds.test_ilacs_inspection import (
    AS_FIVE_SAY,
    CARE,
    FIVE,
    HELP,
    LEADERS,
    LEAVERS,
    OVERALL,
    grades,
    problem_of,
    read,
)

OTHER_FIVE = tuple(row(label, "Outstanding") for label in (LEADERS, HELP, CARE, LEAVERS, OVERALL))
HEAD = body("Judgement", "Grade")
COVER = (
    SafeText(("Inspection of Thornmere local", "authority children’s services"), size=26),
    body("Inspection dates: 2 to 13 December 2024"),
    body("Lead inspector: Ada Fenwick, His Majesty’s Inspector"),
)
PROSE = body("Since the last inspection leaders have listened to children.")


def tagged(rows: tuple[Row, ...]) -> Table:
    return Table(1, tuple((" ".join(each.label), " ".join(each.grade)) for each in rows))


def report(*parts: SafeText | Row, then: tuple[SafeText | Row, ...] = (PROSE,)) -> Text:
    return letter((*COVER, *parts), then, (body("A last page."),))


@pytest.mark.parametrize("between", [(), (PROSE,), (heading("Judgements"),), (heading("Judgements at this inspection"),)])
def test_two_tables_on_a_page_that_differ_set_the_letter_aside(between: tuple[SafeText, ...]) -> None:
    assert problem_of(report(HEAD, *FIVE, *between, HEAD, *OTHER_FIVE)) == "tables_disagree"


def test_rows_that_go_on_with_other_grades_set_the_letter_aside() -> None:
    assert problem_of(report(HEAD, *FIVE, *OTHER_FIVE)) == "witnesses_disagree"


def test_a_table_on_a_later_page_that_differs_in_one_grade_sets_the_letter_aside() -> None:
    again = (*FIVE[:-1], row(OVERALL, "Inadequate"))
    assert problem_of(report(HEAD, *FIVE, PROSE, then=(PROSE, HEAD, *again))) == "tables_disagree"


def test_two_tables_that_agree_are_read() -> None:
    assert grades(read(report(HEAD, *FIVE, PROSE, then=(PROSE, HEAD, *FIVE)))) == AS_FIVE_SAY


@pytest.mark.parametrize(
    "head",
    [
        "Judgements at the previous inspection (March 2021)",
        "Previous inspection judgements",
        "Grades of the last inspection",
        "At the last inspection in March 2021 the judgements were:",
        "The judgements at the|last inspection, March 2021",
        "Judgements in March 2021",
        "Earlier judgements",
        "Outcome of the 2021 inspection",
        "Inspection outcome 2021",
        "Grades given in March 2021",
        "ILACS 2021",
        "March 2021",
        "How services were judged in 2021",
        "Judgements at the inspection before this one",
        "The judgements made at the last inspection were as follows.",
    ],
)
def test_a_table_headed_as_the_previous_inspections_is_left_out_above_and_below(head: str) -> None:
    earlier, this = heading(*head.split("|")), heading("Judgements at this inspection")
    for text in (
        report(earlier, HEAD, *OTHER_FIVE, this, HEAD, *FIVE),
        report(HEAD, *FIVE, earlier, HEAD, *OTHER_FIVE),
        report(HEAD, *FIVE, PROSE, then=(earlier, HEAD, *OTHER_FIVE)),
    ):
        found = read(text)
        assert found.problem is None
        assert grades(found) == AS_FIVE_SAY


@pytest.mark.parametrize("head", ["Judgements in December 2024", "Outcome of the 2024 inspection", "ILACS framework of 2018"])
def test_a_year_that_is_not_before_the_inspection_is_no_earlier_inspections(head: str) -> None:
    assert grades(read(report(heading(head), HEAD, *FIVE))) == AS_FIVE_SAY
    both = report(heading(head), HEAD, *FIVE, heading("Judgements at the previous inspection"), HEAD, *OTHER_FIVE)
    assert grades(read(both)) == AS_FIVE_SAY


@pytest.mark.parametrize("head", ["Judgements since the last inspection", "Judgements under the framework of 2018", "Outcome"])
def test_a_second_table_that_is_not_headed_as_an_earlier_inspections_sets_the_letter_aside(head: str) -> None:
    assert problem_of(report(HEAD, *FIVE, heading(head), HEAD, *OTHER_FIVE)) == "tables_disagree"


def test_the_previous_table_alone_is_no_table_of_this_inspection() -> None:
    assert problem_of(report(heading("Judgements at the previous inspection"), HEAD, *OTHER_FIVE)) == "incomplete_judgements"


@pytest.mark.parametrize(
    "above", [PROSE, body("Date of last inspection: 12 May 2021"), heading("This inspection and the last inspection")]
)
def test_words_that_only_mention_the_last_inspection_head_no_table(above: SafeText) -> None:
    assert grades(read(report(above, HEAD, *FIVE))) == AS_FIVE_SAY


def test_the_tags_of_the_previous_table_are_left_out_with_it() -> None:
    text = report(heading("Judgements at the previous inspection"), HEAD, *OTHER_FIVE, heading("Judgements"), HEAD, *FIVE)
    for tables in ((tagged(OTHER_FIVE), tagged(FIVE)), (tagged((*OTHER_FIVE, *FIVE)),), (tagged(FIVE),)):
        found = read(replace(text, tables=tables))
        assert found.problem is None
        assert grades(found) == AS_FIVE_SAY


def test_two_tagged_tables_that_differ_set_the_letter_aside() -> None:
    assert problem_of(replace(report(HEAD, *FIVE), tables=(tagged(FIVE), tagged(OTHER_FIVE)))) == "tables_disagree"


def test_a_list_of_an_earlier_inspections_grades_is_no_table() -> None:
    listed = body(
        "The last inspection was in 2019. The judgements were:",
        "The experiences and progress of children who need help and protection: inadequate",
        "The experiences and progress of children in care: inadequate",
    )
    assert grades(read(report(HEAD, *FIVE, PROSE, then=(PROSE, listed)))) == AS_FIVE_SAY
