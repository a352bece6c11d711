"""Letters laid out by hand as the Text that reading gives: what a test is about, and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass

from ofsted_watch.extraction.pdf import Line, Page, Paragraph, Table, Text

LABEL_X, GRADE_X, PITCH = 71.0, 410.0, 14.0


@dataclass(frozen=True)
class SafeText:
    """Lines of running text, one under the other."""

    lines: tuple[str, ...]
    size: float = 12
    bold: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a judgement table: the lines of its label, the lines of its grade, and how many lines the grade is lower."""

    label: tuple[str, ...]
    grade: tuple[str, ...]
    lower: float = 0


def body(*lines: str) -> SafeText:
    return SafeText(lines)


def heading(*lines: str) -> SafeText:
    return SafeText(lines, size=14, bold=True)


def row(label: str, grade: str, lower: float = 0) -> Row:
    return Row(tuple(label.split("|")), tuple(grade.split("|")), lower)


def letter(*pages: Iterable[SafeText | Row], tables: tuple[Table, ...] = ()) -> Text:
    """A Text of these pages, in the order in which things are drawn."""
    laid = tuple(_page(number, parts) for number, parts in enumerate(pages, start=1))
    lines = [line for page in laid for line in page.lines]
    return Text(
        laid,
        tuple(Paragraph(line.text, line.page, "heading" if line.bold else "body", place) for place, line in enumerate(lines)),
        tables,
    )


def _page(number: int, parts: Iterable[SafeText | Row]) -> Page:
    lines: list[Line] = []
    top = 60.0
    for part in parts:
        match part:
            case SafeText(phrase, size, bold):
                lines += [_line(text, number, LABEL_X, top + place * PITCH, size, bold) for place, text in enumerate(phrase)]
                top += (len(phrase) + 0.5) * PITCH
            case Row(label, grade, lower):
                lines += [_line(text, number, LABEL_X, top + place * PITCH) for place, text in enumerate(label)]
                lines += [_line(text, number, GRADE_X, top + (place + lower) * PITCH) for place, text in enumerate(grade)]
                top += (max(len(label), len(grade)) + 1) * PITCH
    return Page(number, 595, 842, tuple(lines))


def _line(text: str, page: int, x: float, top: float, size: float = 12, bold: bool = False) -> Line:
    return Line(text, page, x, top, x + 6 * len(text), top + 12, size, bold)
