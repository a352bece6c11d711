"""All that is published as files that an analyst keeps: a workbook, a zip, and each table alone; built once after each run."""

from collections.abc import Callable
from datetime import date

from fastapi import APIRouter, HTTPException, Request, Response

from ofsted_watch.adapters.data_files import DESCRIPTION, csv_file, description_file, parquet_file, zip_file
from ofsted_watch.adapters.exports import can_write
from ofsted_watch.adapters.workbook import workbook
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.data_package.data_tables import DataTable, data_tables
from ofsted_watch.web.app_context import AppContext, AppContextNow
from ofsted_watch.web.cache import LruCache
from ofsted_watch.web.published import Published, data_source

router = APIRouter(include_in_schema=False)

Tables = tuple[DataTable, ...]
MOST_FILES = 20
"""Every file: two for each table, the description, the workbook and the zip."""
_TYPES = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def tables_now(request: Request, here: AppContext) -> Tables:
    """The tables of all that is published now."""
    published = here.published.now()
    tables: LruCache[Tables] = request.app.state.data_tables
    return tables.value("tables", published, lambda: data_tables(data_source(published, here.today())))


@router.get(urls.download("ofsted-watch.xlsx"))
def whole_workbook(request: Request, here: AppContextNow) -> Response:
    """Every table as a sheet of one workbook."""
    return _file(request, here, "ofsted-watch.xlsx", workbook)


@router.get(urls.download("ofsted-watch.zip"))
def whole_zip(request: Request, here: AppContextNow) -> Response:
    """Every table as CSV and Parquet with the description, in one zip."""
    return _file(request, here, "ofsted-watch.zip", zip_file)


@router.get(urls.package_file("{name}"))
def table_file(request: Request, here: AppContextNow, name: str) -> Response:
    """One table, or the description of all of them."""
    if name == DESCRIPTION:
        return _file(request, here, name, description_file)
    named, _, ending = name.rpartition(".")
    table = next((table for table in tables_now(request, here) if table.name == named), None)
    if table is None or ending not in ("csv", "parquet") or not can_write(name):
        raise HTTPException(404, "This file does not exist. See the page 'Data to download' for all files.")
    write = csv_file if ending == "csv" else parquet_file
    return _file(request, here, name, lambda tables, day: write(table))


def _file(request: Request, here: AppContext, name: str, write: Callable[[Tables, date], bytes]) -> Response:
    published = here.published.now()
    tables, day = tables_now(request, here), _day(published, here)
    files: LruCache[bytes] = request.app.state.package_files
    content = files.value(name, published, lambda: write(tables, day))
    stem, _, ending = name.rpartition(".")
    saved_as = f"{stem}-{day.isoformat()}.{ending}" if name != DESCRIPTION else name
    headers = {"Content-Disposition": f'attachment; filename="{saved_as}"', "Access-Control-Allow-Origin": "*"}
    return Response(content, media_type=_TYPES[ending], headers=headers)


def _day(published: Published, here: AppContext) -> date:
    return data_source(published, here.today()).day
