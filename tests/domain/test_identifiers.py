"""mypy refuses a URN, a file number and a hash in the place of one another: three texts that look alike to Python."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SWAPPED_VALUE = """
from ofsted_watch.domain.identifiers import FileNumber, Urn
from ofsted_watch.domain.model import Listing

def listing(urn: Urn, number: FileNumber) -> Listing:
    return Listing({}, "https://files.example/v1/file/1", "letter", None, None)
"""
SWAPPED_CALL = """
from ofsted_watch.domain.history.events import letter_key
from ofsted_watch.domain.identifiers import Sha256, Urn

def key(urn: Urn, sha256: Sha256) -> str:
    return letter_key({})
"""


@pytest.fixture
def faults(tmp_path: Path):
    """The errors of mypy --strict about a small file, as the parts that differ: 'expected "Urn"'."""

    def of(source: str) -> list[str]:
        # A file for each source: mypy's cache takes one of the same size that is rewritten within a second for unchanged.
        file = tmp_path / f"swapped_{len(list(tmp_path.glob('*.py')))}.py"
        file.write_text(source, encoding="utf-8")
        command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={tmp_path / 'cache'}", str(file)]
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False)
        assert answer.returncode in (0, 1), answer.stderr
        return re.findall(r'error: .*expected "(\w+)"', answer.stdout)

    return of


def test_a_listing_with_its_urn_and_its_file_number_swapped_has_two_errors(faults) -> None:
    assert faults(SWAPPED_VALUE.format("urn, number")) == []
    assert faults(SWAPPED_VALUE.format("number, urn")) == ["Urn", "FileNumber"]


def test_a_key_of_a_letter_with_its_urn_and_its_hash_swapped_has_two_errors(faults) -> None:
    assert faults(SWAPPED_CALL.format("urn, sha256")) == []
    assert faults(SWAPPED_CALL.format("sha256, urn")) == ["Urn", "Sha256"]
