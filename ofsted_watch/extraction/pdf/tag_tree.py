"""The tag tree of a PDF (StructTreeRoot): what belongs to which paragraph, the tables and the headings.

547 of 551 real letters are tagged. The tree names a page's pieces of text by number (MCID); the pieces themselves
come from the page's content.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSLiteral

from ofsted_watch.extraction.pdf.opening import FAULTS
from ofsted_watch.extraction.pdf.tag_text import Piece, Pieces
from ofsted_watch.extraction.pdf.text import Table, TaggedHeading

_INLINE = frozenset({"Span", "Link", "Reference", "Quote", "Annot", "Code", "Lbl", "LBody", "Em", "Strong", "Sub", "NonStruct"})
_MOST_ELEMENTS = 200_000
"""More than any letter has (a 100-page report has about 10,000); a tree that goes on is taken for damaged."""


@dataclass(slots=True)
class Element:
    """A structure element: its standard type, its own pieces of text and its children, in order."""

    kind: str
    kids: list["Element | Piece"] = field(default_factory=list)

    def pieces(self) -> Iterator[Piece]:
        """All pieces of text under this element, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.pieces()
            else:
                yield kid

    def descendants(self, kinds: frozenset[str]) -> Iterator["Element"]:
        """The nearest elements of these kinds below this one."""
        for kid in self.kids:
            if isinstance(kid, Element):
                if kid.kind in kinds:
                    yield kid
                else:
                    yield from kid.descendants(kinds)


def tree_of(document: PDFDocument) -> Element | None:
    """The tag tree, or None where the file has none or it is damaged (the text is read without it then)."""
    try:
        root = resolve1(document.catalog.get("StructTreeRoot"))
        if not isinstance(root, dict):
            return None
        return _Reader(root).element(root, None, "StructTreeRoot", 0)
    except (_TooMany, *FAULTS):
        return None


class _TooMany(Exception):
    """The tree has more elements than any letter."""


class _Reader:
    """Walks the tree once; an element met twice (a loop) is read the first time only."""

    def __init__(self, root: dict[str, object]) -> None:
        roles = resolve1(root.get("RoleMap"))
        self._roles = {key: _name(value) for key, value in roles.items()} if isinstance(roles, dict) else {}
        self._seen: set[int] = set()
        self._count = 0

    def element(self, spec: dict[str, object], page: object, kind: str, depth: int) -> Element:
        self._count += 1
        if self._count > _MOST_ELEMENTS or depth > 200:
            raise _TooMany
        element = Element(kind)
        own_page = spec.get("Pg")
        page = own_page.objid if isinstance(own_page, PDFObjRef) else page
        kids = spec.get("K")
        if isinstance(kids, PDFObjRef) and isinstance(resolve1(kids), list):
            kids = resolve1(kids)
        for kid in kids if isinstance(kids, list) else [kids]:
            self._add(element, kid, page, depth)
        return element

    def _add(self, element: Element, kid: object, page: object, depth: int) -> None:
        if isinstance(kid, PDFObjRef):
            if kid.objid in self._seen:
                return
            self._seen.add(kid.objid)
            kid = resolve1(kid)
        if isinstance(kid, int):
            element.kids.append((page, kid))
        elif isinstance(kid, dict) and "MCID" in kid:
            own_page = kid.get("Pg")
            mcid = resolve1(kid["MCID"])
            if isinstance(mcid, int):
                element.kids.append((own_page.objid if isinstance(own_page, PDFObjRef) else page, mcid))
        elif isinstance(kid, dict) and "S" in kid:
            element.kids.append(self.element(kid, page, self._standard(_name(kid["S"])), depth + 1))

    def _standard(self, kind: str) -> str:
        for _ in range(5):
            if kind not in self._roles:
                return kind
            kind = self._roles[kind]
        return kind


def _name(value: object) -> str:
    value = resolve1(value)
    if isinstance(value, PSLiteral):
        return value.name if isinstance(value.name, str) else value.name.decode("latin-1")
    return "" if isinstance(value, PDFStream) else str(value)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like element: its number in reading order, its type, and the table cell around it if there is one.

    `cell` is the innermost table's row and cell, both numbered through the whole file.
    """

    number: int
    kind: str
    cell: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Blocks:
    """Which paragraph-like element each piece of text belongs to."""

    of_piece: dict[Piece, Block]

    def at(self, piece: Piece) -> Block | None:
        """The element around a piece, or None for a piece that the tree does not know."""
        return self.of_piece.get(piece)


def blocks_of(tree: Element) -> Blocks:
    """The tree's paragraphs, headings, list items and cells, each with a number of its own."""
    blocks: dict[Piece, Block] = {}
    count = row = 0

    def walk(element: Element, block: Block, in_item: bool) -> None:
        nonlocal count, row
        if element.kind not in _INLINE and not (in_item and element.kind == "P"):
            count += 1
            if element.kind == "TR":
                row = count
            cell = (row, count) if element.kind in ("TD", "TH") else block.cell
            block = Block(count, element.kind, cell)
        for kid in element.kids:
            if isinstance(kid, Element):
                walk(kid, block, element.kind in ("LI", "LBody"))
            else:
                blocks.setdefault(kid, block)

    walk(tree, Block(0, "", None), False)
    return Blocks(blocks)


def tables_of(tree: Element, pieces: Pieces) -> tuple[Table, ...]:
    """Every table of the tree with at least one cell that has text."""
    tables = []
    for table in tree.descendants(frozenset({"Table"})):
        rows = tuple(
            tuple(pieces.text(cell.pieces()) for cell in row.descendants(frozenset({"TD", "TH"})))
            for row in table.descendants(frozenset({"TR"}))
        )
        page = pieces.page(table.pieces())
        if page and any(any(row) for row in rows):
            tables.append(Table(page, rows))
    return tuple(tables)


def headings_of(tree: Element, pieces: Pieces) -> tuple[TaggedHeading, ...]:
    """Every heading of the tree that has text, in reading order."""
    headings = []
    for heading in tree.descendants(frozenset({"H1", "H2", "H3", "H4", "H5", "H6"})):
        text, page = pieces.text(heading.pieces()), pieces.page(heading.pieces())
        if text and page:
            headings.append(TaggedHeading(int(heading.kind[1]), text, page))
    return tuple(headings)
