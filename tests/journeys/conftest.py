"""What journeys share: a first night, run only once."""

import shutil
from pathlib import Path

import pytest

from ofsted_watch.demo_site.stories import DemoSite, small_story
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
