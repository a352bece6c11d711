"""Pieces of print where they stand → lines in content order. Both ways of reading a PDF end here.

The rules of what stands on one line are pdfminer's own (`LTLayoutContainer.group_objects` with its default margins);
its text boxes are never built, because they merge neighbouring labels and grades of a judgement table.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

ARTIFACT = -2
"""Mark of a piece inside an /Artifact: a footer or running header the producer declared as such."""
UNMARKED = -1
"""Mark of a piece that no tag covers. A mark of 0 or more is the piece's MCID on its page."""
OFF = -3
"""Mark of what belongs to a layer that is not shown: it makes no pieces."""

WORD_MARGIN = 0.1
"""A gap wider than this share of the next character's larger side is a space."""
_LINE_OVERLAP = 0.5
_STRUCK_TWICE = 0.12
"""Share of a character's height by which the second of two strikes stands apart."""
_CHAR_MARGIN = 2.0


class Glyphs(NamedTuple):
    """One character, or several that stand side by side in one font: their text, box, font weight and mark.

    Points, y upwards from the page's bottom. `first` and `last` are the widths of the first and last character,
    `lead` and `trail` the widths of the blanks that the text begins and ends with.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    first: float
    last: float
    lead: float
    trail: float
    bold: bool
    mark: int


@dataclass(slots=True)
class RawLine:
    """A line before any cleaning. `runs` are its text by mark, in order; y upwards from the page's bottom."""

    runs: list[tuple[int, str]]
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool

    @property
    def text(self) -> str:
        """The whole line's text, as the producer wrote it."""
        return "".join(text for _, text in self.runs)

    @property
    def is_artifact(self) -> bool:
        """True when all that is printed on the line is declared as decoration."""
        return all(mark == ARTIFACT for mark, text in self.runs if text.strip())


@dataclass(slots=True)
class RawPage:
    """A page before any cleaning, as far as a person sees it. `object_id` is how the tag tree refers to it.

    `marks` are reasons to believe nothing of the letter: a note over what is judged, print that nobody can tell to be seen.
    """

    number: int
    object_id: object
    width: float
    height: float
    lines: list[RawLine]
    marks: tuple[str, ...] = ()


def lines_of(pieces: Iterable[Glyphs]) -> Iterator[RawLine]:
    """The lines that the pieces of one page make, in content order; lines of blanks only are left out."""
    row: list[Glyphs] = []
    for piece in pieces:
        if row:
            last = row[-1]
            if piece.x0 - last.x0 < 1.5 and -1.5 < piece.y0 - last.y0 < 1.5 and (first := _struck_before(row, piece)) is not None:
                row[first] = row[first]._replace(bold=True)
                continue
            if not _is_beside(last, piece):
                if line := _line_of(row):
                    yield line
                row = []
        row.append(piece)
    if row and (line := _line_of(row)):
        yield line


def _struck_before(row: list[Glyphs], piece: Glyphs) -> int | None:
    """The place of the piece that this one prints again: the same characters at nearly the same place only make it bold."""
    near = _STRUCK_TWICE * (piece.y1 - piece.y0)
    for place in range(len(row) - 1, -1, -1):
        before = row[place]
        if before.text == piece.text and abs(before.x0 - piece.x0) <= near and abs(before.y0 - piece.y0) <= near:
            return place
    return None


def _is_beside(a: Glyphs, b: Glyphs) -> bool:
    if b.y0 > a.y1 or a.y0 > b.y1:
        return False
    if min(a.y1 - a.y0, b.y1 - b.y0) * _LINE_OVERLAP >= min(abs(a.y0 - b.y1), abs(a.y1 - b.y0)):
        return False
    left = a.x1 - a.last
    overlaps = b.x0 <= a.x1 and left <= b.x0 + b.first
    gap = 0.0 if overlaps else min(abs(left - b.x0 - b.first), abs(a.x1 - b.x0))
    return gap < max(a.last, b.first) * _CHAR_MARGIN


def _line_of(row: list[Glyphs]) -> RawLine | None:
    printed = [piece for piece in row if piece.text and not piece.text.isspace()]
    if not printed:
        return None
    runs: list[tuple[int, str]] = []
    text: list[str] = []
    mark, right = row[0].mark, row[0].x1
    for piece in row:
        if piece.mark != mark:
            runs.append((mark, "".join(text)))
            text, mark = [], piece.mark
        if right < piece.x0 - WORD_MARGIN * max(piece.first, piece.y1 - piece.y0):
            text.append(" ")
        text.append(piece.text)
        right = piece.x1
    runs.append((mark, "".join(text)))
    sizes = sorted((piece.y1 - piece.y0, len(piece.text), piece.bold) for piece in printed)
    half = sum(count for _, count, _ in sizes) / 2
    return RawLine(
        runs=runs,
        x0=min(piece.x0 + piece.lead for piece in printed),
        y0=min(piece.y0 for piece in printed),
        x1=max(piece.x1 - piece.trail for piece in printed),
        y1=max(piece.y1 for piece in printed),
        size=_median(sizes, half),
        bold=sum(count for _, count, bold in sizes if bold) > half,
    )


def _median(sizes: list[tuple[float, int, bool]], half: float) -> float:
    """The size that half of the line's characters do not exceed (a footnote digit must not count for a line)."""
    below = 0
    for size, count, _ in sizes:
        below += count
        if below >= half:
            return size
    return sizes[-1][0]
