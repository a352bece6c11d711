"""After an older database is restored, nothing that went out goes out again: the log of sent mails knows."""

import multiprocessing
import os
import random
import shutil
import signal
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.mail.mailer import Mailer
from ofsted_watch.adapters.mail.sent_log import SentLog
from ofsted_watch.domain.model import AlertState, Frequency
from ofsted_watch.services.deliver import SENT_BEFORE, SESSIONS, deliver, deliver_digests
from ofsted_watch.services.delivery_resources import OpenDeliveryResources
from ofsted_watch.settings import Settings
from tests.adapters.database.made import notified, subscribed
from tests.adapters.mail_servers import Mailbox
from tests.services.test_deliver import resources

KILLS, ALERTS = 12, 150


def database_file(folder: Path) -> Path:
    return folder / "ofsted-watch.db"


def save_copy(folder: Path, copy: Path) -> None:
    for path in folder.glob("ofsted-watch.db*"):
        shutil.copy(path, copy / path.name)


def restore_copy(folder: Path, copy: Path) -> None:
    for path in folder.glob("ofsted-watch.db*"):
        path.unlink()
    for path in copy.glob("ofsted-watch.db*"):
        shutil.copy(path, folder / path.name)


def test_alerts_that_went_out_after_the_backup_are_marked_as_sent_and_not_sent_again(tmp_path: Path) -> None:
    mailbox, folder, copy = Mailbox(), tmp_path / "data", tmp_path / "copy"
    copy.mkdir()
    with resources(folder, mailbox) as opened:
        ann, bob = subscribed(opened.database, "ann@council.example"), subscribed(opened.database, "bob@council.example")
        notified(opened.database, ann, ("letter:1",))
        daily = subscribed(opened.database, "cat@council.example", Frequency.DAILY)
        notified(opened.database, daily, ("letter:1", "letter:2"))
    save_copy(folder, copy)
    with resources(folder, mailbox) as opened:
        assert deliver(opened).sent == 1
        assert deliver_digests(opened, Frequency.DAILY).sent == 2
        notified(opened.database, bob, ("letter:2",))
        assert deliver(opened).sent == 1
    restore_copy(folder, copy)
    with resources(folder, mailbox) as opened:
        assert {alert.state for alert in opened.database.alerts.find()} == {AlertState.PENDING}
        # The night is decided again: the same news for Bob, and news for the digest that nobody got.
        notified(opened.database, bob, ("letter:2",))
        notified(opened.database, daily, ("letter:3",))
        assert deliver(opened).total == 0
        assert deliver_digests(opened, Frequency.DAILY).sent == 1
        answers = {alert.answer for alert in opened.database.alerts.find() if alert.event.key != "letter:3"}
        assert answers == {SENT_BEFORE}
        assert {alert.state for alert in opened.database.alerts.find()} == {AlertState.SENT}
    assert Counter(to for (to,), _ in mailbox.stored) == {
        "ann@council.example": 1,
        "bob@council.example": 1,
        "cat@council.example": 2,
    }


def test_the_number_of_a_lost_subscription_is_another_persons_now_and_they_get_their_mail(tmp_path: Path) -> None:
    mailbox, folder, copy = Mailbox(), tmp_path / "data", tmp_path / "copy"
    copy.mkdir()
    with resources(folder, mailbox):
        pass
    save_copy(folder, copy)
    with resources(folder, mailbox) as opened:
        notified(opened.database, subscribed(opened.database, "ann@council.example"), ("letter:1",))
        assert deliver(opened).sent == 1
    restore_copy(folder, copy)
    with resources(folder, mailbox) as opened:
        bob = subscribed(opened.database, "bob@council.example")
        notified(opened.database, bob, ("letter:1",))
        assert deliver(opened).sent == 1
    assert [to for (to,), _ in mailbox.stored] == ["ann@council.example", "bob@council.example"]


def test_a_log_that_cannot_be_read_stops_the_delivery_before_anything_is_sent(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with resources(tmp_path, mailbox) as opened:
        notified(opened.database, subscribed(opened.database), ("letter:1",))
        opened.settings.sent_log.mkdir()
        message = ""
        try:
            deliver(opened)
        except Exception as error:
            message = f"{type(error).__name__}: {error}"
        assert message.startswith("StoreError: The log of sent mails")
        (alert,) = opened.database.alerts.find()
        assert (alert.state, mailbox.stored) == (AlertState.PENDING, [])


def deliver_in(folder: Path, mailbox: Path) -> None:
    """A delivery whose mail server adds a line for each mail that it takes."""

    class Server:
        def session(self) -> "Server":
            return self

        def __enter__(self) -> "Server":
            return self

        def __exit__(self, *_: object) -> None: ...

        def send(self, message: Any, to: str) -> str:
            with mailbox.open("a") as file:
                file.write(f"{message['Message-ID']}\n")
            return "250 ok"

    settings = Settings(data_dir=folder, mail_from="watch@watch.example")
    with Database(settings.database) as database:
        opened = OpenDeliveryResources(settings, database, cast(Mailer, Server()), SentLog(settings.sent_log))
        deliver(opened, hung_after=timedelta(0))


def test_deliveries_killed_at_random_and_an_older_database_restored_send_nothing_twice(tmp_path: Path) -> None:
    """The only mail that may go twice is one that its server took and that a kill kept from the log: one for each session."""
    folder, copy, mailbox = tmp_path / "data", tmp_path / "copy", tmp_path / "mailbox"
    copy.mkdir()
    settings = Settings(data_dir=folder, mail_from="watch@watch.example")
    folder.mkdir()
    with Database(settings.database, id_domain="watch.example") as database:
        database.migrate()
        notified(database, subscribed(database), tuple(f"letter:{n}" for n in range(ALERTS)))
    save_copy(folder, copy)
    forked, moments, killed = multiprocessing.get_context("fork"), random.Random(20261128), 0
    for _ in range(KILLS):
        deliverer = forked.Process(target=deliver_in, args=(folder, mailbox))
        deliverer.start()
        time.sleep(moments.uniform(0.05, 0.25))
        if deliverer.is_alive():
            os.kill(deliverer.pid or 0, signal.SIGKILL)
        deliverer.join()
        killed += deliverer.exitcode == -signal.SIGKILL
        restore_copy(folder, copy)
    deliver_in(folder, mailbox)
    mails = Counter(mailbox.read_text().split())
    logged = settings.sent_log.read_text().count('"mail"')
    assert killed >= 3, "too few were killed at work for this to show anything"
    assert len(mails) == ALERTS
    assert logged >= ALERTS
    assert sum(mails.values()) - ALERTS <= killed * SESSIONS
    restore_copy(folder, copy)
    deliver_in(folder, mailbox)
    assert Counter(mailbox.read_text().split()) == mails
