"""The printed table of judgements, read in the order in which its cells are drawn (docs/decisions/0005).

On 551 real letters this order reads every table right, while text boxes and row-wise layouts merge a label with its
neighbour's grade. Label and grade wrap each on its own, the order of rows varies, rows are misnumbered, a grade stands
above, beside or below its label, and a table may run on to the next page.
"""

import re
from dataclasses import dataclass

from ofsted_watch.errors import UnlistedArea, UnlistedGrade, WitnessesDisagree
from ofsted_watch.fields.flow import Flow, flow_of, on_one_line
from ofsted_watch.fields.printed_grades import END, GRADE, NUMBER, Labels, area_pattern, stated_area, statement_of
from ofsted_watch.fields.witnesses import Statement
from ofsted_watch.grades import Area
from ofsted_watch.reading import Text

_BEFORE_GRADE = r"(?:grade\s+[1-4]\s*\(\s*)?"
_AFTER_GRADE = rf"(?:\s*\)|\s+\(?grade\s+[1-4]\)?)?{END}"
"""The scale of 2012-13 is numbered: 'Inadequate Grade 4', 'Grade 4 (Inadequate)'."""

_LONE_GRADE = re.compile(rf"[ \t]*{_BEFORE_GRADE}{GRADE}{_AFTER_GRADE}", re.IGNORECASE | re.MULTILINE)
_HEAD = re.compile(r"\s*(?:(?:key\s+)?judge?ments?(?:\s+area)?\s+)(?:judge?ment\s+)?grades?[ \t]*\n", re.IGNORECASE)
_BOARD = re.compile(r"safeguarding children(?:['’]s)? board|\blscb\b", re.IGNORECASE)
"""Its grade may stand below the table like one more row; it is no area (see board.py)."""
_LINES_OF_AN_UNKNOWN_ROW = 5
"""A label of at most three lines and a grade of at most two: what is longer is not a row but prose."""
_COLUMN_LEEWAY = 30
"""Points by which grades of one column begin apart when they are centred ('Inadequate' and 'Good' on one axis)."""


@dataclass(frozen=True, slots=True)
class _Row:
    stated: Statement
    grade_x: float


@dataclass(frozen=True, slots=True)
class _Table:
    """How a framework's table is read: a whole row, and a label alone on its line."""

    labels: Labels
    row: re.Pattern[str]
    label: re.Pattern[str]


def table_by_content_order(text: Text, labels: Labels, *, starting_at: int = 1) -> tuple[Statement, ...]:
    """The rows of the judgement table, from the page `starting_at` on: the first place where two rows follow each other.

    Raises UnlistedGrade for a label with words that are no grade, UnlistedArea for a row whose label this framework
    does not have, WitnessesDisagree when a grade does not stand beside the label it is drawn after. Empty when there
    is no table.
    """
    named = rf"\s*{NUMBER}(?:{area_pattern(labels)})[ \t]*\d?[ \t]*:?"
    table = _Table(
        labels,
        re.compile(rf"{named}\s*{_BEFORE_GRADE}(?P<grade>{GRADE}){_AFTER_GRADE}", re.IGNORECASE | re.MULTILINE),
        re.compile(rf"{named}[ \t]*$", re.IGNORECASE | re.MULTILINE),
    )
    for page in text.pages[starting_at - 1 :]:
        flow = flow_of(page.lines)
        for place in flow.starts:
            first = table.row.match(flow.text, place)
            if first is not None and table.row.match(flow.text, first.end()) is not None:
                return _whole_table(text, table, flow, place)
    return ()


def _whole_table(text: Text, table: _Table, flow: Flow, start: int) -> tuple[Statement, ...]:
    rows, end = _rows(table, flow, start)
    _refuse_unread_row_above(table, flow, rows, start)
    _refuse_unread_row_below(flow, rows, end)
    page = rows[0].stated.page
    if page < len(text.pages):
        rows += _rows_of_next_page(table, flow_of(text.pages[page].lines), {row.stated.area for row in rows})
    return tuple(row.stated for row in rows)


