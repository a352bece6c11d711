"""The rows of a table whose cells have no tags: by where its lines stand.

A body's cell that reaches over several rows stands at their head or in their middle. Which rows it is for is what fits best
on the whole page, so that no body is given to a row that it does not stand beside.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from ofsted_watch.extraction.fields.list_items import ENDED, NUMBER, ends_early
from ofsted_watch.extraction.fields.table_items import (
    BESIDE,
    ONLY_A_NUMBER,
    SAYS_MORE,
    Row,
    begins_like,
    fill,
    is_finished,
)
from ofsted_watch.extraction.pdf import Line
from ofsted_watch.extraction.pdf.characters import BULLET

_AT_EDGE = 5.0
_APART = 1.4
"""Lines of one paragraph are set less than so many sizes apart."""
_LEVEL = 0.5
"""Sizes by which the first lines of two cells of one row may differ."""
_SAME_GAP = 1.0
"""Points by which the gaps between the rows of a table differ."""


def rows_by_place(lines: Sequence[Line], *, bodies_behind: bool = False) -> list[Row]:
    """The rows of a table whose cells have no tags: by its columns, and in a single one by where sentences and lines end.

    A paragraph that stands at the column's edge after a finished row begins the next; a list inside a row is set in.
    `bodies_behind` says that the bodies stand in the second column.
    """
    plain = [line for line in lines if not line.text.startswith(BULLET) and not ONLY_A_NUMBER.fullmatch(line.text)]
    left = min((line.x0 for line in plain), default=0.0)
    far = [line.x0 for line in plain if line.x0 > left + BESIDE]
    rows = _of_two_columns(lines, min(far) - BESIDE / 2, bodies_behind=bodies_behind) if far else _of_one_column(lines)
    return [row for row in rows if row.lines]


def _of_one_column(lines: Sequence[Line]) -> list[Row]:
    left = min((line.x0 for line in lines if not line.text.startswith(BULLET)), default=0.0)
    rows: list[Row] = []
    before: Line | None = None
    for line in lines:
        if before is None or _begins_row(rows, before, line, left):
            rows.append(Row(line.page))
        fill(rows, [line])
        before = line
    return rows


def _begins_row(rows: Sequence[Row], before: Line, line: Line, left: float) -> bool:
    if line.text.startswith(BULLET) or line.x0 > left + _AT_EDGE or not line.text[0].isupper():
        return NUMBER.match(line.text) is not None and line.x0 <= left + _AT_EDGE
    if before.x0 > left + _AT_EDGE or before.text.startswith(BULLET):
        return True
    apart = before.page != line.page or line.top - before.top > _APART * line.size
    return is_finished(rows[-1]) and (apart or ends_early(before, line) or begins_like(rows, line.text, length=3))


@dataclass(slots=True)
class _Cell:
    """Lines of one column that stand together, from top to bottom."""

    lines: list[Line]

    @property
    def top(self) -> float:
        return self.lines[0].top

    @property
    def bottom(self) -> float:
        return self.lines[-1].bottom

    @property
    def texts(self) -> list[str]:
        return [line.text for line in self.lines]


@dataclass(frozen=True, slots=True)
class _PageOfTable:
    """What a page has of the table: numbers of rows, bodies and what each row asks for."""

    numbers: list[Line]
    bodies: list[_Cell]
    items: list[_Cell]

    @property
    def is_merged(self) -> bool:
        """Whether a body reaches over several rows."""
        below = [item for item in self.items if self.bodies and item.top >= self.bodies[0].top - _LEVEL * item.lines[0].size]
        return len(below) > len(self.bodies) > 0

    def number_of(self, item: _Cell) -> str | None:
        beside = (line for line in self.numbers if abs(line.top - item.top) <= _LEVEL * line.size)
        number = next((ONLY_A_NUMBER.fullmatch(line.text) for line in beside), None)
        return number[1] if number else None


def _of_two_columns(lines: Sequence[Line], column: float, *, bodies_behind: bool) -> list[Row]:
    pages = [_page(list(of_page), column, bodies_behind=bodies_behind) for _, of_page in groupby(lines, lambda line: line.page)]
    is_merged = any(page.is_merged for page in pages)
    rows: list[Row] = []
    waiting: list[str] = []
    for page in pages:
        bodies = _beside(page, is_further=bool(rows))
        for place, item in enumerate(page.items):
            body = [*waiting, *(text for cell in bodies[place] for text in cell.texts)]
            waiting = []
            if rows and place == 0 and _is_rest(rows, body, item, has_bodies=not is_merged):
                rows[-1].body += body if not is_finished(rows[-1]) and body != rows[-1].body else []
            else:
                above = rows[-1].body if rows and not (place and bodies[place]) else []
                rows.append(Row(item.lines[0].page, page.number_of(item), body=body or list(above)))
            fill(rows, item.lines)
        waiting += [text for cell in bodies[-1] for text in cell.texts]
    return rows


def _page(lines: list[Line], column: float, *, bodies_behind: bool) -> _PageOfTable:
    left = [line for line in lines if line.x0 < column]
    numbers = [line for line in left if ONLY_A_NUMBER.fullmatch(line.text)]
    first = [line for line in left if not ONLY_A_NUMBER.fullmatch(line.text)]
    second = [line for line in lines if line.x0 >= column]
    bodies, items = (second, first) if bodies_behind else (first, second)
    cells = list(_cells(sorted(bodies, key=lambda line: line.top)))
    return _PageOfTable(numbers, cells, _items(list(_cells(sorted(items, key=lambda line: line.top), beside=cells)), cells))


def _cells(lines: Sequence[Line], beside: Sequence[_Cell] = ()) -> Iterator[_Cell]:
    """The lines parted where a gap is, or where a cell of the other column begins."""
    cell: list[Line] = []
    for line in lines:
        if cell and (line.top - cell[-1].top > _APART * line.size or _is_level(line, beside)):
            yield _Cell(cell)
            cell = []
        cell.append(line)
    if cell:
        yield _Cell(cell)


def _is_level(line: Line, cells: Sequence[_Cell]) -> bool:
    return any(abs(cell.top - line.top) <= _LEVEL * line.size for cell in cells)


def _items(parts: list[_Cell], bodies: Sequence[_Cell]) -> list[_Cell]:
    """What the rows ask for: a part that only goes on with the one above it is joined to it."""
    tall = [
        below.top - above.lines[-1].top
        for above, below in pairwise(parts)
        if _is_level(below.lines[0], bodies) and all(body.bottom <= above.bottom for body in bodies if body.top < below.top - 1)
    ]
    """The gaps that only the two cells' margins make."""
    items: list[_Cell] = []
    for part in parts:
        first = part.lines[0]
        gap = part.top - items[-1].lines[-1].top if items else 0.0
        is_near = bool(tall) and gap < min(tall) - _SAME_GAP
        if items and _goes_on(items[-1], first, is_level=_is_level(first, bodies), is_near=is_near):
            items[-1].lines += part.lines
        else:
            items.append(_Cell(list(part.lines)))
    return items


