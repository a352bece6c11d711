"""The printed table of judgements, read in the order in which its cells are drawn (docs/decisions/0005).

On 551 real letters this order reads every table right, while text boxes and row-wise layouts merge a label with its
neighbour's grade. Label and grade wrap each on its own, the order of rows varies, rows are misnumbered, a grade stands
above, beside or below its label, the table's heading runs into its first label, and a table may run on to the next page.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from ofsted_watch.domain.grades import Area, grade_of
from ofsted_watch.errors import TablesDisagree, UnlistedArea, UnlistedGrade, WitnessesDisagree
from ofsted_watch.extraction.fields.area_labels import (
    LONGEST,
    AreaLabels,
    areas_meant,
    begins_as_label,
    end_of_head,
    is_whole,
)
from ofsted_watch.extraction.fields.joined_lines import Flow, flow_of, on_one_line
from ofsted_watch.extraction.fields.previous_tables import is_headed_as_previous, own_year
from ofsted_watch.extraction.fields.printed_grades import GRADED
from ofsted_watch.extraction.fields.statement import Statement, contradiction
from ofsted_watch.extraction.pdf import Line, Text
from ofsted_watch.extraction.pdf.decisive_lines import ends_in_grade

_BOARD = re.compile(r"safeguarding children(?:['’]s)? board|\blscb\b", re.IGNORECASE)
"""Its grade may stand below the table like one more row; it is no area (see board.py)."""
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|be|been|remains?|remained|continues?)\b|[.;]\s", re.IGNORECASE)
"""What prose has and a label has not."""
_FEWEST_GRADES = 2
"""On the page of a table: two rows that follow each other make one."""
_LINES_OF_A_LABEL = 8
"""With the heading of the table before it. The longest label takes five lines in the narrowest column."""
_LINES_OF_AN_UNKNOWN_ROW = 5
"""A label of at most three lines and a grade of at most two: what is longer is not a row but prose."""
_COLUMN_LEEWAY = 30
"""Points by which grades of one column begin apart when they are centred ('Inadequate' and 'Good' on one axis)."""


@dataclass(frozen=True, slots=True)
class _Row:
    stated: Statement
    grade_x: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Page:
    """A page with the grades that stand at the end of a line, in order."""

    flow: Flow
    grades: tuple[re.Match[str], ...]

    @property
    def name(self) -> str:
        return f"Page {self.flow.lines[0].page}"

    def next_grade(self, place: int) -> re.Match[str] | None:
        return next((grade for grade in self.grades if grade.start() >= place), None)


@dataclass(frozen=True, slots=True)
class DrawnTables:
    """What the tables of known rows state: `rows` of this inspection's first table, `previous` of an earlier inspection's."""

    rows: tuple[Statement, ...] = ()
    previous: tuple[Statement, ...] = ()


def drawn_tables(text: Text, labels: AreaLabels, *, starting_at: int = 1) -> DrawnTables:
    """Every table of judgements, from the page `starting_at` on: each place where two rows follow each other; the first one
    with a row before it that stands alone at the foot of the page before.

    Raises TablesDisagree when a second table gives an area another grade and neither is headed as an earlier inspection's;
    for the first table UnlistedGrade for a label with words that are no grade, UnlistedArea for a row whose label this
    framework does not have, WitnessesDisagree when a grade does not stand beside the label it is drawn after. Without rows
    when there is no table.
    """
    rows: list[_Row] = []
    previous: list[Statement] = []
    year = own_year(text)
    for number, drawn in enumerate(text.pages[starting_at - 1 :], start=starting_at - 1):
        if sum(ends_in_grade(line.text) for line in drawn.lines) < _FEWEST_GRADES:
            continue
        page, floor = _page(drawn.lines), 0
        before = _page(text.pages[number - 1].lines) if number >= starting_at else None
        if rows and rows[-1].stated.page == drawn.number:
            floor = rows[-1].end
        while (start := _start_of_table(page, labels, floor)) is not None:
            below = _rows_believed(page, labels, start)
            if is_headed_as_previous(_lines_above(before, page, floor, start), year):
                previous += (row.stated for row in below)
            elif not rows:
                rows = _first_table(text, before, page, labels, floor, start)
                below = [row for row in rows if row.stated.page == drawn.number] or below
            else:
                _refuse_another_grade(rows, below)
            floor = max(start + 1, below[-1].end if below else 0)
    return DrawnTables(tuple(row.stated for row in rows), tuple(previous))


def _refuse_another_grade(rows: list[_Row], others: list[_Row]) -> None:
    """A second table is a witness too. A colon behind a label makes a list of an earlier inspection's grades, or a heading."""
    for row in others:
        for first in (first for first in rows if not row.stated.label.endswith(":")):
            if first.stated.area == row.stated.area and first.stated.grade != row.stated.grade:
                raise TablesDisagree(f"Two tables differ: {contradiction([first.stated, row.stated])}")


