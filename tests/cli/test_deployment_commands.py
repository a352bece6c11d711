"""`deploy`, `migrate`, `backup`, `restore`, `verify`, `move`: what they say, and their exit codes, as scripts see them."""

import re
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from click.testing import CliRunner

from deployments.deploy import Deployed
from ofsted_watch.cli import commands
from tests.cli.test_commands import Installation, error_line
from tests.ports import free_ports

NAMES = ("deploy", "migrate", "backup", "restore", "verify", "move")
PASSWORD = "c4nary-of-a-password"


@pytest.fixture
def here(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


def test_python_m_is_the_same_command_line(here: Installation):
    command = [sys.executable, "-m", "ofsted_watch", "--help"]
    asked = subprocess.run(
        command, cwd=here.folder, env=here.environment, capture_output=True, text=True, timeout=120, check=True
    )
    assert asked.stdout == here.run("--help").stdout
    assert asked.stdout.startswith("Usage: ofsted-watch ")
    for name in NAMES:
        assert re.search(rf"^  {name} +\w", asked.stdout, re.MULTILINE), name


@pytest.mark.parametrize("name", NAMES)
def test_help_says_each_option_on_its_line_and_does_nothing(here: Installation, name: str):
    done = here.run(name, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Usage: ofsted-watch {name} [OPTIONS]")
    own = {"restore": ["--database"], "deploy": ["--wait"], "backup": ["--daily"]}
    options = [*own.get(name, ()), "-h, --help"]
    assert re.findall(r"^  (-h, --help|--[a-z]+)[A-Z ]* +\w", done.stdout, re.MULTILINE) == options
    assert list(here.folder.iterdir()) == []


def test_deploy_says_of_each_thing_that_it_removed_what_no_longer_has_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    done = Deployed("http://127.0.0.1:4200", ("nightly/nightly",), ("a run failed",), ("tell-ops/tell-ops",), ("an old one",))
    monkeypatch.setattr("deployments.deploy.wait_for_server", lambda seconds: None)
    monkeypatch.setattr("deployments.deploy.deploy", lambda *settings: done)
    monkeypatch.setattr("deployments.deploy.store_form_ids", lambda settings, deployed: None)
    ran = CliRunner().invoke(commands, ["deploy"], env={"OFSTED_WATCH_DATA_DIR": str(tmp_path)})
    assert ran.output.splitlines() == [
        "Removed the deployment tell-ops/tell-ops: prefect.yaml no longer lists it.",
        "Removed the automation 'an old one': this version no longer has it.",
        "The Prefect server at http://127.0.0.1:4200 has 1 deployments and 1 automations.",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_setting_is_one_line_and_exit_2(tmp_path: Path, name: str):
    words = {"backup": ["saved"], "restore": ["saved"], "move": ["sqlite:///old.db"]}.get(name, [])
    done = Installation(tmp_path, OFSTED_WATCH_REQUESTS_PER_SECOND="fast").run(name, *words)
    assert done.returncode == 2
    assert error_line(done) == "Error: OFSTED_WATCH_REQUESTS_PER_SECOND must be a number, not 'fast'"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("backup",), "Missing argument 'FOLDER'"),
        (("restore",), "Missing argument 'FOLDER'"),
        (("verify", "saved"), "unexpected extra argument (saved)"),
        (("migrate", "--now"), "No such option '--now'"),
        (("deploy", "everything"), "unexpected extra argument (everything)"),
        (("move",), "Name the old database: its URL as the argument, or in OFSTED_WATCH_MOVE_FROM"),
        (("move", "old.db"), "The database URL is invalid"),
        (("move", "sqlite:///old.db"), "The database old.db does not exist. Check the URL of the old database"),
        (("backup", "saved"), "does not exist"),
        (("verify",), "does not exist"),
        (("restore", "saved"), "saved has no saved database of this kind (database-….db)"),
        (("restore", "saved", "--database", "gone.db"), "The file gone.db does not exist"),
        (("deploy",), "No Prefect server is set: set PREFECT_API_URL, for example to http://127.0.0.1:4200/api"),
    ],
    ids=" ".join,
)
def test_wrong_use_says_what_to_do_with_exit_2_and_leaves_nothing(here: Installation, words: tuple[str, ...], says: str):
    done = here.run(*words)
    assert done.returncode == 2, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert not [path for path in here.folder.rglob("*") if path.is_file()]


