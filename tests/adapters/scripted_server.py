"""A web server on loopback that says, path by path, exactly what a test told it to say: the last answer is repeated."""

import gzip
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from time import monotonic
from types import TracebackType
from typing import Self


@dataclass(frozen=True)
class Says:
    """One answer. `declared` overrides Content-Length (None: not sent, the connection's end is the body's end).

    `head_pause` and `pause` are seconds between the bytes of the head and of the body; `hangs_up` answers nothing.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    declared: int | None = -1
    pause: float = 0.0
    head_pause: float = 0.0
    hangs_up: bool = False


def zipped(body: bytes) -> Says:
    return Says(gzip.compress(body), headers={"Content-Encoding": "gzip"})


class ScriptedServer:
    """Answers by path (without the query); unknown paths are 404. `asked` holds (path with query, headers)."""

    def __init__(self) -> None:
        self.script: dict[str, list[Says]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.times: list[tuple[float, float]] = []
        self.closing = Event()
        self._lock = Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.owner = self
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    def says(self, path: str, *answers: Says) -> None:
        self.script[path] = list(answers)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def next_answer(self, path: str) -> Says:
        with self._lock:
            answers = self.script.get(path.partition("?")[0], [Says(b"not here", 404)])
            return answers.pop(0) if len(answers) > 1 else answers[0]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    owner: ScriptedServer


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    _before_last_byte = 0.0
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        owner, began = self.server.owner, monotonic()
        owner.asked.append((self.path, dict(self.headers)))
        answer = owner.next_answer(self.path)
        self.close_connection = answer.hangs_up or answer.declared != -1
        try:
            if not answer.hangs_up:
                self._drip(self._head(answer), answer.head_pause)
                self._drip(answer.body, answer.pause)
        except ConnectionError:
            pass  # the client hung up, which is what some tests are about
        owner.times.append((began, self._before_last_byte))

    def _head(self, answer: Says) -> bytes:
        length = len(answer.body) if answer.declared == -1 else answer.declared
        lines = [f"HTTP/1.1 {answer.status} said", *(f"{name}: {value}" for name, value in answer.headers.items())]
        if answer.status != 304 and length is not None:
            lines.append(f"Content-Length: {length}")
        return "\r\n".join([*lines, "", ""]).encode("latin-1")

    def _drip(self, content: bytes, pause: float) -> None:
        self._before_last_byte = monotonic()
        if not pause:
            self.wfile.write(content)
            return
        for place in range(len(content)):
            self._before_last_byte = monotonic()
            self.wfile.write(content[place : place + 1])
            if self.server.owner.closing.wait(pause):
                return

    def log_message(self, format: str, *args: object) -> None:
        pass
