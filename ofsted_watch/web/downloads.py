"""The complete data as tables to download, built once after each run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from ofsted_watch.adapters.exports import can_write, file_content
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.emails.excerpts import page_link
from ofsted_watch.presentation.improvement_json import IMPROVEMENT_COLUMNS, improvement_cells
from ofsted_watch.presentation.improvement_rows import improvement_rows
from ofsted_watch.presentation.serialization import Json
from ofsted_watch.presentation.tables import COLUMNS, Row
from ofsted_watch.web.app_context import AppContextNow
from ofsted_watch.web.cache import LruCache
from ofsted_watch.web.package_downloads import tables_now
from ofsted_watch.web.published import Published
from ofsted_watch.web.rendering import page
from ofsted_watch.web.selection_tables import CHANGE_COLUMNS, LETTER_COLUMNS, change_rows, flat

router = APIRouter(include_in_schema=False)

JUDGEMENT_COLUMNS: dict[str, str] = {
    "urn": "the authority's number",
    "authority": "its name",
    "area": "the area judged, in the framework's terms",
    "grade": "the grade given",
    "printed": "the grade as the letter prints it",
    "published": "the day the letter was published",
    "kind": "the kind of letter",
    "previous": "the grade on the same strand in the previous graded inspection; empty if they cannot be compared",
    "previous_published": "the day the previous inspection was published",
    "direction": "improved, declined or unchanged; empty if they cannot be compared",
    "inspection_start": "the inspection's first day",
    "inspection_end": "its last day",
    "lead_inspector": "the lead inspector",
    "inspectors": "all inspectors named, separated by semicolons",
    "page": "the page of the letter with the grade",
    "file": "the letter's sha256",
    "link": "that page of the letter on Ofsted's site",
    "read_by_person": "'Read by a person on …: …' if our program could not read the grade for certain; else empty",
}
_TYPES = {".csv": "text/csv", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_TYPES[".parquet"] = "application/vnd.apache.parquet"


@dataclass(frozen=True, slots=True)
class Table:
    """A table to download: its rows from what is published, its columns, and its file formats."""

    rows: Callable[[Published], Sequence[Row]]
    columns: Mapping[str, type]
    endings: tuple[str, ...]


TABLES: dict[str, Table] = {
    "authorities": Table(lambda published: published.rows, COLUMNS, (".csv", ".xlsx", ".parquet")),
    "judgements": Table(
        lambda published: [flat(row | {"link": _place(row)}) for row in published.judgements],
        dict.fromkeys(JUDGEMENT_COLUMNS, str),
        (".csv",),
    ),
    "changes": Table(
        lambda published: change_rows(published.changes, published.register),
        dict.fromkeys(CHANGE_COLUMNS, str),
        (".csv",),
    ),
    "improvements": Table(
        lambda published: [
            improvement_cells(row, published.register.display(row.urn))
            for row in improvement_rows(published.letters, published.gaps)
        ],
        dict.fromkeys(IMPROVEMENT_COLUMNS, str),
        (".csv",),
    ),
}

FILES = sum(len(table.endings) for table in TABLES.values())
"""The number of files, all of which are cached."""


@router.get(urls.DOWNLOADS)
def all_downloads(request: Request, here: AppContextNow) -> HTMLResponse:
    """The list of files and their columns."""
    day = _day(here.published.now(), here.today())
    parquet = can_write("authorities.parquet")
    return page(
        "downloads.html",
        tables=tables_now(request, here),
        day=day,
        judgements=JUDGEMENT_COLUMNS,
        changes=CHANGE_COLUMNS,
        letters=LETTER_COLUMNS,
        improvements=IMPROVEMENT_COLUMNS,
        parquet=parquet,
    )


@router.get(f"{urls.DOWNLOADS}/{{name}}")
def download(request: Request, here: AppContextNow, name: str) -> Response:
    """A file, named with the day of its data."""
    table, dot, last = name.rpartition(".")
    ending = dot + last
    if table not in TABLES or ending not in TABLES[table].endings or not can_write(name):
        raise HTTPException(404, "This file does not exist. See the page 'Data to download' for all files.")
    published = here.published.now()
    wanted = TABLES[table]
    catalogue: LruCache[bytes] = request.app.state.downloads
    content = catalogue.value(name, published, lambda: file_content(wanted.rows(published), name, wanted.columns))
    saved_as = f"ofsted-watch-{table}-{_day(published, here.today()).isoformat()}{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{saved_as}"', "Access-Control-Allow-Origin": "*"}
    return Response(content, media_type=_TYPES[ending], headers=headers)


def _day(published: Published, today: date) -> date:
    """The day of the data: that of the newest run, or today if none has ended yet."""
    return published.last_run.date() if published.last_run else today


def _place(judgement: Json) -> str:
    """The address of the page with the grade; of the letter, if the page is not known."""
    url, number = judgement["link"], judgement["page"]
    return (page_link(url, number) if number else None) or url
