"""A browser asks for the style sheet, the icon and our scripts once: their addresses change with their content."""

import re
from collections.abc import Iterator

import pytest
from lxml import etree
from starlette.testclient import TestClient

from tests.web.watched_pages import browsing


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with browsing(tmp_path_factory.mktemp("static")) as client:
        yield client


def test_what_a_page_is_made_with_may_be_cached_for_good(browser: TestClient) -> None:
    links = etree.HTML(browser.get("/").text).xpath("//link[@rel='stylesheet' or @rel='icon']/@href | //script/@src")
    assert len(links) == 3
    for link in links:
        assert re.fullmatch(r"/static/[a-z]+\.(css|js|svg)\?v=[0-9a-f]{12}", link)
        answer = browser.get(link)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")


def test_a_page_with_a_table_to_put_in_order_names_its_script_too(browser: TestClient) -> None:
    for path in ("/authorities", "/country", "/compare", "/send", "/jtai"):
        (tables, name_box) = etree.HTML(browser.get(path).text).xpath("//script/@src")
        assert name_box.startswith("/static/find.js?v=")
        assert re.fullmatch(r"/static/sort\.js\?v=[0-9a-f]{12}", tables)
    answer = browser.get(tables)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
    assert len(answer.content) < 4000


@pytest.mark.parametrize("address", ["/static/pages.css", "/static/pages.css?v=000000000000", "/static/figures.json"])
def test_any_other_address_of_a_file_is_revalidated_each_time(browser: TestClient, address: str) -> None:
    answer = browser.get(address)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    again = browser.get(address, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.headers["cache-control"]) == (304, "no-cache")
