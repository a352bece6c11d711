"""What a read file is made of: pages of lines where they stand, and the paragraphs, tables and headings they make."""

from dataclasses import dataclass, field
from typing import Literal

from ofsted_watch.domain.findings import Passage
from ofsted_watch.domain.text_places import PARTED_BY, ParagraphPlace
from ofsted_watch.extraction.pdf.line_joining import Vocabulary, vocabulary_of

ParagraphKind = Literal["body", "bullet", "heading"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line as printed. Positions and `size` are in points, `top` and `bottom` measured from the page's top.

    `tag` is the type of the structure element the line belongs to ('P', 'H1', 'LI', 'TD', …), '' where the file has
    no tags. `block` tells lines of one tagged paragraph from those of the next; None where there is none. `cell` is the
    row and the cell of the innermost tagged table around the line, both numbered through the file; None outside tables.
    """

    text: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    tag: str = ""
    block: int | None = None
    cell: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page's lines in the order of its content stream, without running headers, footers and page numbers."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the tag tree: rows of cells, each cell's text on one line. `page` is where it begins."""

    page: int
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class TaggedHeading:
    """A heading (H1 to H6) of the tag tree. `level` is 1 to 6."""

    level: int
    text: str
    page: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Whole sentences, joined over lines and pages. `first_line` counts in `Text.lines`; a bullet's sign is not in `text`.

    `turns` has each later page that it runs on to: the place in `text` at which it begins, and its number.
    """

    text: str
    page: int
    kind: ParagraphKind
    first_line: int
    turns: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A file, as text. `title` is an HTML page's own; a PDF has none.

    `vocabulary` is handed on by whoever made one already.
    `marks` are reasons to believe nothing of it: it is marked as withdrawn or a draft, or a note lies over what it judges.
    `edges` are the running heads, footers and page numbers that its pages have besides their lines.
    """

    pages: tuple[Page, ...]
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...] = ()
    tagged_headings: tuple[TaggedHeading, ...] = ()
    is_html: bool = False
    title: str | None = None
    marks: tuple[str, ...] = ()
    edges: tuple[Passage, ...] = ()
    vocabulary: Vocabulary | None = field(default=None, compare=False, repr=False)

    @property
    def own_vocabulary(self) -> Vocabulary:
        """The file's own words, by which lines that end with a hyphen are joined."""
        return self.vocabulary or vocabulary_of(line.text for page in self.pages for line in page.lines)

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines of all pages, in order."""
        return tuple(line for page in self.pages for line in page.lines)

    @property
    def plain(self) -> str:
        """The paragraphs, separated by blank lines; a bullet's begins with '• '."""
        return PARTED_BY.join(f"{_signed(paragraph)}{paragraph.text}" for paragraph in self.paragraphs)

    @property
    def places(self) -> tuple[ParagraphPlace, ...]:
        """Where each paragraph of `plain` stands."""
        return tuple(
            ParagraphPlace(
                paragraph.page,
                paragraph.kind == "heading",
                tuple((place + len(_signed(paragraph)), page) for place, page in paragraph.turns),
            )
            for paragraph in self.paragraphs
        )


def _signed(paragraph: Paragraph) -> str:
    """The sign before a paragraph in the plain text."""
    return "• " if paragraph.kind == "bullet" else ""
