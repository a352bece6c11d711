"""Rows of lists laid out by hand, for tables that no press of ours prints."""

from ofsted_watch.extraction.fields.placed_tables import rows_by_place
from ofsted_watch.extraction.fields.table_items import rows_of
from ofsted_watch.extraction.pdf import Line

BODY, ACTION = 62.0, 224.0


def line(text: str, top: float, x0: float = BODY, *, cell: tuple[int, int] = (1, 2), block: int = 3, page: int = 1) -> Line:
    return Line(text, page, x0, top, x0 + 5 * len(text), top + 12, 12, False, "P", block, cell)


def test_the_paragraphs_of_a_table_with_one_cell_are_its_rows() -> None:
    lines = [
        line("Leaders should shorten", 100),
        line("the wait.", 114),
        line("Leaders should improve plans.", 142, block=4),
        line("Leaders should listen to children, and", 170, block=5),
        line("they should say what came of it.", 198, block=6),
    ]
    assert [row.lines for row in rows_of(lines)] == [
        ["Leaders should shorten", "the wait."],
        ["Leaders should improve plans."],
        ["Leaders should listen to children, and", "they should say what came of it."],
    ]


def test_two_paragraphs_in_one_cell_of_several_are_one_row() -> None:
    lines = [
        line("Leaders should shorten the wait.", 100),
        line("They should say by when.", 128, block=4),
        line("Leaders should improve plans.", 156, cell=(5, 6), block=7),
    ]
    assert [" ".join(row.lines) for row in rows_of(lines)] == [
        "Leaders should shorten the wait. They should say by when.",
        "Leaders should improve plans.",
    ]


def test_a_body_whose_cell_reaches_over_several_rows_must_act_on_each() -> None:
    lines = [
        line("The council", 100),
        line("Leaders should shorten the wait.", 100, ACTION, cell=(1, 4), block=5),
        line("Leaders should improve plans.", 128, ACTION, cell=(6, 7), block=8),
    ]
    assert [(row.body, row.lines) for row in rows_of(lines)] == [
        (["The council"], ["Leaders should shorten the wait."]),
        (["The council"], ["Leaders should improve plans."]),
    ]


def test_a_page_that_begins_without_the_body_goes_on_with_its_row() -> None:
    lines = [
        line("The council", 700),
        line("Leaders should shorten the wait.", 700, ACTION, cell=(1, 4), block=5),
        line("They should say by when.", 90, ACTION, cell=(6, 8), block=9, page=2),
        line("The council", 140, cell=(10, 11), block=12, page=2),
        line("Leaders should improve plans.", 140, ACTION, cell=(10, 13), block=14, page=2),
    ]
    assert [(row.page, " ".join(row.lines)) for row in rows_of(lines)] == [
        (1, "Leaders should shorten the wait. They should say by when."),
        (2, "Leaders should improve plans."),
    ]


def test_without_tags_a_sentence_that_begins_a_full_line_down_begins_no_row() -> None:
    lines = [
        line("Leaders should shorten the wait for children of every age.", 100),
        line("They should say by when, and to whom children can turn.", 114),
        line("Leaders should improve plans.", 142),
    ]
    assert [" ".join(row.lines) for row in rows_by_place(lines)] == [
        "Leaders should shorten the wait for children of every age. They should say by when, and to whom children can turn.",
        "Leaders should improve plans.",
    ]
