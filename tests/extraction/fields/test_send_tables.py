"""Tables of what an area SEND report asks for, whose cells reach over several rows, printed with and without tags."""

import pytest

from ofsted_watch.demo_site.printing.sheet import Cell, Down, Heading, NextPage, Table
from ofsted_watch.domain.model import Letter
from ofsted_watch.extraction.fields.placed_tables import rows_by_place
from ofsted_watch.extraction.fields.table_items import rows_of
from tests.extraction.fields.test_improvements import SEND, Press, press
from tests.extraction.fields.test_table_items import ACTION, line

__all__ = ["press"]

PARTNERS = "Thornmere Council and NHS Thornmere Integrated Care Board"
COUNCIL = "Thornmere Council"
WAITS = "Leaders should shorten the waits for assessments of autism, so that children do not wait for more than a year."
PLANS = "Leaders should improve the quality of education, health and care plans and of their yearly reviews."
ADULTS = "Leaders should make sure that young people are prepared for adulthood from the earliest stage."
LISTEN = "Leaders should listen to parents and carers."

ACTIONS = Heading("Areas for priority action")
DETAILS = Heading("Local area partnership details")
HEAD = (Cell("Responsible body", bold=True), Cell("Areas for priority action", bold=True))


def table(*rows: tuple[str, str], headed: bool = True) -> Table:
    cells = tuple(tuple(Cell(text) for text in row) for row in rows)
    return Table((160, 320), (HEAD, *cells) if headed else cells, header=headed)


def asked(letter: Letter) -> list[tuple[str | None, str]]:
    return [(item.addressee, item.text) for item in letter.improvements]


def test_a_body_that_reaches_over_several_rows_must_act_on_each(press: Press) -> None:
    rows = table((PARTNERS, WAITS), ("", PLANS), (COUNCIL, ADULTS), ("", LISTEN))
    letter = press.letter(SEND, ACTIONS, rows, DETAILS, margin=57)
    assert asked(letter) == [(PARTNERS, WAITS), (PARTNERS, PLANS), (COUNCIL, ADULTS), (COUNCIL, LISTEN)]


def test_a_body_that_reaches_over_all_rows_is_that_of_the_next_page_too(press: Press) -> None:
    first, rest = table((PARTNERS, WAITS), ("", PLANS)), table(("", ADULTS), (COUNCIL, LISTEN), headed=False)
    letter = press.letter(SEND, Down(620), ACTIONS, first, NextPage(), rest, DETAILS, margin=57)
    assert asked(letter) == [(PARTNERS, WAITS), (PARTNERS, PLANS), (PARTNERS, ADULTS), (COUNCIL, LISTEN)]


def test_the_head_of_the_columns_may_stand_on_each_page(press: Press) -> None:
    letter = press.letter(SEND, ACTIONS, table((PARTNERS, WAITS)), NextPage(), table((COUNCIL, PLANS)), DETAILS, margin=57)
    assert asked(letter) == [(PARTNERS, WAITS), (COUNCIL, PLANS)]


def test_a_body_taller_than_its_action_is_that_of_its_own_row(press: Press) -> None:
    long = f"{PARTNERS} and Thornmere Children’s Trust"
    letter = press.letter(SEND, ACTIONS, table((long, LISTEN), (PARTNERS, LISTEN), (COUNCIL, WAITS)), DETAILS, margin=57)
    assert asked(letter) == [(long, LISTEN), (PARTNERS, LISTEN), (COUNCIL, WAITS)]


def test_a_table_with_bodies_may_number_its_rows(press: Press) -> None:
    rows = tuple(
        (Cell(str(number)), Cell(body), Cell(text)) for number, body, text in ((1, PARTNERS, WAITS), (2, COUNCIL, PLANS))
    )
    letter = press.letter(SEND, ACTIONS, Table((30, 150, 300), rows), DETAILS, margin=57)
    assert [(item.number, item.addressee, item.text) for item in letter.improvements] == [
        ("1", PARTNERS, WAITS),
        ("2", COUNCIL, PLANS),
    ]


