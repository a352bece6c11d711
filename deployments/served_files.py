"""What the reports server gives of the data folder: validation reports, and as plain text pages of the site that were not read.

A page of the site is what somebody else wrote: it is served as plain text, so a browser runs and loads nothing of it. Only names
that we give are looked up; nothing else of the data folder can be asked for.
"""

import re
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup

from ofsted_watch.presentation.plain_page import plain_page

REPORTS, PAGES = "reports", "changed-pages"
_REPORT = re.compile(r"/([a-z0-9][a-z0-9-]*\.html)")
_PAGE = re.compile(rf"/{PAGES}/([0-9a-f]{{16}})")
_LARGEST = 20_000_000
"""Bytes of a file that is served; the largest page of the site that is read has a tenth of them."""

TEXT_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


class Served(NamedTuple):
    """An answer: its status, type, policy and body."""

    status: HTTPStatus
    kind: str
    policy: str
    body: bytes


def answer_to(data: Path, target: str) -> Served:
    """The answer to a GET of `target` (a path, with or without a query) over the data folder."""
    path = urlsplit(target).path if target.startswith("/") and not target.startswith("//") else ""
    if path in ("/", "/index.html"):
        return _report(data, "index.html") or _page("No run has written a report yet.")
    if (report := _REPORT.fullmatch(path)) and (answer := _report(data, report[1])):
        return answer
    if (stored := _PAGE.fullmatch(path)) and (body := _content(data / PAGES, f"{stored[1]}.html")) is not None:
        # Decoded and written again: the text says nothing of its charset to a browser that guesses.
        return Served(HTTPStatus.OK, "text/plain; charset=utf-8", TEXT_POLICY, body.decode("utf-8", "replace").encode())
    return _page("There is no such report or page. Reports and pages are deleted after some time.", HTTPStatus.NOT_FOUND)


def _report(data: Path, name: str) -> Served | None:
    body = _content(data / REPORTS, name)
    return None if body is None else Served(HTTPStatus.OK, "text/html; charset=utf-8", REPORT_POLICY, body)


def _page(message: str, status: HTTPStatus = HTTPStatus.OK) -> Served:
    page = plain_page("Ofsted Watch", Markup("<p>{}</p>").format(message))
    return Served(status, "text/html; charset=utf-8", REPORT_POLICY, page.encode())


def _content(folder: Path, name: str) -> bytes | None:
    """The bytes of a file right in the folder; None for a link, a folder, a file that is too large or cannot be read."""
    path = folder / name
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST:
            return None
        return path.read_bytes()
    except (OSError, ValueError):
        return None
