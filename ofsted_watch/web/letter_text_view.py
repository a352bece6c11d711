"""A letter's words as its page shows them: every paragraph, where its pages begin, and what a search found. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from ofsted_watch.domain.model import Letter
from ofsted_watch.domain.text_places import PARTED_BY, NumberedParagraph, numbered_paragraphs
from ofsted_watch.presentation.emails.excerpts import page_link
from ofsted_watch.presentation.search_query import Piece, Question, marked
from ofsted_watch.presentation.urls import paragraph_anchor


@dataclass(frozen=True, slots=True)
class PageStart:
    """A page of the file and the link to it; the link is None where the file is not served any more."""

    number: int
    link: str | None


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part of a paragraph: the page that begins before it, if one does, and its text in pieces."""

    page: PageStart | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ParagraphShown:
    """A paragraph. `page` is the page that begins above it, None for one on the page of the paragraph before."""

    number: int
    anchor: str
    is_heading: bool
    page: PageStart | None
    parts: tuple[TextPart, ...]
    text: str


def letter_paragraphs(letter: Letter) -> tuple[NumberedParagraph, ...]:
    """Every paragraph of a letter; those of its sections for a letter that has no whole text."""
    text = letter.text or PARTED_BY.join(part for each in letter.sections for part in (each.heading, each.text) if part)
    return numbered_paragraphs(text, letter.places, [section.heading for section in letter.sections if section.heading])


def shown_paragraphs(
    paragraphs: Sequence[NumberedParagraph], url: str, asked: Question | None = None
) -> tuple[ParagraphShown, ...]:
    """All paragraphs with their anchors; the terms that were `asked` for are marked. `url` is '' for a file no longer served."""
    shown: list[ParagraphShown] = []
    last_page: int | None = None
    for paragraph in paragraphs:
        first = paragraph.place.page if paragraph.place else None
        shown.append(
            ParagraphShown(
                number=paragraph.number,
                anchor=paragraph_anchor(paragraph.number),
                is_heading=paragraph.is_heading,
                # Behind a paragraph that ran on to the next page may stand the footnotes of the page before.
                page=_page(first, url) if first != last_page else None,
                parts=tuple(TextPart(_page(page, url), _pieces(text, asked)) for page, text in paragraph.parts),
                text=paragraph.text,
            )
        )
        last_page = paragraph.pages[-1] if paragraph.pages else last_page
    return tuple(shown)


def edge_lines(letter: Letter) -> tuple[tuple[int, str], ...]:
    """What stands at the edge of each page that has something there: the page, and its lines in their order."""
    pages = dict.fromkeys(edge.page for edge in letter.edges)
    return tuple((page, " · ".join(edge.text for edge in letter.edges if edge.page == page)) for page in pages)


def _page(number: int | None, url: str) -> PageStart | None:
    return PageStart(number, page_link(url, number) if url else None) if number else None


def _pieces(text: str, asked: Question | None) -> tuple[Piece, ...]:
    return marked(text, asked) if asked and asked.terms else (Piece(text),)
