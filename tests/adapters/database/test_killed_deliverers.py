"""Deliverers killed at any moment: no mail is lost, and one sent twice has the same Message-ID."""

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.model import AlertState
from tests.adapters.database.made import notified, subscribed

KILLS = 25
ALERTS = 400


def deliver(url: str, mailbox: Path) -> None:
    """Claim, hand over (one line in the mailbox is one mail taken by its server), write down; until nothing is left."""
    with Database(url) as database, mailbox.open("a") as server:
        database.outbox.recover_hung(datetime.now(UTC), timedelta(0))
        claimed_at = datetime.now(UTC)
        while claimed := database.outbox.claim(claimed_at, limit=10):
            for alert in claimed:
                if database.outbox.begin_send([alert.id], datetime.now(UTC), claimed_at=claimed_at):
                    server.write(f"{alert.message_id}\n")
                    server.flush()
                    database.outbox.mark_sent({alert.id: "250 ok"}, datetime.now(UTC))
            claimed_at = datetime.now(UTC)


def test_deliverers_killed_at_random_lose_no_mail_and_double_only_what_was_on_its_way(
    database: Database, url: str, tmp_path: Path
):
    notified(database, subscribed(database), tuple(f"letter:{n}" for n in range(ALERTS)))
    database.close()
    mailbox, moments = tmp_path / "mailbox", random.Random(20261123)
    forked = multiprocessing.get_context("fork")
    killed = 0
    for _ in range(KILLS):
        deliverer = forked.Process(target=deliver, args=(url, mailbox))
        deliverer.start()
        time.sleep(moments.uniform(0.01, 0.12))
        if deliverer.is_alive():
            os.kill(deliverer.pid or 0, signal.SIGKILL)
        deliverer.join()
        killed += deliverer.exitcode == -signal.SIGKILL
    deliver(url, mailbox)
    mails = Counter(mailbox.read_text().split())
    assert killed >= 5, "too few were killed at work for this to show anything"
    assert database.alerts.counts() == dict.fromkeys(AlertState, 0) | {AlertState.SENT: ALERTS}
    assert mails.keys() == {alert.message_id for alert in database.alerts.find()}
    assert sum(mails.values()) - ALERTS <= killed
