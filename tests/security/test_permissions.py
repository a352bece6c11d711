"""What holds people's addresses or a secret is for its owner alone, whatever the umask of the machine."""

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deployments.backup import restore, save
from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.secret_file import stored_secrets
from ofsted_watch.demo_site.stories import DemoSite, small_story
from ofsted_watch.services.resources import open_database
from ofsted_watch.settings import Settings, read_settings
from tests.journeys.watching import watching

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def a_machine_that_shows_everything() -> Iterator[None]:
    """Files are made readable for everybody unless somebody sees to it."""
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    """The files that another user of the machine could open: neither they nor a folder above them, from here, is shut."""
    found: list[str] = []
    for path in folder.iterdir():
        is_open = bool(path.stat().st_mode & 0o077)
        if path.is_dir() and is_open:
            found += open_to_others(path)
        elif is_open:
            found.append(path.name)
    return found


def test_a_fresh_data_folder_is_shut(tmp_path: Path) -> None:
    with open_database(Settings(data_dir=tmp_path / "data")):
        assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_in_a_folder_that_is_open_nothing_with_an_address_or_a_secret_is(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o777)
    story = small_story()
    with DemoSite(nights=story.nights, authorities=story.authorities) as site, watching(site, folder) as watch:
        watch.subscribe()
        stored_secrets(watch.resources.settings.secret_file)
        for day in story.days:
            watch.night(day)
        assert len(watch.mails()) == 1
        public = {"authorities.csv"} | {path.name for path in (folder / "archive").rglob("*")}
        reports = {path.name for path in (folder / "reports").rglob("*")}
        assert set(open_to_others(folder)) <= public | reports
        assert {"ofsted-watch.db", "ofsted-watch.db-wal", "outbox", "secret"} <= {path.name for path in folder.iterdir()}


def test_a_backup_and_what_is_restored_from_it_are_shut(tmp_path: Path) -> None:
    old, new = Settings(data_dir=tmp_path / "old"), Settings(data_dir=tmp_path / "new")
    with Database(old.database) as database:
        database.migrate()
    save(old, tmp_path / "backup", AT)
    (tmp_path / "new").mkdir(mode=0o777)
    restore(new, tmp_path / "backup")
    assert (tmp_path / "new" / "ofsted-watch.db").is_file()
    assert open_to_others(tmp_path / "new") == open_to_others(tmp_path) == []


@pytest.mark.parametrize(("mode", "warned"), [(0o644, True), (0o604, True), (0o640, False), (0o600, False)])
def test_an_env_file_with_a_secret_that_everybody_can_read_is_said(
    mode: int, warned: bool, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / ".env"
    path.write_text("OFSTED_WATCH_SMTP_URL=smtps://me:hush@mail.example.org\n", encoding="utf-8")
    path.chmod(mode)
    read_settings({}, dotenv=path)
    assert ("OFSTED_WATCH_SMTP_URL and can be read by every user" in caplog.text) == warned
    assert "hush" not in caplog.text


def test_an_env_file_without_a_secret_may_be_read_by_everybody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / ".env").write_text("OFSTED_WATCH_ALERT_LIMIT=3\n", encoding="utf-8")
    read_settings({}, dotenv=tmp_path / ".env")
    assert caplog.text == ""
