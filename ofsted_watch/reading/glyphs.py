"""Single characters where they stand → lines in content order. Both ways of reading a PDF end here.

The rules of what stands on one line are pdfminer's own (`LTLayoutContainer.group_objects` with its default margins);
its text boxes are never built, because they merge neighbouring labels and grades of a judgement table.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

ARTIFACT = -2
"""Mark of a character inside an /Artifact: a footer or running header the producer declared as such."""
UNMARKED = -1
"""Mark of a character that no tag covers. A mark of 0 or more is the character's MCID on its page."""

_LINE_OVERLAP = 0.5
_CHAR_MARGIN = 2.0
_WORD_MARGIN = 0.1


class Glyph(NamedTuple):
    """One character's text and box (points, y upwards from the page's bottom), its font and its mark."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
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
    """A page before any cleaning. `object_id` is how the tag tree refers to it."""

    number: int
    object_id: object
    width: float
    height: float
    lines: list[RawLine]


def lines_of(glyphs: Iterable[Glyph]) -> Iterator[RawLine]:
    """The lines that the characters of one page make, in content order; lines of spaces only are left out."""
    row: list[Glyph] = []
    for glyph in glyphs:
        if row and not _is_beside(row[-1], glyph):
            yield from _line_of(row)
            row = []
        row.append(glyph)
    if row:
        yield from _line_of(row)


def _is_beside(a: Glyph, b: Glyph) -> bool:
    height_a, height_b = a.y1 - a.y0, b.y1 - b.y0
    if not (b.y0 <= a.y1 and a.y0 <= b.y1):
        return False
    if not min(height_a, height_b) * _LINE_OVERLAP < min(abs(a.y0 - b.y1), abs(a.y1 - b.y0)):
        return False
    overlaps = b.x0 <= a.x1 and a.x0 <= b.x1
    gap = 0.0 if overlaps else min(abs(a.x0 - b.x1), abs(a.x1 - b.x0))
    return gap < max(a.x1 - a.x0, b.x1 - b.x0) * _CHAR_MARGIN


def _line_of(row: list[Glyph]) -> Iterator[RawLine]:
    runs: list[tuple[int, str]] = []
    words: list[str] = []
    mark = row[0].mark
    right = float("inf")
    for glyph in row:
        if glyph.mark != mark:
            runs.append((mark, "".join(words)))
            words, mark = [], glyph.mark
        if right < glyph.x0 - _WORD_MARGIN * max(glyph.x1 - glyph.x0, glyph.y1 - glyph.y0):
            words.append(" ")
        words.append(glyph.text)
        right = glyph.x1
    runs.append((mark, "".join(words)))
    printed = [glyph for glyph in row if glyph.text and not glyph.text.isspace()]
    if printed:
        sizes = sorted(glyph.y1 - glyph.y0 for glyph in printed)
        yield RawLine(
            runs=runs,
            x0=min(glyph.x0 for glyph in printed),
            y0=min(glyph.y0 for glyph in printed),
            x1=max(glyph.x1 for glyph in printed),
            y1=max(glyph.y1 for glyph in printed),
            size=sizes[len(sizes) // 2],
            bold=sum(glyph.bold for glyph in printed) * 2 > len(printed),
        )
