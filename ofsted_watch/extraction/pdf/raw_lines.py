"""An opened PDF → its pages as raw lines: each page the fast way, and the plain way wherever that one is unsure."""

from collections.abc import Iterator

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import LITERAL_IMAGE, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, resolve1

from ofsted_watch.errors import Truncated
from ofsted_watch.extraction.pdf.fallback_text import fallback_page
from ofsted_watch.extraction.pdf.fast_text import Unsure, fast_page
from ofsted_watch.extraction.pdf.fonts import Typefaces
from ofsted_watch.extraction.pdf.glyphs import RawPage
from ofsted_watch.extraction.pdf.opening import FAULTS
from ofsted_watch.extraction.pdf.optional_content import Layers
from ofsted_watch.extraction.pdf.streams import content_of


def raw_pages(document: PDFDocument, *, plain_only: bool = False) -> list[RawPage]:
    """All pages in order; `plain_only` leaves the fast way out (to measure and to compare).

    Raises Truncated when a page cannot be read either way, or is not there; ReadingTookTooMuch as content_of does.
    """
    fonts = PDFResourceManager(caching=True)
    typefaces = Typefaces(fonts)
    layers = Layers(document.catalog)
    pages = []
    for number, page in enumerate(_pages(document), start=1):
        content = _content(page, number)
        if plain_only or (read := _fast(number, page, content, typefaces, layers)) is None:
            read = _fallback(number, page, fonts, layers)
        pages.append(read)
    stated = _stated_pages(document)
    if not pages or len(pages) < stated:
        raise Truncated(
            f"The PDF is damaged: it should have {stated or 'some'} pages, {len(pages)} can be found. Fetch it again."
        )
    return pages


def _stated_pages(document: PDFDocument) -> int:
    """How many pages the file says it has, 0 where it does not say."""
    tree = resolve1(document.catalog.get("Pages"))
    count = resolve1(tree.get("Count")) if isinstance(tree, dict) else None
    return count if isinstance(count, int) else 0


def all_are_pictures(document: PDFDocument) -> bool:
    """Whether every page shows a picture: then the words may be in the pictures."""
    return all(any(_is_picture(form) for form in _forms(page)) for page in _pages(document))


def _forms(page: PDFPage) -> list[object]:
    resources = resolve1(page.resources)
    forms = resolve1(resources.get("XObject")) if isinstance(resources, dict) else None
    return [resolve1(form) for form in forms.values()] if isinstance(forms, dict) else []


def _is_picture(form: object) -> bool:
    return isinstance(form, PDFStream) and form.get("Subtype") is LITERAL_IMAGE


def _pages(document: PDFDocument) -> Iterator[PDFPage]:
    try:
        yield from PDFPage.create_pages(document)
    except FAULTS as error:
        raise Truncated("The PDF is damaged: its list of pages cannot be read. Fetch it again.") from error


def _content(page: PDFPage, number: int) -> bytes:
    try:
        return content_of(page, number)
    except FAULTS as error:
        raise _damaged(number) from error


def _fast(number: int, page: PDFPage, content: bytes, typefaces: Typefaces, layers: Layers) -> RawPage | None:
    try:
        return fast_page(number, page, content, typefaces, layers)
    except (Unsure, *FAULTS):
        return None


def _fallback(number: int, page: PDFPage, fonts: PDFResourceManager, layers: Layers) -> RawPage:
    try:
        return fallback_page(number, page, fonts, layers)
    except FAULTS as error:
        raise _damaged(number) from error


def _damaged(number: int) -> Truncated:
    return Truncated(f"The PDF is damaged: page {number} cannot be read. Fetch it again.")