def test_a_prefect_server_that_is_away_is_one_line_without_its_password_and_exit_1(tmp_path: Path):
    (port,) = free_ports(1)
    done = Installation(tmp_path, PREFECT_API_URL=f"http://ops:{PASSWORD}@127.0.0.1:{port}/api").run("deploy")
    assert done.returncode == 1
    assert error_line(done) == (f"Error: No Prefect server answers at http://127.0.0.1:{port}/api (ConnectError): is it running?")


def test_an_address_that_is_no_web_address_is_exit_2(tmp_path: Path):
    done = Installation(tmp_path, PREFECT_API_URL="127.0.0.1:4200").run("deploy")
    assert done.returncode == 2
    assert error_line(done) == "Error: PREFECT_API_URL must be a web address such as http://127.0.0.1:4200/api"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PREFECT_API_URL", "http://[::1", "Prefect refuses its settings: Value error, Invalid IPv6 URL."),
        (
            "PREFECT_API_REQUEST_TIMEOUT",
            "soon",
            "Prefect refuses its settings (REQUEST_TIMEOUT): Input should be a valid number",
        ),
    ],
)
def test_a_setting_that_prefect_refuses_is_one_line_without_other_settings_and_exit_2(tmp_path: Path, name, value, says):
    done = Installation(tmp_path, PREFECT_API_KEY=PASSWORD, **{name: value}).run("deploy")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    ours = done.stderr.splitlines()[-1]  # Prefect itself writes lines before it
    assert ours.startswith(f"Error: {says}")
    assert ours.endswith("Check the variables whose names begin with PREFECT_, such as PREFECT_API_URL")
    assert PASSWORD not in ours


def test_a_database_goes_through_all_five(here: Installation):
    assert here.run("migrate").stdout == "The database has the newest schema.\n"
    assert here.run("migrate").returncode == 0
    assert here.run("subscribe", "me@example.org", "--all").returncode == 0
    saved = here.run("backup", "saved")
    assert saved.returncode == 0
    assert re.fullmatch(r"Saved saved/database-[\dTZ-]+\.db\. The archive is beside it\.\n", saved.stdout)
    in_the_way = here.run("restore", "saved")
    assert in_the_way.returncode == 2
    assert "already exists: move it away first" in error_line(in_the_way)

    found = Installation(here.folder, OFSTED_WATCH_DATA_DIR=str(here.folder / "found"))
    restored = found.run("restore", "saved")
    assert (restored.returncode, restored.stdout) == (0, "Restored. The database names no file yet.\n")
    assert found.run("verify").stdout == "The database names no file yet.\n"
    assert found.json("subscriptions") == here.json("subscriptions")

    into = Installation(here.folder, OFSTED_WATCH_DATA_DIR=str(here.folder / "into"))
    moved = into.run("move", f"sqlite:///{here.folder}/ofsted-watch.db")
    assert moved.returncode == 0, moved.stderr
    assert re.search(r"^ +1  subscriptions$", moved.stdout, re.MULTILINE)
    assert into.json("subscriptions") == here.json("subscriptions")
    again = into.run("move", f"sqlite:///{here.folder}/ofsted-watch.db")
    assert again.returncode == 2
    assert "move into an empty one" in error_line(again)


def test_daily_backups_are_in_the_status_and_one_by_hand_counts_among_them(here: Installation):
    assert here.run("migrate").returncode == 0
    assert here.run("backup", "by-hand").returncode == 0
    assert here.json("status")["last_backup"] is None
    for folder, *option in (("by-timer", "--daily"), ("by-hand-too",)):
        before = datetime.now(UTC)
        assert here.run("backup", folder, *option).returncode == 0
        assert before <= datetime.fromisoformat(here.json("status")["last_backup"]) <= datetime.now(UTC)


