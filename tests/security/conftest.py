"""What the tests of security share: a folder of its own for the commands."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ofsted_watch.settings import PREFIX
from tests.security.commands import Commands


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Commands]:
    """The command line in an empty folder, with no settings but that the data are in `data` there."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"{PREFIX}DATA_DIR", "data")
    ours = logging.getLogger("ofsted_watch")
    before = (list(ours.handlers), ours.level, ours.propagate)
    yield Commands(monkeypatch, capsys)
    ours.handlers[:], ours.propagate = before[0], before[2]
    ours.setLevel(before[1])
