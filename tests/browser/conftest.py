"""The pages that the browser tests share: the demo's nights have passed, and two people get mails."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from ofsted_watch.demo_site.stories import demo_story
from ofsted_watch.domain.model import Frequency, Topic
from tests.browser.chromium import browsing, kept_open
from tests.browser.country_served import country_served
from tests.browser.ops_forms import ops_page
from tests.browser.pages_served import Served, served
from tests.browser.visitors import Visitor
from tests.browser.weekly_watch import WeeklyWatch, weekly_watch

ANN, BO = "ann@council.example", "bo@charity.example"


@pytest.fixture(scope="module", autouse=True)
def one_browser() -> Iterator[None]:
    """The tests of a file share a browser; each has pages of its own."""
    with kept_open():
        yield


@pytest.fixture(scope="session")
def demo_pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for every test that only reads; such tests are of the group 'pages'."""
    with served(demo_story(), tmp_path_factory.mktemp("pages")) as standing:
        standing.watch.subscribe(ANN, topics=tuple(Topic))
        standing.watch.subscribe(BO, frequency=Frequency.DAILY)
        for day in standing.days:
            standing.watch.night(day)
        yield standing


@pytest.fixture(scope="session")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the pages over a whole country, for every test that only reads."""
    with country_served(tmp_path_factory.mktemp("country")) as address:
        yield address


@pytest.fixture
def visitor(demo_pages: Served) -> Iterator[Visitor]:
    """Somebody without script at the front page of the demo."""
    with browsing(java_script_enabled=False) as page:
        page.goto(demo_pages.url)
        yield Visitor(page)


@pytest.fixture(scope="module")
def weekly(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WeeklyWatch]:
    """One watch for a file of ops' week, whose days come one after the other. Each test has its own day and authority."""
    with weekly_watch(tmp_path_factory.mktemp("week")) as watch:
        yield watch


@pytest.fixture
def ops(weekly: WeeklyWatch) -> Iterator[Page]:
    """Somebody of ops at the start page of the Prefect UI."""
    with ops_page(weekly.watch) as page:
        yield page
