"""The command line, called within this process: hundreds of calls in the time that ten programs take to start."""

import sys
from dataclasses import dataclass

import pytest

from ofsted_watch.cli import main


@dataclass(frozen=True)
class Done:
    """What a command gave: its exit code and both its outputs."""

    code: int
    out: str
    err: str


class Commands:
    """Calls `ofsted-watch` with the environment as it stands. Anything it raises besides its exit is a defect."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *text: str) -> Done:
        self._monkeypatch.setattr(sys, "argv", ["ofsted-watch", *text])
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = self._capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Done(ended.value.code, said.out, said.err)
