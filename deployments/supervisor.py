"""Everything on one machine: a Prefect server, our deployments, a worker, the pages, the reports. They stop together.

Imports no Prefect: what needs it runs in a process of its own, and ends.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from deployments.log_files import Logs, Rotation, is_journal
from deployments.own_postgres import DidNotStart, OwnPostgres
from deployments.prefect_environment import prefect_environment
from deployments.run_processes import RUN_SECONDS, end_processes, processes_of_runs, wait_for_runs
from ofsted_watch.settings import PREFIX, Settings
from tasks.work_pool import POOL

HOUSE = Path(__file__).resolve().parents[1]
SERVER_LOGGING = Path(__file__).with_name("server_logging.yml")
HOST = "127.0.0.1"
"""The UI has no login: it is for this machine, or for users let in by a proxy with a login."""

START_SECONDS = 180.0
END_SECONDS = 20.0
"""How long any other part may take to end."""

_NEEDED = {"postgres": "Prefect's PostgreSQL", "server": "The Prefect server"}
"""Parts without which nothing works: if one ends by itself, all end."""

_POSTGRES_TRIES = 5

_POSTGRES_SECONDS = 1800.0
"""How long PostgreSQL may recover from a crash. Whoever ends it earlier makes the next start begin the recovery again."""

_SET_UP = [sys.executable, "-m", "deployments.start_afresh"]

_PREFECT_DATABASE = "PREFECT_SERVER_DATABASE_CONNECTION_URL"

CHECK_SECONDS = 1.0
_RESTART_SECONDS = 2.0
ROTATE_SECONDS = 60.0
_DIE_WITH_PARENT = 1

_MEMORY = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "65536"}
"""glibc gives each thread an arena of its own and seldom gives its pages back: a night took 705 MB at most. With one arena for
all it takes 682, and 651 if pages at its end are given back at once."""


@dataclass(frozen=True, slots=True)
class Ports:
    """The loopback port of each part: Prefect's UI, the pages for recipients, the validation reports and set-aside letters."""

    ui: int
    web: int
    reports: int


def environment_for(settings: Settings, process: Mapping[str, str], from_file: Mapping[str, str], ports: Ports) -> dict[str, str]:
    """The environment of every child: ours with absolute paths (runs start in another folder), and Prefect's.

    Runs link to their validation report where `ports` says, unless the settings name another address.
    """
    ours = {**from_file, **process}
    places = {
        f"{PREFIX}DATA_DIR": str(settings.data_dir.resolve()),
        f"{PREFIX}DATABASE_URL": _absolute_sqlite(settings.database_url),
        f"{PREFIX}ARCHIVE_URL": _absolute(settings.archive_url),
        f"{PREFIX}AUTHORITIES_FILE": str(settings.authorities_file.resolve()) if settings.authorities_file else "",
        f"{PREFIX}REPORTS_URL": settings.reports_url or f"http://{HOST}:{ports.reports}",
        f"{PREFIX}PREFECT_UI_URL": settings.prefect_ui_url or f"http://{HOST}:{ports.ui}",
    }
    home = settings.data_dir.resolve() / "prefect"
    return {
        **_MEMORY,
        **ours,
        **prefect_environment(home, f"http://{HOST}:{ports.ui}/api"),
        **{name: at for name, at in places.items() if at},
    }


