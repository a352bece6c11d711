"""The printed table of judgements once more, as the file's tag tree has its rows and cells."""

import re

from ofsted_watch.domain.grades import grade_of
from ofsted_watch.errors import UnlistedGrade
from ofsted_watch.extraction.fields.area_labels import AreaLabels, areas_meant, without_head
from ofsted_watch.extraction.fields.joined_lines import on_one_line
from ofsted_watch.extraction.fields.statement import Statement
from ofsted_watch.extraction.pdf import Text

_ONLY_A_NUMBER = re.compile(r"\s*\d{1,2}(?:\.\d)?\.?\s*")
_NUMBER_OF_GRADE = re.compile(r"\s*\(?grade\s+[1-4]\)?\s*", re.IGNORECASE)


def table_by_tags(text: Text, labels: AreaLabels, *, starting_at: int = 1) -> tuple[Statement, ...]:
    """The rows of the first tagged table, from the page `starting_at` on, that has two rows of known areas.

    Producers often tag the part on the next page as a table of its own: it belongs to the first when it adds areas.
    A cell whose words are no grade states nothing here: the table as drawn says what is wrong with it.
    """
    found: list[Statement] = []
    for table in text.tables:
        if table.page < starting_at or (found and table.page > found[0].page + 1):
            continue
        rows = [stated for cells in table.rows if (stated := _row(cells, table.page, labels))]
        if found or len(rows) >= 2:
            found.extend(row for row in rows if row.area not in {stated.area for stated in found})
    return tuple(found)


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
