"""An HTML page (a council's news page) → text in the shape that a PDF gives."""

from bs4 import BeautifulSoup, Tag

from ofsted_watch.errors import NotAPdf, NoText
from ofsted_watch.reading.characters import clean
from ofsted_watch.reading.text import Line, Page, Paragraph, ParagraphKind, TaggedHeading, Text

_FURNITURE = (
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "button",
    "svg",
    "iframe",
    "head",
)
_FURNITURE_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "dialog", "complementary", "alertdialog"})
_FURNITURE_NAMES = ("cookie", "breadcrumb", "skip", "share", "sidebar", "related", "menu", "widget", "newsletter")
_BLOCKS = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "td", "th", "blockquote", "dt", "dd", "figcaption", "time")
_KINDS: dict[str, ParagraphKind] = {"li": "bullet", **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading")}


def is_html(content: bytes) -> bool:
    """Whether the bytes begin as an HTML page does."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<!--")) or b"<html" in start


def html_text(content: bytes) -> Text:
    """The page's own words without its furniture (navigation, cookie banner, header, footer), all on page 1.

    Raises NotAPdf for the site's 'Report not found' page, NoText where nothing but furniture is there.
    """
    soup = BeautifulSoup(content, "html.parser")
    title = clean(soup.title.get_text(" ")) if soup.title else None
    heading = soup.find("h1")
    if _is_not_found(title or "") or (heading and _is_not_found(clean(heading.get_text(" ")))):
        raise NotAPdf("The file is not a PDF but the site's page 'Report not found': the letter is no longer there.")
    _remove_furniture(soup)
    paragraphs: list[Paragraph] = []
    body = soup.find("main") or soup.find("article") or soup.body
    for block in (body if isinstance(body, Tag) else soup).find_all(_BLOCKS):
        words = clean(block.get_text(" ", strip=False))
        if words and not block.find(_BLOCKS):
            paragraphs.append(Paragraph(words, 1, _KINDS.get(block.name, "body"), len(paragraphs)))
    if not paragraphs:
        raise NoText("The HTML page holds no text of its own: only menus, banners or nothing at all.")
    lines = tuple(Line(p.text, 1, 0, 14.0 * n, 0, 14.0 * n + 12, 12, p.kind == "heading") for n, p in enumerate(paragraphs))
    headings = tuple(TaggedHeading(1, p.text, 1) for p in paragraphs if p.kind == "heading")
    return Text((Page(1, 0, 0, lines),), tuple(paragraphs), (), headings, is_html=True, title=title or None)


def _is_not_found(words: str) -> bool:
    return "report not found" in words.lower() or "page not found" in words.lower()


def _remove_furniture(soup: BeautifulSoup) -> None:
    for part in soup.find_all(_FURNITURE):
        part.decompose()
    for part in soup.find_all(True):
        if (
            isinstance(part, Tag)
            and not part.decomposed
            and part.name not in ("html", "body", "main", "article")
            and _is_furniture(part)
        ):
            part.decompose()


def _is_furniture(part: Tag) -> bool:
    names = " ".join(str(name) for key in ("id", "class") for name in part.get_attribute_list(key) if name).lower()
    return str(part.get("role") or "") in _FURNITURE_ROLES or any(name in names for name in _FURNITURE_NAMES)
