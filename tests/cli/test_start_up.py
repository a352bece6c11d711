"""A command imports what it needs and no more: which heavy packages are absent after each, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ofsted_watch.cli import commands
from tests.adapters.official_tables import table_file
from tests.extraction.pdf.made import page_of, pdf_of
from tests.isolation import clean_environment

ENGINES = {"prefect", "great_expectations", "pandas", "numpy", "pyarrow", "openpyxl", "httpx", "pydantic"}
WEB = {"fastapi", "starlette", "uvicorn"}
READING = {"pdfminer", "bs4", "fpdf", "reportlab"}
DATABASE = {"sqlalchemy", "alembic"}
SITE = {"requests", "urllib3", "fsspec"}
ALL = ENGINES | WEB | READING | DATABASE | SITE | {"jinja2", "cryptography"}

RUN_AND_LIST = """
import sys
from ofsted_watch.cli import main
try:
    main()
except SystemExit as ended:
    code = ended.code
print(*(name for name in sys.modules if "." not in name), file=sys.stderr)
sys.exit(code)
"""


def imported_by(folder: Path, *arguments: str, allowed: int = 0) -> set[str]:
    """The top-level packages in the process after this command. Fails if it does not end with the `allowed` code."""
    clean = clean_environment()
    done = subprocess.run(
        [sys.executable, "-c", RUN_AND_LIST, *arguments],
        cwd=folder,
        env=clean | {"OFSTED_WATCH_DATA_DIR": str(folder / "data"), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == allowed, done.stderr
    names = set(done.stderr.splitlines()[-1].split())
    assert {"click", "ofsted_watch"} <= names
    return names


@pytest.mark.parametrize(
    ("arguments", "absent"),
    [
        (("--help",), ALL),
        (("--version",), ALL),
        (("alerts", "deliver"), ENGINES | WEB | READING | SITE),
        (("alerts", "deliver", "--digest", "daily"), ENGINES | WEB | READING | SITE),
        (("alerts", "list"), ENGINES | WEB | READING | SITE),
        (("letters",), ENGINES | WEB | READING | SITE),
        (("subscriptions",), ENGINES | WEB | READING | SITE),
        (("migrate",), ENGINES | WEB | READING | SITE),
        (("backup", "saved"), ENGINES | WEB | READING | {"requests"}),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)
def test_a_command_starts_without_the_heavy_packages(tmp_path: Path, arguments: tuple[str, ...], absent: set[str]):
    if arguments[0] == "backup":
        imported_by(tmp_path, "migrate")
    assert imported_by(tmp_path, *arguments) & absent == set()


def test_reading_a_file_needs_neither_database_nor_engines_and_parses_in_the_readers_process(tmp_path: Path):
    # No letter of a kind that we know: read all the same, and set aside.
    (tmp_path / "page.pdf").write_bytes(pdf_of([page_of(["Thornmere council writes to its residents about a new bridge."] * 20)]))
    assert imported_by(tmp_path, "read", "page.pdf", allowed=1) & ALL == set()


def test_comparing_with_ofsteds_table_needs_no_engine_and_no_parser_of_letters(tmp_path: Path):
    path = table_file(tmp_path)
    assert imported_by(tmp_path, "reconcile", path.name, allowed=1) & (ENGINES | WEB | READING | SITE) == set()


def test_the_process_that_reads_a_pdf_never_imports_the_parser_of_html():
    asked = "import sys, ofsted_watch.adapters.pdf_worker, ofsted_watch.extraction.letter_kinds; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert "pdfminer" in loaded
    assert (ENGINES | WEB | DATABASE | SITE | {"bs4"}) & set(loaded) == set()


@pytest.mark.parametrize("name", list(commands.commands))
def test_the_help_of_every_command_imports_nothing_heavy(tmp_path: Path, name: str):
    assert imported_by(tmp_path, name, "--help") & ALL == set()
