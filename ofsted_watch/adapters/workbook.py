"""The tables that an analyst keeps as one Excel workbook: real dates, links, coloured grades, filters. Never a formula."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from ofsted_watch.adapters.exports import plain_workbook, text_cell
from ofsted_watch.domain.grades import JUDGED_TOGETHER, NOT_GIVEN, Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.presentation.data_package.data_columns import Column
from ofsted_watch.presentation.data_package.data_tables import Cell, DataTable
from ofsted_watch.presentation.data_package.package_description import LICENCE_PATH, TITLE, coverage
from ofsted_watch.presentation.emails.safe_text import web_link
from ofsted_watch.presentation.emails.styles import GRADE_COLOURS
from ofsted_watch.presentation.labels import format_day, grade_label, kind_label

READ_ME = "Read me"
_WITHOUT_GRADE = frozenset({NOT_GIVEN, JUDGED_TOGETHER})
_WIDE = {"text": 80, "scope": 60, "authority": 30, "inspectors": 40, "link": 50, "notes": 60, "theme": 40, "listed_as": 34}
_HASHES = frozenset({"file", "from_file", "to_file"})
"""The longest of all columns and the least read: they show their beginning."""
_WIDEST = 40
"""Characters of a column that is as wide as what it holds."""
_FONT = {"name": "Calibri", "size": 11}
"""Named in every style: a style without a font has another one in LibreOffice."""
_MOST_LINKS = 60_000
"""Excel takes 65,530 links a sheet."""


def workbook(tables: Sequence[DataTable], day: date) -> bytes:
    """The workbook with the sheet 'Read me' and one for each table. The same tables give the same bytes."""
    from openpyxl import Workbook

    book = Workbook()
    _add_styles(book)
    _read_me(book.active, tables, day)
    for table in tables:
        _sheet(book.create_sheet(table.title), table)
    out = io.BytesIO()
    book.save(out)
    return plain_workbook(out.getvalue())


def _add_styles(book: Any) -> None:
    from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill

    for grade, (ink, ground) in GRADE_COLOURS.items():
        style = NamedStyle(f"grade {grade}")
        style.font = Font(**_FONT, color=f"FF{ink[1:]}", bold=True)
        style.fill = PatternFill("solid", fgColor=f"FF{ground[1:]}")
        book.add_named_style(style)
    heading = NamedStyle("heading")
    heading.font, heading.fill = Font(**_FONT, bold=True, color="FFFFFFFF"), PatternFill("solid", fgColor="FF14304F")
    link = NamedStyle("link")
    link.font = Font(**_FONT, color="FF0B4A8F", underline="single")
    day = NamedStyle("day", number_format="yyyy-mm-dd", font=Font(**_FONT))
    # Without it a hash runs over what is beside it, on paper into the margin.
    beginning = NamedStyle("hash", font=Font(**_FONT), alignment=Alignment(horizontal="fill"))
    for added in (heading, link, day, beginning):
        book.add_named_style(added)


def _read_me(sheet: Any, tables: Sequence[DataTable], day: date) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.title = READ_ME
    lines: list[tuple[str, ...]] = [
        (TITLE,),
        (f"Data of {format_day(day)}. {coverage(tables, day)}",),
        ("Ofsted Watch is not part of Ofsted. What counts is the letter on Ofsted’s own site; every row has its link.",),
        (f"The letters are © Crown copyright, used under the Open Government Licence v3.0: {LICENCE_PATH}",),
        (),
        ("Sheet", "Column", "What it is"),
    ]
    first_column = len(lines)
    for table in tables:
        lines.append((table.title, "", f"{table.text} Rows: {len(table.rows):,}."))
        lines += [("", name, column.text) for name, column in table.columns.items()]
    for number, line in enumerate(lines, start=1):
        for place, content in enumerate(line, start=1):
            text_cell(sheet.cell(number, place), content)
    sheet.cell(1, 1).font = Font(name="Calibri", bold=True, size=14)
    for place in (1, 2, 3):
        sheet.cell(first_column, place).style = "heading"
    for number, line in enumerate(lines, start=1):
        if number > first_column and line[0]:
            sheet.cell(number, 1).font = Font(**_FONT, bold=True)
        if len(line) == 3:
            sheet.cell(number, 3).alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in (("A", 16), ("B", 28), ("C", 100)):
        sheet.column_dimensions[letter].width = width
    _print_setup(sheet, first_column)


def _sheet(sheet: Any, table: DataTable) -> None:
    from openpyxl.utils import get_column_letter

    for place, (name, column) in enumerate(table.columns.items(), start=1):
        text_cell(sheet.cell(1, place), name)
        sheet.cell(1, place).style = "heading"
        sheet.column_dimensions[get_column_letter(place)].width = _WIDE.get(name) or _width(name, column, table)
    has_links = len(table.rows) <= _MOST_LINKS
    for number, row in enumerate(table.rows, start=2):
        for place, (name, column) in enumerate(table.columns.items(), start=1):
            if row[name] is not None:
                _fill(sheet.cell(number, place), name, column, row[name], has_links=has_links)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    _print_setup(sheet, 1)


def _width(name: str, column: Column, table: DataTable) -> int:
    """Wide enough for the heading with its filter's arrow, and for the longest text up to `_WIDEST`."""
    if name in _HASHES:
        return 14
    longest = max((len(str(row[name])) for row in table.rows if row[name] is not None), default=0)
    return max(12, len(name) + 4, 20 if column.is_grade else 0, min(longest + 2, _WIDEST))


def _print_setup(sheet: Any, heading: int) -> None:
    """Print on A3 across, one page wide, the heading's row on every page."""
    sheet.page_setup.paperSize, sheet.page_setup.orientation = sheet.PAPERSIZE_A3, "landscape"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = f"{heading}:{heading}"
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "&P of &N"


def _fill(cell: Any, name: str, column: Column, value: Cell, *, has_links: bool) -> None:
    if isinstance(value, date):
        cell.value, cell.style = value, "day"
    elif isinstance(value, int):
        cell.value = value
    elif column.is_grade and value is not None:
        text_cell(cell, grade_label(value))
        if value not in _WITHOUT_GRADE:
            cell.style = f"grade {Grade(value)}"
    elif value is not None:
        text_cell(cell, kind_label(LetterKind(value)) if name.endswith("kind") and value in set(LetterKind) else value)
        if name.endswith("link") and has_links and (address := web_link(value)):
            cell.hyperlink = address
            cell.style = "link"
        elif name in _HASHES:
            cell.style = "hash"
