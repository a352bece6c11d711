"""A PostgreSQL of our own for Prefect's server, in the data folder: `ofsted-watch up --postgres`. Imports no Prefect.

Nobody reaches it but this user, by a socket in a folder of its own. Its data is the history of runs in the UI and nothing else.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ofsted_watch.errors import WrongUse

USER = "prefect"
_INSTALL = "Install PostgreSQL (apt-get install postgresql), or start `ofsted-watch up` without --postgres"
_DEBIAN = Path("/usr/lib/postgresql")
_MAKE_SECONDS = 120.0
_LEFT_SECONDS = 30.0
_STATUS_LINE = 7
"""The line of postmaster.pid that says 'ready' (PostgreSQL 10 and later), from 0."""


class DidNotStart(Exception):
    """A part of `ofsted-watch up` could not be made, ended, or did not answer before it was ready. The message names its log."""


def _never() -> bool:
    return False


def find_programs(version: str | None = None, on_path: str | None = None, debian: Path = _DEBIAN) -> Path:
    """The folder with initdb and postgres, of this major version if one is given. Raises WrongUse, with what to do."""
    initdb = on_path or shutil.which("initdb")
    folders = [Path(initdb).resolve().parent] if initdb else []
    folders += sorted(debian.glob("*/bin"), key=_major, reverse=True)
    whole = [folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()]
    if not whole:
        raise WrongUse(f"--postgres needs PostgreSQL's own programs, and initdb is not on this machine. {_INSTALL}")
    if version is None:
        return whole[0]
    same = [folder for folder in whole if _version_of(folder / "postgres") == version]
    if not same:
        raise WrongUse(
            f"Prefect's data is of PostgreSQL {version}, which is not on this machine. Install that version, or move the folder "
            "prefect-postgres out of the data folder: only the history of runs in the UI is lost"
        )
    return same[0]


class OwnPostgres:
    """A cluster in `folder`, made at its first start. `run_as` is another user, for tests that root runs."""

    def __init__(self, folder: Path, run_as: str | None = None) -> None:
        self._cluster = folder / "cluster"
        self._run_as = run_as
        self._socket: Path | None = None

    @property
    def url(self) -> str:
        """Prefect's URL of it, while it runs."""
        return f"postgresql+asyncpg://{USER}@/postgres?host={self._socket}"

    def check(self) -> None:
        """Raises WrongUse if it cannot be started here: no initdb, another version, or the user is root."""
        self._programs()
        if os.geteuid() == 0 and not self._run_as:
            raise WrongUse("PostgreSQL does not run as root: start `ofsted-watch up --postgres` as another user")

    def prepare(self, environment: dict[str, str], give_up_if: Callable[[], object] = _never) -> list[str]:
        """Make the cluster if it is not there, end a server that an earlier start has left. Returns the command that serves it.

        If `give_up_if` says so, a server that is left is not waited for: the command must not be started then.
        Raises WrongUse as `check`, DidNotStart with initdb's own message if it fails.
        """
        self.check()
        if not (self._cluster / "PG_VERSION").exists():
            self._make(environment)
        self._end_left(give_up_if)
        self._socket = Path(tempfile.mkdtemp(prefix="ofsted-watch-"))  # a socket's path may have 107 characters
        self._give(self._socket)
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._socket),
            "unix_socket_permissions": "0700",
            "max_connections": "60",
            "shared_buffers": "32MB",
            # The last moments of a run's history may be lost with the machine, and nothing else.
            "synchronous_commit": "off",
        }
        given = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        return [str(self._programs() / "postgres"), "-D", str(self._cluster), *given]

    def wait_until_ready(
        self, process: subprocess.Popen[bytes], seconds: float, give_up_if: Callable[[], object] = _never
    ) -> bool:
        """True once this process takes connections; False if it has ended, the time is over, or `give_up_if` says so."""
        give_up = time.monotonic() + seconds
        while not self._is_ready(process.pid):
            if process.poll() is not None or give_up_if() or time.monotonic() > give_up:
                return False
            time.sleep(0.1)
        return True

    def _is_ready(self, process: int) -> bool:
        """What a killed server has left says 'ready', too: the file must be this process's own."""
        lines = self._status()
        return len(lines) > _STATUS_LINE and lines[0].strip() == str(process) and lines[_STATUS_LINE].strip() == "ready"

    def clean_up(self) -> None:
        """Remove the socket's folder."""
        if self._socket:
            shutil.rmtree(self._socket, ignore_errors=True)

    @property
    def user(self) -> str | None:
        """The user to start the command as; None for our own."""
        return self._run_as

    def _programs(self) -> Path:
        version = self._cluster / "PG_VERSION"
        return find_programs(version.read_text(encoding="ascii", errors="replace").strip() if version.exists() else None)

    def _make(self, environment: dict[str, str]) -> None:
        unfinished = self._cluster.with_suffix(".part")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700, parents=True)
        self._give(unfinished)
        text = ("-E", "UTF8", "--locale=C")
        # 'trust' is for those who reach the socket: this user alone.
        command = [str(self._programs() / "initdb"), "-D", str(unfinished), "-U", USER, "-A", "trust", *text]
        fault = f"initdb could not make Prefect's database in {self._cluster}"
        try:
            done = subprocess.run(  # noqa: S603
                command,
                env=environment,
                cwd=unfinished,
                user=self._run_as,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=_MAKE_SECONDS,
                check=False,
                start_new_session=True,  # Ctrl-C reaches only us: what is begun here is made whole
            )
        except subprocess.TimeoutExpired:
            raise DidNotStart(
                f"{fault} within {_MAKE_SECONDS:.0f} s: check whether its disk is slow or full, then start again"
            ) from None
        if done.returncode:
            raise DidNotStart(f"{fault}: {done.stderr.strip()[-500:]}")
        unfinished.replace(self._cluster)

    def _end_left(self, give_up_if: Callable[[], object]) -> None:
        """A server outlives a supervisor that is killed; two on one cluster refuse each other."""
        process = self._left()
        if process is None:
            return
        number, give_up = signal.SIGINT, time.monotonic()
        while _serves(process, self._cluster) and not give_up_if():
            if time.monotonic() >= give_up:
                with contextlib.suppress(ProcessLookupError):  # it has ended just now
                    os.kill(process, number)
                number, give_up = signal.SIGQUIT, give_up + _LEFT_SECONDS
            time.sleep(0.1)

    def _left(self) -> int | None:
        """The process that postmaster.pid names; None without the file, or if a full disk or a crash has damaged it."""
        first = next(iter(self._status()), "").strip()
        return int(first) if first.isascii() and first.isdigit() else None

    def _status(self) -> list[str]:
        try:
            return (self._cluster / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return []

    def _give(self, folder: Path) -> None:
        if self._run_as:
            shutil.chown(folder, self._run_as)


def _serves(process: int, cluster: Path) -> bool:
    try:
        given = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.fsencode(cluster) in given


def _major(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.parent.name.split(".") if part.isdigit())


def _version_of(postgres: Path) -> str:
    """'15' from 'postgres (PostgreSQL) 15.5 (Debian 15.5-0+deb12u1)'."""
    text = subprocess.run([postgres, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    return next((word.partition(".")[0] for word in text.split() if word[:1].isdigit()), "")
