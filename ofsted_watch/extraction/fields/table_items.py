"""The items of a list that is printed as a table: a row each, with the body that must act in a column of its own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ofsted_watch.extraction.fields.list_items import ENDED, NUMBER, ends_early
from ofsted_watch.extraction.pdf import Line
from ofsted_watch.extraction.pdf.characters import BULLET

_MARK = re.compile(rf"{BULLET}\s*")
_DASH = re.compile(r"[-–−⎯—o]\s+")
_ONLY_A_NUMBER = re.compile(r"(\d{1,2})[.)]?")
_BESIDE = 60.0
"""Points. Columns stand further apart."""
_AT_EDGE = 5.0
_SET_IN = 9.0


@dataclass(slots=True)
class Row:
    """A row as it is gathered. `body` are the lines of its first column where the table has two.

    `bullets_at` is where its bullet stands, if its cell is a list of bullets and each of them a row.
    """

    page: int
    number: str | None = None
    lines: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    bullets_at: float | None = None


@dataclass(slots=True)
class _Cells:
    """The cells of a printed row that have text, in order, without one that only numbers it."""

    number: str | None
    columns: list[list[Line]]


def is_table(lines: Sequence[Line], around: tuple[int, int] | None) -> bool:
    """Whether these lines, under a heading in the cell `around`, are cells of tables of their own."""
    return bool(lines) and all(line.cell is not None and line.cell != around for line in lines)


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """The rows that these lines make. A row that a page break cuts in two is one.

    Inside a cell, numbers begin new rows, and so do bullets where the cell begins with one. A table of a single cell is a list
    of its paragraphs.
    """
    printed = _printed_rows(lines)
    if len(printed) == 1 and len(printed[0].columns) == 1 and not any(_MARK.match(line.text) for line in lines):
        return _paragraphs(lines)
    column = _second_column(printed)
    rows: list[Row] = []
    page = 0
    for cells in printed:
        first = cells.columns[0][0]
        body = [line.text for line in cells.columns[0]] if column is not None and first.x0 < column else []
        item = [line for cell in (cells.columns[1:] if body else cells.columns) for line in cell]
        if rows and first.page > page and _is_rest(rows[-1], body, item, has_bodies=column is not None):
            rows[-1].body += body if not _is_finished(rows[-1]) and body != rows[-1].body else []
            _fill(rows, item)
        elif item:
            above = rows[-1].body if rows and column is not None else []  # a body's cell may reach over several rows
            rows.append(Row(item[0].page, cells.number, body=body or list(above)))
            _fill(rows, item)
        page = max(line.page for cell in cells.columns for line in cell)
    return [row for row in rows if row.lines]


def _printed_rows(lines: Sequence[Line]) -> list[_Cells]:
    by_row: dict[int, dict[int, list[Line]]] = {}
    for line in lines:
        if line.cell is not None:
            by_row.setdefault(line.cell[0], {}).setdefault(line.cell[1], []).append(line)
    return [_numbered(list(cells.values())) for cells in by_row.values()]


def _numbered(columns: list[list[Line]]) -> _Cells:
    number = _ONLY_A_NUMBER.fullmatch(columns[0][0].text) if len(columns) > 1 and len(columns[0]) == 1 else None
    return _Cells(number[1], columns[1:]) if number else _Cells(None, columns)


def _paragraphs(lines: Sequence[Line]) -> list[Row]:
    """The paragraphs of one cell as rows. A paragraph that no sentence ends goes on in the next."""
    rows: list[Row] = []
    block: int | None = -1
    for line in lines:
        if not rows or (line.block != block and _is_finished(rows[-1])):
            rows.append(Row(line.page))
        _fill(rows, [line])
        block = line.block
    return rows


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


def _second_column(printed: Sequence[_Cells]) -> float | None:
    """Where the second column begins, less a margin; None for a table of one."""
    wide = [cells.columns for cells in printed if len(cells.columns) > 1]
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
        bullet = _MARK.match(text)
        begins = number is not None or (bullet is not None and _is_own_row(rows[-1], line))
        if begins and rows[-1].lines:
            rows.append(Row(line.page, body=list(rows[-1].body)))
        if begins:
            rows[-1].page = line.page
            rows[-1].number = number[1] if number else None
            rows[-1].bullets_at = line.x0 if bullet else None
        mark = number or bullet or (_DASH.match(text) if line.block != block else None)
        text = text[mark.end() :] if mark else text
        block = line.block
        if text:
            rows[-1].lines.append(text)


def _is_own_row(row: Row, line: Line) -> bool:
    """Whether a bullet begins a row: its cell begins with one, and it is set in no further than that."""
    return not row.lines or (row.bullets_at is not None and line.x0 <= row.bullets_at + _SET_IN)
