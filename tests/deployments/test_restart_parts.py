"""What a restart needs, part by part: processes left behind, logs that rotate, a supervisor without Prefect."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from prefect.client.schemas.objects import FlowRun
from prefect.states import Crashed

from deployments.log_files import KEPT, LARGEST, Logs, Rotation, is_journal, rotate
from deployments.orphans import is_alive_here
from deployments.run_processes import end_processes
from flows.ops_flows import ops_mail_text
from ofsted_watch.domain.run_state import RunKind, RunState
from ofsted_watch.services.missed_nights import record_missed_night
from ofsted_watch.services.resources import open_database
from ofsted_watch.settings import Settings
from tests.paths import REPOSITORY
from tests.ports import free_ports

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
        assert end_processes({"PATH": "/bin"}) == 0, "nobody knows whose runs these are"
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


def test_up_imports_only_what_the_supervisor_needs_for_it_stands_all_day(tmp_path: Path):
    program = (
        "import sys; from deployments import supervisor; from ofsted_watch.cli.up_command import up\n"
        "supervisor.stay_up = lambda *_: 0\n"
        f"up.callback({', '.join(map(str, free_ports(3)))}, False); print(*sys.modules)"
    )
    environment = {**os.environ, "OFSTED_WATCH_DATA_DIR": str(tmp_path / "data")}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=True
    )
    heavy = {"prefect", "sqlalchemy", "pdfminer", "ofsted_watch.domain.authorities", "ofsted_watch.services.resources"}
    assert heavy & set(done.stdout.split()) == set()
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


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


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes()[:20] for path in folder.iterdir()}


@pytest.fixture
def full_logs(tmp_path: Path) -> Path:
    for name in ("worker.log", *(f"worker.log.{number}" for number in range(1, KEPT + 1))):
        (tmp_path / name).write_bytes(name.encode().ljust(20))
    with (tmp_path / "worker.log").open("ab") as log:
        log.truncate(LARGEST + 1)
    return tmp_path


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process may be longer than a megabyte, as on a disk that has no more space: a part of a copy is written."""
    before, ignored = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def test_a_full_disk_loses_no_log_and_leaves_no_half_copy(full_logs: Path):
    before = contents(full_logs)
    for _ in range(KEPT + 1):
        with full_disk(), pytest.raises(OSError, match="File too large"):
            rotate(full_logs)
    assert contents(full_logs) == before
    assert rotate(full_logs) == ("worker.log",)
    assert contents(full_logs)["worker.log.1"] == before["worker.log"]


def test_logs_that_cannot_be_rotated_end_nothing_and_are_said_once_each_time_it_begins(full_logs: Path):
    said: list[str] = []
    rotation = Rotation(full_logs, said.append)
    for _ in range(3):
        with full_disk():
            rotation.rotate()
    assert said == [
        f"The logs in {full_logs} cannot be rotated (File too large) and grow: check the disk and who may write there"
    ]
    rotation.rotate()
    assert (full_logs / "worker.log").stat().st_size == 0
    os.truncate(full_logs / "worker.log", LARGEST + 1)
    with full_disk():
        rotation.rotate()
    assert len(said) == 2


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
    subject, lines = ops_mail_text(run, "Crashed", "its machine is gone", None, ("It is being started again (start 2 of 3).",))
    assert subject == "nightly 28 November 2026 is crashed"
    assert lines == (
        "The run 'nightly 28 November 2026' is crashed.",
        "its machine is gone",
        "It is being started again (start 2 of 3).",
        "What to do: Nothing now. If it does not end well: is the disk full, the memory, does the database answer?",
    )
    _, linked = ops_mail_text(run, "Crashed", "its machine is gone", "https://ops.example.org")
    assert linked[-1] == f"Its page: https://ops.example.org/v2/runs/flow-run/{run.id}"
    assert not any("Its form" in line for line in linked)


def test_a_mail_about_a_run_that_is_given_up_never_says_that_there_is_nothing_to_do():
    run = FlowRun(flow_id=uuid4(), name="nightly 28 November 2026", run_count=3, state=Crashed())
    _, lines = ops_mail_text(run, "Crashed", None, None, ("It crashed 3 times and is not started again.",), is_given_up=True)
    assert lines[1] == "It crashed 3 times and is not started again."
    assert lines[2].startswith("What to do: Find the cause in the run's log and put it right: the disk, the memory")


def test_a_mail_about_a_cancelled_night_leads_to_its_form_with_its_authorities():
    night, ops = UUID("00000000-0000-4000-8000-00000000abcd"), "https://ops.example.org"
    form = f"Its form: {ops}/v2/deployments/deployment/00000000-0000-4000-8000-00000000abcd/run"
    chosen = {"authorities": ["Leeds"], "today": "2026-11-28"}
    run = FlowRun(flow_id=uuid4(), name="nightly 28 November 2026", deployment_id=night, parameters=chosen)
    _, lines = ops_mail_text(run, "Cancelled", None, ops)
    assert lines[-2:] == (
        f"{form}?parameters=%7B%22authorities%22%3A%5B%22Leeds%22%5D%7D",
        f"Its page: {ops}/v2/runs/flow-run/{run.id}",
    )
    for none_filled_in in ({}, {"authorities": []}, {"authorities": ["Leeds"] * 11}):
        _, of_all = ops_mail_text(run.model_copy(update={"parameters": none_filled_in}), "Cancelled", None, ops)
        assert of_all[-2] == form


def test_logs_go_to_the_journal_only_if_our_own_output_does(tmp_path: Path):
    with (tmp_path / "journal").open("wb") as journal, (tmp_path / "other").open("wb") as other:
        status = os.fstat(journal.fileno())
        stream = f"{status.st_dev}:{status.st_ino}"
        assert is_journal(stream, journal.fileno())
        assert not is_journal(stream, other.fileno())
        assert not is_journal(None, journal.fileno())


def test_a_part_under_systemd_writes_to_the_supervisors_own_output_and_a_message_says_where(tmp_path: Path):
    program = (
        "from pathlib import Path; from deployments.log_files import Logs\n"
        f"logs = Logs(Path({str(tmp_path)!r}), in_journal=True)\n"
        "log = logs.open('server'); log.write(b'the server answers'); log.close(); print(logs.of('server'))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stderr == "the server answers"
    assert done.stdout == "the journal (journalctl --unit ofsted-watch)\n"
    assert list(tmp_path.iterdir()) == []


def test_a_part_elsewhere_has_a_file_of_its_own(tmp_path: Path):
    logs = Logs(tmp_path)
    for text in (b"one\n", b"two\n"):
        with logs.open("web") as log:
            log.write(text)
    assert logs.of("web") == str(tmp_path / "web.log")
    assert (tmp_path / "web.log").read_bytes() == b"one\ntwo\n"
