"""Serves validation reports, the picture of the last nights, pages of the site that were not read, and the pages of set-aside
letters: `ofsted-watch reports`.

It is for people on this machine and listens on loopback. A request that names another host is refused, so that no page of the web
can read it through a person's browser.
"""

import contextlib
import re
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markupsafe import Markup

from deployments.served_files import REPORT_POLICY, TEXT_POLICY, Served, answer_to
from ofsted_watch.domain.identifiers import Sha256
from ofsted_watch.errors import OfstedWatchError, PageNotShown
from ofsted_watch.presentation.host_names import public_name, refusal
from ofsted_watch.presentation.nights_page import NIGHTS_PAGE, NIGHTS_PICTURE, nights_page, nights_picture
from ofsted_watch.presentation.plain_page import plain_page
from ofsted_watch.presentation.set_aside_text import page_path
from ofsted_watch.runs.nights import NightOfDay
from ofsted_watch.settings import Settings

if TYPE_CHECKING:
    from deployments.stored_pages import StoredPages
    from ofsted_watch.adapters.pdf_reader import DrawnPage

HOST, PORT = "127.0.0.1", 8601
_LETTERS = "/set-aside/"
_SET_ASIDE = re.compile(r"/set-aside/(?P<sha256>[0-9a-f]{64})/(?:(?P<page>[1-9][0-9]{0,4})\.png)?")
_NOT_HERE = "There is no set-aside letter with this address."
_PAGES_POLICY = f"{REPORT_POLICY}; img-src 'self'"
"""Of the page that shows a letter's pictures, which come from this server."""


class ReportsServer(ThreadingHTTPServer):
    """The server over a data folder. Letters are drawn in one limited process at a time. Port 0 takes a free port."""

    daemon_threads = True

    def __init__(self, settings: Settings, host: str = HOST, port: int = PORT) -> None:
        self.data = settings.data_dir
        self.public = public_name(settings.reports_url or f"http://{HOST}")
        self._settings = settings
        self._stored: StoredPages | None = None
        self._first = Lock()
        super().__init__((host, port), _Handler)

    def page(self, sha256: Sha256, number: int, *, image: bool) -> "DrawnPage | None":
        """A page of a file that was set aside; None for any other file. Raises PageNotShown and StoreError."""
        return self._stored_pages().page(sha256, number, image=image)

    def nights(self) -> tuple[NightOfDay, ...]:
        """The thirty days up to today in London. Raises StoreError, BadSetting and UnknownAuthority."""
        return self._stored_pages().nights()

    def _stored_pages(self) -> "StoredPages":
        # Reports are files: what reads the database and letters takes 70 MB, so it is imported for the first page asked for.
        from deployments.stored_pages import StoredPages

        with self._first:
            self._stored = self._stored or StoredPages(self._settings)
            return self._stored

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore a browser that leaves before it has its answer; show an internal error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def server_close(self) -> None:
        """Stop listening, and end the process that draws."""
        super().server_close()
        if self._stored is not None:
            self._stored.close()


class _Handler(BaseHTTPRequestHandler):
    server: ReportsServer
    server_version = "ofsted-watch"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        """A report, the last nights, a page of the site, or a page of a set-aside letter."""
        if (refused := self._refusal()) is not None:
            self._answer(refused)
        elif self.path.startswith(_LETTERS):
            self._answer(_of_letter(self.server, urlsplit(self.path).path))
        elif (path := self.path.partition("?")[0]) in (NIGHTS_PAGE, NIGHTS_PICTURE):
            self._answer(_of_nights(self.server, path))
        else:
            self._answer(answer_to(self.server.data, self.path))

    def do_HEAD(self) -> None:
        """Only of reports and pages of the site: nothing is drawn to be thrown away."""
        self._answer(self._refusal() or answer_to(self.server.data, self.path))

    def log_message(self, format: str, *args: object) -> None:
        """One line on standard error, without characters that a terminal obeys."""
        sys.stderr.write(f"{self.log_date_time_string()} {format % args!a}\n")

    def _refusal(self) -> Served | None:
        status = refusal(self.headers.get_all("Host") or [], self.server.public)
        return None if status is None else _sentence(HTTPStatus(status), "This server is for people on its own machine.")

    def _answer(self, answer: Served) -> None:
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


def _of_letter(server: ReportsServer, path: str) -> Served:
    """A picture of one page of a set-aside letter, or the page that shows them all."""
    asked = _SET_ASIDE.fullmatch(path)
    try:
        drawn = asked and server.page(Sha256(asked["sha256"]), int(asked["page"] or 1), image=bool(asked["page"]))
    except PageNotShown as refused:
        return _sentence(HTTPStatus.UNPROCESSABLE_ENTITY, str(refused))
    except OfstedWatchError as error:
        return _sentence(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
    if not asked or not drawn:
        return _sentence(HTTPStatus.NOT_FOUND, _NOT_HERE)
    if asked["page"]:
        return Served(HTTPStatus.OK, "image/png", TEXT_POLICY, drawn.png)
    all_pages = _all_pages(Sha256(asked["sha256"]), drawn.pages)
    return Served(HTTPStatus.OK, "text/html; charset=utf-8", _PAGES_POLICY, all_pages.encode())


def _of_nights(server: ReportsServer, path: str) -> Served:
    """The page of the last nights, or its picture alone."""
    try:
        nights = server.nights()
    except OfstedWatchError as error:
        return _sentence(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
    if path == NIGHTS_PICTURE:
        return Served(HTTPStatus.OK, "image/svg+xml; charset=utf-8", TEXT_POLICY, nights_picture(nights).encode())
    return Served(HTTPStatus.OK, "text/html; charset=utf-8", REPORT_POLICY, nights_page(nights).encode())


def _sentence(status: HTTPStatus, sentence: str) -> Served:
    return Served(status, "text/plain; charset=utf-8", TEXT_POLICY, f"{sentence}\n".encode())


def _all_pages(sha256: Sha256, pages: int) -> str:
    """The pages of a letter one below the other; a browser asks for those that come into view."""
    page_shown = Markup('<h2 id="page-{0}">Page {0} of {1}</h2><img src="{2}" alt="Page {0}" loading="lazy" width="893">')
    shown = Markup().join(page_shown.format(number, pages, page_path(sha256, number)) for number in range(1, pages + 1))
    title = "A letter that was set aside"
    body = Markup("<h1>{}</h1><p>SHA-256 {}</p>{}").format(title, sha256, shown)
    return plain_page(title, body, "img{border:1px solid #999;max-width:100%;min-height:20em}")


def serve(settings: Settings, *, host: str = HOST, port: int = PORT) -> None:
    """Serve the data folder's reports and pages, and set-aside letters, until the process is ended."""
    with ReportsServer(settings, host, port) as server, contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()
