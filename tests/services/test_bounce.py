"""What a mail from the mail server's pipe changes: the address that got our mail and is gone, and nobody else."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from ofsted_watch.domain.model import Frequency, Subscription
from ofsted_watch.services.bounce import handle_returned_mail
from ofsted_watch.services.deliver import deliver, deliver_digests
from ofsted_watch.services.resources import Resources
from tests.adapters.database.made import notified, subscribed
from tests.adapters.mail_servers import Mailbox
from tests.services.test_deliver import resources
from tests.subscriptions.test_returned_mails import ID, person, standard

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def report_on(mailbox: Mailbox, status: str = "5.1.1", to: str = "ann@council.example", number: int = 0) -> bytes:
    """The report about a mail that was sent, about an address."""
    sent = message_from_bytes(mailbox.stored[number][1], policy=policy.default)["Message-ID"]
    return standard(status).replace(ID.encode(), str(sent).encode()).replace(b"ann@council.example", to.encode())


def paused(opened: Resources) -> set[str]:
    return {subscription.email for subscription in opened.database.subscribers.all() if subscription.paused}


def sent_to(opened: Resources, email: str, key: str = "letter:1") -> Subscription:
    reader = subscribed(opened.database, email)
    notified(opened.database, reader, (key,))
    deliver(opened)
    return reader


def test_a_permanent_failure_pauses_the_address_with_the_servers_answer(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with resources(tmp_path, mailbox) as opened:
        sent_to(opened, "ann@council.example")
        sent_to(opened, "bob@council.example", "letter:2")
        handled = handle_returned_mail(opened, report_on(mailbox), NOW)
        assert handled.recognised
        assert handled.message == "Paused: a…@c….example. 5.1.1"
        (ann,) = opened.database.subscribers.of("ann@council.example")
        assert ann.paused == "mails come back: 5.1.1"
        assert paused(opened) == {"ann@council.example"}
        notified(opened.database, ann, ("letter:3",))
        assert deliver(opened).total == 0
        assert handle_returned_mail(opened, report_on(mailbox), NOW).recognised


def test_a_temporary_failure_pauses_nobody(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with resources(tmp_path, mailbox) as opened:
        sent_to(opened, "ann@council.example")
        handled = handle_returned_mail(opened, report_on(mailbox, "4.2.2"), NOW)
        assert (handled.recognised, paused(opened)) == (True, set())


def test_a_forged_bounce_pauses_neither_an_address_without_that_mail_nor_the_one_that_got_it(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with resources(tmp_path, mailbox) as opened:
        sent_to(opened, "ann@council.example")
        sent_to(opened, "eve@elsewhere.example", "letter:2")
        mine_about_ann = report_on(mailbox, number=1)
        made_up = standard("5.1.1")
        for forged in (mine_about_ann, made_up):
            assert not handle_returned_mail(opened, forged, NOW).recognised
        assert paused(opened) == set()


def test_a_mail_that_waits_has_not_been_sent_so_it_cannot_come_back(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with resources(tmp_path, mailbox) as opened:
        notified(opened.database, subscribed(opened.database, "ann@council.example"), ("letter:1",))
        (waiting,) = opened.database.alerts.find()
        report = standard("5.1.1").replace(ID.encode(), waiting.message_id.encode())
        assert not handle_returned_mail(opened, report, NOW).recognised
        assert paused(opened) == set()


def test_a_digest_that_comes_back_pauses_its_reader(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with resources(tmp_path, mailbox) as opened:
        ann = subscribed(opened.database, "ann@council.example", Frequency.DAILY)
        notified(opened.database, ann, ("letter:1", "letter:2"))
        assert deliver_digests(opened, Frequency.DAILY).sent == 2
        assert handle_returned_mail(opened, report_on(mailbox), NOW).recognised
        assert paused(opened) == {"ann@council.example"}


def test_a_request_to_stop_ends_the_subscriptions_of_its_sender_alone(tmp_path: Path) -> None:
    with resources(tmp_path, Mailbox()) as opened:
        subscribed(opened.database, "ann@council.example")
        subscribed(opened.database, "bob@council.example")
        assert handle_returned_mail(opened, person("unsubscribe"), NOW).recognised
        assert [left.email for left in opened.database.subscribers.all()] == ["bob@council.example"]
        assert not handle_returned_mail(opened, person("unsubscribe"), NOW).recognised


@pytest.mark.parametrize("content", [person("Thank you"), b"no mail at all"])
def test_another_mail_changes_nothing(tmp_path: Path, content: bytes) -> None:
    with resources(tmp_path, Mailbox()) as opened:
        subscribed(opened.database, "ann@council.example")
        handled = handle_returned_mail(opened, content, NOW)
        assert not handled.recognised
        assert handled.message.startswith("Left alone: ")
        assert len(opened.database.subscribers.all()) == 1
