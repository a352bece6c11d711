"""What journeys share: a first night, run only once, and a watch whose letters are values."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ofsted_watch.demo_site.stories import DemoSite, small_story
from proofs.history.value_watch import ValueWatch, migrated_template
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