def test_ops_are_notified_of_a_backup_of_a_timer_that_fails_with_its_reason_and_of_none_by_hand(here: Installation):
    assert here.run("migrate").returncode == 0
    (here.folder / "no-folder").touch()
    told = Installation(here.folder, OFSTED_WATCH_OPS_EMAIL="ops@example.org")
    assert told.run("backup", "no-folder").returncode == 1
    assert not list(here.folder.glob("outbox/*.eml"))
    by_timer = told.run("backup", "--daily", "no-folder")
    assert by_timer.returncode == 1
    (mail,) = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in here.folder.glob("outbox/*.eml")]
    assert (mail["To"], mail["Subject"]) == ("ops@example.org", "Ofsted Watch: the backup failed")
    assert mail.get_content().splitlines()[0] == "The backup to no-folder failed: File exists: no-folder"
    assert told.run("backup", "--daily", "saved").returncode == 0
    assert len(list(here.folder.glob("outbox/*.eml"))) == 1


def test_the_old_database_can_be_named_where_nobody_else_sees_it(here: Installation):
    assert here.run("subscribe", "me@example.org", "--all").returncode == 0
    old = f"sqlite:///{here.folder}/ofsted-watch.db"
    into = Installation(here.folder, OFSTED_WATCH_DATA_DIR=str(here.folder / "into"), OFSTED_WATCH_MOVE_FROM=old)
    assert into.run("status").returncode == 1  # the other commands are not disturbed by it
    (here.folder / "into" / "ofsted-watch.db").unlink()
    assert into.run("move").returncode == 0
    assert into.json("subscriptions") == here.json("subscriptions")


@pytest.mark.parametrize(
    "url",
    [f"postgresql://owner:{PASSWORD}@db:x/kept", f"postgresql://owner:{PASSWORD}@here@db/kept", f"mysql://u:{PASSWORD}@db/x"],
)
@pytest.mark.parametrize("name", ["OFSTED_WATCH_MOVE_FROM", "OFSTED_WATCH_DATABASE_URL"])
def test_no_password_is_shown_of_a_url_that_cannot_be_used(tmp_path: Path, name: str, url: str):
    here = Installation(tmp_path, **{name: url})
    calls = [("move",)] if name.endswith("FROM") else [("migrate",), ("verify",), ("backup", "s"), ("restore", "s")]
    for call in calls:
        done = here.run(*call)
        assert done.returncode == 2
        assert PASSWORD not in error_line(done)


def test_a_folder_that_cannot_be_written_is_one_line_and_exit_1(here: Installation):
    assert here.run("migrate").returncode == 0
    (here.folder / "saved").write_text("a file where the folder should be", encoding="utf-8")
    done = here.run("backup", "saved")
    assert done.returncode == 1
    assert error_line(done) == "Error: File exists: saved"


def test_a_damaged_saved_database_is_named_with_exit_1(here: Installation):
    (here.folder / "saved").mkdir()
    (here.folder / "saved" / "database-2026-11-23T030000Z.db").write_bytes(b"not a database, " * 400)
    done = here.run("restore", "saved")
    assert done.returncode == 1
    assert "2026-11-23T030000Z.db could not be restored: file is not a database" in error_line(done)
    assert not (here.folder / "ofsted-watch.db").exists()
    assert not (here.folder / ".ofsted-watch.db").exists()


@pytest.mark.parametrize("command", ["status --json", "letters --json", "subscribe me@example.org --all", "migrate", "verify"])
def test_a_database_of_another_program_is_refused_with_exit_2_and_stays_to_the_byte(tmp_path: Path, command: str):
    path = tmp_path / "shop.db"
    shop = sqlite3.connect(path)
    shop.execute("CREATE TABLE customers (id integer, name text)")
    shop.close()
    before = path.read_bytes()
    done = Installation(tmp_path, OFSTED_WATCH_DATABASE_URL=f"sqlite:///{path}").run(*command.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert error_line(done).startswith(f"Error: The SQLite database {path} holds something else: tables such as customers.")
    assert path.read_bytes() == before
