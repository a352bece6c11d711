"""The printed table of judgements, read by the order in which its cells are drawn, and again from the tag tree.

Why content order: on 551 real letters it reads every table right, while text boxes and row-wise layouts merge a
label with its neighbour's grade (docs/decisions/0005). A label and its grade wrap on their own, the order of rows
varies, rows are misnumbered, and a table may run on to the next page.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ofsted_watch.errors import LetterProblem, UnlistedArea, UnlistedGrade, WitnessesDisagree
from ofsted_watch.fields.witnesses import Statement
from ofsted_watch.grades import Area, grade_of
from ofsted_watch.reading import Line, Page, Text

GRADE = r"(?:requires?\s+improvement(?:\s+to\s+be\s+good)?|outstanding|good|adequate|inadequate|not\s+judged)"
"""Every way a grade is printed. What an area may be given is its framework's matter, not this pattern's."""

END = r"[ \t]*\d?[ \t]*\.?[ \t]*\d?[ \t]*$"
"""What may stand behind a grade up to the end of its line: a full stop, a footnote's digit."""

_NUMBER = r"(?:\d{1,2}(?:\.\d)?\.?\s+)?"
_LONE_GRADE = re.compile(rf"^[ \t]*{GRADE}{END}", re.IGNORECASE | re.MULTILINE)
_HEADER = re.compile(r"\s*(?:(?:key\s+)?judge?ments?(?:\s+area)?|(?:judge?ment\s+)?grades?)[ \t]*$", re.IGNORECASE | re.MULTILINE)
_LINES_OF_AN_UNKNOWN_ROW = 5
"""A label of at most three lines and a grade of at most two: what is longer before a lone grade is prose."""
_COLUMN_LEEWAY = 30
"""Points by which grades of one column begin apart when they are centred ('Inadequate' and 'Good' on one axis)."""

Labels = Mapping[Area, str]
"""How a framework prints each area: a regular expression whose spaces stand for any white space."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Lines joined by line breaks, and which of them a place in that text belongs to."""

    text: str
    lines: tuple[Line, ...]
    starts: tuple[int, ...]

    def at(self, place: int) -> Line:
        """The line that holds this place of the text."""
        return next(line for start, line in zip(reversed(self.starts), reversed(self.lines), strict=True) if start <= place)


@dataclass(frozen=True, slots=True)
class _Row:
    stated: Statement
    grade_x: float


def flow_of(lines: Iterable[Line]) -> Flow:
    """These lines as one text, in their order."""
    kept = tuple(lines)
    starts, length = [], 0
    for line in kept:
        starts.append(length)
        length += len(line.text) + 1
    return Flow("\n".join(line.text for line in kept), kept, tuple(starts))


def area_pattern(labels: Labels) -> str:
    """A pattern for any of these labels; which one it was is the name of the group that matched."""
    return "|".join(f"(?P<{area.value}>{flexible(label)})" for area, label in labels.items())


def flexible(words: str) -> str:
    """A pattern in which every space stands for any white space."""
    return words.replace(" ", r"\s+")


def stated_area(match: re.Match[str], labels: Labels) -> Area:
    """The area whose label a match of `area_pattern` met."""
    return next(area for area in labels if match[area.value] is not None)


def table_by_content_order(text: Text, labels: Labels, *, starting_at: int = 1) -> tuple[Statement, ...]:
    """The rows of the judgement table, from the page `starting_at` on, in the order in which they are drawn.

    The table is the first place where two labels with a grade follow each other. Raises UnlistedGrade for a label
    with words that are no grade, UnlistedArea for a row whose label this framework does not have, WitnessesDisagree
    when a grade does not stand beside the label it is drawn after. Empty when there is no table.
    """
    row = re.compile(rf"\s*{_NUMBER}(?:{area_pattern(labels)})[ \t]*\d?\s*(?P<grade>{GRADE}){END}", re.IGNORECASE | re.MULTILINE)
    label = re.compile(rf"\s*{_NUMBER}(?:{area_pattern(labels)})[ \t]*\d?[ \t]*$", re.IGNORECASE | re.MULTILINE)
    for page in text.pages[starting_at - 1 :]:
        flow = flow_of(page.lines)
        for place in flow.starts:
            first = row.match(flow.text, place)
            if first is None or row.match(flow.text, first.end()) is None:
                continue
            rows, end = _rows(flow, place, row, label, labels)
            rest = _rows_of_next_page(text.pages, page, row, label, labels, {one.stated.area for one in rows})
            if not rest:
                _refuse_unknown_row(flow, rows, end)
            return tuple(one.stated for one in (*rows, *rest))
    return ()


def table_by_tags(text: Text, labels: Labels, *, starting_at: int = 1) -> tuple[Statement, ...]:
    """The rows of the judgement table as the tag tree has them: the first tagged table with two rows of known areas.

    A cell whose words are no grade states nothing here: the content order says what is wrong with it.
    """
    pattern = re.compile(rf"\s*{_NUMBER}(?:{area_pattern(labels)})\s*\d?\s*", re.IGNORECASE)
    found: list[Statement] = []
    for table in text.tables:
        if table.page < starting_at:
            continue
        rows = [stated for cells in table.rows if (stated := _tagged_row(cells, table.page, pattern, labels))]
        if len(rows) >= 2 or (found and rows and table.page <= found[0].page + 1):
            found.extend(row for row in rows if row.area not in {stated.area for stated in found})
        if found and len(found) >= len(labels):
            break
    return tuple(found)


