"""Everything is killed at once in the middle of a backfill and of a delivery, on SQLite and on a PostgreSQL of `up`'s own."""

import email
import email.policy
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import Envelope

from ofsted_watch.adapters.database import Database
from ofsted_watch.demo_site.invented_authorities import invented
from ofsted_watch.demo_site.mishaps import SlowDrip
from ofsted_watch.domain.model import Frequency, Topic
from ofsted_watch.settings import Settings
from tests.adapters.mail_servers import Mailbox, serving
from tests.flows.test_restart import NAME, PAGE, kill_all, slots_taken
from tests.postgres_server import HOW_TO_INSTALL, programs
from tests.standing_watch import StandingWatch, is_up, takes_minutes, watch_to_start

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.timeout(1800)]

READERS = 40
NEWS = "Kingsholt upon Wye"


class SlowMailbox(Mailbox):
    """A mail server that takes its time, so that a delivery is in the middle of its work."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        time.sleep(0.2)
        return await super().handle_DATA(server, session, envelope)

    def to_readers(self) -> Counter[tuple[str, str]]:
        """How often each reader had each mail, by Message-ID."""
        mails = [(to[0], email.message_from_bytes(body, policy=email.policy.SMTP)) for to, body in self.stored]
        return Counter((to, str(mail["Message-ID"])) for to, mail in mails if to.startswith("reader"))

    def about(self, run: str) -> list[str]:
        """The mails to ops that name a run."""
        mails = [
            email.message_from_bytes(body, policy=email.policy.default) for to, body in self.stored if to[0].startswith("ops")
        ]
        return [text for mail in mails if run in (text := mail.get_content())]


@contextmanager
def on_engine(engine: str, command: list[str | Path]) -> Iterator[list[str | Path]]:
    """The command that starts the watch with Prefect's data on this engine."""
    if engine == "sqlite":
        yield command
        return
    if programs() is None:
        pytest.skip(HOW_TO_INSTALL)
    # A socket and its user's rights need a folder that is not below pytest's own.
    cluster = Path(tempfile.mkdtemp(prefix="ofsted-up-", dir="/tmp"))
    ports = [part for part in command if str(part).isdigit()]
    try:
        yield [sys.executable, "-m", "tests.flows.up_on_postgres", cluster, *ports]
    finally:
        shutil.rmtree(cluster, ignore_errors=True)


def subscribe(standing: StandingWatch) -> None:
    """Many readers of one authority's changes. By the command, each would wait for Python's start."""
    with Database(Settings(data_dir=standing.folder / "data").database) as database:
        for number in range(READERS):
            database.subscribers.subscribe(
                f"reader{number}@example.org",
                urns=frozenset({invented(NEWS).urn}),
                region=None,
                topics={Topic.CHANGE},
                frequency=Frequency.AT_ONCE,
                declines_only=False,
                at=datetime.now(UTC),
            )


def as_if_killed_long_ago(standing: StandingWatch) -> int:
    """Claims of a delivery that died are taken up after a quarter of an hour: let it be over. Returns how many there are."""
    long_ago = f"{datetime.now(UTC) - timedelta(hours=1):%Y-%m-%d %H:%M:%S.%f}"
    with closing(sqlite3.connect(standing.folder / "data" / "ofsted-watch.db")) as ours, ours:
        moved = "UPDATE alerts SET claimed_at = ?, send_begun_at = ? WHERE state = 'sending'"
        return ours.execute(moved, [long_ago, long_ago]).rowcount


def wait_for_completed(standing: StandingWatch, run: str) -> None:
    standing.wait_until(lambda: standing.ask(f"flow_runs/{run}")["state_type"] == "COMPLETED", f"{run} is completed", run=run)


@takes_minutes
@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_all_killed_in_a_backfill_and_in_a_delivery_is_taken_up_and_nothing_is_lost_or_doubled(engine: str, tmp_path: Path):
    mailbox = SlowMailbox()
    with watch_to_start(tmp_path) as (standing, plain), on_engine(engine, plain) as command, serving(mailbox) as port:
        assert isinstance(standing.environment, dict)
        standing.environment |= {
            "OFSTED_WATCH_SMTP_URL": f"smtp://127.0.0.1:{port}",
            "OFSTED_WATCH_ALERT_LIMIT": "1000",
            "PYTHONPATH": os.pathsep.join(filter(None, [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH")])),
        }
        standing.site.today = standing.days[0]
        with is_up(standing, command) as up:
            standing.site.mishap(PAGE, SlowDrip(chunk=500, pause=5), times=1)
            backfill = standing.order("backfill", authorities=[NAME])
            standing.wait_until(
                lambda: any(each.path == PAGE for each in standing.site.requests), "the backfill asks for the page"
            )
            kill_all(up)
            up.wait()
        with is_up(standing, command) as up:
            wait_for_completed(standing, backfill)
            letters = standing.command("letters", "--authority", NAME, "--csv").splitlines()
            assert len(letters) == len(set(letters)) > 1
            # Its part was cut off with it: the backfill itself takes that up, and ops have one mail.
            standing.wait_until(lambda: mailbox.about(backfill), "ops know of the backfill")
            wait_for_completed(standing, standing.order("nightly", authorities=[NEWS], today=standing.days[0].isoformat()))
            subscribe(standing)
            standing.site.today = standing.days[3]
            wait_for_completed(standing, standing.order("nightly", authorities=[NEWS], today=standing.days[3].isoformat()))
            standing.wait_until(lambda: len(mailbox.to_readers()) >= 5, "a delivery is under way")
            kill_all(up)
            up.wait()
        had = len(mailbox.to_readers())
        assert 5 <= had < READERS
        assert as_if_killed_long_ago(standing)
        with is_up(standing, command):
            standing.wait_until(lambda: len(mailbox.to_readers()) == READERS, "every reader has the mail")
            standing.wait_until(lambda: not slots_taken(standing), "no slot is taken")
            # Killed between the server's answer and the log of sent mails, a session's last mail goes out again, as documented.
            assert sum(mailbox.to_readers().values()) <= READERS + 1
            assert len(mailbox.about(backfill)) == 1
            following = standing.ended(standing.order("nightly", authorities=[NEWS], today=standing.days[3].isoformat()))
            assert following["state_type"] == "COMPLETED", following["state"]["message"]
