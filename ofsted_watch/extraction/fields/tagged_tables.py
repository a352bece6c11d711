"""The printed table of judgements once more, as the file's tag tree has its rows and cells."""

import re
from collections import Counter
from collections.abc import Iterable

from ofsted_watch.domain.grades import Area, Grade, grade_of
from ofsted_watch.errors import TablesDisagree, UnlistedGrade
from ofsted_watch.extraction.fields.area_labels import AreaLabels, areas_meant, without_head
from ofsted_watch.extraction.fields.joined_lines import on_one_line
from ofsted_watch.extraction.fields.statement import Statement, contradiction
from ofsted_watch.extraction.pdf import Text

_ONLY_A_NUMBER = re.compile(r"\s*\d{1,2}(?:\.\d)?\.?\s*")
_NUMBER_OF_GRADE = re.compile(r"\s*\(?grade\s+[1-4]\)?\s*", re.IGNORECASE)


def table_by_tags(
    text: Text, labels: AreaLabels, *, previous: Iterable[Statement] = (), starting_at: int = 1
) -> tuple[Statement, ...]:
    """The rows of the first tagged table, from the page `starting_at` on, that has two rows of known areas.

    Producers often tag the part on the next page as a table of its own: it belongs to the first when it adds areas. Rows that
    the page shows in a table headed as an earlier inspection's (`previous`) are left out. A cell whose words are no grade
    states nothing here: the table as drawn says what is wrong with it.

    Raises TablesDisagree when a further row gives an area another grade.
    """
    earlier = Counter((row.page, row.area, row.grade) for row in previous)
    rows_of_table: list[Statement] = []
    for table in text.tables:
        if table.page < starting_at:
            continue
        rows = [
            stated for cells in table.rows if (stated := _row(cells, table.page, labels)) and not _is_earlier(stated, earlier)
        ]
        first_page = rows_of_table[0].page if rows_of_table else table.page
        if len(rows) >= 2 or (rows_of_table and table.page <= first_page + 1):
            for row in rows:
                _add(row, rows_of_table, is_part=table.page <= first_page + 1)
    return tuple(rows_of_table)


def _is_earlier(row: Statement, earlier: Counter[tuple[int, Area, Grade]]) -> bool:
    """Whether this row is one of an earlier inspection's; each of them counts once."""
    place = (row.page, row.area, row.grade)
    earlier[place] -= 1
    return earlier[place] >= 0


def _add(row: Statement, rows: list[Statement], *, is_part: bool) -> None:
    same = [stated for stated in rows if stated.area == row.area]
    if not same and is_part:
        rows.append(row)
    elif any(stated.grade != row.grade for stated in same):
        raise TablesDisagree(f"Two tables differ: {contradiction([*same, row])}")


def _row(cells: tuple[str, ...], page: int, labels: AreaLabels) -> Statement | None:
    filled = [on_one_line(cell) for cell in cells if cell.strip() and not _ONLY_A_NUMBER.fullmatch(cell)]
    if len(filled) != 2:
        return None
    label = without_head(filled[0])
    areas = areas_meant(label, labels)
    if not areas:
        return None
    printed = re.sub(r"[\s.\d*†‡¹²³]+$", "", _NUMBER_OF_GRADE.sub("", filled[1]))
    try:
        grade = grade_of(printed)
    except UnlistedGrade:
        return None
    return Statement(areas[0], grade, printed, page, f"{label} {filled[1]}", "tag_tree", False, label, areas[1:])
