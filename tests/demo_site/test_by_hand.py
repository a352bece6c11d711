"""`python -m ofsted_watch.demo_site` says where it serves, and ends politely."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.paths import REPOSITORY

PATIENCE = 120
"""Seconds: Python compiles everything at its first start on a machine."""


def start(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "ofsted_watch.demo_site", *arguments]
    return subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_it_prints_one_line_with_the_address_and_serves_that_day() -> None:
    served = start("--today", "2026-03-03")
    try:
        assert served.stdout is not None
        line = served.stdout.readline()
        address = re.match(r"(http://127\.0\.0\.1:\d+/search)  \(as of 2026-03-03; Ctrl-C ends it\)", line)
        assert address, line
        assert ">12</strong> results" in requests.get(f"{address[1]}?start=0&rows=100", timeout=PATIENCE).text
    finally:
        served.send_signal(signal.SIGINT)
        _, errors = served.communicate(timeout=PATIENCE)
    assert (served.returncode, errors) == (0, "")


def test_a_folder_that_is_no_corpus_is_named_in_one_line(tmp_path: Path) -> None:
    served = start("--corpus", str(tmp_path))
    out, errors = served.communicate(timeout=PATIENCE)
    assert (served.returncode, out) == (2, "")
    assert errors.startswith(f"Error: {tmp_path} is not a folder of letters")
    assert errors.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--today", "tomorrow"), "'tomorrow' does not match the format '%Y-%m-%d'"),
        (("--port", "70000"), "70000 is not in the range 0<=x<=65535"),
        (("--folder", "x"), "No such option '--folder'"),
    ],
)
def test_wrong_use_is_exit_2_and_says_what(arguments: tuple[str, ...], says: str) -> None:
    served = start(*arguments)
    out, errors = served.communicate(timeout=PATIENCE)
    assert (served.returncode, out) == (2, "")
    assert says in errors
    assert "Traceback" not in errors


def test_help_has_a_line_for_each_option_and_serves_nothing() -> None:
    asked = start("--help")
    out, errors = asked.communicate(timeout=PATIENCE)
    assert (asked.returncode, errors) == (0, "")
    assert re.findall(r"^  (?:-h, )?(--\w+)", out, re.MULTILINE) == ["--port", "--today", "--corpus", "--help"]
