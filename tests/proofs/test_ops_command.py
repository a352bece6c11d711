"""`python -m proofs.ops` as a person runs it: what it refuses, before it starts anything."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("proof", ["shared-backfill", "upgrade"])
@pytest.mark.parametrize("is_folder", [True, False])
def test_a_folder_to_keep_things_in_that_is_not_new_or_empty_is_refused_with_a_sentence(
    tmp_path: Path, proof: str, is_folder: bool
) -> None:
    given = tmp_path if is_folder else tmp_path / "of somebody"
    (tmp_path / "of somebody").write_text("as it was", encoding="utf-8")
    command = [sys.executable, "-m", "proofs.ops", proof, "--keep", str(given)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{given} is not a new or empty folder: name one in --keep\n"
    assert [path.name for path in tmp_path.iterdir()] == ["of somebody"]
    assert (tmp_path / "of somebody").read_text(encoding="utf-8") == "as it was"
