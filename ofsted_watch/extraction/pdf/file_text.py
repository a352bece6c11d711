"""The whole path from a file's bytes to its text: opened, read, stripped of what runs along, cleaned, joined."""

from collections.abc import Sequence

from ofsted_watch.domain.findings import Passage
from ofsted_watch.errors import NoText
from ofsted_watch.extraction.html_start import is_html
from ofsted_watch.extraction.pdf.characters import clean
from ofsted_watch.extraction.pdf.glyphs import RawLine, RawPage
from ofsted_watch.extraction.pdf.line_joining import vocabulary_of
from ofsted_watch.extraction.pdf.opening import opened
from ofsted_watch.extraction.pdf.paragraphs import paragraphs_of
from ofsted_watch.extraction.pdf.raw_lines import all_are_pictures, raw_pages
from ofsted_watch.extraction.pdf.running_heads import without_running_lines
from ofsted_watch.extraction.pdf.tag_text import pieces_of
from ofsted_watch.extraction.pdf.tag_tree import Blocks, blocks_of, headings_of, tables_of, tree_of
from ofsted_watch.extraction.pdf.text import Line, Page, Text

_FEWEST_TERMS = 12
"""A page. A scan can carry a stamp or a line of its scanner as text; a letter's page has hundreds of words."""

_STRUCK_TWICE = 1.5
"""Points by which the second of two strikes of a line stands apart."""


def read_text(content: bytes) -> Text:
    """The text of a PDF or of an HTML page.

    Raises EmptyFile, NotAPdf (also for the site's 'Report not found' page), Truncated (whatever is damaged or missing),
    Encrypted, NoText (pictures of pages only) and ReadingTookTooMuch (a page that unpacks to more than any letter).
    Everything else that happens here is a fault of ours. Sets no limits on time and memory: adapters/reader.py does.
    """
    if is_html(content):
        # Imported here: nearly every file is a PDF, and a reader's process starts in two thirds of the time without bs4.
        from ofsted_watch.extraction.pdf.html_text import html_text

        return html_text(content)
    document = opened(content)
    raw = raw_pages(document)
    stored = without_running_lines(raw)
    text = sum(len(line.text.split()) for lines in stored for line in lines)
    if not text or (text < _FEWEST_TERMS * len(raw) and all_are_pictures(document)):
        raise NoText("The PDF holds pictures of pages but no text: it was scanned. Ask for a copy with text.")
    tree = tree_of(document)
    blocks = blocks_of(tree) if tree else Blocks({})
    pages = tuple(_page(page, lines, blocks) for page, lines in zip(raw, stored, strict=True))
    marks = tuple(mark for page in raw for mark in page.marks)
    vocabulary = vocabulary_of(line.text for page in pages for line in page.lines)
    edges = _edges(raw, stored)
    if tree is None:
        return Text(pages, paragraphs_of(pages, vocabulary), marks=marks, vocabulary=vocabulary, edges=edges)
    pieces = pieces_of(raw, vocabulary)
    paragraphs = paragraphs_of(pages, vocabulary)
    tables, headings = tables_of(tree, pieces), headings_of(tree, pieces)
    return Text(pages, paragraphs, tables, headings, marks=marks, vocabulary=vocabulary, edges=edges)


def _edges(raw: Sequence[RawPage], stored: Sequence[Sequence[RawLine]]) -> tuple[Passage, ...]:
    """What is printed on each page and is not part of its text, once each: running heads, footers and page numbers."""
    edges: list[Passage] = []
    for page, lines in zip(raw, stored, strict=True):
        inside = {id(line) for line in lines}
        running = dict.fromkeys(text for line in page.lines if id(line) not in inside and (text := clean(line.text)))
        edges += [Passage(text, page.number) for text in running]
    return tuple(edges)


def _page(raw: RawPage, lines: Sequence[RawLine], blocks: Blocks) -> Page:
    cleaned: list[Line] = []
    printed: dict[str, list[Line]] = {}
    for line in (_line(raw, line, blocks) for line in lines):
        before = printed.setdefault(line.text, [])
        # Printed twice at one place, a line only looks bold.
        if line.text and not any(abs(line.x0 - a.x0) <= _STRUCK_TWICE and abs(line.top - a.top) <= _STRUCK_TWICE for a in before):
            before.append(line)
            cleaned.append(line)
    return Page(raw.number, raw.width, raw.height, tuple(cleaned))


def _line(page: RawPage, line: RawLine, blocks: Blocks) -> Line:
    block = next((at for mark, text in line.runs if text.strip() and (at := blocks.at((page.object_id, mark)))), None)
    return Line(
        text=clean(line.text),
        page=page.number,
        x0=line.x0,
        top=page.height - line.y1,
        x1=line.x1,
        bottom=page.height - line.y0,
        size=line.size,
        bold=line.bold,
        tag=block.kind if block else "",
        block=block.number if block else None,
        cell=block.cell if block else None,
    )
