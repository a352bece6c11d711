"""The layout: blocks become lines on A4 pages, in content order, and a tree of tags."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ofsted_watch.demo_site.printing.sheet import (
    Block,
    Bullets,
    Cell,
    Down,
    Gap,
    Heading,
    Lines,
    NextPage,
    Numbered,
    Para,
    Sheet,
    Table,
)

WIDTH, HEIGHT = 595.32, 841.92
TOP, BOTTOM = 80.0, 85.0
LEADING = 1.22
"""The distance between lines, as a multiple of the font size."""

Measure = Callable[[str, bool, float], float]
"""Gives the width in points of a text, bold or not, at a font size."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of text at its position: `x` from the left and `y` (its baseline) from the top, in points."""

    page: int
    x: float
    y: float
    size: float
    bold: bool
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line from one point to another."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class Element:
    """A node of the tag tree: its type ('Table', 'TD', 'P', …) and its elements or pieces, in order."""

    tag: str
    kids: list["Element"] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)

    def add(self, tag: str) -> "Element":
        """Add a new element below this element."""
        kid = Element(tag)
        self.kids.append(kid)
        return kid


@dataclass(frozen=True, slots=True)
class Laid:
    """The layout of a letter. `artifacts` (header, footer, page number) come first on each page, as in real letters."""

    sheet: Sheet
    pages: int
    document: Element
    artifacts: tuple[Piece, ...]
    rules: tuple[Rule, ...]


def lay_out(sheet: Sheet, measure: Measure) -> Laid:
    """Place every block of a sheet on as many A4 pages as it needs."""
    setter = _Typesetter(sheet, measure)
    for block in sheet.blocks:
        setter.set(block)
    return Laid(sheet, setter.page, setter.document, tuple(_artifacts(sheet, setter.page, measure)), tuple(setter.rules))


def wrap(text: str, width: float, bold: bool, size: float, measure: Measure, *, hyphenate: bool = False) -> list[str]:
    """The lines of a text in a column of this width. A line may break after a hyphen, as in a word processor.

    With `hyphenate`, a long word that does not fit is split, with at least three letters on each side.
    """
    lines: list[str] = []
    line = ""
    for word, glue in _breakable(text):
        candidate = f"{line}{glue}{word}" if line else word
        if line and measure(candidate, bold, size) > width:
            head, tail = (
                _split(f"{line}{glue}", word, width, lambda text: measure(text, bold, size)) if hyphenate else (line, word)
            )
            lines.append(head)
            line = tail
        else:
            line = candidate
    return [*lines, line] if line else lines


def _split(line: str, word: str, width: float, measure: Callable[[str], float]) -> tuple[str, str]:
    if len(word) >= 8 and word.isalpha():
        for length in range(len(word) - 3, 2, -1):
            if measure(f"{line}{word[:length]}-") <= width:
                return f"{line}{word[:length]}-", word[length:]
    return line.rstrip(), word


def _breakable(text: str) -> Iterator[tuple[str, str]]:
    for word in text.split():
        parts = word.replace("-", "-\0").split("\0")
        glue = " "
        for part in parts:
            if part:
                yield part, glue
                glue = ""


def _artifacts(sheet: Sheet, pages: int, measure: Measure) -> Iterator[Piece]:
    for page in range(1, pages + 1):
        if page > 1 and sheet.header:
            yield Piece(page, sheet.margin, 40, 8, True, sheet.header)
        if page > 1:
            for row, line in enumerate(sheet.footer):
                yield Piece(page, sheet.margin, HEIGHT - 46 + 10 * row, 8, False, line)
        number = str(page)
        yield Piece(page, WIDTH - sheet.margin - measure(number, False, 20), HEIGHT - 42, 20, False, number)


