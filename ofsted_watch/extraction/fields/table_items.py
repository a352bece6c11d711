"""The items of a list that is printed as a table: a row each, with the body that must act in a column of its own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ofsted_watch.extraction.fields.list_items import ENDED, NUMBER, ends_early
from ofsted_watch.extraction.pdf import Line
from ofsted_watch.extraction.pdf.characters import BULLET

_DASH = re.compile(r"[-–−⎯—o]\s+")
_BESIDE = 60.0
"""Points. Columns stand further apart."""


@dataclass(slots=True)
class Row:
    """A row as it is gathered. `body` are the lines of its first column where the table has two."""

    page: int
    number: str | None = None
    lines: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)


_AT_EDGE = 5.0

Cells = dict[int, list[Line]]


def is_table(lines: Sequence[Line], around: tuple[int, int] | None) -> bool:
    """Whether these lines, under a heading in the cell `around`, are cells of tables of their own."""
    return bool(lines) and all(line.cell is not None and line.cell != around for line in lines)


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """The rows that these lines make. A row that a page break cuts in two is one; numbers inside a cell begin new ones."""
    printed: dict[int, Cells] = {}
    for line in lines:
        if line.cell is not None:
            printed.setdefault(line.cell[0], {}).setdefault(line.cell[1], []).append(line)
    column = _second_column(printed)
    rows: list[Row] = []
    page = 0
    for cells in printed.values():
        columns = list(cells.values())
        first = columns[0][0]
        body = [line.text for line in columns[0]] if column is not None and first.x0 < column else []
        item = [line for cell in (columns[1:] if body else columns) for line in cell]
        if rows and first.page > page and _is_rest(rows[-1], body, item, has_bodies=column is not None):
            rows[-1].body += body if not _is_finished(rows[-1]) and body != rows[-1].body else []
            _fill(rows, item)
        elif item:
            rows.append(Row(item[0].page, body=body))
            _fill(rows, item)
        page = max(line.page for cell in columns for line in cell)
    return [row for row in rows if row.lines]


def rows_by_place(lines: Sequence[Line]) -> list[Row]:
    """The rows of a table whose cells have no tags: by its columns, and in a single one by where sentences and lines end.

    A paragraph that stands at the column's edge after a finished row begins the next; a list inside a row is set in.
    """
    plain = [line for line in lines if not line.text.startswith(BULLET)]
    left = min((line.x0 for line in plain), default=0.0)
    far = [line.x0 for line in plain if line.x0 > left + _BESIDE]
    column = min(far) - _BESIDE / 2 if far else None
    rows: list[Row] = []
    before: Line | None = None
    for line in lines:
        if column is not None and line.x0 < column:
            if not rows or rows[-1].lines:
                rows.append(Row(line.page))
            rows[-1].body.append(line.text)
            continue
        if not rows or (column is None and before is not None and _begins_row(rows[-1], before, line, left)):
            rows.append(Row(line.page))
        if not rows[-1].lines:
            rows[-1].page = line.page
        _fill(rows, [line])
        before = line
    return [row for row in rows if row.lines]


def _begins_row(row: Row, before: Line, line: Line, left: float) -> bool:
    if line.text.startswith(BULLET) or line.x0 > left + _AT_EDGE or not line.text[0].isupper():
        return NUMBER.match(line.text) is not None and line.x0 <= left + _AT_EDGE
    if before.x0 > left + _AT_EDGE or before.text.startswith(BULLET):
        return True
    apart = before.page != line.page or line.top - before.top > 1.4 * line.size
    return _is_finished(row) and (apart or ends_early(before, line))


def _second_column(printed: dict[int, Cells]) -> float | None:
    """Where the second column begins, less a margin; None for a table of one."""
    wide = [list(cells.values()) for cells in printed.values() if len(cells) > 1]
    if not wide:
        return None
    starts = [min(line.x0 for line in row[1]) for row in wide]
    firsts = [min(line.x0 for line in row[0]) for row in wide]
    return min(starts) - _BESIDE / 2 if min(starts) - max(firsts) > _BESIDE else None


def _is_rest(row: Row, body: Sequence[str], item: Sequence[Line], *, has_bodies: bool) -> bool:
    """Whether a page begins with the rest of the row that the page before ends with."""
    if has_bodies and not body:
        return True
    begins = item[0].text if item else ""
    return not _is_finished(row) or begins[:1].islower() or begins.startswith(BULLET)


def _is_finished(row: Row) -> bool:
    return bool(row.lines) and ENDED.search(row.lines[-1]) is not None


def _fill(rows: list[Row], item: Sequence[Line]) -> None:
    """Adds a cell's lines to the last row; a number that begins a paragraph begins a row."""
    block: int | None = -1
    for line in item:
        text = line.text
        number = NUMBER.match(text) if line.block != block else None
        block = line.block
        if number is not None:
            if rows[-1].lines:
                rows.append(Row(line.page, body=list(rows[-1].body)))
            rows[-1].number = number[1]
            rows[-1].page = line.page
            text = text[number.end() :]
        mark = re.match(rf"{BULLET}\s*", text) or (_DASH.match(text) if not rows[-1].lines else None)
        text = text[mark.end() :] if mark else text
        if text:
            rows[-1].lines.append(text)
