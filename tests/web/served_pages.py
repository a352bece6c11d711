"""The pages served by uvicorn on loopback, as `ofsted-watch web` serves them, and requests sent to them byte by byte."""

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from urllib.parse import urlencode

import uvicorn

from ofsted_watch.settings import Settings
from ofsted_watch.web.app import make_app, today_in_england
from ofsted_watch.web.serving import OPTIONS
from tests.web.requests_to_pages import PREFERENCES

PATIENCE = 20.0


@dataclass(frozen=True)
class Server:
    """Where the pages answer."""

    host: str
    port: int

    def send(self, request: bytes, *, source: str = "") -> "Answer":
        """Send these bytes from this address of the machine, and take in the whole answer."""
        come_from = (source, 0) if source else None
        with socket.create_connection((self.host, self.port), timeout=PATIENCE, source_address=come_from) as connection:
            connection.sendall(request)
            received = b""
            while part := connection.recv(65536):
                received += part
        return answer_in(received, request.partition(b" ")[0].decode())

    def get(self, path: str, *headers: str, source: str = "") -> "Answer":
        """GET with these header lines alone."""
        return self.send(request("GET", path, *headers), source=source)

    def sign_up(self, email: str, *headers: str, source: str = "") -> "Answer":
        """Send the sign-up form with this address in it."""
        body = urlencode({**PREFERENCES, "email": email}, doseq=True).encode()
        kind = "Content-Type: application/x-www-form-urlencoded"
        return self.send(request("POST", "/sign-up", *headers, kind, f"Content-Length: {len(body)}") + body, source=source)


@dataclass(frozen=True)
class Answer:
    """An answer as it was sent."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def location(self) -> str | None:
        return self.headers.get("location")


class _Received(BytesIO):
    def makefile(self, _mode: str) -> BytesIO:
        return self


def answer_in(received: bytes, method: str) -> Answer:
    response = http.client.HTTPResponse(_Received(received), method=method)  # type: ignore[arg-type]
    response.begin()
    headers = {name.lower(): value for name, value in response.getheaders() if name.lower() != "date"}
    return Answer(response.status, headers, response.read())


def request(method: str, target: str, *headers: str, version: str = "1.1") -> bytes:
    return "\r\n".join([f"{method} {target} HTTP/{version}", *headers, "Connection: close", "", ""]).encode("latin-1")


@contextmanager
def pages_served(settings: Settings, host: str = "127.0.0.1", today: Callable[[], date] = today_in_england) -> Iterator[Server]:
    """The pages with these settings, at a free port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.bind((host, 0))
        port = listener.getsockname()[1]
        options = {**OPTIONS, "log_level": "warning"}
        server = uvicorn.Server(uvicorn.Config(make_app(settings, today=today), **options))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        give_up = time.monotonic() + PATIENCE
        while not server.started:
            assert time.monotonic() < give_up, "the pages did not start"
            time.sleep(0.02)
        try:
            yield Server(host, port)
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
