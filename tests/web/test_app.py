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


def test_an_address_without_a_page_is_told_in_words(browser: TestClient) -> None:
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
