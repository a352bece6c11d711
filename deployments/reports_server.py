"""Serves the validation reports, and as plain text the pages of the site that could not be read: `ofsted-watch reports`.

A page of the site is what somebody else wrote: it is served as plain text, so a browser runs and loads nothing of it. Only names
that we give are looked up; nothing else of the data folder can be asked for. Imports nothing of ours.
"""

import html
import re
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

REPORTS, PAGES = "reports", "changed-pages"
_REPORT = re.compile(r"/([a-z0-9][a-z0-9-]*\.html)")
_PAGE = re.compile(rf"/{PAGES}/([0-9a-f]{{16}})")
_LARGEST = 20_000_000
"""Bytes of a file that is served; the largest page of the site that is read has a tenth of them."""

_TEXT_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"
_REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


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
        return Served(HTTPStatus.OK, "text/plain; charset=utf-8", _TEXT_POLICY, body.decode("utf-8", "replace").encode())
    return _page("There is no such report or page. Reports and pages are deleted after some time.", HTTPStatus.NOT_FOUND)


def _report(data: Path, name: str) -> Served | None:
    body = _content(data / REPORTS, name)
    return None if body is None else Served(HTTPStatus.OK, "text/html; charset=utf-8", _REPORT_POLICY, body)


def _page(message: str, status: HTTPStatus = HTTPStatus.OK) -> Served:
    head = '<!DOCTYPE html><html lang="en"><head><title>Ofsted Watch</title></head>'
    body = f"{head}<body><p>{html.escape(message)}</p></body></html>"
    return Served(status, "text/html; charset=utf-8", _REPORT_POLICY, body.encode())


def _content(folder: Path, name: str) -> bytes | None:
    """The bytes of a file right in the folder; None for a link, a folder, a file that is too large or cannot be read."""
    path = folder / name
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST:
            return None
        return path.read_bytes()
    except (OSError, ValueError):
        return None


class _Handler(BaseHTTPRequestHandler):
    server: "ReportsServer"
    server_version = "ofsted-watch"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        answer = answer_to(self.server.data, self.path)
        self.send_response(answer.status)
        for name, value in {
            "Content-Type": answer.kind,
            "Content-Length": str(len(answer.body)),
            "Content-Security-Policy": answer.policy,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "no-store",
        }.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(answer.body)

    do_HEAD = do_GET  # noqa: N815  the base class names its methods after HTTP's


class ReportsServer(ThreadingHTTPServer):
    """The server over a data folder. Port 0 takes a free port."""

    daemon_threads = True

    def __init__(self, data: Path, host: str, port: int) -> None:
        super().__init__((host, port), _Handler)
        self.data = data


def serve_reports(data: Path, host: str, port: int) -> None:
    """Serve the reports and pages of a data folder until the process is ended."""
    with ReportsServer(data, host, port) as server:
        server.serve_forever()
