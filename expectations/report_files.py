"""The validation reports on disk: one static page a run, an index; old reports are deleted.

Built from our own verdicts and not with Great Expectations' Data Docs; docs/decisions/0014 says why.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from uuid import uuid4

from expectations.report_page import Summary, index_page, report_page, summary_of
from ofsted_watch.domain.model import Verdict
from ofsted_watch.errors import DataError
from ofsted_watch.extraction.markup import parse_html

RETENTION_NIGHTS = 90
INDEX = "index.html"
SUMMARY = "ofsted-watch-summary"
"""The name of the meta element with a report's line for the index."""

_HEAD = 16_384
"""Characters of a report that always include its summary, which is before its title."""

_DEEPEST = 20
"""Levels of tags in that head; a report has two."""

_REPORT = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})-[a-z0-9-]+\.html")


def write_report(run_name: str, today: date, verdicts: Sequence[Verdict], folder: Path, *, text: str = "") -> Path:
    """Write a run's report into `folder` and list it in the index. Returns the page's path.

    `night_name` identifies the run ('nightly 57'), `text` is its result. An earlier report is never replaced: the same name on
    the same day gets a number. Raises OSError if the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    page = report_page(summary_of(run_name, today, text, verdicts), verdicts)
    path = _put_beside_others(folder, f"{today.isoformat()}-{_plain_name(run_name)}", page)
    write_index(folder)
    return path


def prune(folder: Path, nights: int = RETENTION_NIGHTS) -> tuple[Path, ...]:
    """Delete the reports of all but the newest `nights` days that have any, and update the index. Returns what was deleted.

    Files that are not reports are not touched. Raises ValueError for fewer than one night.
    """
    if nights < 1:
        raise ValueError(f"{nights} nights would leave no report")
    reports = _reports(folder)
    newest = sorted({_day(path) for path in reports}, reverse=True)[:nights]
    too_old = tuple(path for path in reports if _day(path) not in newest)
    for path in too_old:
        path.unlink(missing_ok=True)
    if too_old:
        write_index(folder)
    return too_old


def write_index(folder: Path) -> None:
    """List the reports that are in the folder, newest first. A file that cannot be read is listed by its name."""
    listed = [(path.name, summary_in(path)) for path in reversed(_reports(folder))]
    beside = folder / f".{INDEX}-{uuid4().hex}"
    try:
        beside.write_bytes(_bytes(index_page(listed)))
        beside.replace(folder / INDEX)
    finally:
        beside.unlink(missing_ok=True)


def summary_in(path: Path) -> Summary | None:
    """The index line of a report. None if the file is gone or has none: it is listed anyway."""
    try:
        with path.open(encoding="utf-8", errors="replace") as page:
            head = page.read(_HEAD).partition("<title>")[0]
        carried = parse_html(head, DataError, deepest=_DEEPEST).find_all("meta", attrs={"name": SUMMARY})
        notified = Summary(**json.loads(str(carried[-1].get("content") or "")))
    except (OSError, DataError, IndexError, ValueError, TypeError, RecursionError):
        return None
    return notified if all(type(getattr(notified, field.name)) is field.type for field in fields(Summary)) else None


def _reports(folder: Path) -> list[Path]:
    """The reports in a folder, oldest first: by day, then by when they were written."""
    reports = [path for path in folder.glob("*.html") if _REPORT.fullmatch(path.name)]
    return sorted(reports, key=lambda path: (_day(path), _written(path), path.name))


def _written(path: Path) -> int:
    """When the file was written, in nanoseconds; 0 for one that another run has just deleted."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _day(path: Path) -> str:
    return path.name[: len("2026-11-23")]


def _plain_name(run_name: str) -> str:
    """The run's name as part of a file's name: lower-case letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", run_name.lower()).strip("-")[:60] or "run"


def _put_beside_others(folder: Path, stem: str, page: str) -> Path:
    """Write the complete page under the first free name: `stem`, `stem-2`, … Two runs at once get two names."""
    beside = folder / f".{stem}-{uuid4().hex}"
    path, number = folder / f"{stem}.html", 1
    while not _is_ours(path):
        number += 1
        path = folder / f"{stem}-{number}.html"
    try:
        beside.write_bytes(_bytes(page))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return path


def _is_ours(path: Path) -> bool:
    """True if the name was free and the file is now created."""
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _bytes(page: str) -> bytes:
    """UTF-8; lone surrogates from a damaged letter become question marks."""
    return page.encode("utf-8", "replace")