def test_a_body_in_the_middle_of_its_rows_must_act_on_all_of_them() -> None:
    lines = [
        line("Leaders should shorten the wait.", 100, ACTION),
        line("Leaders should improve plans.", 130, ACTION),
        line("The council", 145),
        line("Leaders should improve reviews.", 160, ACTION),
        line("Leaders should meet parents.", 190, ACTION),
        line("The health board", 205),
        line("Leaders should employ more nurses.", 220, ACTION),
    ]
    assert [(row.body, row.lines[0].split()[2]) for row in rows_by_place(lines)] == [
        (["The council"], "shorten"),
        (["The council"], "improve"),
        (["The council"], "improve"),
        (["The health board"], "meet"),
        (["The health board"], "employ"),
    ]


def test_lines_of_both_columns_may_be_drawn_in_turn() -> None:
    lines = [
        line("The council and", 100),
        line("Leaders should shorten the wait for", 100, ACTION),
        line("the health board", 114),
        line("children of every age.", 114, ACTION),
        line("The council", 142),
        line("Leaders should improve plans.", 142, ACTION),
    ]
    assert [(" ".join(row.body), " ".join(row.lines)) for row in rows_by_place(lines)] == [
        ("The council and the health board", "Leaders should shorten the wait for children of every age."),
        ("The council", "Leaders should improve plans."),
    ]


@pytest.mark.parametrize("more", ["They should say by when.", "Leaders should also say by when."])
def test_a_paragraph_that_says_more_of_a_row_begins_none(more: str) -> None:
    lines = [
        line("The council", 100),
        line("Leaders should shorten the wait.", 100, ACTION),
        line(more, 130, ACTION),
        line("The council", 160),
        line("Leaders should improve plans.", 160, ACTION),
    ]
    assert [" ".join(row.lines) for row in rows_by_place(lines)] == [
        f"Leaders should shorten the wait. {more}",
        "Leaders should improve plans.",
    ]


def test_bodies_behind_the_actions_may_reach_over_several_rows() -> None:
    by_place = [
        line("Leaders should shorten the wait.", 100),
        line("The council", 100, ACTION),
        line("Leaders should improve plans.", 130),
    ]
    by_cell = [
        line("Leaders should shorten the wait.", 100),
        line("The council", 100, ACTION, cell=(1, 4), block=5),
        line("Leaders should improve plans.", 130, cell=(6, 7), block=8),
    ]
    for rows in (rows_by_place(by_place, bodies_behind=True), rows_of(by_cell, bodies_behind=True)):
        assert [(row.body, row.lines) for row in rows] == [
            (["The council"], ["Leaders should shorten the wait."]),
            (["The council"], ["Leaders should improve plans."]),
        ]


def test_an_action_that_reaches_over_several_bodies_is_for_all_of_them() -> None:
    by_cell = [
        line("The council", 100),
        line("Leaders should shorten the wait.", 100, ACTION, cell=(1, 4), block=5),
        line("The health board", 130, cell=(6, 7), block=8),
        line("The council", 160, cell=(9, 10), block=11),
        line("Leaders should improve plans.", 160, ACTION, cell=(9, 12), block=13),
    ]
    assert [(" ".join(row.body), row.lines) for row in rows_of(by_cell)] == [
        ("The council The health board", ["Leaders should shorten the wait."]),
        ("The council", ["Leaders should improve plans."]),
    ]


def test_a_body_at_the_foot_of_a_page_is_that_of_the_row_overleaf() -> None:
    by_cell = [
        line("The council", 100),
        line("Leaders should shorten the wait.", 100, ACTION, cell=(1, 4), block=5),
        line("The health board", 780, cell=(6, 7), block=8),
        line("Leaders should improve plans.", 90, ACTION, cell=(9, 10), block=11, page=2),
    ]
    by_place = [line(each.text, each.top, each.x0, page=each.page) for each in by_cell]
    for rows in (rows_of(by_cell), rows_by_place(by_place)):
        assert [(row.body, row.lines) for row in rows] == [
            (["The council"], ["Leaders should shorten the wait."]),
            (["The health board"], ["Leaders should improve plans."]),
        ]


def test_without_tags_a_row_may_begin_a_full_line_down_with_the_words_of_another() -> None:
    lines = [
        line("Leaders across the area should shorten the wait for children.", 100),
        line("Leaders across the area should improve the plans of children, so that it is known", 114),
        line("who helps.", 128),
    ]
    assert [" ".join(row.lines) for row in rows_by_place(lines)] == [
        "Leaders across the area should shorten the wait for children.",
        "Leaders across the area should improve the plans of children, so that it is known who helps.",
    ]
