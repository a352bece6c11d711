"""Ofsted's table is read whatever the order of its columns, and what cannot be understood is refused by name."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from ofsted_watch.adapters.official_table import read_official_table
from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.grades import Grade, Strand
from ofsted_watch.domain.official_rows import OfficialKind
from ofsted_watch.errors import WrongUse
from tests.adapters.ods_files import Cell, write_ods
from tests.adapters.official_tables import HISTORY, IN_YEAR, NEWEST, sheets, table_file

Sheets = dict[str, list[list[Cell]]]


def refusal(folder: Path, changed: Sheets) -> str:
    with pytest.raises(WrongUse) as refused:
        read_official_table(table_file(folder, changed))
    return str(refused.value)


def column(changed: Sheets, sheet: str, heading: str) -> int:
    return changed[sheet][2].index(heading)


def test_every_row_of_the_three_sheets_is_read_with_its_place(tmp_path: Path) -> None:
    table = read_official_table(table_file(tmp_path))
    assert table.as_at == date(2025, 3, 31)
    assert [(row.sheet, row.row, row.name, row.kind) for row in table.rows] == [
        (HISTORY, 4, "Thornmere", OfficialKind.SHORT),
        (HISTORY, 5, "Thornmere", OfficialKind.STANDARD),
        (IN_YEAR, 4, "Thornmere", OfficialKind.STANDARD),
        (IN_YEAR, 5, "Oxmarsh", OfficialKind.FOCUSED_VISIT),
        (NEWEST, 4, "Thornmere", OfficialKind.INSPECTION),
    ]


def test_a_row_says_who_was_inspected_when_and_with_which_grades(tmp_path: Path) -> None:
    earlier, later, *_, visit, _ = read_official_table(table_file(tmp_path)).rows
    assert (later.ons_code, later.first_day, later.published) == ("E99000001", date(2024, 9, 9), date(2024, 10, 25))
    assert later.grades == {
        Strand.OVERALL: Grade.REQUIRES_IMPROVEMENT,
        Strand.LEADERSHIP: Grade.GOOD,
        Strand.HELP_PROTECTION: Grade.INADEQUATE,
        Strand.CHILDREN_IN_CARE: Grade.OUTSTANDING,
        Strand.CARE_LEAVERS: Grade.GOOD,
    }
    assert Strand.CARE_LEAVERS not in earlier.grades
    assert (visit.grades, visit.themes) == ({}, (LetterTopic.HELP_PROTECTION,))


def test_columns_in_another_order_further_columns_and_another_title_change_nothing(tmp_path: Path) -> None:
    expected = read_official_table(table_file(tmp_path)).rows
    changed = {"Annex": [["Something else"]], **sheets()}
    for name in (HISTORY, IN_YEAR, NEWEST):
        headed = [["Local authority inspections as at 31 March 2025"], [None], *changed[name][1:]]
        changed[name] = [headed[0], headed[1], *([*reversed(row), "further"] for row in headed[2:])]
        changed[name][3][-1] = "A new column"
    rows = read_official_table(table_file(tmp_path, changed)).rows
    assert [(row.name, row.first_day, row.grades, row.themes) for row in rows] == [
        (row.name, row.first_day, row.grades, row.themes) for row in expected
    ]
    assert [row.row for row in rows] == [row.row + 1 for row in expected]


@pytest.mark.parametrize("printed", ["09/09/2024", "9 September 2024", "2024-09-09", " 2024-09-09T00:00:00 ", "9 Sep 2024"])
def test_days_printed_as_text_are_read(tmp_path: Path, printed: str) -> None:
    changed = sheets()
    changed[NEWEST][3][4] = printed
    assert read_official_table(table_file(tmp_path, changed)).rows[-1].first_day == date(2024, 9, 9)


def test_spaces_capitals_line_breaks_and_note_marks_are_forgiven(tmp_path: Path) -> None:
    changed = sheets()
    changed[NEWEST][2] = [f" {str(heading).upper()}\n[note 3] " for heading in changed[NEWEST][2]]
    changed[NEWEST][3][2] = "Thornmere\u00a0 "
    changed[NEWEST][3][6] = "Requires improvement \nto be good "
    changed[IN_YEAR][4][-1] = "Children in need / subject to a plan "
    changed[IN_YEAR][4][6] = "Focused visit"
    changed[IN_YEAR][2][8] = "The impact of leaders on practice with children and families"
    *_, visit, newest = read_official_table(table_file(tmp_path, changed)).rows
    assert (newest.name, newest.grades[Strand.OVERALL]) == ("Thornmere", Grade.REQUIRES_IMPROVEMENT)
    assert (visit.kind, visit.themes) == (OfficialKind.FOCUSED_VISIT, (LetterTopic.HELP_PROTECTION,))


def test_several_themes_in_a_cell_are_several_themes(tmp_path: Path) -> None:
    changed = sheets()
    changed[IN_YEAR][4][-1] = "Front door; Achieving permanence"
    assert read_official_table(table_file(tmp_path, changed)).rows[3].themes == (LetterTopic.FRONT_DOOR, LetterTopic.PERMANENCE)


def test_empty_rows_and_notes_under_the_table_are_passed_over(tmp_path: Path) -> None:
    expected = read_official_table(table_file(tmp_path)).rows
    changed = sheets()
    changed[NEWEST] += [[None], ["[x] means not available."]]
    assert read_official_table(table_file(tmp_path, changed)).rows == expected


def test_without_a_title_the_last_day_is_that_of_the_newest_row(tmp_path: Path) -> None:
    changed = sheets()
    for name in (HISTORY, IN_YEAR, NEWEST):
        changed[name][0] = ["Inspections"]
    assert read_official_table(table_file(tmp_path, changed)).as_at == date(2025, 2, 4)


@pytest.mark.parametrize("sheet", [HISTORY, IN_YEAR, NEWEST])
def test_a_missing_sheet_is_named_with_those_that_there_are(tmp_path: Path, sheet: str) -> None:
    changed = sheets()
    del changed[sheet]
    message = refusal(tmp_path, changed)
    assert message.startswith(f"outcomes.ods has no sheet '{sheet}'. It has 'Cover', 'Notes'")


def test_two_sheets_that_could_be_the_same_are_refused(tmp_path: Path) -> None:
    changed = {**sheets(), "In-year_inspections_2": [["x"]]}
    assert "has 2 sheets that could be 'In-year_inspections': In-year_inspections, In-year_inspections_2." in refusal(
        tmp_path, changed
    )


@pytest.mark.parametrize(
    ("sheet", "heading"),
    [
        (HISTORY, "Inspection type"),
        (HISTORY, "Publication date"),
        (IN_YEAR, "Visit Theme"),
        (NEWEST, "Local authority area code"),
        (NEWEST, "Inspection date"),
        (NEWEST, "The impact of leaders on social work practice with children and families"),
    ],
)
def test_a_missing_column_is_named_with_its_sheet_and_row(tmp_path: Path, sheet: str, heading: str) -> None:
    changed = sheets()
    changed[sheet][2][column(changed, sheet, heading)] = "Something else"
    assert refusal(tmp_path, changed).startswith(f"outcomes.ods, sheet '{sheet}', row 3: there is no column '{heading}'.")


def test_a_sheet_without_a_row_of_headings_is_named(tmp_path: Path) -> None:
    changed = sheets()
    changed[NEWEST][2][2] = "Council"
    assert "none of the first 20 rows has the heading 'Local authority name'" in refusal(tmp_path, changed)


def test_two_columns_with_one_heading_are_refused(tmp_path: Path) -> None:
    changed = sheets()
    changed[NEWEST][2].append("Overall effectiveness")
    assert "row 3: columns G and L both have the heading 'Overall effectiveness'" in refusal(tmp_path, changed)


def test_a_sheet_without_rows_is_no_table(tmp_path: Path) -> None:
    changed = sheets()
    del changed[IN_YEAR][3:]
    assert f"sheet '{IN_YEAR}': there is no row under the headings in row 3" in refusal(tmp_path, changed)


@pytest.mark.parametrize(
    ("sheet", "heading", "cell", "reason"),
    [
        (NEWEST, "Overall effectiveness", "Very good", "column G: 'Very good' is not a grade"),
        (NEWEST, "Publication date", "Spring 2024", "column F: 'Spring 2024' is not a date"),
        (NEWEST, "Publication date", None, "column F: '' is not a date"),
        (NEWEST, "Publication date", "45000", "column F: '45000' is not a date"),
        (NEWEST, "Local authority name", None, "column C: no authority is named"),
        (HISTORY, "Inspection type", "ILACS Long Inspection", "column H: 'ILACS Long Inspection' is no type"),
        (HISTORY, "Inspection type", None, "column H: '' is no type"),
        (IN_YEAR, "Visit Theme", "Adoption", "column M: 'adoption' is none of the visit themes that are known ('front door', "),
    ],
)
def test_a_cell_that_cannot_be_understood_is_refused_by_its_place(
    tmp_path: Path, sheet: str, heading: str, cell: Cell, reason: str
) -> None:
    changed = sheets()
    changed[sheet][3][column(changed, sheet, heading)] = cell
    assert f"outcomes.ods, sheet '{sheet}', row 4, {reason}" in refusal(tmp_path, changed)


def _as_text(path: Path) -> None:
    path.write_text("urn,grade\n", encoding="utf-8")


def _as_pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n")


def _as_empty(path: Path) -> None:
    path.write_bytes(b"")


def _as_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("letter.txt", "words")


def _as_odt(path: Path) -> None:
    write_ods(path, {"Text": [["words"]]}, mimetype="application/vnd.oasis.opendocument.text")


@pytest.mark.parametrize("write", [_as_text, _as_pdf, _as_empty, _as_zip, _as_odt])
def test_another_kind_of_file_is_refused(tmp_path: Path, write: object) -> None:
    assert callable(write)
    write(tmp_path / "outcomes.ods")
    with pytest.raises(WrongUse, match=r"^outcomes\.ods is not an OpenDocument spreadsheet \(\.ods\)\. Download"):
        read_official_table(tmp_path / "outcomes.ods")


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "outcomes.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office:document-content")
    with pytest.raises(WrongUse, match=r"^outcomes\.ods (is damaged|has no sheet)"):
        read_official_table(path)
    whole = table_file(tmp_path).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(WrongUse, match=r"^outcomes\.ods is not"):
        read_official_table(path)


def test_no_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="There is no file"):
        read_official_table(tmp_path / "nowhere.ods")
    with pytest.raises(WrongUse, match="is a folder"):
        read_official_table(tmp_path)
