"""Programs in the place of PostgreSQL's own, for what the real ones do too seldom: a long recovery, a slow disk."""

import os
from pathlib import Path

import pytest

MAKES_A_CLUSTER = "shift; echo 15 > $1/PG_VERSION"
"""An initdb; its arguments begin with -D FOLDER."""


def stand_in_programs(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, initdb: str = MAKES_A_CLUSTER, postgres: str = "exec sleep 600"
) -> Path:
    """Write them in a folder that comes first on PATH, for a user who is not root. Returns the folder."""
    bin_folder = folder / "bin"
    bin_folder.mkdir()
    version = "test $1 = --version && echo 'postgres (PostgreSQL) 15.5' && exit"
    for name, script in {"initdb": initdb, "postgres": f"{version}\n{postgres}"}.items():
        (bin_folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (bin_folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{bin_folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return bin_folder