def _rows_believed(page: _Page, labels: AreaLabels, start: int) -> list[_Row]:
    """The rows from here on, as far as each grade stands beside its label."""
    rows: list[_Row] = []
    try:
        place = start
        while (row := _row(page, labels, place)) is not None and not _begins_anew(page, rows, row):
            rows.append(row)
            place = row.end
    except WitnessesDisagree:
        return rows
    return rows


def _lines_above(before: _Page | None, page: _Page, floor: int, start: int) -> tuple[Line, ...]:
    """The lines between the last table and this place; the last lines of the page before where this one begins with the table."""
    lines = tuple(
        line
        for place, line in zip(page.flow.starts, page.flow.lines, strict=True)
        if floor <= place < start and place + 1 < start
    )
    return lines if lines or floor or before is None else before.flow.lines[-3:]


def _first_table(text: Text, before: _Page | None, page: _Page, labels: AreaLabels, floor: int, start: int) -> list[_Row]:
    alone = _start_of_lone_row(before, labels) if before and not floor and _begins_with(page, start) else None
    if before is None or alone is None:
        return _whole_table(text, page, labels, floor, start)
    return _whole_table(text, before, labels, 0, alone)


def _begins_with(page: _Page, start: int) -> bool:
    """Whether nothing but the table's heading stands on a page before this place."""
    return not page.flow.text[end_of_head(page.flow.text) : start].strip()


def _start_of_lone_row(page: _Page, labels: AreaLabels) -> int | None:
    """Where the last grade of a page has a label of its own: the first row of a table that goes on on the next page."""
    if not page.grades:
        return None
    floor = page.grades[-2].end() if len(page.grades) > 1 else 0
    return _start_of_first_row(page.flow, labels, floor, page.grades[-1].start())


def _page(lines: Iterable[Line]) -> _Page:
    flow = flow_of(lines)
    return _Page(flow, tuple(GRADED.finditer(flow.text)))


def _start_of_table(page: _Page, labels: AreaLabels, floor: int) -> int | None:
    for first, second in pairwise(grade for grade in page.grades if grade.start() >= floor):
        if areas_meant(page.flow.text[first.end() : second.start()], labels):
            start = _start_of_first_row(page.flow, labels, floor, first.start())
            if start is not None:
                return start
        floor = first.end()
    return None


def _start_of_first_row(flow: Flow, labels: AreaLabels, floor: int, end: int) -> int | None:
    """Where the longest label that ends in a grade begins; nothing but the table's heading may stand before a short one."""
    label_start = None
    for start in reversed([place for place in flow.starts if floor <= place < end][-_LINES_OF_A_LABEL:]):
        printed = flow.text[start:end]
        if begins_as_label(printed) and areas_meant(printed, labels):
            label_start = start
    if label_start is None:
        return None
    printed = flow.text[label_start:end]
    head = end_of_head(printed)
    is_first = head > 0 or not flow.text[floor:label_start].strip()
    return label_start + head if is_first or is_whole(printed, labels) else None


def _whole_table(text: Text, page: _Page, labels: AreaLabels, floor: int, start: int) -> list[_Row]:
    rows = _rows(page, labels, start)
    _refuse_unread_row_above(page, labels, rows, floor)
    _refuse_unread_row_below(page, labels, rows)
    number = rows[0].stated.page
    if number < len(text.pages):
        rows += _rows_of_next_page(_page(text.pages[number].lines), labels, {row.stated.area for row in rows})
    return rows


def _rows(page: _Page, labels: AreaLabels, start: int) -> list[_Row]:
    rows: list[_Row] = []
    place = start
    while (row := _row(page, labels, place)) is not None and not _begins_anew(page, rows, row):
        rows.append(row)
        place = row.end
    if rows:
        _refuse_label_without_grade(page, labels, place, {row.stated.area for row in rows})
    return rows


def _begins_anew(page: _Page, rows: list[_Row], row: _Row) -> bool:
    """Whether this row is the first of another table: the columns are headed again before an area that has its row."""
    return row.stated.area in {above.stated.area for above in rows} and end_of_head(page.flow.text[rows[-1].end : row.end]) > 0


def _row(page: _Page, labels: AreaLabels, place: int) -> _Row | None:
    """The row that begins here: a label, and directly behind it a grade to the end of its line."""
    grade = page.next_grade(place)
    if grade is None:
        return None
    label = page.flow.text[place : grade.start()]
    areas = areas_meant(label, labels)
    if not areas:
        return None
    start = place + len(label) - len(label.lstrip())
    printed = on_one_line(grade["grade"])
    if not _stands_beside(page.flow, (start, start + len(label.strip())), grade.span("grade")):
        raise WitnessesDisagree(f"{page.name}: '{printed}' is drawn after '{on_one_line(label)}' but does not stand beside it")
    line = page.flow.at(grade.start("grade"))
    phrase = on_one_line(page.flow.text[start : grade.end()])
    stated = Statement(areas[0], grade_of(printed), printed, line.page, phrase, "table", True, on_one_line(label), areas[1:])
    return _Row(stated, line.x0, start, grade.end())


