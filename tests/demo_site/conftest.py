from collections.abc import Iterator

import pytest
import requests

from ofsted_watch.demo_site.stories import DemoSite, small_story


@pytest.fixture
def ofsted() -> Iterator[DemoSite]:
    story = small_story()
    with DemoSite(nights=story.nights, authorities=story.authorities) as site:
        yield site


@pytest.fixture
def client() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.headers["User-Agent"] = "a test of the replica"
        yield session
