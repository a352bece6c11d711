"""The reports server shows the pages of set-aside letters to people on its machine, and nothing else of the archive."""

import http.client
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from deployments.reports_server import ReportsServer
from ofsted_watch.adapters.archive import Archive
from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.identifiers import Sha256, Urn
from ofsted_watch.domain.model import Outcome, SetAside
from ofsted_watch.domain.set_aside_state import SetAsideAnswer, SetAsideSubject
from ofsted_watch.settings import Settings
from ofsted_watch.web.app import make_app
from tests.adapters.test_page_drawing import of_size
from tests.extraction.pdf.made import page_of, pdf_of

LETTER = pdf_of([page_of(["Overall effectiveness: good"]), page_of(["A second page."])])
OTHER = pdf_of([page_of(["A letter that was read and stored."])])


class Asked:
    """The server on a free port of loopback, and what it answers."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(data_dir=folder, reports_url="https://reports.example", read_seconds=5)
        archive = Archive(self.settings.archive)
        contents = {"letter": LETTER, "other": OTHER, "huge": of_size("144000", "144000"), "page": b"<html>Not found</html>"}
        self.sha256 = {name: archive.put(content) for name, content in contents.items()}
        self.sha256["missing"] = Sha256("0" * 64)
        aside = [_aside(self.sha256[name]) for name in ("letter", "huge", "page", "missing")]
        with Database(self.settings.database) as database:
            database.migrate()
            database.outcomes.apply(Outcome(date(2026, 3, 4), set_aside=tuple(aside)), run_id=None, at=datetime.now(UTC))
            database.set_asides.resolve(1, SetAsideAnswer.REJECTED, by="Ann", why="to try", at=datetime.now(UTC))
        (folder / "reports").mkdir()
        (folder / "reports" / "nightly.html").write_text("<p>A report</p>")
        (folder / "private").write_text("not to be served")
        self.server = ReportsServer(self.settings, port=0)

    def __call__(self, path: str, host: str = "127.0.0.1:8601", method: str = "GET") -> tuple[int, str, bytes]:
        """Status, media type and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=60)
        connection.request(method, path, headers={"Host": host})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, answer.getheader("Content-Type") or "", body

    def page(self, name: str, number: int = 1, **named: str) -> tuple[int, str, bytes]:
        return self(f"/set-aside/{self.sha256[name]}/{number}.png", **named)


def _aside(sha256: Sha256) -> SetAside:
    return SetAside(SetAsideSubject.LETTER, Urn("80901"), sha256, "witnesses_disagree", "It contradicts itself.")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    started = Asked(tmp_path_factory.mktemp("reports"))
    thread = threading.Thread(target=started.server.serve_forever)
    thread.start()
    yield started
    started.server.shutdown()
    thread.join()
    started.server.server_close()


def test_a_page_of_a_set_aside_letter_is_a_picture_also_once_it_is_answered(asked: Asked) -> None:
    status, media_type, body = asked.page("letter", 2)
    assert (status, media_type, body[:8]) == (200, "image/png", b"\x89PNG\r\n\x1a\n")


def test_its_pages_stand_one_below_the_other(asked: Asked) -> None:
    status, media_type, body = asked(f"/set-aside/{asked.sha256['letter']}/")
    assert (status, media_type) == (200, "text/html; charset=utf-8")
    assert body.decode().count("<img ") == 2
    assert f'src="/set-aside/{asked.sha256["letter"]}/2.png"' in body.decode()


def test_reports_are_served_as_before_and_nothing_beside_them(asked: Asked) -> None:
    assert asked("/nightly.html")[::2] == (200, b"<p>A report</p>")
    for path in ("/../private", "/%2e%2e/private", "//private", "/set-aside/../../private"):
        assert asked(path)[0] == 404, path


@pytest.mark.parametrize("host", ["watch.example", "127.0.0.1.nip.example", "10.0.0.1:8601", "reports.example:8601", "", "a b"])
def test_a_request_for_another_host_is_refused(asked: Asked, host: str) -> None:
    for path in (f"/set-aside/{asked.sha256['letter']}/1.png", "/nightly.html"):
        status, _, body = asked(path, host)
        assert (status, body) in [(421, b"This server is for people on its own machine.\n"), (400, body)]
        assert b"PNG" not in body


@pytest.mark.parametrize("host", ["localhost:9000", "[::1]:8601", "127.0.0.1", "reports.example"])
def test_this_machine_and_the_address_of_the_settings_are_answered(asked: Asked, host: str) -> None:
    assert asked.page("letter", host=host)[0] == 200


def test_only_files_that_were_set_aside_are_shown_and_only_by_their_hash(asked: Asked) -> None:
    letter = asked.sha256["letter"]
    paths = [f"/set-aside/{asked.sha256['other']}/1.png", f"/set-aside/{letter[:12]}/1.png", f"/set-aside/{letter.upper()}/1.png"]
    paths += [
        f"/set-aside/{letter}/0.png",
        f"/set-aside/{letter}/1.pdf",
        f"/set-aside/{letter}",
        "/set-aside/",
        "/set-aside/1/1.png",
    ]
    paths += [f"/set-aside/{letter}/1.png/..", f"/set-aside/..%2f{letter}/1.png", f"/set-aside/{letter}/99999999.png"]
    for path in paths:
        assert asked(path)[::2] == (404, b"There is no set-aside letter with this address.\n"), path


@pytest.mark.parametrize(
    ("name", "number", "status", "says"),
    [
        ("huge", 1, 422, "Page 1 is too large to be shown"),
        ("page", 1, 422, "This file cannot be opened as a PDF"),
        ("letter", 3, 422, "The file has no page 3: it has 2."),
        ("missing", 1, 503, "is not in the archive"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_sentence(asked: Asked, name: str, number: int, status: int, says: str) -> None:
    answered, media_type, body = asked.page(name, number)
    assert (answered, media_type) == (status, "text/plain; charset=utf-8")
    assert says in body.decode()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_it_only_shows(asked: Asked, method: str) -> None:
    assert asked.page("letter", method=method)[0] == 501


def test_the_public_pages_have_no_such_address(asked: Asked) -> None:
    app = make_app(asked.settings)
    assert [route for route in app.routes if "set-aside" in getattr(route, "path", "")] == []
    with TestClient(app) as browser:
        for path in (f"/set-aside/{asked.sha256['letter']}/1.png", f"/set-aside/{asked.sha256['letter']}/"):
            assert browser.get(path).status_code == 404
