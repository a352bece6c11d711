"""Headings over lists laid out by hand, for what no press of ours prints."""

import pytest

from ofsted_watch.extraction.fields.list_headings import Print, list_headings
from ofsted_watch.extraction.fields.small_print import small_print, without_note_digits
from ofsted_watch.extraction.pdf import Line


def line(text: str, top: float, *, tag: str = "P", block: int = 1, bold: bool = False, size: float = 12) -> Line:
    return Line(text, 1, 71, top, 71 + 5 * len(text), top + size, size, bold, tag, block)


def headings(*lines: Line) -> list[tuple[str, int, int]]:
    return [(heading.text, heading.first, heading.end) for heading in list_headings(Print(lines, 12))]


def test_a_chapter_that_the_tags_place_in_a_table_of_contents_opens_no_list() -> None:
    assert headings(line("Recommendations", 100, tag="TOCI", size=14)) == []
    assert headings(line("Recommendations", 100, tag="H2", size=14)) == [("Recommendations", 0, 1)]


def test_a_heading_whose_lines_are_tagged_apart_is_one() -> None:
    lines = (
        line("What needs to improve in this area of social work", 100, bold=True),
        line("practice?", 114, bold=True, block=2),
    )
    assert headings(*lines) == [("What needs to improve in this area of social work practice?", 0, 2)]


def test_a_heading_below_another_stays_apart_from_it() -> None:
    lines = (line("Areas for improvement", 100, bold=True), line("Leadership", 114, bold=True, block=2))
    assert headings(*lines) == [("Areas for improvement", 0, 1)]


def test_a_letterhead_in_the_size_of_the_text_is_small_print_with_the_lines_around_it() -> None:
    office = ("Ofsted", "Piccadilly Gate", "Store Street", "T 0300 123 1231")
    lines = [
        line("• The quality of plans, so that", 600),
        *(line(text, 700 + 14 * place) for place, text in enumerate(office)),
        line("children can read them.", 780),
    ]
    assert small_print(lines, 12) == {1, 2, 3, 4}


def test_a_digit_behind_a_bracket_or_a_stop_points_to_a_note_too() -> None:
    lines = [line("the quality of plans (national framework)2", 100), line("visits.2", 114), line("point 3.2", 128)]
    note = line("2 Children’s social care: national framework.", 700, size=9)
    assert [each.text for each in without_note_digits(lines, [*lines, note], 12)] == [
        "the quality of plans (national framework)",
        "visits.",
        "point 3.2",
    ]


def test_a_footnotes_digit_behind_a_colon_is_no_part_of_a_heading() -> None:
    assert headings(line("Areas for improvement:1", 100, bold=True)) == [("Areas for improvement:", 0, 1)]


def test_a_raised_digit_is_a_mark_wherever_its_note_stands() -> None:
    assert headings(line("What needs to improve?¹", 100, bold=True)) == [("What needs to improve?", 0, 1)]
    lines = [line("the quality of plans² for children.³", 100), line("a house of 90 m²", 114)]
    assert [each.text for each in without_note_digits(lines, lines, 12)] == [
        "the quality of plans for children.",
        "a house of 90 m²",
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "What the local authority needs to do to improve",
        "Where improvement is needed",
        "Required improvements",
        "Aspects that need to improve",
        "Areas where practice needs to improve",
        "Things to improve",
        "Issues for improvement",
        "Areas to develop",
        "Areas needing further work",
    ],
)
def test_a_heading_that_asks_for_improvement_in_other_words_opens_a_list(heading: str) -> None:
    assert headings(line(heading, 100, bold=True)) == [(heading, 0, 1)]


@pytest.mark.parametrize(
    "heading",
    ["Areas improving", "Areas that have improved", "Where practice is improving", "What has improved", "Work to improve"],
)
def test_a_heading_over_what_has_improved_opens_none(heading: str) -> None:
    assert headings(line(heading, 100, bold=True)) == []
