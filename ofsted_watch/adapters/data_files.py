"""The tables that an analyst keeps as files: each as CSV and Parquet, with a description; in a folder or in one zip."""

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from ofsted_watch.adapters.exports import ZIP_BEGINS, can_write, csv_with_mark, replace_file, typed_parquet
from ofsted_watch.errors import WrongUse
from ofsted_watch.presentation.data_package.data_tables import DataTable
from ofsted_watch.presentation.data_package.package_description import data_package

DESCRIPTION = "datapackage.json"


def data_files(tables: Sequence[DataTable], day: date) -> Iterator[tuple[str, bytes]]:
    """(name, content) of every file: `letters.csv`, `letters.parquet` (if pyarrow is installed), …, `datapackage.json`."""
    has_parquet = can_write("x.parquet")
    for table in tables:
        yield f"{table.name}.csv", csv_file(table)
        if has_parquet:
            yield f"{table.name}.parquet", parquet_file(table)
    yield DESCRIPTION, description_file(tables, day)


def csv_file(table: DataTable) -> bytes:
    """The table as CSV that Excel reads as UTF-8. No cell can become a formula."""
    return csv_with_mark(table.rows, table.columns)


def parquet_file(table: DataTable) -> bytes:
    """The table as Parquet with typed columns. Raises ModuleNotFoundError without pyarrow: ask `can_write` first."""
    return typed_parquet(table.rows, {name: column.kind for name, column in table.columns.items()})


def description_file(tables: Sequence[DataTable], day: date) -> bytes:
    """`datapackage.json`: every file with every column."""
    described = data_package(tables, day, has_parquet=can_write("x.parquet"))
    return json.dumps(described, ensure_ascii=False, indent=2).encode()


def write_folder(tables: Sequence[DataTable], day: date, folder: Path) -> list[str]:
    """Write every file into a folder, which is made if it is not there; each replaces its earlier one completely.

    Returns their names. Raises WrongUse for a folder that cannot be written.
    """
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in data_files(tables, day):
            replace_file(folder / name, content)
            written.append(name)
    except OSError as error:
        raise WrongUse(f"{folder} cannot be written: {error.strerror}") from error
    return written


def zip_file(tables: Sequence[DataTable], day: date) -> bytes:
    """Every file in one zip. The same tables give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in data_files(tables, day):
            packed.writestr(zipfile.ZipInfo(name, ZIP_BEGINS), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
