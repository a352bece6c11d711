"""No password gets into Prefect: not into its database, its logs or a command line, though its runs had and failed with them."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.adapters.mail_servers import Mailbox, serving
from tests.flows.calling import Caller, calling
from tests.postgres_server import PostgresServer
from tests.security.canaries import DATABASE, SEAL, heard_in, in_the_command_lines_of, singing_files
from tests.security.letting_in import database_url, one_role_by_password, says_it_back, smtp_url
from tests.standing_watch import StandingWatch, takes_minutes

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.postgres, pytest.mark.timeout(900), takes_minutes]


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with one_role_by_password() as running:
        yield running


@pytest.fixture
def singing(standing: StandingWatch, server: PostgresServer, tmp_path: Path) -> Iterator[StandingWatch]:
    """The standing watch's server and site, for runs whose settings hold a canary each."""
    with serving(Mailbox(), auth_required=True, auth_require_tls=False, authenticator=says_it_back) as port:
        settings = {
            "OFSTED_WATCH_DATA_DIR": str(tmp_path / "data"),
            "OFSTED_WATCH_DATABASE_URL": database_url(server),
            "OFSTED_WATCH_SMTP_URL": smtp_url(port),
            "OFSTED_WATCH_SECRET": SEAL,
            "OFSTED_WATCH_ALERT_LIMIT": "12",
        }
        yield replace(standing, folder=tmp_path, environment={**standing.environment, **settings})


def a_change_and_its_mail(run: Caller, watch: StandingWatch) -> dict[str, object]:
    """Two nights of Thornmere, the second with its fall; somebody subscribed in between. Returns the delivery's run."""
    for number in (0, 1):
        watch.site.today = watch.days[number]
        run("flows.nightly_flow.nightly", authorities=["Thornmere"], today=watch.days[number].isoformat())
        watch.command("subscribe", "newsroom@example.org", "--all", "--on", "change")
    return run("flows.delivery_flow.deliver")


def test_runs_that_end_well_and_badly_leave_no_password_in_prefect(
    singing: StandingWatch, standing: StandingWatch, server: PostgresServer, tmp_path: Path
) -> None:
    with calling(singing) as run:
        refused = a_change_and_its_mail(run, singing)
        run("flows.review_flows.review_held_alerts", decision="look")
        assert in_the_command_lines_of(os.getuid()) == set()
    locked_out = {**singing.environment, "OFSTED_WATCH_DATABASE_URL": database_url(server, f"{DATABASE}-wrong")}
    with calling(replace(singing, environment=locked_out)) as run:
        failed = run("flows.nightly_flow.nightly", authorities=["Thornmere"], today=singing.days[1].isoformat())
    assert failed["state_type"] in ("FAILED", "CRASHED")
    stored = b"".join(path.read_bytes() for path in (standing.folder / "data" / "prefect").glob("*.db*"))
    assert str(refused["id"]).encode() in stored or str(refused["id"]).replace("-", "").encode() in stored
    assert b"password authentication failed" in stored
    assert b"does not accept our user and password" in stored
    assert heard_in(stored) == set()
    assert singing_files(standing.folder) == {}
    assert singing_files(tmp_path) == {}


def test_what_is_looked_for_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "log").write_text(f"a line with {DATABASE}\nand {quote(DATABASE, safe='')}\n", encoding="utf-8")
    assert len(singing_files(tmp_path)[str(tmp_path / "log")]) >= 2
