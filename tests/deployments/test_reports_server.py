"""The reports server gives reports, and pages of the site as text in which nothing runs; of the data folder nothing else."""

import re
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path
from threading import Thread

import pytest

from deployments import reports_server
from deployments.reports_server import ReportsServer
from flows.artifacts import coverage_page
from ofsted_watch.adapters.database import Database
from ofsted_watch.demo_site.mishaps import Answer, Happening, Mishap
from ofsted_watch.demo_site.stories import DemoSite, small_story
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Coverage, Outcome
from ofsted_watch.domain.run_state import RunKind, RunState
from ofsted_watch.runs.run_result import RunResult
from ofsted_watch.runs.unread_pages import PagePlace
from ofsted_watch.settings import Settings
from tests.journeys.watching import watching
from tests.paths import REPOSITORY

HOSTILE = (
    b"<!DOCTYPE html><html><head><script>alert(1)</script><meta http-equiv=refresh content='0;url=//evil'></head>"
    b"<body onload=alert(2)><svg onload=alert(3)><iframe src=javascript:alert(4)></iframe>\x00\xff caf\xc3\xa9</body></html>"
)
STORED = "0123456789abcdef"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReportsServer]:
    data = tmp_path_factory.mktemp("data")
    for name in ("reports/below", "changed-pages"):
        (data / name).mkdir(parents=True)
    (data / "secret").write_text("the secret")
    (data / "reports/index.html").write_text("<h1>All reports</h1>")
    (data / "reports/2026-03-05-nightly-7.html").write_text("<h1>A report</h1>")
    (data / "reports/below/deep.html").write_text("the secret")
    (data / "reports/link.html").symlink_to(data / "secret")
    (data / f"changed-pages/{STORED}.html").write_bytes(HOSTILE)
    (data / f"changed-pages/{STORED}.json").write_text("the secret")
    (data / "changed-pages/fedcba9876543210.html").symlink_to(data / "secret")
    with ReportsServer(Settings(data_dir=data), port=0) as opened:
        Thread(target=opened.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield opened
        opened.shutdown()


def ask(server: ReportsServer, target: str, method: str = "GET", host: str = "") -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.putrequest(method, target, skip_host=bool(host))
    if host:
        connection.putheader("Host", host)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def test_a_hostile_page_is_text_in_which_nothing_runs(server: ReportsServer):
    status, headers, body = ask(server, f"/changed-pages/{STORED}")
    assert status == 200
    assert headers["content-type"] == "text/plain; charset=utf-8"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].split("; ") == [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "sandbox",
    ]
    assert (headers["cache-control"], headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert b"<script>alert(1)</script>" in body
    assert body.decode("utf-8").endswith("\x00\ufffd café</body></html>")


@pytest.mark.parametrize(("target", "text"), [("/", b"All reports"), ("/2026-03-05-nightly-7.html?of=ops", b"A report")])
def test_reports_are_pages_without_scripts(server: ReportsServer, target: str, text: bytes):
    status, headers, body = ask(server, target)
    assert (status, text in body, headers["content-type"]) == (200, True, "text/html; charset=utf-8")
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'unsafe-inline'; ")


@pytest.mark.parametrize(
    "target",
    [
        "/secret",
        "/../secret",
        "/%2e%2e/secret",
        "/reports/../secret",
        "/changed-pages/../secret",
        f"/changed-pages/{STORED}/../../secret",
        f"/changed-pages/{STORED}.html",
        f"/changed-pages/{STORED}.json",
        f"/changed-pages/{STORED}%00",
        f"/changed-pages/{STORED.upper()}",
        f"/changed-pages//{STORED}",
        "/changed-pages/",
        "/changed-pages/fedcba9876543210",
        "/changed-pages/0000000000000000",
        "/link.html",
        "/below/deep.html",
        "/below",
        "/..%2fsecret",
        "/....//secret",
        "/.html",
        "/%6cink.html",
        "/changed-pages\\..\\secret",
        "http://127.0.0.1/secret",
        "secret",
        "*",
        f"/{'a' * 9000}.html",
        "//[",
    ],
)
def test_nothing_else_is_given(server: ReportsServer, target: str):
    status, headers, body = ask(server, target)
    assert status == 404
    assert b"secret" not in body
    assert headers["content-security-policy"].startswith("default-src 'none'")


def test_without_a_database_the_last_nights_are_not_shown(server: ReportsServer):
    for target in ("/nights", "/nights.svg"):
        status, headers, _ = ask(server, target)
        assert (status, headers["content-type"]) == (503, "text/plain; charset=utf-8")


def test_the_last_nights_are_a_page_and_a_picture_without_a_script_for_this_machine_only(tmp_path: Path):
    settings = Settings(data_dir=tmp_path, authorities=("Leeds",))
    now = datetime.now(UTC)
    with Database(settings.database) as database:
        database.migrate()
        leeds = Urn("80481")
        for days_ago, state, unchecked in ((5, RunState.DONE, {}), (3, RunState.INCOMPLETE, {leeds: "<b>no answer</b>"})):
            run = database.runs.start(RunKind.NIGHTLY, now.date() - timedelta(days=days_ago), [leeds], now)
            checked = () if unchecked else (leeds,)
            message = "".join(unchecked.values())
            database.runs.finish(run, state, Coverage((leeds,), checked, unchecked), message, now)
    with ReportsServer(settings, port=0) as opened:
        Thread(target=opened.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        status, headers, body = ask(opened, "/nights?of=ops")
        assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'unsafe-inline'; ")
        page = body.decode()
        title = r"<h1>1 of \d nights whole; [^;<]+ are missing; [^;<]+ is incomplete; none yet today</h1>"
        assert re.search(title, page)
        assert "&lt;b&gt;no answer&lt;/b&gt;" in page
        assert ("<script" in page, "<svg" in page) == (False, True)
        status, headers, body = ask(opened, "/nights.svg")
        assert (status, headers["content-type"]) == (200, "image/svg+xml; charset=utf-8")
        assert headers["content-security-policy"].endswith("; sandbox")
        assert body.startswith(b"<svg ")
        for target in ("/nights", "/nights.svg"):
            status, _, body = ask(opened, target, host="evil.example")
            assert (status, b"nights whole" in body) == (421, False)
        assert ask(opened, "/nights/")[0] == ask(opened, "/nights.svg/x")[0] == 404
        opened.shutdown()


def test_a_head_has_no_body_and_nothing_can_be_written(server: ReportsServer):
    status, headers, body = ask(server, f"/changed-pages/{STORED}", "HEAD")
    assert (status, body, int(headers["content-length"]) > len(HOSTILE)) == (200, b"", True)
    for method in ("POST", "PUT", "DELETE"):
        assert ask(server, f"/changed-pages/{STORED}", method)[0] == 501


def test_a_request_that_is_none_ends_no_server(server: ReportsServer):
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as connection:
        connection.sendall(b"\x00\x01 nonsense\r\n\r\n")
        assert b"400" in connection.recv(4096)
    assert ask(server, "/")[0] == 200


def test_a_browser_that_leaves_while_a_report_is_sent_writes_no_traceback(server: ReportsServer, capfd):
    (server.data / "reports/long.html").write_bytes(b"x" * 15_000_000)
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as leaving:
            leaving.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # closing is a reset
            leaving.sendall(b"GET /long.html HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
            assert leaving.recv(100).startswith(b"HTTP/1.0 200")
    assert ask(server, "/")[0] == 200
    handlers = [thread for thread in threading.enumerate() if "process_request_thread" in thread.name]
    for thread in handlers:
        thread.join(20)
    log = capfd.readouterr().err
    assert log.count("GET /long.html") == 3
    assert "Traceback" not in log


def test_an_internal_error_of_the_server_keeps_its_traceback(server: ReportsServer, capfd, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reports_server, "answer_to", lambda *_: 1 / 0)
    with pytest.raises(RemoteDisconnected):
        ask(server, "/")
    assert "ZeroDivisionError" in capfd.readouterr().err


class HostilePage(Happening):
    """A page that cannot be read, and whose text would do harm where it is shown."""

    def spoil(self, answer: Answer) -> Answer:
        return replace(answer, body=HOSTILE)


def test_a_page_that_cannot_be_read_is_named_in_its_run_and_opened_from_there(tmp_path: Path):
    story = small_story()
    wrong = Mishap("/provider/44/80901", HostilePage(), times=None)
    with (
        ReportsServer(Settings(data_dir=tmp_path), port=0) as opened,
        DemoSite(nights=story.nights, authorities=story.authorities, today=story.days[0], mishaps=(wrong,)) as site,
        watching(site, tmp_path, reports_url=f"http://127.0.0.1:{opened.server_port}") as watch,
    ):
        Thread(target=opened.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        page = coverage_page(watch.night(story.days[0]), "A night")
        section = page.partition("## Pages that could not be read\n\n")[2].partition("\n\n")[0]
        assert section.startswith(f"- {site.url}/provider/44/80901: ")
        link = section.partition("([the page as served](")[2].removesuffix("))")
        assert link.startswith(f"http://127.0.0.1:{opened.server_port}/changed-pages/")
        status, headers, body = ask(opened, link.removeprefix(f"http://127.0.0.1:{opened.server_port}"))
        assert (status, headers["content-type"]) == (200, "text/plain; charset=utf-8")
        assert b"<script>alert(1)</script>" in body
        site.order_only()
        assert "could not be read" not in coverage_page(watch.night(story.days[0]), "A night")
        opened.shutdown()


def test_the_text_of_a_page_writes_no_markup_into_the_runs_page():
    place = PagePlace("http://site/<img src=x>", "it says '[x](javascript:alert(1))' | <script>", "/data/changed-pages/a.html")
    run = RunResult(RunKind.NIGHTLY, date(2026, 3, 5), Coverage((), ()), Outcome(date(2026, 3, 5)), {}, unread_pages=(place,))
    page = coverage_page(run, "A night")
    assert "<" not in page
    assert "](javascript" not in page
    assert "the page as served: `/data/changed-pages/a.html`" in page


def test_it_is_small_until_a_letter_is_asked_for():
    """It stands all day beside the supervisor: what reads letters and the database comes with the first letter."""
    program = "import sys, deployments.reports_server, ofsted_watch.settings; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    assert {"sqlalchemy", "pdfminer", "starlette", "prefect"} & set(loaded.split()) == set()
