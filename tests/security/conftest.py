"""What the tests of security share: a folder of its own for the commands."""

import os
from pathlib import Path

import pytest

from ofsted_watch.settings import PREFIX
from tests.security.commands import Commands


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Commands:
    """The command line in an empty folder, with no settings but that the data are in `data` there."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"{PREFIX}DATA_DIR", "data")
    return Commands(monkeypatch, capsys)
