"""Versions of the service as an operator has them: a folder of code, and the commands that run from it."""

import io
import json
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.isolation import clean_environment
from tests.paths import REPOSITORY

VERSION_0_1 = "455cbd864ee24be3be0410ad3f55ef16518bcae1"
"""'How reliable it is, measured': the last commit of 0.1."""

_COMMAND = "from ofsted_watch.cli import main; main()"
_COMMAND_OF_0_1 = """
import sys
from datetime import date
from pathlib import Path
from ofsted_watch.cli import main
from ofsted_watch.replica.corpus import CorpusSite
days = [word for word in sys.argv if word.startswith("20")] or ["2012-01-01"]
with CorpusSite(Path({letters!r}), today=date.fromisoformat(days[-1]), port={port}):
    main()
"""
"""Beside the command it serves the letters of its day, with the pages of Ofsted's site as 0.1 knew them."""

START_SECONDS = 120.0
_LAST = 4000
"""Characters of a command's output that its log keeps."""


class CannotRun(Exception):
    """What the proof needs is not on this machine."""


@dataclass
class Version:
    """One version over a data folder: its code, the folder that its commands start from, its settings, and what they took."""

    code: Path
    folder: Path
    settings: Mapping[str, str]
    start: str = _COMMAND
    seconds: float = 0.0

    def run(self, *words: str, module: str | None = None) -> tuple[int, str]:
        """Run a command (or `python -m module`). Returns its exit code and what it printed, with --json standard output alone."""
        start = ["-m", module] if module else ["-c", self.start]
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, *start, *words], cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        self.seconds += time.monotonic() - began
        with (self.folder / "commands.log").open("a", encoding="utf-8") as log:
            printed = f"{'' if '--json' in words else done.stdout[-_LAST:]}{done.stderr[-_LAST:]}"
            log.write(f"{self.code.name}$ {' '.join(words)}: {done.returncode}, {time.monotonic() - began:.1f} s\n{printed}\n")
        return done.returncode, done.stdout if "--json" in words else done.stdout + done.stderr

    def rows(self, *words: str) -> Any:
        """The JSON that a command prints."""
        return json.loads(self.run(*words, "--json")[1])

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its processes: this machine's without settings of ours, and its own."""
        return clean_environment() | dict(self.settings) | {"PYTHONPATH": str(self.code)}


def version_0_1(code: Path, folder: Path, settings: Mapping[str, str], letters: Path, port: int) -> Version:
    """0.1, its code unpacked into a new folder. Its commands see the site with these letters at a port of this machine.

    Raises CannotRun if the history does not reach back to its commit.
    """
    packed = subprocess.run(["git", "archive", VERSION_0_1], cwd=REPOSITORY, capture_output=True, check=False)
    if packed.returncode:
        why = packed.stderr.decode().strip()
        raise CannotRun(f"the history of this repository does not reach back to {VERSION_0_1[:7]}, the code of 0.1: {why}")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as files:
        files.extractall(code, filter="data")
    return Version(code, folder, settings, _COMMAND_OF_0_1.format(letters=str(letters), port=port))


@contextmanager
def pages(version: Version, url: str) -> Iterator[None]:
    """The pages for recipients, while they answer."""
    with (version.folder / "web.log").open("wb") as log:
        command = [sys.executable, "-m", "ofsted_watch", "web", "--port", url.rpartition(":")[2]]
        web = subprocess.Popen(command, cwd=version.folder, env=version.environment, stdout=log, stderr=log)
    try:
        give_up = time.monotonic() + START_SECONDS
        while not _answers(url):
            if web.poll() is not None or time.monotonic() > give_up:
                raise AssertionError(f"the pages did not start: {version.folder / 'web.log'}")
            time.sleep(0.5)
        yield
    finally:
        web.terminate()
        web.wait(60)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=30, trust_env=False).is_success
    except httpx.TransportError:
        return False
