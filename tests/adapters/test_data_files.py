"""The tables as files: CSV that Excel reads, typed Parquet, a description; whole, safe, and the same each time."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from pyarrow import parquet

from ofsted_watch.adapters.data_files import write_folder, zip_file
from ofsted_watch.errors import WrongUse
from tests.presentation.tables_of_everything import DAY, tables

TABLES = tuple(tables().values())


def test_a_folder_has_each_table_twice_and_the_description(tmp_path: Path):
    folder = tmp_path / "new" / "data"
    names = write_folder(TABLES, DAY, folder)
    assert sorted(names) == sorted(path.name for path in folder.iterdir())
    assert len(names) == 17
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert all((folder / resource["path"]).exists() for resource in described["resources"])


def test_a_csv_begins_with_the_mark_and_no_cell_is_a_formula(tmp_path: Path):
    write_folder(TABLES, DAY, tmp_path)
    assert (tmp_path / "improvements.csv").read_bytes().startswith(b"\xef\xbb\xbfurn,")
    rows = list(csv.DictReader((tmp_path / "improvements.csv").open(encoding="utf-8-sig", newline="")))
    assert rows[1]["text"] == "'=1+1 is how plans should add up."
    assert (rows[0]["published"], rows[0]["page"]) == ("2024-05-14", "2")


def test_parquet_has_the_same_rows_with_types(tmp_path: Path):
    write_folder(TABLES, DAY, tmp_path)
    for table in TABLES:
        read = parquet.read_table(tmp_path / f"{table.name}.parquet")
        assert read.to_pylist() == list(table.rows)
    assert str(read.schema.field("published").type) == "date32[day]"
    assert str(read.schema.field("improvements").type) == "int64"


def test_the_zip_has_the_same_files_and_is_the_same_each_time(tmp_path: Path):
    write_folder(TABLES, DAY, tmp_path)
    made = zip_file(TABLES, DAY)
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == {
            path.name: path.read_bytes() for path in tmp_path.iterdir()
        }
    assert zip_file(TABLES, DAY) == made


def test_without_pyarrow_there_are_only_csv_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ofsted_watch.adapters.exports.find_spec", lambda name: None)
    names = write_folder(TABLES, DAY, tmp_path)
    assert not [name for name in names if name.endswith(".parquet")]
    assert "parquet" not in (tmp_path / "datapackage.json").read_text(encoding="utf-8")


def test_a_place_that_cannot_be_written_is_the_caller_s_mistake(tmp_path: Path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(WrongUse, match="cannot be written"):
        write_folder(TABLES, DAY, tmp_path / "file")
