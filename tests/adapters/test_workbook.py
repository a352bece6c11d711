"""The workbook as a spreadsheet opens it: real dates, links, grades in words and colours, filters, and never a formula."""

import io
import time
from datetime import date

import openpyxl
import pytest

from ofsted_watch.adapters.workbook import workbook
from ofsted_watch.presentation.emails.styles import GRADE_COLOURS
from tests.presentation.tables_of_everything import DAY, LETTERS, asking, tables

SHEETS = ["Read me", "Now", "Inspections", "Judgements", "Changes", "Letters", "Improvements", "SEND", "JTAI"]


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook(tuple(tables().values()), DAY)))


def cells(book: openpyxl.Workbook, sheet: str, row: int = 2) -> dict[str, openpyxl.cell.Cell]:
    return {head.value: cell for head, cell in zip(book[sheet][1], book[sheet][row], strict=True)}


def test_there_is_a_sheet_for_each_table_and_one_to_read_first(book: openpyxl.Workbook):
    assert book.sheetnames == SHEETS
    for table in tables().values():
        assert book[table.title].max_row == len(table.rows) + 1
        assert [cell.value for cell in book[table.title][1]] == list(table.columns)


def test_the_first_sheet_says_the_day_the_licence_the_coverage_and_every_column(book: openpyxl.Workbook):
    text = " ".join(str(cell.value) for row in book["Read me"] for cell in row if cell.value)
    for part in ("Data of 22 August 2026", "3 authorities, 6 letters", "Open Government Licence v3.0", "not part of Ofsted"):
        assert part in text
    columns = {row[1].value for row in book["Read me"]}
    assert all(set(table.columns) <= columns for table in tables().values())


def test_days_are_dates_and_counts_are_numbers(book: openpyxl.Workbook):
    now = cells(book, "Now")
    assert now["published"].value.date() == date(2024, 5, 14)
    assert now["published"].number_format == "yyyy-mm-dd"
    assert cells(book, "Improvements")["page"].value == 2


def test_a_grade_is_its_words_on_its_colour(book: openpyxl.Workbook):
    now = cells(book, "Now")
    ink, ground = GRADE_COLOURS["requires_improvement"]  # type: ignore[index]
    assert now["care_leavers"].value == "requires improvement"
    assert now["care_leavers"].font.color.rgb == f"FF{ink[1:]}"
    assert now["care_leavers"].fill.fgColor.rgb == f"FF{ground[1:]}"
    assert cells(book, "SEND", 3)["outcome"].value == "widespread and/or systemic failings"


def test_a_letter_is_a_link(book: openpyxl.Workbook):
    link = cells(book, "Letters")["link"]
    assert link.hyperlink.target == link.value == "https://files.example/v1/file/520250603"


def test_every_sheet_is_filtered_and_its_names_stay_in_sight(book: openpyxl.Workbook):
    for name in SHEETS[1:]:
        assert book[name].freeze_panes == "C2"
        assert book[name].auto_filter.ref == book[name].dimensions
        assert all(dimension.width >= 12 for dimension in book[name].column_dimensions.values())


@pytest.mark.parametrize("hostile", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "a\x0bb"])
def test_no_text_becomes_a_formula_or_breaks_the_file(hostile: str):
    wild = asking(LETTERS[2], scope=hostile)
    made = workbook(tuple(tables(wild).values()), DAY)
    scope = cells(openpyxl.load_workbook(io.BytesIO(made)), "Letters")["scope"]
    assert scope.data_type == "s"
    assert scope.value == hostile.replace("\x0b", "")


def test_an_address_that_is_no_web_link_is_text_only():
    bad = LETTERS[2]
    wild = type(bad)(
        type(bad.listing)(bad.listing.urn, bad.listing.file_number, "javascript:alert(1)", "visit", bad.published, None),
        bad.letter,
        bad.published,
        bad.first_seen,
        "1",
    )
    link = cells(openpyxl.load_workbook(io.BytesIO(workbook(tuple(tables(wild).values()), DAY))), "Letters")["link"]
    assert link.hyperlink is None


def test_the_same_tables_are_the_same_bytes_at_another_time(monkeypatch: pytest.MonkeyPatch):
    first = workbook(tuple(tables().values()), DAY)
    later = time.time() + 400 * 24 * 3600
    monkeypatch.setattr(time, "time", lambda: later)
    assert workbook(tuple(tables().values()), DAY) == first


def test_a_sheet_prints_one_page_wide_with_its_heading_on_every_page(book: openpyxl.Workbook):
    for name in SHEETS:
        sheet = book[name]
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 8)  # A3
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == ("$6:$6" if name == "Read me" else "$1:$1")


def test_a_column_is_as_wide_as_what_it_holds_and_a_hash_shows_its_beginning(book: openpyxl.Workbook):
    judgements = book["Judgements"]
    by_name = {cell.value: cell.column_letter for cell in judgements[1]}
    assert judgements.column_dimensions[by_name["area"]].width >= len("help_protection") + 2
    assert judgements.column_dimensions[by_name["file"]].width == 14
    assert cells(book, "Judgements")["file"].alignment.horizontal == "fill"


def test_every_cell_has_the_same_font(book: openpyxl.Workbook):
    assert {cell.font.name for sheet in book for row in sheet for cell in row if cell.value is not None} == {"Calibri"}