def stay_up(
    environment: Mapping[str, str], ports: Ports, data: Path, say: Callable[[str], None], postgres: OwnPostgres | None = None
) -> int:
    """Start all parts, wait for a signal or the end of the server, then stop all. Returns the exit code.

    `data` is the data folder: logs/ in it has the children's logs; reports/ and, as text, changed-pages/ are served.
    A line that `say` cannot print is lost: a closed terminal or a full disk ends nothing. Raises DidNotStart, OSError.
    """
    say = _say_if_possible(say)
    logs = Logs(data / "logs", is_journal(os.environ.get("JOURNAL_STREAM"), sys.stderr.fileno()))
    # Only the owner can read both: a log may name a mail's recipient.
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    logs.folder.mkdir(mode=0o700, exist_ok=True)
    asked_to_end: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda given, _frame: asked_to_end.append(given))
    children: dict[str, subprocess.Popen[bytes]] = {}
    beside = _beside(ports)
    if left := end_processes(environment):
        say(f"Ended {left} processes of runs that an earlier start has left behind.")
    try:
        serves = {"PREFECT_LOGGING_SETTINGS_PATH": str(SERVER_LOGGING), **environment}
        if postgres:
            say(f"Starting a PostgreSQL for the Prefect server (its log: {logs.of('postgres')}) ...")
            serves[_PREFECT_DATABASE] = _start_postgres(postgres, children, environment, logs, asked_to_end)
        if not asked_to_end:
            say(f"Starting the Prefect server (its log: {logs.of('server')}) ...")
            server = children["server"] = _start("server", _server(ports.ui), serves, logs)
            # It imports what it needs while the server starts, and waits for the server.
            children["deployments"] = _start("deployments", _SET_UP, environment, logs)
            _wait_until_it_answers(server, f"http://{HOST}:{ports.ui}/api/health", logs, asked_to_end)
        if not asked_to_end:
            say("Creating the deployments and automations ...")
            _wait_until_set_up(children["deployments"], logs, asked_to_end)
        if not asked_to_end:
            del children["deployments"]
            children |= {name: _start(name, command, environment, logs) for name, command in beside.items()}
            say(f"Up: http://{HOST}:{ports.ui} (Ctrl-C stops it)")
            say(f"Pages for recipients: http://{HOST}:{ports.web}   Validation reports: http://{HOST}:{ports.reports}")
        return _watch(children, beside, environment, logs, asked_to_end, say)
    finally:
        say("Stopping ...")
        asked = len(asked_to_end)
        if "worker" in children and children["server"].poll() is None and processes_of_runs(environment):
            say(f"Waiting up to {RUN_SECONDS:.0f} s for the runs under way (Ctrl-C again stops them) ...")
            wait_for_runs(environment, RUN_SECONDS, hurry=lambda: len(asked_to_end) > asked)
        for name in reversed(children):
            _end(children[name])
            if name == "worker":
                end_processes(environment)
        if postgres:
            postgres.clean_up()


def _beside(ports: Ports) -> dict[str, list[str]]:
    """The parts apart from the server, by name: each is restarted if it ends by itself."""
    return {
        "worker": [sys.executable, "-m", "prefect", "worker", "start", "--pool", POOL, "--type", "process"],
        "web": [sys.executable, "-m", "ofsted_watch", "web", "--port", str(ports.web)],
        "reports": [sys.executable, "-m", "ofsted_watch", "reports", "--port", str(ports.reports), "--host", HOST],
    }


def _watch(
    children: dict[str, subprocess.Popen[bytes]],
    beside: Mapping[str, list[str]],
    environment: Mapping[str, str],
    logs: Logs,
    asked_to_end: list[int],
    say: Callable[[str], None],
) -> int:
    """Wait until asked to stop (0), or until the server or its PostgreSQL ends by itself (1). Other parts are restarted."""
    rotation, rotated = Rotation(logs.folder, say), time.monotonic()
    restarts = _Restarts(children, environment, logs, say)
    while not asked_to_end:
        if time.monotonic() - rotated > ROTATE_SECONDS:
            rotation.rotate()
            rotated = time.monotonic()
        for name, what in _NEEDED.items():
            if name in children and children[name].poll() is not None:
                say(f"{what} ended by itself; its log is {logs.of(name)}")
                return 1
        for name, command in beside.items():
            if children[name].poll() is not None:
                restarts.restart(name, command)
        time.sleep(CHECK_SECONDS)
    return 0