class _Typesetter:
    """The current position on the page. Every block moves it."""

    def __init__(self, sheet: Sheet, measure: Measure) -> None:
        self.sheet = sheet
        self.measure = measure
        self.page = 1
        self.y = TOP
        self.document = Element("Document")
        self.rules: list[Rule] = []

    @property
    def column(self) -> float:
        return WIDTH - 2 * self.sheet.margin

    def set(self, block: Block) -> None:
        match block:
            case Heading():
                self._heading(block)
            case Para():
                self.y += block.gap
                self._text(self.document.add("P"), block.text, self.sheet.margin, self.column, block.bold, block.size)
            case Bullets():
                self._list([(block.sign or self.sheet.bullet, item) for item in block.items], 18, block.inset)
            case Numbered():
                self._list([(f"{block.first + place}.", item) for place, item in enumerate(block.items)], 28)
            case Lines():
                self._lines(block)
            case Table():
                self._table(block)
            case Gap():
                self.y += block.points
            case Down():
                self.y = max(self.y, block.to)
            case NextPage():
                self._turn()

    def _turn(self) -> None:
        if self.page == 1:
            self._foot()
        self.page += 1
        self.y = TOP

    def _foot(self) -> None:
        y = HEIGHT - BOTTOM
        for size, lines in ((10.0, self.sheet.notes), (9.0, self.sheet.letterhead)):
            element = Element("P")
            for line in lines:
                y += size * LEADING
                element.pieces.append(Piece(self.page, self.sheet.margin, y, size, False, line))
            self.document.kids += [element] if lines else []

    def _room_for(self, height: float) -> None:
        if self.y + height > HEIGHT - BOTTOM:
            self._turn()

    def _text(self, element: Element, text: str, x: float, width: float, bold: bool, size: float) -> None:
        for line in wrap(text, width, bold, size, self.measure, hyphenate=self.sheet.hyphenate and not bold):
            self._room_for(size * LEADING)
            self.y += size * LEADING
            element.pieces.append(Piece(self.page, x, self.y, size, bold, line))

    def _heading(self, block: Heading) -> None:
        self.y += 12
        self._room_for(3 * block.size * LEADING)
        element = self.document.add(f"H{block.level}")
        self._text(element, block.text, self.sheet.margin, self.column, block.bold, block.size)
        self.y += 2

    def _list(self, items: list[tuple[str, str]], indent: float, inset: float = 0) -> None:
        whole = self.document.add("L")
        for label, item in items:
            self.y += 6
            self._room_for(12 * LEADING)
            entry = whole.add("LI")
            start = self.sheet.margin + inset
            entry.add("Lbl").pieces.append(Piece(self.page, start, self.y + 12 * LEADING, 12, False, label))
            self._text(entry.add("LBody"), item, start + indent, self.column - inset - indent, False, 12)

    def _lines(self, block: Lines) -> None:
        element = self.document.add("P")
        for line in block.lines:
            self._room_for(block.size * LEADING)
            self.y += block.size * LEADING
            start = WIDTH - self.sheet.margin - self.measure(line, False, block.size) if block.right else self.sheet.margin
            element.pieces.append(Piece(self.page, start, self.y, block.size, False, line))

    def _table(self, block: Table) -> None:
        table = self.document.add("Table")
        self.y += 12
        for place, row in enumerate(block.rows):
            self._row(table.add("TR"), row, block, heads=block.header and place == 0)

    def _row(self, element: Element, row: tuple[Cell, ...], table: Table, heads: bool) -> None:
        wrapped = [self._in_cell(cell, width) for cell, width in zip(row, table.widths, strict=True)]
        heights = [len(lines) * cell.size * LEADING for cell, lines in zip(row, wrapped, strict=True)]
        tallest = max(heights) + 8
        self._room_for(tallest)
        if table.ruled:
            self._frame(table.widths, tallest)
        x = self.sheet.margin
        for cell, width, lines, height in zip(row, table.widths, wrapped, heights, strict=True):
            down = {"top": 0.0, "middle": (tallest - 8 - height) / 2, "bottom": tallest - 8 - height}[cell.stands]
            place = element.add("TH" if heads else "TD")
            block = place.add("P")
            for number, (inset, line) in enumerate(lines, start=1):
                y = self.y + down + number * cell.size * LEADING
                block = place.add("LI") if line.startswith(self.sheet.bullet) and inset else block
                block.pieces.append(Piece(self.page, x + 6 + inset, y, cell.size, cell.bold, line))
            x += width
        self.y += tallest

    def _in_cell(self, cell: Cell, width: float) -> list[tuple[float, str]]:
        """The lines of a cell, each with its indent: its text, then its bullets."""
        room = width - cell.indent - 10
        lines = [(cell.indent, line) for line in wrap(cell.text, room, cell.bold, cell.size, self.measure)]
        for bullet in cell.bullets:
            first, *others = wrap(f"{self.sheet.bullet} {bullet}", room - 36, cell.bold, cell.size, self.measure)
            lines += [(cell.indent + 18, first), *((cell.indent + 36, line) for line in others)]
        return lines

    def _frame(self, widths: tuple[float, ...], height: float) -> None:
        left, right = self.sheet.margin, self.sheet.margin + sum(widths)
        for y in (self.y, self.y + height):
            self.rules.append(Rule(self.page, left, y, right, y))
        x = left
        for width in (0.0, *widths):
            x += width
            self.rules.append(Rule(self.page, x, self.y, x, self.y + height))
