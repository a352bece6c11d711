"""The invented site on loopback: pages, files and robots.txt over HTTP, with ETags and a log of requests."""

import sys
from datetime import UTC, date, datetime, time
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qsl, urlsplit

from ofsted_watch.demo_site import site_html
from ofsted_watch.demo_site.mishaps import HTML, Answer, Delivery, Happening, Mishap, Orders
from ofsted_watch.demo_site.published_files import Catalogue
from ofsted_watch.demo_site.site_html import ResultRow, Results
from ofsted_watch.domain.identifiers import Urn

ROBOTS = "User-agent: *\nDisallow: /admin/\n"

_PUBLISHING_HOUR = time(9, 30, tzinfo=UTC)


class Request(NamedTuple):
    """A request. `status` is 0 if the connection was closed without an answer; `at` is seconds of a monotonic clock.

    `size` is the length of the whole body in bytes.
    """

    method: str
    path: str
    status: int
    user_agent: str
    at: float
    size: int = 0


class LoopbackSite:
    """A site on 127.0.0.1 during the `with` block. Set `today` to change its day. `requests` is its log."""

    def __init__(self, catalogue: Catalogue, today: date, mishaps: tuple[Mishap, ...] = (), port: int = 0) -> None:
        self.catalogue = catalogue
        self.today = today
        self.requests: list[Request] = []
        self.closing = Event()
        self._orders = Orders(mishaps)
        self._todays_results: tuple[date, Results] | None = None
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.site = self
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        """The address of pages and files: 'http://127.0.0.1:PORT'."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def mishap(self, path: str, what: Happening, times: int | None = 1, after: int = 0) -> None:
        """Order a mishap (see mishaps.Mishap)."""
        self._orders.add(Mishap(path, what, times, after))

    def order_only(self, *mishaps: Mishap) -> None:
        """Replace all orders with these mishaps."""
        self._orders = Orders(mishaps)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, target: str, if_none_match: str, if_modified_since: str) -> Answer:
        """The answer to a GET of `target` (path and query), mishaps included."""
        address = urlsplit(target)
        happening = self._orders.due(address.path, self.today)
        asked = parse_qsl(address.query, keep_blank_values=True)
        answer = _unless_known(self._answer_at(address.path, asked, happening), if_none_match, if_modified_since)
        for what in happening:
            answer = what.spoil(answer)
        return answer

    def _answer_at(self, path: str, asked: list[tuple[str, str]], happening: tuple[Happening, ...]) -> Answer:
        if path == "/robots.txt":
            return Answer(200, ROBOTS.encode(), {"Content-Type": "text/plain"})
        if path == "/search":
            return self._search(asked, happening)
        if path.startswith("/provider/44/"):
            return self._provider(Urn(path.removeprefix("/provider/44/")))
        if path.startswith("/v1/file/"):
            return self._file(path.removeprefix("/v1/file/"))
        return Answer(404, site_html.no_such_page().encode(), {"Content-Type": HTML})

    def _search(self, asked: list[tuple[str, str]], happening: tuple[Happening, ...]) -> Answer:
        phrase = dict(asked)
        start, rows = phrase.get("start", "0"), phrase.get("rows", "10")
        if not (start.isdecimal() and rows.isdecimal()):
            return Answer(400, site_html.no_such_page().encode(), {"Content-Type": HTML})
        results = self._results()
        for what in happening:
            results = what.narrow(results)
        return _page(site_html.search_page(results, start=int(start), rows=int(rows), asked=asked))

    def _results(self) -> Results:
        """The results of a search today, computed once a day: a search of 200 pages would compute them 200 times."""
        if self._todays_results is None or self._todays_results[0] != self.today:
            self._todays_results = (self.today, self._search_today())
        return self._todays_results[1]

    def _search_today(self) -> Results:
        rows = []
        for provider in sorted(self.catalogue.providers.values(), key=lambda provider: provider.name):
            listed = self.catalogue.listed(provider.urn, self.today)
            rows.append(ResultRow(provider, listed[0].published if listed else None))
        return Results(len(rows), tuple(rows))

    def _provider(self, urn: Urn) -> Answer:
        provider = self.catalogue.providers.get(urn)
        if provider is None:
            return Answer(404, site_html.no_such_page().encode(), {"Content-Type": HTML})
        listed = self.catalogue.listed(urn, self.today)
        return _page(site_html.authority_page(provider, listed, f"{self.url}/v1/file/"))

    def _file(self, number: str) -> Answer:
        file = self.catalogue.file(number, self.today)
        if file is None:
            return _page(site_html.not_found_page())
        kind = "application/pdf" if file.content.startswith(b"%PDF") else HTML
        since = format_datetime(datetime.combine(file.since, _PUBLISHING_HOUR), usegmt=True)
        headers = {"Content-Type": kind, "ETag": _etag(file.content), "Last-Modified": since}
        return Answer(200, file.content, headers)


def _page(html: str) -> Answer:
    body = html.encode()
    return Answer(200, body, {"Content-Type": HTML, "ETag": _etag(body)})


def _etag(body: bytes) -> str:
    return f'"{sha256(body).hexdigest()[:32]}"'


def _unless_known(answer: Answer, if_none_match: str, if_modified_since: str) -> Answer:
    """304 if the client has these bytes. If-None-Match counts before If-Modified-Since (RFC 9110, 13.2.2)."""
    etag, modified = answer.headers.get("ETag"), answer.headers.get("Last-Modified")
    known = False
    if if_none_match and etag:
        known = etag in [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    elif if_modified_since and modified:
        known = parsedate_to_datetime(modified) <= parsedate_to_datetime(if_modified_since)
    if not known:
        return answer
    return Answer(304, b"", {name: value for name, value in answer.headers.items() if name in ("ETag", "Last-Modified")})


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    site: LoopbackSite

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore a client that closed the connection, as a killed client does; show an internal error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60

    def do_GET(self) -> None:
        site = self.server.site
        answer = site.answer(self.path, self.headers.get("If-None-Match", ""), self.headers.get("If-Modified-Since", ""))
        status = 0 if answer.delivery.dropped else answer.status
        size = 0 if status in (0, HTTPStatus.NOT_MODIFIED) else len(answer.body)
        agent = self.headers.get("User-Agent", "")
        site.requests.append(Request(self.command, self.path, status, agent, monotonic(), size))
        self._deliver(answer)

    do_HEAD = do_GET  # noqa: N815  the base class names its methods after HTTP's

    def _deliver(self, answer: Answer) -> None:
        delivery = answer.delivery
        if delivery.silence:
            self.server.site.closing.wait(delivery.silence)
        if delivery.dropped:
            self.close_connection = True
            return
        self.send_response_only(answer.status, HTTPStatus(answer.status).phrase)
        self.send_header("Date", self.date_time_string())
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(answer.body) if delivery.announced is None else delivery.announced))
        self.end_headers()
        if self.command == "GET":
            self._send(answer.body if delivery.send is None else answer.body[: delivery.send], delivery)
        self.close_connection = self.close_connection or delivery != Delivery()

    def _send(self, body: bytes, delivery: Delivery) -> None:
        if delivery.chunk is None:
            self.wfile.write(body)
            return
        for start in range(0, len(body), delivery.chunk):
            try:
                self.wfile.write(body[start : start + delivery.chunk])
            except ConnectionError:
                return  # the client has stopped reading
            if self.server.site.closing.wait(delivery.pause):
                return

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing: `requests` is the log."""
