"""Server and worker as services of their own, on PostgreSQL: the server alone or both may end in a night, and nothing is lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from deployments.prefect_environment import prefect_environment
from ofsted_watch.demo_site.invented_authorities import write_csv
from ofsted_watch.demo_site.stories import DemoSite, long_story
from proofs.ops.standing import below, started, wait_for_server
from tasks.work_pool import POOL
from tests.flows.test_restart import DAY, NAME, a_night_under_way, completed, slots_taken
from tests.isolation import clean_environment
from tests.paths import REPOSITORY
from tests.ports import free_ports
from tests.postgres_server import HOW_TO_INSTALL, postgres_server, programs
from tests.standing_watch import StandingWatch, takes_minutes

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.timeout(1800)]


def deployed(environment: Mapping[str, str]) -> str:
    """What `ofsted-watch deploy` says, as the server's unit runs it once the server answers."""
    command = [sys.executable, "-m", "ofsted_watch", "deploy"]
    return subprocess.run(command, env=dict(environment), cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout


@contextmanager
def server_on(watch: StandingWatch) -> Iterator[subprocess.Popen[bytes]]:
    """The Prefect server, killed at the end."""
    serve = ["prefect", "server", "start", "--port", watch.url.rpartition(":")[2]]
    with started("server", serve, watch.environment, watch.folder) as server:
        wait_for_server(server, watch.url, watch.folder)
        yield server


@takes_minutes
def test_a_server_alone_or_both_killed_in_the_middle_of_a_night_loses_nothing(tmp_path: Path):
    bin_folder = programs()
    if bin_folder is None:
        pytest.skip(HOW_TO_INSTALL)
    story = long_story()
    write_csv(tmp_path / "authorities.csv", story.authorities)
    (port,) = free_ports(1)
    with ExitStack() as stack:
        postgres = stack.enter_context(postgres_server(bin_folder))
        site = stack.enter_context(DemoSite(nights=story.nights, authorities=story.authorities))
        site.today = story.days[0]
        environment = clean_environment()
        environment |= {
            "OFSTED_WATCH_SITE_URL": site.url,
            "OFSTED_WATCH_DATA_DIR": str(tmp_path / "data"),
            "OFSTED_WATCH_DATABASE_URL": postgres.url(postgres.new_database()),
            "OFSTED_WATCH_AUTHORITIES_FILE": str(tmp_path / "authorities.csv"),
            "OFSTED_WATCH_REQUESTS_PER_SECOND": "50",
            "OFSTED_WATCH_CONTACT": "tests@example.org",
            "OFSTED_WATCH_OPS_EMAIL": "ops@example.org",
            **prefect_environment(tmp_path / "prefect", f"http://127.0.0.1:{port}/api"),
            "PREFECT_SERVER_DATABASE_CONNECTION_URL": postgres.url(postgres.new_database()).replace("psycopg", "asyncpg"),
            # A worker that cannot reach its server ends after some 45 of these, with the runs that it started. A slow machine
            # needs a minute for a new server.
            "PREFECT_WORKER_QUERY_SECONDS": "4",
        }
        watch = StandingWatch(site, tmp_path, f"http://127.0.0.1:{port}", environment, story.days)
        take = ["prefect", "worker", "start", "--pool", POOL, "--type", "process", "--name"]
        with server_on(watch):
            deployed(environment)
            worker = stack.enter_context(started("worker-1", [*take, "worker-1"], environment, tmp_path))
            over_the_server = a_night_under_way(watch, pause=10, today=DAY)
        with server_on(watch):
            deployed(environment)
            completed(watch, over_the_server)
            cut_off = a_night_under_way(watch, pause=10, today=DAY)
            for process in (worker.pid, *below(worker.pid)):
                os.kill(process, signal.SIGKILL)
            worker.wait()
        with server_on(watch):
            # Nobody knows whether the run goes on on another machine: it has three minutes to say so.
            deployed(environment)
            stack.enter_context(started("worker-2", [*take, "worker-2"], environment, tmp_path))
            watch.wait_until(lambda: watch.ask(f"flow_runs/{cut_off}")["state_name"] == "Crashed", "the silent run is ended")
            following = watch.ended(watch.order("nightly", authorities=[NAME], today=DAY))
            assert following["state_type"] == "COMPLETED", following["state"]["message"]
            watch.wait_until(lambda: not slots_taken(watch), "no slot is taken")
            letters = watch.command("letters", "--authority", NAME, "--csv").splitlines()
            assert len(letters) == len(set(letters)) > 1