class _Restarts:
    """Restarts parts that ended by themselves, again and again: a machine without memory or space now may have some later."""

    def __init__(
        self,
        children: dict[str, subprocess.Popen[bytes]],
        environment: Mapping[str, str],
        logs: Logs,
        say: Callable[[str], None],
    ) -> None:
        self._children = children
        self._environment = environment
        self._logs = logs
        self._say = say
        self._faults: dict[str, str] = {}

    def restart(self, name: str, command: list[str]) -> None:
        """Start the part again after a moment. What hinders it is said once."""
        before = self._faults.get(name)
        if before is None:
            self._say(f"The part '{name}' ended by itself and is restarted; its log is {self._logs.of(name)}")
        time.sleep(_RESTART_SECONDS)
        try:
            self._children[name] = _start(name, command, self._environment, self._logs)
            self._faults.pop(name, None)
        except OSError as error:
            self._faults[name] = str(error)
            if before != str(error):
                self._say(
                    f"The part '{name}' cannot be started ({error}) and is tried again: check the machine's disk and memory"
                )


def _say_if_possible(say: Callable[[str], None]) -> Callable[[str], None]:
    def say_if_possible(line: str) -> None:
        with contextlib.suppress(OSError):
            say(line)

    return say_if_possible


def _server(port: int) -> list[str]:
    return [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(port)]


def _start_postgres(
    postgres: OwnPostgres,
    children: dict[str, subprocess.Popen[bytes]],
    environment: Mapping[str, str],
    logs: Logs,
    asked_to_end: list[int],
) -> str:
    """Start it among the children; returns its URL for Prefect, also if we are asked to end. Raises DidNotStart or WrongUse."""
    plain = {"PATH": environment.get("PATH", os.defpath), "LC_ALL": "C"}
    command = postgres.prepare(plain, lambda: asked_to_end)
    # After a kill its own processes may hold the memory that they share for a moment longer: then it ends at once.
    for _ in range(_POSTGRES_TRIES):
        if asked_to_end:
            return postgres.url
        child = children["postgres"] = _start("postgres", command, plain, logs, user=postgres.user)
        if postgres.wait_until_ready(child, _POSTGRES_SECONDS, lambda: asked_to_end):
            return postgres.url
        if child.poll() is None and not asked_to_end:  # a second one on its cluster would be refused
            raise DidNotStart(
                f"Prefect's PostgreSQL was not ready within {_POSTGRES_SECONDS:.0f} s; its log is {logs.of('postgres')}"
            )
        time.sleep(1)
    raise DidNotStart(f"Prefect's PostgreSQL did not start; its log is {logs.of('postgres')}")


def _start(
    name: str, command: list[str], environment: Mapping[str, str], logs: Logs, user: str | None = None
) -> subprocess.Popen[bytes]:
    """Start a child in its own process group, so that Ctrl-C reaches only us and we stop the children in order."""
    with logs.open(name) as log:
        return subprocess.Popen(  # noqa: S603
            command,
            cwd=HOUSE,
            env=dict(environment),
            user=user,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )


def _die_with_parent() -> None:
    """Ask Linux to end this child if we are killed."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)


def _wait_until_it_answers(server: subprocess.Popen[bytes], url: str, logs: Logs, asked_to_end: list[int]) -> None:
    give_up = time.monotonic() + START_SECONDS
    while not asked_to_end:
        if server.poll() is not None:
            raise DidNotStart(f"The Prefect server ended before it answered; its log is {logs.of('server')}")
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            if time.monotonic() > give_up:
                raise DidNotStart(
                    f"The Prefect server did not answer within {START_SECONDS:.0f} s; its log is {logs.of('server')}"
                ) from None
        time.sleep(0.1)


def _wait_until_set_up(deployments: subprocess.Popen[bytes], logs: Logs, asked_to_end: list[int]) -> None:
    while not asked_to_end and (code := deployments.poll()) is None:
        time.sleep(0.1)
    if not asked_to_end and code:
        raise DidNotStart(f"The deployments were refused; the reason is in {logs.of('deployments')}")


def _end(child: subprocess.Popen[bytes]) -> None:
    """Ask a child and its whole group to end; kill those that do not."""
    if child.poll() is None:
        child.send_signal(signal.SIGINT)
        try:
            child.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _absolute(place: str) -> str:
    return str(Path(place).resolve()) if place and "://" not in place else place


def _absolute_sqlite(url: str) -> str:
    if not url.startswith("sqlite:///"):
        return url
    return f"sqlite:///{Path(url.removeprefix('sqlite:///')).resolve()}"
