"""An HTML page (a council's news page) → text in the shape that a PDF gives."""

import re
from typing import NamedTuple

from bs4 import NavigableString, Tag
from bs4.element import PreformattedString

from ofsted_watch.errors import NotAPdf, NoText
from ofsted_watch.extraction.markup import parse_html
from ofsted_watch.extraction.pdf.characters import clean
from ofsted_watch.extraction.pdf.text import Line, Page, Paragraph, ParagraphKind, TaggedHeading, Text

_NEVER_TEXT = ("script", "style", "noscript", "template", "nav", "form", "button", "select", "svg", "iframe", "head", "aside")
_FURNITURE_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "dialog", "complementary", "alertdialog"})
_FURNITURE_NAME = re.compile(
    r"(?:^|[-_])(?:cookies?|breadcrumbs?|skip|share|sharing|social|sidebar|related|menu|widget|newsletter|nav|pagination)(?:$|[-_])"
)
_ERROR_PAGE = re.compile(
    r"\b(?:report|page|file|document|publication) not found\b|^[45]\d\d\b.{0,40}|\b(?:access denied|forbidden|bad gateway|"
    r"service unavailable|too many requests|just a moment|are you (?:a )?human|problem with (?:the|this) service)\b",
    re.IGNORECASE,
)
"""What the title or main heading of a page says that stands where a letter should be."""
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    """
    address article aside blockquote body caption dd details div dl dt fieldset figcaption figure footer header hr legend li
    main ol p pre section summary table tbody td tfoot th thead tr ul h1 h2 h3 h4 h5 h6
    """.split()  # noqa: SIM905
)
_DEEPEST = 1_000
"""Levels of tags: in a page that closes none of its paragraphs and list items, each stands in the one before."""

_LINE_HEIGHT = 14.0
"""Points: an HTML page has no lines of its own, so each paragraph stands for one."""


_COLUMN_WIDTH = 200.0
"""Points: the cells of a table's row stand beside each other."""
_CELLS = ["td", "th"]


class _Block(NamedTuple):
    """A block's paragraph, its heading level (0: none) and its column in a table."""

    paragraph: Paragraph
    level: int
    column: int


def html_text(content: bytes) -> Text:
    """The page's own words without its furniture (navigation, cookie banner, header, footer), all on page 1.

    Raises NotAPdf for an error page (the site's 'Report not found', a refusal, a fault) and for a page whose markup cannot be
    parsed, NoText where nothing but furniture is there.
    """
    soup = parse_html(content, _refused, deepest=_DEEPEST)
    title = clean(soup.title.get_text(" ")) if soup.title else ""
    for phrase in (title, *(clean(heading.get_text(" ")) for heading in soup.find_all("h1"))):
        if error := _ERROR_PAGE.search(phrase):
            raise NotAPdf(f"The file is not a PDF but a web page that says '{error[0]}': look at what the link serves now.")
    for part in soup.find_all(True):
        if not part.decomposed and _is_furniture(part):
            part.decompose()
    body = soup.find("main") or soup.find("article") or soup.body
    paragraphs = _paragraphs(body if isinstance(body, Tag) else soup)
    if not paragraphs:
        raise NoText("The HTML page holds no text of its own: only menus, banners or nothing at all.")
    headings = tuple(TaggedHeading(block.level, block.paragraph.text, 1) for block in paragraphs if block.level)
    lines = tuple(_line(block) for block in paragraphs)
    page = Page(1, 0, _LINE_HEIGHT * len(lines), lines)
    return Text((page,), tuple(block.paragraph for block in paragraphs), (), headings, is_html=True, title=title or None)


def _refused(reason: str) -> NotAPdf:
    return NotAPdf(f"The file is not a PDF but a web page that {reason}. Check what the link serves now.")


def _is_furniture(part: Tag) -> bool:
    if part.name in _NEVER_TEXT:
        return True
    if part.name in ("html", "body", "main", "article") or part.find(["h1", "main", "article"]):
        return False
    if part.name in ("header", "footer"):
        return part.find_parent(["main", "article"]) is None
    names = (str(name) for key in ("id", "class") for name in part.get_attribute_list(key) if name)
    return str(part.get("role") or "") in _FURNITURE_ROLES or any(_FURNITURE_NAME.search(name.lower()) for name in names)


def _paragraphs(body: Tag) -> list[_Block]:
    """Each block's words in order. A block inside another ends the outer's words."""
    blocks: list[tuple[Tag, list[str]]] = []
    for node in body.descendants:
        if isinstance(node, Tag) and node.name in _BLOCKS:
            blocks.append((node, []))
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            block = next((parent for parent in node.parents if parent.name in _BLOCKS or parent is body), body)
            if not blocks or blocks[-1][0] is not block:
                blocks.append((block, []))
            blocks[-1][1].append(node)
        elif isinstance(node, Tag) and node.name == "br" and blocks:
            blocks[-1][1].append(" ")
    paragraphs: list[_Block] = []
    for block, phrase in blocks:
        text = clean("".join(phrase))
        if text:
            paragraph = Paragraph(text, 1, _kind(block), len(paragraphs))
            paragraphs.append(_Block(paragraph, _HEADINGS.get(block.name, 0), _column(block)))
    return paragraphs


def _column(block: Tag) -> int:
    """In which column of a table a block stands, from 0."""
    cell = block if block.name in _CELLS else block.find_parent(_CELLS)
    return len(cell.find_previous_siblings(_CELLS)) if cell else 0


def _kind(block: Tag) -> ParagraphKind:
    if block.name in _HEADINGS:
        return "heading"
    return "bullet" if block.name == "li" or block.find_parent("li") else "body"


def _line(block: _Block) -> Line:
    paragraph, place = block.paragraph, _COLUMN_WIDTH * block.column
    top = paragraph.first_line * _LINE_HEIGHT
    tag = f"H{block.level}" if block.level else "P"
    return Line(paragraph.text, 1, place, top, place, top + 12, 12, block.level > 0, tag, paragraph.first_line)