def _rows(table: _Table, flow: Flow, start: int) -> tuple[list[_Row], int]:
    rows: list[_Row] = []
    place = start
    while found := table.row.match(flow.text, place):
        area = stated_area(found, table.labels)
        if not _stands_beside(flow, found, area):
            grade, label = on_one_line(found["grade"]), on_one_line(found[area.value])
            raise WitnessesDisagree(f"{_page(flow)}: '{grade}' is drawn after '{label}' but does not stand beside it")
        rows.append(_Row(statement_of(flow, found, area, "table", is_main=True), flow.at(found.start("grade")).x0))
        place = found.end()
    unread = table.label.match(flow.text, place)
    if rows and unread is not None and unread.end() < len(flow.text):
        following = flow.text[unread.end() :].strip().partition("\n")[0]
        raise UnlistedGrade(f"{_page(flow)}: '{following[:60]}' behind '{on_one_line(unread[0])}' is no grade that we know")
    return rows, place


def _rows_of_next_page(table: _Table, flow: Flow, seen: set[Area]) -> list[_Row]:
    """A table runs on in the first lines of the next page, with areas that it has not judged yet."""
    head = _HEAD.match(flow.text)
    rows, end = _rows(table, flow, head.end() if head else 0)
    if not rows or any(row.stated.area in seen for row in rows):
        return []
    _refuse_unread_row_below(flow, rows, end)
    return rows


def _refuse_unread_row_below(flow: Flow, rows: list[_Row], end: int) -> None:
    """A lone grade in the table's column of grades, a few lines below its last row, belongs to a row that was not read."""
    below = [place for place in flow.starts if place >= end][:_LINES_OF_AN_UNKNOWN_ROW]
    for place in below:
        if _is_grade_in_column(flow, rows, place):
            label = on_one_line(flow.text[end:place])
            if not label:
                raise WitnessesDisagree(f"{_page(flow)}: '{rows[-1].stated.words}' is followed by a second grade")
            if _BOARD.search(label):
                return
            raise UnlistedArea(f"{_page(flow)}: the table goes on with '{label}', which this framework does not judge")


def _refuse_unread_row_above(table: _Table, flow: Flow, rows: list[_Row], start: int) -> None:
    """The same above its first row: there the label may be a known one, and the words behind it no grade."""
    above = [place for place in flow.starts if place < start][-_LINES_OF_AN_UNKNOWN_ROW:]
    for named in (table.label.match(flow.text, place) for place in above):
        if named is not None and named.end() < start:
            words = on_one_line(flow.text[named.end() : start])
            raise UnlistedGrade(f"{_page(flow)}: '{words[:60]}' behind '{on_one_line(named[0])}' is no grade that we know")
    for place in above:
        if _is_grade_in_column(flow, rows, place):
            label = on_one_line(flow.text[above[0] : place])
            raise UnlistedArea(f"{_page(flow)}: the table begins with '{label}', which this framework does not judge")


def _is_grade_in_column(flow: Flow, rows: list[_Row], place: int) -> bool:
    column = min(row.grade_x for row in rows) - _COLUMN_LEEWAY
    return flow.at(place).x0 >= column and _LONE_GRADE.match(flow.text, place) is not None


def _stands_beside(flow: Flow, row: re.Match[str], area: Area) -> bool:
    """Whether a grade stands beside its label, or at most a line above or below: cells drawn out of order do not."""
    label = flow.between(*row.span(area.value))
    grade = flow.between(*row.span("grade"))
    one_line = max(line.bottom - line.top for line in (*label, *grade))
    label_above = min(line.top for line in grade) - max(line.bottom for line in label)
    grade_above = min(line.top for line in label) - max(line.bottom for line in grade)
    return max(label_above, grade_above) <= one_line


def _page(flow: Flow) -> str:
    return f"Page {flow.lines[0].page}"
