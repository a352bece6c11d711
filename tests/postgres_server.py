"""A real PostgreSQL for the tests: made in a temporary folder, reached through a socket there, gone afterwards."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

HOW_TO_INSTALL = "PostgreSQL's own programs are not on this machine: apt-get install -y postgresql"
_USER = "watch"


def programs() -> Path | None:
    """The folder with initdb and pg_ctl, from PATH or where Debian puts them; None when they are not installed."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


class PostgresServer:
    """A running server; `new_database` makes an empty database, `url` says how to reach it."""

    def __init__(self, folder: Path, bin_folder: Path, run_as: str | None) -> None:
        self.folder = folder
        self._bin = bin_folder
        self._run_as = run_as
        self._made = 0

    def new_database(self, template: str = "template0") -> str:
        """An empty database, or a copy of `template`, to which nobody may be connected meanwhile."""
        self._made += 1
        name = f"watch_{self._made}"
        with psycopg.connect(host=str(self.folder), user=_USER, dbname="postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        return name

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://{_USER}@/{name}?host={self.folder}"

    def start(self) -> None:
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c fsync=off -c max_connections=60"
        self._call("pg_ctl", "-D", str(self.folder / "data"), "-l", str(self.folder / "log"), "-w", "-o", options, "start")

    def stop(self) -> None:
        self._call("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")

    def init(self) -> None:
        self._call("initdb", "-D", str(self.folder / "data"), "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")

    def _call(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._bin / program, *arguments],
            user=self._run_as,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # pg_ctl's child keeps an inherited pipe open
            stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            timeout=120,
        )
        if done.returncode:
            log = self.folder / "log"
            raise RuntimeError(f"{program} failed: {(done.stderr or b'').decode()}{log.read_text() if log.exists() else ''}")


@contextmanager
def postgres_server(bin_folder: Path) -> Iterator[PostgresServer]:
    """Start a server and stop it. initdb refuses to run as root, so root hands the folder to an unprivileged user."""
    # A socket's path may have 107 characters: pytest's own temporary folders are too deep.
    folder = Path(tempfile.mkdtemp(prefix="ofsted-pg-", dir="/tmp"))
    run_as = None
    if os.geteuid() == 0:
        run_as = "postgres" if _exists("postgres") else "nobody"
        shutil.chown(folder, run_as)
    server = PostgresServer(folder, bin_folder, run_as)
    try:
        server.init()
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _exists(user: str) -> bool:
    import pwd

    return user in {entry.pw_name for entry in pwd.getpwall()}
