"""What `up` hands to its parts, how a run then names its validation report, and what a part that does not start leads to."""

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from deployments import supervisor
from deployments.log_files import Logs
from deployments.own_postgres import DidNotStart, OwnPostgres
from deployments.supervisor import Ports, environment_for
from flows.artifacts import checks_page
from ofsted_watch.domain.model import Coverage, Outcome
from ofsted_watch.runs.run_result import RunResult
from ofsted_watch.services import checks
from ofsted_watch.settings import Settings
from tests.deployments.stand_in_postgres import stand_in_programs
from tests.paths import REPOSITORY

PORTS = Ports(ui=4200, web=8600, reports=8601)
NIGHT = RunResult("nightly", date(2026, 3, 5), Coverage((), ()), Outcome(date(2026, 3, 5)), {})


def test_every_part_knows_where_the_server_answers_and_where_the_reports_are_served():
    notified = environment_for(Settings(data_dir=Path("data")), {}, {}, PORTS)
    assert notified["PREFECT_API_URL"] == "http://127.0.0.1:4200/api"
    assert notified["OFSTED_WATCH_REPORTS_URL"] == "http://127.0.0.1:8601"


def test_reports_that_are_served_elsewhere_are_linked_there():
    settings = Settings(reports_url="https://reports.example.org")
    assert environment_for(settings, {}, {}, PORTS)["OFSTED_WATCH_REPORTS_URL"] == "https://reports.example.org"


def test_places_are_whole_because_runs_start_in_another_folder(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    notified = environment_for(Settings(data_dir=Path("data"), database_url="sqlite:///here.db"), {}, {}, PORTS)
    assert notified["OFSTED_WATCH_DATA_DIR"] == str(tmp_path / "data")
    assert notified["OFSTED_WATCH_DATABASE_URL"] == f"sqlite:///{tmp_path / 'here.db'}"


def test_a_run_links_to_its_report_where_reports_are_served_and_names_the_file_elsewhere(tmp_path: Path):
    served = checks.write_report("nightly 7", NIGHT, tmp_path, "http://127.0.0.1:8601/")
    (written,) = (path for path in (tmp_path / "reports").glob("*.html") if path.name != "index.html")
    assert served == f"http://127.0.0.1:8601/{written.name}"
    assert checks_page((), "A night", served).endswith(f"[The whole report, rule by rule]({served})")
    named = checks.write_report("nightly 8", NIGHT, tmp_path)
    assert checks_page((), "A night", named).endswith(f"`{named}`")


def test_the_threads_of_a_part_share_one_arena_of_memory_unless_the_machine_says_otherwise() -> None:
    given = environment_for(Settings(), {}, {}, PORTS)
    assert (given["MALLOC_ARENA_MAX"], given["MALLOC_TRIM_THRESHOLD_"]) == ("1", "65536")
    assert environment_for(Settings(), {"MALLOC_ARENA_MAX": "4"}, {}, PORTS)["MALLOC_ARENA_MAX"] == "4"


RECOVERS = 'echo $$ >> "$STARTS"; exec sleep 600'
"""A PostgreSQL that is never ready, and writes its process into a file."""


def is_there(process: str) -> bool:
    return Path(f"/proc/{process}").exists()


def test_a_postgresql_that_is_long_not_ready_is_started_once_and_can_be_stopped(tmp_path: Path, monkeypatch):
    starts = tmp_path / "starts"
    stand_in_programs(tmp_path, monkeypatch, postgres=RECOVERS.replace("$STARTS", str(starts)))
    monkeypatch.setattr(supervisor, "_POSTGRES_SECONDS", 1.0)
    children: dict[str, subprocess.Popen[bytes]] = {}
    with pytest.raises(DidNotStart, match=rf"not ready within 1 s; its log is {tmp_path}/postgres\.log"):
        supervisor._start_postgres(OwnPostgres(tmp_path / "own"), children, os.environ, Logs(tmp_path), [])
    assert starts.read_text().split() == [str(children["postgres"].pid)]
    supervisor._end(children["postgres"])
    assert children["postgres"].wait(10) != 0


UP = """
import os, signal, sys
from pathlib import Path
os.geteuid = lambda: 1000
from deployments import supervisor
from deployments.own_postgres import OwnPostgres
data = Path(sys.argv[1])
def say(line):
    with (data / "said").open("a") as said: said.write(line + chr(10))
    raise OSError(28, "No space left on device")
sys.exit(supervisor.stay_up(dict(os.environ), supervisor.Ports(1, 2, 3), data, say, OwnPostgres(data / "own")))
"""


def test_a_stop_while_postgresql_recovers_is_quick_and_needs_nobody_who_reads_what_is_said(tmp_path: Path, monkeypatch):
    starts = tmp_path / "starts"
    stand_in_programs(tmp_path, monkeypatch, postgres=RECOVERS.replace("$STARTS", str(starts)))
    up = subprocess.Popen([sys.executable, "-c", UP, str(tmp_path)], cwd=REPOSITORY, env={**os.environ})
    try:
        give_up = time.monotonic() + 60
        while not (starts.exists() and starts.read_text()):
            assert time.monotonic() < give_up
            time.sleep(0.1)
        up.send_signal(signal.SIGTERM)
        assert up.wait(30) == 0
    finally:
        up.kill()
        up.wait()
    (process,) = starts.read_text().split()
    assert not is_there(process)
    said = (tmp_path / "said").read_text()
    assert "Starting a PostgreSQL" in said
    assert "Starting the Prefect server" not in said
    assert said.endswith("Stopping ...\n")


def test_a_part_that_cannot_be_restarted_is_tried_again_and_named_once(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(supervisor, "_RESTART_SECONDS", 0.0)
    (tmp_path / "web.log").mkdir()
    children: dict[str, subprocess.Popen[bytes]] = {}
    said: list[str] = []
    restarts = supervisor._Restarts(children, os.environ, Logs(tmp_path), said.append)
    for _ in range(3):
        restarts.restart("web", ["true"])
    assert children == {}
    assert [line.partition(" (")[0] for line in said] == [
        f"The part 'web' ended by itself and is restarted; its log is {tmp_path}/web.log",
        "The part 'web' cannot be started",
    ]
    assert "Is a directory" in said[1]
    (tmp_path / "web.log").rmdir()
    restarts.restart("web", ["true"])
    assert children["web"].wait(10) == 0
    assert len(said) == 2
