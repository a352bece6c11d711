"""Words that take a letter back set it aside, wherever and however they are printed; the same words in running text do not."""

import math

import pytest

from tests.extraction.pdf.made import printed
from tests.extraction.pdf.test_seen_print import HEAD, OLDER_TOP, SEEN, SEEN_GRADES, TAIL, grades, pdf, read, table

LETTER = HEAD + table(OLDER_TOP, SEEN_GRADES) + TAIL


def turned(text: str, degrees: float, *, size: int = 60, colour: bytes = b"0.8 g") -> bytes:
    """Text across the page."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    place = b"%f %f %f %f 150 250" % (cosine, sine, -sine, cosine)
    return b"q %s %s cm BT /F2 %d Tf 0 0 Td (%s) Tj ET Q\n" % (colour, place, size, text.encode())


def letters(text: str) -> bytes:
    """Text whose letters are set one below the other."""
    return b"".join(printed(letter, 570, 700 - 30 * place, size=20) for place, letter in enumerate(text))


def set_aside(content: bytes) -> str:
    letter = read(pdf(content))
    assert letter.problem is not None
    assert letter.judgements == ()
    return letter.problem.code


@pytest.mark.parametrize("text", ["WITHDRAWN", "DRAFT", "SUPERSEDED"])
@pytest.mark.parametrize("degrees", [0, 30, 45, 90])
def test_a_word_across_the_page_is_a_mark(text: str, degrees: float) -> None:
    assert set_aside(LETTER + turned(text, degrees)) == "marked"
    assert set_aside(turned(text, degrees) + LETTER) == "marked"


def test_any_other_word_across_the_table_is_a_mark_too() -> None:
    assert set_aside(LETTER + b"q 1 0 0 1 0 330 cm " + turned("SPECIMEN", 0) + b"Q") == "marked"


@pytest.mark.parametrize(
    "line",
    [
        "WITHDRAWN",
        "Withdrawn",
        "DRAFT",
        "DRAFT - not for circulation",
        "Draft report – not for publication",
        "Draft for factual accuracy check",
        "Draft report",
        "Draft v0.3",
        "WITHDRAWN ON 3 MAY 2024",
        "Withdrawn: this report is replaced by another.",
        "NOT FOR PUBLICATION",
        "This report has been withdrawn.",
        "This inspection report was withdrawn on 3 May 2024.",
        "The judgements of this inspection have been withdrawn by Ofsted.",
        "The letter has since been superseded.",
        "Ofsted has withdrawn this report.",
        "This report is still a draft.",
        "This is a draft letter.",
        "This report has been replaced by another.",
        "This report was published in error.",
        "This letter is no longer valid.",
        "Please disregard this report.",
        "We have withdrawn this report.",
        "This report must not be relied on.",
        "NOT VALID",
        "PROVISIONAL",
        "SPECIMEN",
    ],
)
@pytest.mark.parametrize("y", [815, 430, 20])
def test_a_line_that_takes_the_letter_back_is_a_mark_in_head_text_and_foot(line: str, y: float) -> None:
    assert set_aside(LETTER + printed(line, 72, y)) == "marked"


def test_a_sentence_that_runs_over_two_lines_is_a_mark() -> None:
    content = LETTER + printed("The outcome is not final, because this report has", 72, 430) + printed("been withdrawn.", 72, 416)
    assert set_aside(content) == "marked"


def test_a_word_set_letter_by_letter_is_a_mark() -> None:
    assert set_aside(LETTER + letters("WITHDRAWN")) == "marked"


@pytest.mark.parametrize(
    "lines",
    [
        ("Names are only then", "withdrawn."),
        ("The sufficiency strategy is in", "draft."),
        ("Draft plans are shared with partners and", "children before they are agreed."),
        ("Consent was withdrawn by two families.",),
        ("The partnership's plan has been superseded by another.",),
        ("Foster carers have withdrawn, and meetings were cancelled.",),
        ("Social workers avoid delay.",),
        ("The old plan was replaced by this report to the board.",),
        ("Children's plans are no longer valid when they are late.",),
        ("Provisional results are good, and a sample of records was read.",),
        ("Records that were closed in error are opened again.",),
    ],
)
def test_the_same_words_in_running_text_are_none(lines: tuple[str, ...]) -> None:
    content = LETTER + b"".join(printed(line, 72, 430 - 14 * row) for row, line in enumerate(lines))
    letter = read(pdf(content))
    assert (letter.problem, grades(letter)) == (None, SEEN)
