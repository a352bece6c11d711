"""SECURITY.md names tests that exist, and every file of this room's tests is named there."""

import ast
import re
from pathlib import Path

PAGE = Path("SECURITY.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))


def test_every_test_that_is_named_exists() -> None:
    assert len(NAMED) > 40
    missing = []
    for file, name in NAMED:
        path = Path(file)
        there = {one.name for one in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(one, ast.FunctionDef)}
        missing += [] if name in there else [f"{file}::{name}"]
    assert missing == []


def test_every_file_of_these_tests_is_named() -> None:
    files = {str(path) for path in Path("tests/security").glob("test_*.py")} - {str(Path(__file__).relative_to(Path.cwd()))}
    assert files - {file for file, _ in NAMED} == set()


def test_every_row_says_what_shows_it() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and "shown by" not in line and "::" not in line]
    assert [row for row in rows if row.count("|") > 3] == []
