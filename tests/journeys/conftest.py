"""What journeys share: a first night and one after it on which a report is set aside, each run once; a watch of values."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ofsted_watch.demo_site.stories import DemoSite, small_story
from ofsted_watch.domain.model import Topic
from ofsted_watch.runs.run_result import Ending
from proofs.history.value_watch import ValueWatch, migrated_template
from tests.journeys.contradicting import NOTICE, SECOND, posted, site_with
from tests.journeys.watching import watching


@pytest.fixture(scope="session")
def _first_night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("first-night")
    story = small_story()
    with DemoSite(nights=story.nights, authorities=story.authorities) as site, watching(site, folder) as watch:
        watch.night(story.days[0])
    return folder


@pytest.fixture
def seen_once(_first_night: Path, tmp_path: Path) -> Path:
    """The folder of a watch that has seen the small story's first night, when nobody was subscribed."""
    return Path(shutil.copytree(_first_night, tmp_path / "data"))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database without rows."""
    return migrated_template(tmp_path_factory.mktemp("migrated"))


@pytest.fixture
def watch(tmp_path: Path, template: Path) -> Iterator[ValueWatch]:
    """A watch whose letters are values."""
    with ValueWatch(tmp_path, template) as opened:
        yield opened


@pytest.fixture(scope="session")
def _set_aside(_first_night: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(_first_night, tmp_path_factory.mktemp("set-aside") / "data"))
    with site_with(posted()) as site, watching(site, folder) as watch:
        watch.subscribe(topics=[Topic.CHANGE])
        assert watch.night(SECOND).ending is Ending.SET_ASIDE
        assert watch.subjects() == [NOTICE]
    return folder


@pytest.fixture
def set_aside(_set_aside: Path, tmp_path: Path) -> Path:
    """A watch in which Thornmere's report was set aside last night, and its subscriber was told so."""
    return Path(shutil.copytree(_set_aside, tmp_path / "data"))