def _rows(flow: Flow, place: int, row: re.Pattern[str], label: re.Pattern[str], labels: Labels) -> tuple[list[_Row], int]:
    rows: list[_Row] = []
    while found := row.match(flow.text, place):
        area = stated_area(found, labels)
        if not _stands_beside(flow, found, area):
            grade, name = _words(found["grade"]), _words(found[area.value])
            raise WitnessesDisagree(f"Page {flow.lines[0].page}: '{grade}' is drawn after '{name}' but does not stand beside it")
        rows.append(_Row(statement_of(flow, found, area, "table", is_main=True), flow.at(found.start("grade")).x0))
        place = found.end()
    unread = label.match(flow.text, place)
    if unread is not None and unread.end() < len(flow.text):
        following = flow.text[unread.end() :].strip().partition("\n")[0]
        raise UnlistedGrade(
            f"Page {flow.lines[0].page}: behind '{_words(unread[0])}' stands '{following[:60]}', which is no grade"
        )
    return rows, place


def _rows_of_next_page(
    pages: tuple[Page, ...], page: Page, row: re.Pattern[str], label: re.Pattern[str], labels: Labels, seen: set[Area]
) -> list[_Row]:
    """A table that runs on does so in the first lines of the next page, with areas that it has not judged yet."""
    if page.number >= len(pages) or seen >= set(labels):
        return []
    flow = flow_of(pages[page.number].lines)
    header = _HEADER.match(flow.text)
    place = header.end() if header else 0
    if header and (second := _HEADER.match(flow.text, place)):
        place = second.end()
    rows, end = _rows(flow, place, row, label, labels) if row.match(flow.text, place) else ([], place)
    if any(one.stated.area in seen for one in rows):
        return []
    if rows:
        _refuse_unknown_row(flow, rows, end)
    return rows


def _refuse_unknown_row(flow: Flow, rows: list[_Row], end: int) -> None:
    """A lone grade in the table's column of grades, a few lines below its last row, belongs to a row that was not read."""
    column = min(row.grade_x for row in rows) - _COLUMN_LEEWAY
    following = [place for place in zip(flow.starts, flow.lines, strict=True) if place[0] >= end][:_LINES_OF_AN_UNKNOWN_ROW]
    for count, (begin, line) in enumerate(following):
        if count and line.x0 >= column and _LONE_GRADE.match(flow.text, begin):
            label = _words(" ".join(above.text for _, above in following[:count]))
            raise UnlistedArea(
                f"Page {line.page}: the table of judgements goes on with '{label}', which this framework does not judge"
            )


def _stands_beside(flow: Flow, row: re.Match[str], area: Area) -> bool:
    """Whether a grade stands beside its label, or at most a line above or below: cells drawn out of order do not."""
    label = _lines_between(flow, *row.span(area.value))
    grade = _lines_between(flow, *row.span("grade"))
    line = max(one.bottom - one.top for one in (*label, *grade))
    gap = max(
        min(one.top for one in label) - max(one.bottom for one in grade),
        min(one.top for one in grade) - max(one.bottom for one in label),
    )
    return gap <= line


def _lines_between(flow: Flow, start: int, end: int) -> list[Line]:
    return [line for begin, line in zip(flow.starts, flow.lines, strict=True) if begin < end and begin + len(line.text) > start]


def _tagged_row(cells: tuple[str, ...], page: int, pattern: re.Pattern[str], labels: Labels) -> Statement | None:
    filled = [cell for cell in cells if cell.strip() and not re.fullmatch(r"\s*\d(?:\.\d)?\.?\s*", cell)]
    if len(filled) != 2:
        return None
    label = pattern.fullmatch(filled[0])
    if label is None:
        return None
    try:
        grade = grade_of(filled[1])
    except LetterProblem:
        return None
    printed = re.sub(r"[\s.\d]+$", "", _words(filled[1]))
    return Statement(stated_area(label, labels), grade, printed, page, f"{_words(filled[0])}: {_words(filled[1])}", "tag_tree")


def statement_of(flow: Flow, match: re.Match[str], area: Area, source: str, *, is_main: bool = False) -> Statement:
    """What a match with a group `grade` states about an area, with its page and its words."""
    printed = _words(match["grade"])
    page = flow.at(match.start("grade")).page
    return Statement(area, grade_of(printed), printed, page, _words(match[0]), source, is_main)


def statements_in(flow: Flow, pattern: re.Pattern[str], labels: Labels, source: str) -> Iterator[Statement]:
    """Every match of a pattern that has `area_pattern(labels)` and a group `grade` in it, as what it states."""
    for match in pattern.finditer(flow.text):
        yield statement_of(flow, match, stated_area(match, labels), source)


def _words(printed: str) -> str:
    return " ".join(printed.split())
