"""The paragraphs of a letter's text, each with its number and its page; nothing of the text is left out."""

import pytest

from ofsted_watch.domain.text_places import NumberedParagraph, ParagraphPlace, numbered_paragraphs, paragraph_with

TEXT = "What is good\n\nLeaders know their staff.\n\n• Plans that are\nread again."
PLACES = (ParagraphPlace(1, is_heading=True), ParagraphPlace(1), ParagraphPlace(1, turns=((8, 2),)))


def test_every_paragraph_has_its_number_and_its_page() -> None:
    heading, body, bullet = numbered_paragraphs(TEXT, PLACES)
    assert (heading.number, heading.text, heading.is_heading, heading.pages) == (1, "What is good", True, (1,))
    assert (body.number, body.is_heading, body.pages) == (2, False, (1,))
    assert (bullet.number, bullet.pages) == (3, (1, 2))
    assert bullet.parts == ((None, "• Plans "), (2, "that are\nread again."))


def test_a_word_of_a_paragraph_over_two_pages_has_its_own_page() -> None:
    place = ParagraphPlace(3, turns=((8, 4), (20, 5)))
    assert [place.page_at(number) for number in (0, 7, 8, 19, 20)] == [3, 3, 4, 4, 5]


def test_without_a_place_for_each_paragraph_no_page_is_guessed() -> None:
    paragraphs = numbered_paragraphs(TEXT, PLACES[:2], headings=("What is  good", "Another"))
    assert [paragraph.text for paragraph in paragraphs] == TEXT.split("\n\n")
    assert [paragraph.pages for paragraph in paragraphs] == [(), (), ()]
    assert [paragraph.is_heading for paragraph in paragraphs] == [True, False, False]


def test_no_text_has_no_paragraph() -> None:
    assert numbered_paragraphs("", ()) == ()


@pytest.mark.parametrize(
    ("quoted", "page", "number"),
    [
        ("Leaders know", None, 2),
        ("Plans that are read again.", None, 3),
        ("Plans that are read again.", 2, 3),
        ("Leaders know\n\nand more", None, 2),
        ("Leaders know", 4, None),
        ("Nobody wrote this", None, None),
        ("", None, None),
    ],
)
def test_a_quotation_is_found_in_its_paragraph(quoted: str, page: int | None, number: int | None) -> None:
    found: NumberedParagraph | None = paragraph_with(numbered_paragraphs(TEXT, PLACES), quoted, page)
    assert (found.number if found else None) == number
