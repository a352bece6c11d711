"""What holds for every page: errors in words, safe headers, a tag, no cookies."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ofsted_watch.settings import Settings
from ofsted_watch.web.app import make_app


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(make_app(Settings(data_dir=tmp_path)), raise_server_exceptions=False) as client:
        yield client


def test_the_front_page_answers(browser: TestClient) -> None:
    answer = browser.get("/")
    assert answer.status_code == 200
    assert "<main" in answer.text


def test_an_address_without_a_page_is_named_in_a_sentence(browser: TestClient) -> None:
    answer = browser.get("/nothing-here")
    assert answer.status_code == 404
    assert "Page not found" in answer.text


def test_every_answer_carries_the_safe_headers_and_no_cookie(browser: TestClient) -> None:
    for path in ("/", "/nothing-here", "/static/pages.css"):
        answer = browser.get(path)
        assert "default-src 'self'" in answer.headers["content-security-policy"], path
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in answer.headers


def test_a_reader_who_has_the_page_is_not_sent_it_again(browser: TestClient) -> None:
    first = browser.get("/")
    again = browser.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_a_head_is_answered_without_the_body(browser: TestClient) -> None:
    answer = browser.head("/")
    assert answer.status_code == 200
    assert answer.content == b""


def test_when_the_database_is_away_that_is_said_and_when_to_come_again(tmp_path: Path) -> None:
    with TestClient(make_app(Settings(data_dir=tmp_path)), raise_server_exceptions=False) as browser:
        browser.app.state.here.database.close()  # type: ignore[attr-defined]
        for name in ("ofsted-watch.db-wal", "ofsted-watch.db-shm"):
            (tmp_path / name).unlink(missing_ok=True)
        (tmp_path / "ofsted-watch.db").write_bytes(b"no database any more" * 100)
        answer = browser.get("/")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "60"
    assert "No data is lost" in answer.text


def test_an_internal_error_is_shown_without_its_traceback_and_with_the_safe_headers(tmp_path: Path) -> None:
    app = make_app(Settings(data_dir=tmp_path))

    @app.get("/broken")
    def broken() -> None:
        raise ZeroDivisionError("a secret of ours")

    with TestClient(app, raise_server_exceptions=False) as browser:
        answer = browser.get("/broken")
    assert answer.status_code == 500
    assert "Sorry, something went wrong" in answer.text
    assert "secret" not in answer.text
    assert "content-security-policy" in answer.headers


def test_a_page_that_takes_no_post_says_how_it_is_used(browser: TestClient) -> None:
    answer = browser.post("/authorities")
    assert answer.status_code == 405
    assert "Follow a link or press a button" in answer.text


def test_long_pages_are_sent_packed_and_keep_their_tag(browser: TestClient) -> None:
    packed = browser.get("/how-this-is-made", headers={"Accept-Encoding": "gzip"})
    plain = browser.get("/how-this-is-made", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["etag"] == plain.headers["etag"]
    assert packed.headers["cache-control"] == "no-cache"


def test_a_page_that_changed_is_sent_though_the_reader_has_an_older_one(browser: TestClient) -> None:
    answer = browser.get("/", headers={"If-None-Match": 'W/"of yesterday"'})
    assert answer.status_code == 200


def test_programs_get_their_errors_as_problems(browser: TestClient) -> None:
    answer = browser.get("/api/v1/authorities/12345")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
