"""A PostgreSQL that the supervisor starts for Prefect's server: made once, ended with it, and named where it cannot be."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from deployments import own_postgres
from deployments.own_postgres import DidNotStart, OwnPostgres, find_programs
from ofsted_watch.errors import WrongUse
from tests.deployments.stand_in_postgres import stand_in_programs
from tests.postgres_server import HOW_TO_INSTALL, programs

PLAIN = {"PATH": os.environ["PATH"], "LC_ALL": "C"}


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that PostgreSQL's user may reach: pytest's own are root's alone where root runs the tests."""
    made = Path(tempfile.mkdtemp(prefix="ofsted-own-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(made, "postgres")
    yield made
    shutil.rmtree(made, ignore_errors=True)


def start(own: OwnPostgres) -> subprocess.Popen[bytes]:
    log = subprocess.DEVNULL
    process = subprocess.Popen(own.prepare(PLAIN), env=PLAIN, user=own.user, stdout=log, stderr=log)
    assert own.wait_until_ready(process, 60)
    return process


def start_again(own: OwnPostgres) -> subprocess.Popen[bytes]:
    """As the supervisor does: the processes of a killed one may hold their memory for a moment."""
    for _ in range(20):
        try:
            return start(own)
        except AssertionError:
            time.sleep(0.5)
    raise AssertionError("it did not start again")


def asked(own: OwnPostgres, statement: str) -> object:
    with psycopg.connect(own.url.replace("+asyncpg", ""), autocommit=True) as connection:
        answer = connection.execute(statement.encode())
        return answer.fetchone()[0] if answer.description else None  # type: ignore[index]


@pytest.mark.postgres
def test_it_is_made_once_and_what_a_killed_supervisor_left_is_ended_before_the_next_start(folder: Path) -> None:
    if programs() is None:
        pytest.skip(HOW_TO_INSTALL)
    own = OwnPostgres(folder, "postgres" if os.geteuid() == 0 else None)
    left = start(own)
    asked(own, "CREATE TABLE runs AS SELECT 1 AS kept")
    first = own.url
    own.clean_up()
    # The next start does not know of this process: nobody stopped it.
    again = OwnPostgres(folder, own.user)
    served = start(again)
    assert left.wait(60) == 0, "asked to end as by Ctrl-C, not killed"
    assert asked(again, "SELECT kept FROM runs") == 1
    assert asked(again, "SHOW listen_addresses") == ""
    assert again.url != first
    # What a kill leaves says that it is ready: the next one is only after its own recovery.
    served.kill()
    served.wait(60)
    again.clean_up()
    third = start_again(again)
    assert asked(again, "SELECT kept FROM runs") == 1
    socket = Path(again.url.partition("host=")[2])
    assert socket.stat().st_mode & 0o777 == 0o700
    third.send_signal(signal.SIGINT)
    assert third.wait(60) == 0
    again.clean_up()
    assert not socket.exists()


def test_a_machine_without_initdb_has_named_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"initdb is not on this machine\. Install PostgreSQL"):
        find_programs(on_path=str(tmp_path / "initdb"), debian=tmp_path)


def test_data_of_another_version_is_not_touched(tmp_path: Path) -> None:
    folder = tmp_path / "15" / "bin"
    folder.mkdir(parents=True)
    (folder / "initdb").touch()
    (folder / "postgres").write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 15.5 (Debian 15.5-0+deb12u1)'\n")
    (folder / "postgres").chmod(0o755)
    assert find_programs("15", on_path=str(folder / "initdb"), debian=tmp_path) == folder
    with pytest.raises(WrongUse, match="Prefect's data is of PostgreSQL 12, which is not on this machine"):
        find_programs("12", on_path=str(folder / "initdb"), debian=tmp_path)


@pytest.mark.postgres
def test_root_is_refused_before_anything_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if programs() is None:
        pytest.skip(HOW_TO_INSTALL)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(WrongUse, match="PostgreSQL does not run as root"):
        OwnPostgres(tmp_path).check()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damaged", [b"", b"\n", b"garbage\n", b"\xff\xfe", b"-1\n", "\u0662\n".encode()])
def test_a_file_of_a_server_that_names_no_process_is_of_no_server(tmp_path: Path, damaged: bytes, monkeypatch) -> None:
    bin_folder = stand_in_programs(tmp_path, monkeypatch)
    cluster = tmp_path / "data" / "cluster"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("15\n")
    (cluster / "postmaster.pid").write_bytes(damaged)
    own = OwnPostgres(cluster.parent)
    assert own.prepare(PLAIN)[:3] == [str(bin_folder / "postgres"), "-D", str(cluster)]
    own.clean_up()


def test_a_slow_initdb_is_named_with_where_and_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in_programs(tmp_path, monkeypatch, initdb="exec sleep 60")
    monkeypatch.setattr(own_postgres, "_MAKE_SECONDS", 0.5)
    with pytest.raises(DidNotStart, match=r"in .*/data/cluster within 0 s: check whether its disk is slow or full"):
        OwnPostgres(tmp_path / "data").prepare(PLAIN)
    assert not (tmp_path / "data/cluster").exists()


def test_an_initdb_that_fails_is_named_with_its_own_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in_programs(tmp_path, monkeypatch, initdb="echo no space left >&2; exit 1")
    with pytest.raises(DidNotStart, match=r"could not make Prefect's database in .*/data/cluster: no space left"):
        OwnPostgres(tmp_path / "data").prepare(PLAIN)


def test_waiting_for_it_ends_when_we_are_asked_to_end(tmp_path: Path) -> None:
    asked = [False, False, True]
    with subprocess.Popen(["sleep", "60"]) as never_ready:
        begun = time.monotonic()
        assert not OwnPostgres(tmp_path).wait_until_ready(never_ready, 30, lambda: asked.pop(0))
        assert time.monotonic() - begun < 10
        never_ready.kill()
