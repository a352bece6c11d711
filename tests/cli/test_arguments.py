"""A mistake in an argument is one line and exit 2, a fault of this machine one line and exit 1: never a traceback."""

import errno
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from ofsted_watch import cli
from ofsted_watch.cli import data_commands
from ofsted_watch.errors import WrongUse
from ofsted_watch.services.resources import open_database
from ofsted_watch.services.review import HoldDecision, SetAsideDecision, close_gap, resolve_held_alerts, resolve_set_asides
from ofsted_watch.settings import Settings
from tests.cli.test_commands import Installation, error_line

TOO_LONG = "x" * 300
TOO_LARGE = str(2**63)
WHY = ("--why", "to try")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in an empty installation: the exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OFSTED_WATCH_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(logging.getLogger("ofsted_watch"), "handlers", [])  # a command's own would outlive its standard error

    def run_command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["ofsted-watch", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return int(ended.value.code or 0), *capsys.readouterr()

    return run_command


def parameters(command: click.Command, name: str = "") -> Iterator[tuple[str, click.Parameter]]:
    """Every parameter of a command and of those below it, with the command's name."""
    if isinstance(command, click.Group):
        for each in command.commands:
            yield from parameters(command.commands[each], f"{name} {each}".strip())
    yield from ((name, parameter) for parameter in command.params)


@pytest.mark.parametrize(
    "arguments",
    [
        ("set-aside", "show", TOO_LARGE),
        ("set-aside", "enter", TOO_LARGE, *WHY),
        ("set-aside", "release", TOO_LARGE, *WHY),
        ("set-aside", "reject", TOO_LARGE, *WHY),
        ("gaps", "close", TOO_LARGE, *WHY),
        ("alerts", "release", "1", TOO_LARGE, *WHY),
        ("alerts", "drop", TOO_LARGE, *WHY),
        ("alerts", "drop", *WHY, "--", f"-{TOO_LARGE}"),
    ],
    ids=" ".join,
)
def test_an_id_that_no_database_can_store_is_an_unknown_one(run: Run, arguments: tuple[str, ...]):
    code, out, err = run(*arguments)
    sign = "-" if "--" in arguments else ""
    assert (code, out, err) == (2, "", f"Error: There is no id {sign}{TOO_LARGE}: list what is stored to see the ids\n")


def test_a_form_is_given_an_unknown_id_as_a_command_is(tmp_path: Path):
    given = {"by": "Ann", "why": "to try", "at": datetime(2026, 11, 28, tzinfo=UTC)}
    with open_database(Settings(data_dir=tmp_path)) as database:
        decisions = (
            lambda: resolve_held_alerts(database, HoldDecision.DROP, [2**63], False, **given),
            lambda: resolve_set_asides(database, SetAsideDecision.REJECT, [2**63], **given),
            lambda: close_gap(database, 2**63, **given),
        )
        for decide in decisions:
            with pytest.raises(WrongUse, match=f"There is no id {TOO_LARGE}"):
                decide()


def test_a_letter_with_thousands_of_digits_is_an_unknown_one(run: Run):
    code, _, err = run("reread", "--letter", "9" * 5000)
    assert (code, err.splitlines()[-1].startswith("Error: There is no letter 9999"), "Traceback" in err) == (2, True, False)


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", ""),
        ("backup", " "),
        ("restore", ""),
        ("restore", "saved", "--database", ""),
        ("read", ""),
        ("reconcile", ""),
        ("demo", "--folder", ""),
        ("check-site", "--save", ""),
        ("check-site", "--table", ""),
        ("set-aside", "show", "1", "--page", "1", "--save", ""),
    ],
    ids=" ".join,
)
def test_a_path_without_a_name_is_refused_and_nothing_is_written(run: Run, tmp_path: Path, arguments: tuple[str, ...]):
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.endswith(" is empty: name a file or a folder\n")
    assert list(tmp_path.iterdir()) == []


def test_every_path_is_refused_if_it_is_empty_and_every_number_has_its_own_type():
    for name, parameter in parameters(cli.commands):
        assert type(parameter.type) is not click.Path, name
        assert not (isinstance(parameter, click.Argument) and parameter.type is click.INT), name


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("read", TOO_LONG), 2),
        (("export", TOO_LONG), 2),
        (("export", f"{TOO_LONG}.csv"), 2),
        (("export", f"{TOO_LONG}.xlsx"), 2),
        (("reconcile", f"{TOO_LONG}.ods"), 2),
        (("check-site", "--table", f"{TOO_LONG}.ods"), 2),
        (("check-site", "--save", TOO_LONG), 2),
        (("demo", "--folder", TOO_LONG), 2),
        (("backup", TOO_LONG), 1),
    ],
    ids=lambda given: given[0] if isinstance(given, tuple) else "",
)
def test_a_name_that_is_too_long_is_one_line_that_says_so(run: Run, arguments: tuple[str, ...], code: int):
    assert run("subscriptions")[0] == 0  # a backup needs a database
    ended, _, err = run(*arguments)
    assert (ended, err.count("\n"), "File name too long" in err, TOO_LONG in err) == (code, 1, True, True)


