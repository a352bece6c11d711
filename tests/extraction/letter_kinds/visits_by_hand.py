"""Visit letters laid out by hand as the Text that reading gives: one line a paragraph, and only what a test is about."""

from collections.abc import Sequence
from dataclasses import dataclass

from ofsted_watch.extraction.pdf import Line, Page, Paragraph, Text
from ofsted_watch.extraction.pdf.text import ParagraphKind

HEAD = ("Ofsted", "Piccadilly Gate", "15 November 2022", "Ms Oriel Tansy", "Thornmere Council", "Dear Ms Tansy")
SIGNED = ("Yours sincerely", "Amara Nwosu", "His Majesty’s Inspector")


@dataclass(frozen=True)
class Head:
    """A heading, printed bold."""

    text: str
    tag: str = ""


@dataclass(frozen=True)
class Bullet:
    """A bullet; its sign is not part of the text."""

    text: str


@dataclass(frozen=True)
class At:
    """A line at a place of its own: a cell of the table under a signature."""

    text: str
    x: float
    top: float
    page: int = 1


Part = str | Head | Bullet | At


def letter_of(*parts: Part) -> Text:
    """A Text of these paragraphs, top to bottom."""
    lines = [_line(part, place) for place, part in enumerate(parts)]
    pages = tuple(
        Page(number, 595, 842, tuple(line for line in lines if line.page == number))
        for number in range(1, max(line.page for line in lines) + 1)
    )
    return Text(pages, tuple(Paragraph(line.text, line.page, _kind(parts[at]), at) for at, line in enumerate(lines)))


def visit_letter(subject: str, *body: Part, head: Sequence[str] = HEAD, signed: Sequence[Part] = SIGNED) -> Text:
    """A letter with this subject line and body, between the usual head and signature."""
    return letter_of(*head, Head(subject), *body, *signed)


def focused(*body: Part, subject: str = "Focused visit to Thornmere children’s services") -> Text:
    """A focused visit letter that says who came when, and then this."""
    opening = (
        "This letter summarises the findings of the focused visit to Thornmere children’s services on 4 and 5 October 2022. "
        "His Majesty’s Inspectors for this visit were Amara Nwosu and Gareth Pugh."
    )
    return visit_letter(subject, opening, *body)


def _kind(part: Part) -> ParagraphKind:
    match part:
        case Head():
            return "heading"
        case Bullet():
            return "bullet"
        case str() | At():
            return "body"


def _line(part: Part, place: int) -> Line:
    match part:
        case At(text, x, top, page):
            return Line(text, page, x, top, x + 5 * len(text), top + 11, 11, False)
        case Head(text, tag):
            return Line(text, 1, 68, 20 + 15 * place, 400, 31 + 15 * place, 13, True, tag=tag)
        case Bullet(text):
            return Line(text, 1, 82, 20 + 15 * place, 400, 31 + 15 * place, 11, False)
        case str(text):
            return Line(text, 1, 68, 20 + 15 * place, 400, 31 + 15 * place, 11, False)
