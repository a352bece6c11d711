"""Many mails go over several connections at once, and by several deliveries at once: each goes out once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

import pytest

from ofsted_watch.adapters.mail.mailer import Mailer, Session
from ofsted_watch.adapters.mail.sent_log import SentLog
from ofsted_watch.domain.model import AlertState
from ofsted_watch.errors import MailServerUnavailable, NoMailConnection
from ofsted_watch.services.deliver import AT_ONCE, SERVER_AWAY, SESSIONS, Delivered, deliver
from ofsted_watch.services.delivery_resources import OpenDeliveryResources
from ofsted_watch.services.resources import Resources
from tests.adapters.database.made import notified, subscribed
from tests.adapters.mail_servers import Mailbox
from tests.services.test_deliver import resources

MANY = AT_ONCE * 2 + 10


def many_due(opened: Resources) -> None:
    notified(opened.database, subscribed(opened.database), tuple(f"letter:{n}" for n in range(MANY)))


class LimitedMailer:
    """A mail server that allows so many connections, and counts the mails by Message-ID."""

    def __init__(self, connections: int, *, is_away: bool = False) -> None:
        self.sent: list[str] = []
        self.opened = 0
        self._free = connections
        self._is_away = is_away
        self._lock = threading.Lock()

    @contextmanager
    def session(self) -> Iterator[Session]:
        with self._lock:
            self.opened += 1
            self._free -= 1
            is_allowed = self._free >= 0
        yield cast(Session, _Session(self, is_allowed))
        with self._lock:
            self._free += 1

    def take(self, message: EmailMessage, is_allowed: bool) -> str:
        if not is_allowed:
            raise NoMailConnection("421 4.3.2 too many connections from you")
        if self._is_away:
            raise MailServerUnavailable("451 4.3.0 try later")
        with self._lock:
            self.sent.append(str(message["Message-ID"]))
        return "250 ok"


class _Session:
    def __init__(self, mailer: LimitedMailer, is_allowed: bool) -> None:
        self._mailer, self._is_allowed = mailer, is_allowed

    def send(self, message: EmailMessage, to: str) -> str:
        return self._mailer.take(message, self._is_allowed)


def with_mailer(opened: Resources, mailer: LimitedMailer) -> OpenDeliveryResources:
    return OpenDeliveryResources(opened.settings, opened.database, cast(Mailer, mailer), SentLog(opened.settings.sent_log))


def test_many_mails_go_over_several_connections_each_once(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with resources(tmp_path, mailbox) as opened:
        many_due(opened)
        assert deliver(opened) == Delivered(sent=MANY)
        assert opened.database.alerts.counts()[AlertState.SENT] == MANY
    assert set(mailbox.copies().values()) == {1}
    assert len(mailbox.copies()) == MANY
    assert 1 < len(mailbox.connections) <= SESSIONS


def test_a_server_that_allows_one_connection_gets_all_mails_over_it(tmp_path: Path) -> None:
    mailer = LimitedMailer(connections=1)
    with resources(tmp_path, Mailbox()) as opened:
        many_due(opened)
        assert deliver(with_mailer(opened, mailer)) == Delivered(sent=MANY)
    assert mailer.opened == SESSIONS
    assert len(set(mailer.sent)) == len(mailer.sent) == MANY


def test_mails_at_a_set_rate_go_over_one_connection(tmp_path: Path) -> None:
    mailer, pauses = LimitedMailer(connections=9), list[float]()
    with resources(tmp_path, Mailbox(), mails_per_minute=30) as opened:
        many_due(opened)
        assert deliver(with_mailer(opened, mailer), sleep=pauses.append).sent == MANY
    assert mailer.opened == 1
    assert pauses == [2.0] * MANY


def test_a_server_that_is_away_is_asked_a_few_times_and_the_rest_stays_due(tmp_path: Path) -> None:
    with resources(tmp_path, Mailbox()) as opened:
        many_due(opened)
        done = deliver(with_mailer(opened, LimitedMailer(connections=9, is_away=True)))
        assert done.sent == done.failed == done.unknown == 0
        tried = [alert for alert in opened.database.alerts.find() if alert.attempts]
        # Each session may be in the middle of one when the last of the refusals comes.
        assert SERVER_AWAY <= len(tried) < SERVER_AWAY + SESSIONS
        assert opened.database.alerts.counts()[AlertState.PENDING] == MANY


def test_two_deliveries_at_once_send_each_mail_once(tmp_path: Path) -> None:
    mailer, ended = LimitedMailer(connections=9), list[Delivered]()
    with resources(tmp_path, Mailbox()) as opened:
        many_due(opened)
        both = [threading.Thread(target=lambda: ended.append(deliver(with_mailer(opened, mailer)))) for _ in range(2)]
        for each in both:
            each.start()
        for each in both:
            each.join(60)
    assert sum((each for each in ended), Delivered()) == Delivered(sent=MANY)
    assert len(set(mailer.sent)) == len(mailer.sent) == MANY


def test_a_database_that_fails_in_one_session_ends_all_of_them(tmp_path: Path) -> None:
    mailer = LimitedMailer(connections=9)

    def broken(*_given: Any, **_named: Any) -> Any:
        raise LookupError("a fault of our own")

    with resources(tmp_path, Mailbox()) as opened:
        many_due(opened)
        opened.database.outbox.begin_send = broken  # type: ignore[method-assign]
        with pytest.raises(LookupError, match="a fault of our own"):
            deliver(with_mailer(opened, mailer))
    assert mailer.sent == []