def _rows_of_next_page(page: _Page, labels: AreaLabels, seen: set[Area]) -> list[_Row]:
    """A table runs on in the first lines of the next page, with areas not judged yet; a colon behind a label makes a heading."""
    rows = _rows(page, labels, end_of_head(page.flow.text))
    if not rows or any(row.stated.area in seen or row.stated.label.endswith(":") for row in rows):
        return []
    _refuse_unread_row_below(page, labels, rows)
    return rows


def _refuse_label_without_grade(page: _Page, labels: AreaLabels, place: int, seen: set[Area]) -> None:
    """A label in full behind the last row, of an area that has no row yet: the words behind it are no grade."""
    below = [start for start in page.flow.starts if start > place][: _LINES_OF_A_LABEL + 1]
    for start, end in reversed([(place, end) for end in below[1:]]):
        label = page.flow.text[start:end]
        _refuse_text_for_grade(page, labels, seen, label, page.flow.text[end:].strip().partition("\n")[0])


def _refuse_unread_row_above(page: _Page, labels: AreaLabels, rows: list[_Row], floor: int) -> None:
    """A row above the first one: a label in full with words that are no grade, or a lone grade of the table's column."""
    flow, start = page.flow, rows[0].start
    seen = {row.stated.area for row in rows}
    above = [place for place in flow.starts if floor <= place < start][-_LINES_OF_AN_UNKNOWN_ROW:]
    for place in above:
        for end in reversed([end for end in above if end > place]):
            _refuse_text_for_grade(page, labels, seen, flow.text[place:end], on_one_line(flow.text[end:start]))
    for place in above:
        if _is_grade_in_column(page, rows, place):
            label = on_one_line(flow.text[above[0] : place])
            raise UnlistedArea(f"{page.name}: the table begins with '{label}', which this framework does not judge")
    directly_above = [
        grade
        for grade in page.grades
        if floor <= grade.start() and grade.end() <= start and not flow.text[grade.end() : start].strip()
    ]
    for place in above if directly_above else ():
        label = flow.text[place : directly_above[-1].start()]
        if end_of_head(label) and _is_label_in_full(label, labels):
            raise UnlistedArea(f"{page.name}: the table begins with '{on_one_line(label)}', which this framework does not judge")


def _refuse_text_for_grade(page: _Page, labels: AreaLabels, seen: set[Area], label: str, phrase: str) -> None:
    areas = areas_meant(label, labels) if phrase and is_whole(label, labels) else ()
    if len(areas) == 1 and areas[0] not in seen:
        raise UnlistedGrade(f"{page.name}: '{phrase[:60]}' behind '{on_one_line(label)}' is no grade that we know")


def _refuse_unread_row_below(page: _Page, labels: AreaLabels, rows: list[_Row]) -> None:
    """A grade a few lines below the last row belongs to a row that was not read.

    It stands alone in the table's column of grades, or on one line with the end of a label.
    """
    end = rows[-1].end
    next_table = _start_of_table(page, labels, end) or len(page.flow.text)
    below = [place for place in page.flow.starts if end <= place < next_table][:_LINES_OF_AN_UNKNOWN_ROW]
    for place in below:
        if _is_grade_in_column(page, rows, place):
            label = on_one_line(page.flow.text[end:place])
            if not label:
                raise WitnessesDisagree(f"{page.name}: '{rows[-1].stated.text}' is followed by a second grade")
            if _BOARD.search(label):
                return
            raise UnlistedArea(f"{page.name}: the table goes on with '{label}', which this framework does not judge")
    grade = page.next_grade(end)
    label = page.flow.text[end : grade.start()] if grade and grade.start() < next_table else ""
    if _is_label_in_full(label, labels) and not _BOARD.search(label):
        raise UnlistedArea(f"{page.name}: the table goes on with '{on_one_line(label)}', which this framework does not judge")


def _is_label_in_full(printed: str, labels: AreaLabels) -> bool:
    """Whether this could be a label of some area, known or not, and is no prose."""
    return 0 < len(printed) <= LONGEST and begins_as_label(printed) and is_whole(printed, labels) and not _VERB.search(printed)


def _is_grade_in_column(page: _Page, rows: list[_Row], place: int) -> bool:
    column = min(row.grade_x for row in rows) - _COLUMN_LEEWAY
    grade = page.next_grade(place)
    return grade is not None and page.flow.at(place).x0 >= column and not page.flow.text[place : grade.start()].strip()


def _stands_beside(flow: Flow, label: tuple[int, int], grade: tuple[int, int]) -> bool:
    """Whether a grade stands beside its label, or at most a line above or below: cells drawn out of order do not.

    The lines of a label stand one under another too.
    """
    named, graded = flow.between(*label), flow.between(*grade)
    one_line = max(line.bottom - line.top for line in (*named, *graded))
    if any(not -one_line <= below.top - above.top <= 2.5 * one_line for above, below in pairwise(named)):
        return False
    label_above = min(line.top for line in graded) - max(line.bottom for line in named)
    grade_above = min(line.top for line in named) - max(line.bottom for line in graded)
    return max(label_above, grade_above) <= one_line
