"""The items of a list that is printed as a table: a row each, with the body that must act in a column of its own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ofsted_watch.extraction.fields.list_items import ENDED, NUMBER
from ofsted_watch.extraction.pdf import Line
from ofsted_watch.extraction.pdf.characters import BULLET

_MARK = re.compile(rf"{BULLET}\s*")
_DASH = re.compile(r"[-–−⎯—o]\s+")
ONLY_A_NUMBER = re.compile(r"(\d{1,2})[.)]?")
BESIDE = 60.0
"""Points. Columns stand further apart."""
_SET_IN = 9.0
SAYS_MORE = re.compile(
    r"(?:they|this|these|those|it|in addition|also|further)\b|[^.]{0,80}?\b(?:should|must|will|need to) also\b", re.IGNORECASE
)
"""How a paragraph begins that says more of the row above it."""


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


def rows_of(lines: Sequence[Line], *, bodies_behind: bool = False) -> list[Row]:
    """The rows that these lines make. A row that a page break cuts in two is one.

    Inside a cell, numbers begin new rows, and so do bullets where the cell begins with one. A table of a single cell is a list
    of its paragraphs. `bodies_behind` says that the bodies stand in the second column. A body's cell that reaches over several
    rows must act on each; an action's that does is for each of the bodies beside it.
    """
    printed = _printed_rows(lines)
    if len(printed) == 1 and len(printed[0].columns) == 1 and not any(_MARK.match(line.text) for line in lines):
        return _paragraphs(lines)
    column = _second_column(printed)
    parted = [_parted(cells, column, bodies_behind=bodies_behind) for cells in printed]
    gathered = _Gathered(has_bodies=column is not None and not _has_merged_bodies(parted))
    for row in parted:
        gathered.take(row)
    return gathered.rows()


class _Gathered:
    """Goes through the printed rows once. `has_bodies`: every row has its body beside it."""

    def __init__(self, *, has_bodies: bool) -> None:
        self._has_bodies = has_bodies
        self._rows: list[Row] = []
        self._waiting: list[str] = []
        """The body of a row whose action is not met yet."""
        self._page = 0

    def take(self, row: "_Parted") -> None:
        begins_page = row.lines[0].page > self._page
        self._page = max(line.page for line in row.lines)
        if self._waiting and (row.body or not begins_page):
            self._end_waiting()
        body = [line.text for line in row.body] or self._waiting
        if not row.item:
            self._waiting = body
            return
        if self._rows and begins_page and not self._waiting and self._is_rest(row):
            last = self._rows[-1]
            last.body += body if not is_finished(last) and body != last.body else []
        else:
            above = self._rows[-1].body if self._rows else []
            self._rows.append(Row(row.item[0].page, row.number, body=list(body or above)))
        fill(self._rows, row.item)
        self._waiting = []

    def rows(self) -> list[Row]:
        """The rows, once every printed row is taken."""
        self._end_waiting()
        return [row for row in self._rows if row.lines]

    def _end_waiting(self) -> None:
        """A body without an action of its own stands beside the action of the row above."""
        if self._rows:
            self._rows[-1].body += self._waiting
        self._waiting = []

    def _is_rest(self, row: "_Parted") -> bool:
        """Whether a page begins with the rest of the row that the page before ends with."""
        begins = row.item[0].text
        if self._has_bodies and not row.body and not begins_like(self._rows, begins, length=2):
            return True
        return not is_finished(self._rows[-1]) or begins[:1].islower() or begins.startswith(BULLET)


@dataclass(frozen=True, slots=True)
class _Parted:
    """A printed row: the lines of its body, of what must be done, and of both in order."""

    number: str | None
    body: list[Line]
    item: list[Line]
    lines: list[Line]


def _parted(cells: _Cells, column: float | None, *, bodies_behind: bool) -> _Parted:
    lines = [line for cell in cells.columns for line in cell]
    if column is None:
        return _Parted(cells.number, [], lines, lines)
    left = [line for cell in cells.columns if cell[0].x0 < column for line in cell]
    right = [line for cell in cells.columns if cell[0].x0 >= column for line in cell]
    return _Parted(cells.number, right, left, lines) if bodies_behind else _Parted(cells.number, left, right, lines)


def _has_merged_bodies(rows: Sequence[_Parted]) -> bool:
    """Whether a row in the middle of a page has no body of its own: that of the row above reaches over it."""
    pages = [row.lines[0].page for row in rows]
    return any(
        row.item and not row.body and rows[place - 1].item and pages[place - 1] == pages[place]
        for place, row in enumerate(rows)
        if place
    )


def _printed_rows(lines: Sequence[Line]) -> list[_Cells]:
    by_row: dict[int, dict[int, list[Line]]] = {}
    for line in lines:
        if line.cell is not None:
            by_row.setdefault(line.cell[0], {}).setdefault(line.cell[1], []).append(line)
    return [_numbered(list(cells.values())) for cells in by_row.values()]


def _numbered(columns: list[list[Line]]) -> _Cells:
    number = ONLY_A_NUMBER.fullmatch(columns[0][0].text) if len(columns) > 1 and len(columns[0]) == 1 else None
    return _Cells(number[1], columns[1:]) if number else _Cells(None, columns)


def _paragraphs(lines: Sequence[Line]) -> list[Row]:
    """The paragraphs of one cell as rows. A paragraph that no sentence ends goes on in the next."""
    rows: list[Row] = []
    block: int | None = -1
    for line in lines:
        if not rows or (line.block != block and is_finished(rows[-1])):
            rows.append(Row(line.page))
        fill(rows, [line])
        block = line.block
    return rows


def _second_column(printed: Sequence[_Cells]) -> float | None:
    """Where the second column begins, less a margin; None for a table of one."""
    wide = [cells.columns for cells in printed if len(cells.columns) > 1]
    if not wide:
        return None
    starts = [min(line.x0 for line in row[1]) for row in wide]
    firsts = [min(line.x0 for line in row[0]) for row in wide]
    return min(starts) - BESIDE / 2 if min(starts) - max(firsts) > BESIDE else None


def is_finished(row: Row) -> bool:
    """Whether the text of a row ends a sentence."""
    return bool(row.lines) and ENDED.search(row.lines[-1]) is not None


def begins_like(rows: Sequence[Row], text: str, *, length: int) -> bool:
    """Whether a text begins with as many words of a row ('Leaders across the partnership should …') and is no addition to it."""
    begins = text.split()[:length]
    alike = len(begins) == length and any(row.lines and row.lines[0].split()[:length] == begins for row in rows)
    return alike and not SAYS_MORE.match(text)


def fill(rows: list[Row], item: Sequence[Line]) -> None:
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
