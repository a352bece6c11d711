"""Rows → a file for a spreadsheet or a program. The same rows give the same bytes, at any time."""

import codecs
import csv
import io
import os
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ofsted_watch.errors import WrongUse
from ofsted_watch.presentation.tables import COLUMNS, Row

_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""Full-width characters count if a spreadsheet is set to East Asian text."""
_SPACE_STARTS = ("\t", "\n")
_CORE_PROPERTIES = "docProps/core.xml"
_NO_PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<cp:coreProperties '
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_INSTALL_PARQUET = "In the project's folder run: .venv/bin/pip install --constraint constraints.txt --editable '.[parquet]'"
ZIP_BEGINS = (1980, 1, 1, 0, 0, 0)
"""The oldest time a zip file can store."""


def export(rows: Sequence[Row], path: Path, columns: Mapping[str, type] = COLUMNS) -> None:
    """Write the rows to `path`: .csv (UTF-8), .xlsx or .parquet, by its ending. An existing file is replaced completely.

    No cell can become a formula in a spreadsheet. Raises WrongUse for another ending, a place that cannot be written, or .parquet
    without pyarrow.
    """
    write_file(path, file_content(rows, path.name, columns))


def write_file(path: Path, content: bytes) -> None:
    """Write a file; an existing one is replaced completely. Raises WrongUse for a place that cannot be written."""
    try:
        replace_file(path, content)
    except OSError as error:
        raise WrongUse(f"{path} cannot be written: {error.strerror}") from error


def file_content(rows: Sequence[Row], name: str, columns: Mapping[str, type] = COLUMNS) -> bytes:
    """The bytes of a file of this name, which ends in .csv, .xlsx or .parquet.

    Raises WrongUse for another ending, or for .parquet if pyarrow is not installed.
    """
    written_as = _WRITERS.get(Path(name).suffix.lower())
    if written_as is None:
        raise WrongUse(f"{name} must end in one of {', '.join(_WRITERS)}")
    if not can_write(name):
        raise WrongUse(f"{name} needs the package pyarrow, which is not installed. {_INSTALL_PARQUET}")
    return written_as(rows, columns)


def can_write(name: str) -> bool:
    """True if the packages that a file of this name needs are installed: pyarrow (the extra `parquet`) for .parquet."""
    return not name.lower().endswith(".parquet") or find_spec("pyarrow") is not None


def replace_file(path: Path, content: bytes) -> None:
    """Write a temporary file, then rename: a reader sees the old file or the new one."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def csv_with_mark(rows: Sequence[Mapping[str, str | int | float | date | None]], columns: Iterable[str]) -> bytes:
    """A CSV that Excel reads as UTF-8: it begins with the byte order mark. No cell can become a formula."""
    return codecs.BOM_UTF8 + _csv_text(rows, tuple(columns))


def _csv(rows: Sequence[Row], columns: Mapping[str, type]) -> bytes:
    return _csv_text(rows, tuple(columns))


def _csv_text(rows: Sequence[Mapping[str, str | int | float | date | None]], columns: Sequence[str]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([csv_cell(row[column]) for column in columns] for row in rows)
    return out.getvalue().encode()


def csv_cell(value: str | int | float | date | None) -> str:
    """The cell as text; text that a spreadsheet would read as a formula starts with an apostrophe.

    A carriage return becomes a line feed: Python's csv puts no quotes around it, so that it would begin a new row.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.lstrip().startswith(_FORMULA_STARTS) or text.startswith(_SPACE_STARTS) else text


def _xlsx(rows: Sequence[Row], columns: Mapping[str, type]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Authorities"
    sheet.append(list(columns))
    for number, row in enumerate(rows, start=2):
        for place, column in enumerate(columns, start=1):
            _fill(sheet.cell(number, place), row[column])
    for place, column in enumerate(columns, start=1):
        sheet.cell(1, place).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = max(12, len(column) + 2)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return plain_workbook(out.getvalue())


def text_cell(cell: Any, value: str) -> None:
    """Put text into a cell of a workbook, without the characters that no workbook may have. It never becomes a formula."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    # openpyxl makes a formula of '=…'; a text cell is unchanged.
    cell.data_type = "s"


def _fill(cell: Any, value: str | date | None) -> None:
    if isinstance(value, str):
        text_cell(cell, value)
    elif value is not None:
        cell.value = value
        cell.number_format = "yyyy-mm-dd"


def plain_workbook(book: bytes) -> bytes:
    """The same workbook without the moment it was made: in the zip's entries and in its properties."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as plain:
        for name in made.namelist():
            content = _NO_PROPERTIES if name == _CORE_PROPERTIES else made.read(name)
            plain.writestr(zipfile.ZipInfo(name, ZIP_BEGINS), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def typed_parquet(rows: Sequence[Mapping[str, str | int | date | None]], kinds: Mapping[str, type]) -> bytes:
    """Parquet with a column of text, whole numbers or days for each name. Needs pyarrow: ask `can_write` first."""
    import pyarrow as pa
    from pyarrow import parquet

    types = {str: pa.string(), int: pa.int64(), date: pa.date32()}
    schema = pa.schema([(name, types[kind]) for name, kind in kinds.items()])
    plain = [{name: str(cell) if isinstance(cell, str) else cell for name, cell in row.items()} for row in rows]
    out = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(plain, schema=schema), out)
    return out.getvalue()


def _parquet(rows: Sequence[Row], columns: Mapping[str, type]) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    fields = pa.schema([(column, pa.date32() if kind is date else pa.string()) for column, kind in columns.items()])
    out = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(list(rows), schema=fields), out)
    return out.getvalue()


_WRITERS: dict[str, Callable[[Sequence[Row], Mapping[str, type]], bytes]] = {".csv": _csv, ".xlsx": _xlsx, ".parquet": _parquet}
