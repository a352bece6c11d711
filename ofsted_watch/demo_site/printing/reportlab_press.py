"""Prints with ReportLab: an embedded font, and the tag tree that nearly all real letters have.

ReportLab cannot write tags. We write marked content into the page's stream between its text operators, and add the
structure elements to its document as plain PDF objects.
"""

from collections.abc import Iterator
from io import BytesIO
from itertools import groupby

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObjectReference, PDFPage, PDFtrue
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ofsted_watch.demo_site.printing.layout import HEIGHT, WIDTH, Element, Laid, Piece, lay_out
from ofsted_watch.demo_site.printing.sheet import Sheet

_FACES = {False: ("Vera", "Vera.ttf"), True: ("VeraBd", "VeraBd.ttf")}
"""Regular and bold of the font that comes with ReportLab. It resembles the font of real letters."""

Mark = tuple[int, int]
"""A page and the number of a piece of marked content on it."""


def print_sheet(sheet: Sheet) -> bytes:
    """The sheet as the bytes of a tagged PDF. The same sheet always gives the same bytes."""
    for name, file in _FACES.values():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, file))
    laid = lay_out(sheet, _measure)
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1, lang=sheet.language)
    canvas.setTitle(sheet.title)
    marks: dict[int, list[Mark]] = {}
    pages = [_print_page(canvas, laid, page, marks) for page in range(1, laid.pages + 1)]
    _add_tags(canvas, laid.document, marks, pages)
    canvas.save()
    return buffer.getvalue()


def _measure(text: str, bold: bool, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, _FACES[bold][0], size))


def _print_page(canvas: Canvas, laid: Laid, page: int, marks: dict[int, list[Mark]]) -> PDFObjectReference:
    """Print a page and return its reference. Add to `marks` which element has which marked content."""
    for piece in (piece for piece in laid.artifacts if piece.page == page):
        canvas._code.append("/Artifact <</Type /Pagination /Subtype /Footer>> BDC")
        _print_piece(canvas, piece)
        canvas._code.append("EMC")
    canvas._code.append("/Artifact BMC")
    canvas.setLineWidth(0.5)
    for rule in (rule for rule in laid.rules if rule.page == page):
        canvas.line(rule.x0, HEIGHT - rule.y0, rule.x1, HEIGHT - rule.y1)
    canvas._code.append("EMC")
    number = 0
    for element in _leaves(laid.document):
        here = [piece for piece in element.pieces if piece.page == page]
        if not here:
            continue
        canvas._code.append(f"/{element.tag} <</MCID {number}>> BDC")
        for piece in here:
            _print_piece(canvas, piece)
        canvas._code.append("EMC")
        marks.setdefault(id(element), []).append((page, number))
        number += 1
    place = canvas._doc.thisPageRef()
    canvas.showPage()
    return place


def _print_piece(canvas: Canvas, piece: Piece) -> None:
    canvas.setFont(_FACES[piece.bold][0], piece.size)
    canvas.drawString(piece.x, HEIGHT - piece.y, piece.text)


def _leaves(element: Element) -> Iterator[Element]:
    if element.pieces:
        yield element
    for kid in element.kids:
        yield from _leaves(kid)


def _add_tags(canvas: Canvas, document: Element, marks: dict[int, list[Mark]], pages: list[PDFObjectReference]) -> None:
    """Add the structure tree, and the tree from marked content back to it (ISO 32000-1, 14.7)."""
    store = canvas._doc
    root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
    root_place = store.Reference(root)
    owners: dict[Mark, PDFObjectReference] = {}

    def add(element: Element, parent: PDFObjectReference) -> PDFObjectReference:
        node = PDFDictionary({"Type": PDFName("StructElem"), "S": PDFName(element.tag), "P": parent})
        place = store.Reference(node)
        own = marks.get(id(element), [])
        owners.update(dict.fromkeys(own, place))
        kids: list[object]
        if len(own) == 1:
            node["Pg"] = pages[own[0][0] - 1]
            kids = [own[0][1]]
        else:
            # Content on more than one page: each part names its page.
            kids = [PDFDictionary({"Type": PDFName("MCR"), "Pg": pages[page - 1], "MCID": number}) for page, number in own]
        kids.extend(add(kid, place) for kid in element.kids)
        node["K"] = PDFArray(kids)
        return place

    root["K"] = PDFArray([add(document, root_place)])
    root["ParentTree"] = store.Reference(PDFDictionary({"Nums": PDFArray(list(_parent_tree(owners)))}))
    root["RoleMap"] = PDFDictionary({"Title": PDFName("H1")})
    store.Catalog.StructTreeRoot = root
    store.Catalog.MarkInfo = PDFDictionary({"Marked": PDFtrue})
    for number, page in enumerate(page for page in store.idToObject.values() if isinstance(page, PDFPage)):
        # ReportLab writes only the page entries that it knows, so we add this one to them.
        page.__NoDefault__ = [*PDFPage.__NoDefault__, "StructParents"]
        page.StructParents = number


def _parent_tree(owners: dict[Mark, PDFObjectReference]) -> Iterator[object]:
    for page, marked in groupby(sorted(owners), key=lambda mark: mark[0]):
        yield page - 1
        yield PDFArray([owners[mark] for mark in marked])