def test_a_folder_and_a_missing_file_are_distinguished_from_a_letter(run: Run, tmp_path: Path):
    (tmp_path / "letters").mkdir()
    assert run("read", "letters") == (2, "", "Error: letters is a folder: name the files in it\n")
    assert run("read", "nowhere.pdf") == (2, "", "Error: There is no file nowhere.pdf\n")


@pytest.mark.parametrize("name", [".csv", "tables/.XLSX", ".parquet"])
def test_an_export_to_an_ending_without_a_name_is_refused(run: Run, tmp_path: Path, name: str):
    code, _, err = run("export", name)
    assert (code, err) == (2, f"Error: {name} is an ending without a name: write for example all{Path(name).name}\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("below", ["", "/folder"])
def test_a_demo_in_the_place_of_a_file_is_refused_and_the_file_stays(run: Run, tmp_path: Path, below: str):
    (tmp_path / "mine").write_text("keep me", encoding="utf-8")
    code, _, err = run("demo", "--folder", f"mine{below}")
    expected = f"Error: mine{below} cannot be used: Not a directory. Choose another folder with --folder\n"
    assert (code, err) == (2, expected)
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "keep me"


def test_a_place_without_permission_is_one_line_that_names_it(run: Run, monkeypatch: pytest.MonkeyPatch):
    def denied(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_dir", denied)
    assert run("export", "locked/all.csv") == (2, "", "Error: locked/all.csv cannot be written: Permission denied\n")
    monkeypatch.setattr(Path, "open", denied)
    assert run("read", "locked/letter.pdf") == (2, "", "Error: locked/letter.pdf cannot be read: Permission denied\n")
    monkeypatch.setattr(Path, "exists", denied)
    code, _, err = run("demo", "--folder", "locked")
    assert (code, err) == (2, "Error: locked cannot be used: Permission denied. Choose another folder with --folder\n")


def test_a_fault_of_the_disk_is_one_line_wherever_it_is_met_and_one_of_ours_keeps_its_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch
):
    faults: list[Exception] = [OSError("a library's own error"), OSError(errno.EIO, "Input/output error", "/data/watch.db")]

    def fail() -> None:
        raise faults.pop()

    monkeypatch.setattr(data_commands, "known_authorities", fail)
    assert run("letters") == (1, "", "Error: /data/watch.db cannot be used: Input/output error\n")
    with pytest.raises(OSError, match="a library's own error"):
        cli.main()


@pytest.mark.parametrize("arguments", [("subscriptions", "--json"), ("letters", "--csv"), ("status",), ("--help",)], ids=" ".join)
@pytest.mark.parametrize("buffered", [True, False], ids=["buffered", "unbuffered"])
def test_a_full_disk_under_standard_output_is_one_line_and_exit_1(tmp_path: Path, arguments: tuple[str, ...], buffered: bool):
    here = Installation(tmp_path, PYTHONUNBUFFERED="" if buffered else "1")
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "ofsted_watch", *arguments]
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env=here.environment | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 1
    assert error_line(done) == "Error: Standard output cannot be used: No space left on device"


@pytest.mark.parametrize("command", ["letters", "judgements", "changes"])
@pytest.mark.parametrize("formats", [("--json", "--csv"), ("--csv", "--json")], ids=" ".join)
def test_two_formats_at_once_are_refused(run: Run, command: str, formats: tuple[str, str]):
    assert run(command, *formats) == (2, "", "Error: --json and --csv exclude each other: choose one\n")


@pytest.mark.parametrize("decision", ["release", "drop"])
def test_an_alert_that_does_not_exist_is_distinguished_from_one_that_is_not_held(run: Run, decision: str):
    assert run("alerts", decision, "99", *WHY) == (2, "", "Error: There is no alert 99: list the alerts to see their ids\n")


@pytest.mark.parametrize("command", ["web", "reports"])
@pytest.mark.parametrize("host", ["nonsense.invalid", "192.0.2.1"])
def test_an_address_that_is_not_of_this_machine_leads_to_its_option(run: Run, command: str, host: str):
    expected = f"Error: {host} is no address of this machine: choose another with --host\n"
    assert run(command, "--host", host) == (2, "", expected)


def test_a_test_notice_that_does_not_arrive_names_the_fault_once(
    run: Run, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setenv("OFSTED_WATCH_OPS_EMAIL", "ops@example.org")
    monkeypatch.setenv("OFSTED_WATCH_SMTP_URL", "smtp://127.0.0.1:9")
    code, out, err = run("mails", "test")
    assert (code, out.count("127.0.0.1"), err, caplog.messages) == (1, 1, "", [])
