"""What a restart needs, part by part: processes left behind, logs that rotate, a supervisor without Prefect."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from prefect.client.schemas.objects import FlowRun
from prefect.states import Crashed

from deployments.log_files import KEPT, rotate
from deployments.orphans import is_alive_here
from deployments.run_processes import end_processes
from flows.ops_flows import ops_mail_text
from ofsted_watch.domain.run_state import RunKind, RunState
from ofsted_watch.services.missed_nights import record_missed_night
from ofsted_watch.services.resources import open_database
from ofsted_watch.settings import Settings
from tests.paths import REPOSITORY

DUE = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)


def sleeper(**environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", "print(flush=True); import time; time.sleep(600)"],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        start_new_session=True,
    )


def test_the_processes_of_this_installations_runs_are_ended_and_no_others():
    ours = {"PREFECT_API_URL": "http://127.0.0.1:1/api", "OFSTED_WATCH_DATA_DIR": f"/data/{uuid4()}"}
    run, worker, elsewhere = (
        sleeper(PREFECT__FLOW_RUN_ID="1", **ours),
        sleeper(**ours),
        sleeper(PREFECT__FLOW_RUN_ID="2", **{**ours, "OFSTED_WATCH_DATA_DIR": "/data/other"}),
    )
    try:
        for process in (run, worker, elsewhere):
            assert process.stdout is not None
            process.stdout.readline()
        assert end_processes(ours) == 1
        assert run.wait(10) != 0
        assert (worker.poll(), elsewhere.poll()) == (None, None)
    finally:
        for process in (run, worker, elsewhere):
            process.kill()
            process.communicate()


def test_a_run_is_alive_if_its_process_is_here_and_otherwise_unknown_for_it_may_be_on_another_machine():
    run = FlowRun(flow_id=uuid4())
    with sleeper(PREFECT__FLOW_RUN_ID=str(run.id)) as process:
        assert process.stdout is not None
        process.stdout.readline()
        here = is_alive_here(run)
        process.kill()
    assert here is True
    assert is_alive_here(run) is None


def test_the_supervisor_imports_no_prefect():
    code = "import deployments.supervisor, sys; sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=False).returncode == 0


def test_a_full_log_is_rotated_while_its_part_goes_on_writing(tmp_path: Path):
    with (tmp_path / "worker.log").open("ab", buffering=0) as log:
        for number in range(KEPT + 2):
            log.write(f"lines of day {number}\n".encode())
            assert rotate(tmp_path, largest=10) == ("worker.log",)
        log.write(b"today\n")
    assert rotate(tmp_path, largest=10) == ()
    assert (tmp_path / "worker.log").read_bytes() == b"today\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["worker.log", *(f"worker.log.{n}" for n in range(1, KEPT + 1))]
    assert (tmp_path / "worker.log.1").read_text() == f"lines of day {KEPT + 1}\n"


def test_a_night_that_did_not_run_is_on_record_unless_one_has_begun_since(tmp_path: Path):
    settings = Settings(data_dir=tmp_path, authorities=("Leeds",))
    assert record_missed_night(settings, DUE, "nightly 28 November 2026 is cancelled")
    with open_database(settings) as database:
        last = database.runs.last(RunKind.NIGHTLY)
        assert last
        assert (last.state, last.message) == (RunState.CRASHED, "nightly 28 November 2026 is cancelled")
    assert not record_missed_night(settings, DUE, "the same fault, reported again")


def test_a_mail_about_a_crash_says_that_the_run_is_being_started_again():
    run = FlowRun(flow_id=uuid4(), name="nightly 28 November 2026", run_count=1, state=Crashed())
    subject, lines = ops_mail_text(run, "Crashed", "its machine is gone", None, "It is being started again (start 2 of 3).")
    assert subject == "nightly 28 November 2026 is crashed"
    assert lines == (
        "The run 'nightly 28 November 2026' is crashed.",
        "its machine is gone",
        "It is being started again (start 2 of 3).",
        "What to do: deployments/README.md, 'A run that failed'.",
    )
