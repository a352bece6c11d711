"""A table goes to a spreadsheet or a program whole, the same every time, and never as a formula."""

import csv
import sys
import time
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from pyarrow import parquet

from ofsted_watch.adapters.exports import export
from ofsted_watch.errors import WrongUse
from ofsted_watch.presentation.tables import COLUMNS, Row, authority_rows

ENDINGS = (".csv", ".xlsx", ".parquet")


def row(**values: str | date | None) -> Row:
    return dict.fromkeys(COLUMNS) | {"urn": "80990", "authority": "Ambleford"} | values


ROWS = [
    row(published=date(2026, 3, 2), overall="good", inspectors="Zoë O’Person; B. Person"),
    row(urn="80991", authority="Brackenshire"),
]


def test_a_csv_has_a_header_and_dates_as_the_world_writes_them(tmp_path: Path):
    export(ROWS, tmp_path / "all.csv")
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as lines:
        first, second = csv.DictReader(lines)
    assert tuple(first) == tuple(COLUMNS)
    assert (first["published"], first["inspectors"]) == ("2026-03-02", "Zoë O’Person; B. Person")
    assert (second["authority"], second["overall"]) == ("Brackenshire", "")


def test_a_workbook_has_real_dates_and_text_that_stays_text(tmp_path: Path):
    export(ROWS, tmp_path / "all.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "all.xlsx")["Authorities"]
    cells = {name.value: cell for name, cell in zip(sheet[1], sheet[2], strict=True)}
    assert cells["published"].value.date() == date(2026, 3, 2)
    assert (cells["urn"].value, cells["urn"].data_type) == ("80990", "s")
    assert sheet.max_row == 3


def test_a_parquet_file_has_typed_columns_also_without_rows(tmp_path: Path):
    export(ROWS, tmp_path / "all.parquet")
    export([], tmp_path / "none.parquet")
    full, empty = (parquet.read_table(tmp_path / name) for name in ("all.parquet", "none.parquet"))
    assert full.to_pylist() == ROWS
    assert full.schema.equals(empty.schema)
    assert str(full.schema.field("published").type) == "date32[day]"


@pytest.mark.parametrize("breaks", ["\r", "\r\n", "\n"])
def test_a_break_in_a_cell_begins_no_row_of_its_own(tmp_path: Path, breaks: str):
    export([row(authority=f"Ambleford{breaks}=1+1")], tmp_path / "all.csv")
    assert b"\r" not in (tmp_path / "all.csv").read_bytes()
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as lines:
        assert [notified["authority"] for notified in csv.DictReader(lines)] == ["Ambleford\n=1+1"]


@pytest.mark.parametrize("hostile", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_becomes_a_formula(tmp_path: Path, hostile: str):
    export([row(inspectors=hostile)], tmp_path / "all.csv")
    export([row(inspectors=hostile)], tmp_path / "all.xlsx")
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as lines:
        assert next(csv.DictReader(lines))["inspectors"].startswith("'")
    sheet = openpyxl.load_workbook(tmp_path / "all.xlsx").active
    cells = {name.value: cell for name, cell in zip(sheet[1], sheet[2], strict=True)}
    assert cells["inspectors"].data_type == "s"


def test_a_character_that_no_workbook_may_hold_is_left_out_of_it(tmp_path: Path):
    export([row(inspectors="A\x0bPerson")], tmp_path / "all.xlsx")
    values = [cell.value for cell in openpyxl.load_workbook(tmp_path / "all.xlsx").active[2]]
    assert "APerson" in values


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_rows_are_the_same_bytes_at_another_time(tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch):
    export(ROWS, tmp_path / f"one{ending}")
    later = time.time() + 400 * 24 * 3600
    monkeypatch.setattr(time, "time", lambda: later)
    export(ROWS, tmp_path / f"other{ending}")
    assert (tmp_path / f"one{ending}").read_bytes() == (tmp_path / f"other{ending}").read_bytes()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_that_is_there_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path, ending: str):
    path = tmp_path / f"all{ending.upper()}"
    path.write_text("an older export")
    export(ROWS, path)
    assert b"an older export" not in path.read_bytes()
    assert list(tmp_path.iterdir()) == [path]


def test_an_unknown_ending_is_refused_with_the_known_ones(tmp_path: Path):
    with pytest.raises(WrongUse, match=r"all\.pdf must end in one of \.csv, \.xlsx, \.parquet"):
        export(ROWS, tmp_path / "all.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_parquet_file_without_pyarrow_is_refused_with_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setattr("ofsted_watch.adapters.exports.find_spec", lambda name: None)
    with pytest.raises(WrongUse, match=r"all\.parquet needs the package pyarrow.*pip install .*\.\[parquet\]"):
        export(ROWS, tmp_path / "all.parquet")
    export(ROWS, tmp_path / "all.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["all.csv"]


def test_a_folder_that_is_not_there_is_the_caller_s_mistake(tmp_path: Path):
    with pytest.raises(WrongUse, match="No such file or directory"):
        export(ROWS, tmp_path / "nowhere" / "all.csv")


def test_every_row_of_the_table_fits_every_file(tmp_path: Path):
    from ofsted_watch.domain.authorities import ENGLAND

    rows = authority_rows([], ENGLAND.current())
    for ending in ENDINGS:
        export(rows, tmp_path / f"all{ending}")
    assert parquet.read_table(tmp_path / "all.parquet").num_rows == len(rows) > 100
