"""An SQLite file that this user cannot open or write is named with what to do: trying again would not help."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ofsted_watch.adapters.database import Database
from ofsted_watch.errors import BadSetting, DatabaseUnavailable
from ofsted_watch.services.resources import stored_register
from ofsted_watch.services.stored_settings import settings_in_force
from ofsted_watch.settings import Settings
from tests.adapters.database.made import NOW, night, subscribed

NOBODY = 65534


@contextmanager
def without_rights() -> Iterator[None]:
    """As a user for whom permissions count: root opens everything."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every user can reach: pytest's own is closed to others."""
    made = Path(tempfile.mkdtemp(prefix="ofsted-closed-", dir="/tmp"))
    made.chmod(0o777)
    yield made
    made.chmod(0o777)
    shutil.rmtree(made)


@pytest.fixture
def stored(folder: Path) -> Path:
    """A database with a letter, closed cleanly: nothing lies beside it."""
    path = folder / "watch.db"
    with Database(f"sqlite:///{path}") as database:
        database.migrate()
        database.outcomes.apply(night(), run_id=None, at=NOW)
    assert list(folder.iterdir()) == [path]
    return path


def test_a_file_that_may_only_be_read_is_read_and_a_write_says_what_to_do(stored: Path):
    stored.chmod(0o444)
    with without_rights(), Database(f"sqlite:///{stored}") as database:
        database.migrate()
        assert len(database.letters.stored()) == 1
        with pytest.raises(DatabaseUnavailable) as refused:
            subscribed(database)
    assert f"The SQLite database {stored} cannot be written: this user lacks a permission on {stored}" in str(refused.value)
    assert str(refused.value).endswith(
        ". Give the user read and write permission there, or run the command as the owner; the disk must not be mounted read-only"
    )


def test_a_file_beside_it_that_may_only_be_read_is_named(stored: Path):
    stored.chmod(0o666)
    beside = stored.with_name("watch.db-wal")
    beside.touch()
    beside.chmod(0o444)
    with without_rights(), Database(f"sqlite:///{stored}") as database, pytest.raises(DatabaseUnavailable) as refused:
        subscribed(database)
    assert f"this user lacks a permission on {beside}. Give the user" in str(refused.value)


def test_a_folder_that_may_only_be_read_is_named(stored: Path):
    stored.chmod(0o666)
    stored.parent.chmod(0o555)
    with without_rights(), Database(f"sqlite:///{stored}") as database, pytest.raises(DatabaseUnavailable) as refused:
        database.migrate()
    assert f"this user lacks a permission on {stored.parent}. Give the user" in str(refused.value)
    assert "Try again" not in str(refused.value)


def test_a_file_that_may_not_be_read_is_named(stored: Path):
    stored.chmod(0o000)
    with without_rights(), Database(f"sqlite:///{stored}") as database, pytest.raises(DatabaseUnavailable) as refused:
        database.migrate()
    assert f"cannot be opened: this user lacks a permission on {stored}. Give the user" in str(refused.value)
    assert "Try again" not in str(refused.value)


def test_a_new_file_in_a_closed_folder_is_not_worth_another_try(folder: Path):
    folder.chmod(0o555)
    path = folder / "new.db"
    with without_rights(), Database(f"sqlite:///{path}") as database, pytest.raises(DatabaseUnavailable) as refused:
        database.migrate()
    assert f"cannot be opened: this user lacks a permission on {folder}. Give the user" in str(refused.value)


def test_a_folder_that_is_gone_is_named(folder: Path):
    (folder / "gone").mkdir()
    with Database(f"sqlite:///{folder / 'gone' / 'watch.db'}") as database:
        shutil.rmtree(folder / "gone")
        with pytest.raises(DatabaseUnavailable, match=f"cannot be opened: the folder {folder / 'gone'} does not exist"):
            database.migrate()


def test_a_folder_in_place_of_the_file_is_a_bad_setting(folder: Path):
    with pytest.raises(BadSetting) as refused:
        Database(f"sqlite:///{folder}")
    assert str(refused.value) == (
        f"The SQLite database {folder} is a folder. Name a file, for example sqlite:///{folder}/ofsted-watch.db"
    )


def test_behind_a_closed_folder_there_is_no_database_for_whoever_only_asks_for_settings(folder: Path, stored: Path):
    (folder / "closed").mkdir(mode=0o700)
    stored.rename(folder / "closed" / "watch.db")
    settings = Settings(data_dir=folder, database_url=f"sqlite:///{folder}/closed/watch.db")
    with without_rights():
        assert settings_in_force(settings) == settings
        assert stored_register(settings).named("Knowsley").name == "Knowsley"
