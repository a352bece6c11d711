"""One application over the whole of England for every test that only reads it."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.web.whole_country import browsing


@pytest.fixture(scope="session")
def england(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with browsing(tmp_path_factory.mktemp("england")) as client:
        yield client
