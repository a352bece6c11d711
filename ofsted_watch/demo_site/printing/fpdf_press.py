"""Prints with fpdf2: Helvetica, no tags, the footer after the page's text."""

from datetime import UTC, datetime

from fpdf import FPDF

from ofsted_watch.demo_site.printing.layout import HEIGHT, WIDTH, Element, Laid, Piece, lay_out
from ofsted_watch.demo_site.printing.sheet import Sheet

_ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
"""The date in every file, so that the same letter always has the same bytes."""


def print_sheet(sheet: Sheet, password: str = "") -> bytes:
    """The sheet as the bytes of a PDF without a tag tree, encrypted if a password is given.

    The same sheet always gives the same bytes.
    """
    pdf = _blank(sheet.title)
    pdf.set_lang(sheet.language)
    if password:
        pdf.set_encryption(owner_password=password, user_password=password)
    # fpdf2 accepts only Latin-1 for its own fonts. Curly quotes, dashes and bullets need WinAnsi.
    pdf.core_fonts_encoding = "windows-1252"

    def measure(text: str, bold: bool, size: float) -> float:
        pdf.set_font("Helvetica", "B" if bold else "", size)
        return float(pdf.get_string_width(text))

    laid = lay_out(sheet, measure)
    by_page = _by_page(laid)
    for page in range(1, laid.pages + 1):
        pdf.add_page()
        pdf.set_line_width(0.5)
        for rule in (rule for rule in laid.rules if rule.page == page):
            pdf.line(rule.x0, rule.y0, rule.x1, rule.y1)
        for piece in by_page[page]:
            pdf.set_font("Helvetica", "B" if piece.bold else "", piece.size)
            pdf.text(piece.x, piece.y, piece.text)
    return bytes(pdf.output())


def print_picture(title: str) -> bytes:
    """A PDF of one page with a drawing and no text, like a scanned letter."""
    pdf = _blank(title)
    pdf.add_page()
    for line in range(40):
        pdf.line(71, 100 + 15 * line, 520, 100 + 15 * line)
    return bytes(pdf.output())


def _blank(title: str) -> FPDF:
    pdf = FPDF(unit="pt", format=(WIDTH, HEIGHT))
    pdf.set_auto_page_break(False)
    pdf.set_creation_date(_ALWAYS)
    pdf.set_title(title)
    return pdf


def _by_page(laid: Laid) -> dict[int, list[Piece]]:
    pages: dict[int, list[Piece]] = {page: [] for page in range(1, laid.pages + 1)}
    for piece in (*_pieces(laid.document), *laid.artifacts):
        pages[piece.page].append(piece)
    return pages


def _pieces(element: Element) -> list[Piece]:
    return [*element.pieces, *(piece for kid in element.kids for piece in _pieces(kid))]