def _goes_on(item: _Cell, line: Line, *, is_level: bool, is_near: bool) -> bool:
    if NUMBER.match(line.text):
        return False
    if line.text.startswith(BULLET) or not line.text[0].isupper():
        return True
    return not is_level and (is_near or not ENDED.search(item.lines[-1].text) or SAYS_MORE.match(line.text) is not None)


def _is_rest(rows: Sequence[Row], body: list[str], item: _Cell, *, has_bodies: bool) -> bool:
    """Whether a page begins with the rest of the row that the page before ends with."""
    begins = item.lines[0].text
    lacks_body = has_bodies and not body and not begins_like(rows, begins, length=2)
    return lacks_body or not is_finished(rows[-1]) or begins[:1].islower() or begins.startswith(BULLET)


def _beside(page: _PageOfTable, *, is_further: bool) -> list[list[_Cell]]:
    """The bodies that begin beside each item, and at the end those that stand below all of them.

    `is_further`: the first items may belong to a body of the page before.
    """
    beside: list[list[_Cell]] = [[] for _ in range(len(page.items) + 1)]
    starts = _best_starts(page, is_further=is_further)
    for number, body in enumerate(page.bodies):
        if starts:
            beside[starts[number]].append(body)
        else:
            level = body.top + _LEVEL * body.lines[0].size
            above = [place for place, item in enumerate(page.items) if item.top <= level]
            is_below = not page.items or body.top > page.items[-1].bottom
            beside[-1 if is_below else max(above, default=0)].append(body)
    return beside


def _best_starts(page: _PageOfTable, *, is_further: bool) -> list[int]:
    """The first item of each body, so that the bodies' places fit their items' best; empty for fewer items than bodies."""
    if not 0 < len(page.bodies) <= len(page.items):
        return []
    fitted = [_fitted(page, is_further=is_further, in_middle=in_middle) for in_middle in (False, True)]
    return min(fitted, key=lambda fit: round(fit[0]))[1]


def _fitted(page: _PageOfTable, *, is_further: bool, in_middle: bool) -> tuple[float, list[int]]:
    """How far the bodies stand from the head, or from the middle, of their items at best, and the first item of each."""
    items, bodies = page.items, page.bodies
    best: dict[int, tuple[float, list[int]]] = {
        start: (0.0, []) for start in (range(len(items) - len(bodies) + 1) if is_further else (0,))
    }
    for number, body in enumerate(bodies):
        is_last = number == len(bodies) - 1
        further: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, starts) in best.items():
            for end in [len(items)] if is_last else range(start + 1, len(items)):
                away = cost + _distance(body, items[start], items[end - 1], in_middle=in_middle)
                if end not in further or away < further[end][0]:
                    further[end] = (away, [*starts, start])
        best = further
    return min(best.values(), default=(float("inf"), []))


def _distance(body: _Cell, first: _Cell, last: _Cell, *, in_middle: bool) -> float:
    if in_middle:
        return abs((body.top + body.bottom) / 2 - (first.top + last.bottom) / 2)
    return abs(body.top - first.top)
