"""What a letter asks for: items where the heading is, in the letter's text, on its pages."""

import pytest

from expectations.improvement_suite import check, stands_in_pieces
from ofsted_watch.domain.findings import Improvement, ImprovementKind
from ofsted_watch.domain.model import Letter, Problem
from tests.factories import letter

HEADING = "What needs to improve?"
TEXT = (
    "What needs to improve?\n\n• The timeliness of visits to children, and how they are\n\nPiccadilly Gate Store Street\n\n"
    "recorded.\n\n• Supervision."
)
VISITS = Improvement("The timeliness of visits to children, and how they are recorded.", 1, ImprovementKind.IMPROVEMENT)
SUPERVISION = Improvement("Supervision.", 2, ImprovementKind.IMPROVEMENT)


def asking(*items: Improvement, heading: str | None = HEADING, **changes: object) -> Letter:
    return letter(text=TEXT, pages=2, judgements=(), improvements_heading=heading, improvements=items, **changes)


def failed(*letters: Letter) -> list[tuple[int, str]]:
    return [(row.row, row.rule) for row in check(letters).failed_rows]


def test_items_of_the_letter_pass_also_where_an_address_parts_them() -> None:
    verdict = check([asking(VISITS, SUPERVISION)])
    assert (verdict.rows_checked, verdict.failed_rows, verdict.could_not_run) == (3, (), ())


def test_a_heading_without_items_is_named() -> None:
    (row,) = check([asking()]).failed_rows
    assert row.rule == "list_under_heading"
    assert "'What needs to improve?'" in row.message


@pytest.mark.parametrize("page", [0, 3])
def test_a_page_outside_the_letter_is_named(page: int) -> None:
    assert failed(asking(Improvement("Supervision.", page, ImprovementKind.IMPROVEMENT))) == [(0, "item_page_in_letter")]


@pytest.mark.parametrize("text", ["Supervise.", "", "recorded. The timeliness of visits to dogs"])
def test_an_item_that_is_not_in_the_letter_is_named(text: str) -> None:
    assert failed(asking(Improvement(text, 1, ImprovementKind.IMPROVEMENT))) == [(0, "item_in_letter")]


def test_a_letter_without_heading_or_with_a_problem_requires_no_list() -> None:
    assert failed(asking(heading=None), asking(problem=Problem("no_text", "?"))) == []


def test_a_failed_row_is_its_letters_place() -> None:
    assert failed(asking(VISITS), asking(), asking(SUPERVISION)) == [(1, "list_under_heading")]


def test_a_text_in_more_pieces_than_pages_and_footnotes_make_is_not_the_letters() -> None:
    four = "abcde1fghij1klmno1pqrst"
    assert stands_in_pieces(four, "abcdefghijklmnopqrst")
    assert not stands_in_pieces(f"{four}1uvwxy", "abcdefghijklmnopqrstuvwxy")
    assert not stands_in_pieces("abc", "")
