"""What a delivery writes into each mail for its reader, and what it leaves out of the logs."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import text

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.mail.mailer import Mailer
from ofsted_watch.domain.model import EventKind, Frequency, NewAlert, Outcome
from ofsted_watch.services.deliver import deliver, deliver_digests
from ofsted_watch.services.resources import Resources
from ofsted_watch.services.signed_links import MailFor, signed_links
from ofsted_watch.settings import Settings
from tests.adapters.database.made import AMBLEFORD, BRACKENSHIRE, NOW, TODAY, event, notified, subscribed
from tests.adapters.mail_servers import Mailbox, serving

PUBLIC = "https://watch.example"
NOT_NEEDED = cast(Any, None)


@contextmanager
def resources(folder: Path, mailbox: Mailbox, **settings: Any) -> Iterator[Resources]:
    """As much of the world as a delivery touches."""
    known = Settings(data_dir=folder, mail_from="Watch <watch@watch.example>", **settings)
    with serving(mailbox) as port, Database(known.database, id_domain="watch.example") as database:
        database.migrate()
        post = Mailer.from_url(f"smtp://127.0.0.1:{port}", outbox=known.outbox, timeout=5)
        yield Resources(known, NOT_NEEDED, NOT_NEEDED, database, NOT_NEEDED, post, NOT_NEEDED)


def stop_links(mailbox: Mailbox) -> dict[str, str]:
    """To whom → the token of the 'stop' link in the mail's header."""
    found = {}
    for (to,), content in mailbox.stored:
        header = str(message_from_bytes(content, policy=policy.default)["List-Unsubscribe"])
        match = re.match(rf"<{PUBLIC}/unsubscribe/([^>]+)>, <mailto:", header)
        assert match is not None, header
        found[to] = match[1]
    return found


def test_each_mail_carries_a_stop_link_of_its_own_reader(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with resources(tmp_path, mailbox, public_url=PUBLIC) as opened:
        people = [subscribed(opened.database, f"{name}@council.example") for name in ("ann", "bob")]
        for person in people:
            notified(opened.database, person, ("letter:1",))
        assert deliver(opened).sent == 2
        links, now = signed_links(opened.settings), datetime.now(UTC)
        for person in people:
            held = links.mail_for(stop_links(mailbox)[person.email], now)
            assert held == MailFor(person.email, frozenset({person.id}))


def test_a_digest_stops_all_the_subscriptions_that_it_answers(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with resources(tmp_path, mailbox, public_url=PUBLIC) as opened:
        for urn, key in ((AMBLEFORD, "letter:1"), (BRACKENSHIRE, "letter:2")):
            notified(
                opened.database, subscribed(opened.database, "ann@council.example", Frequency.DAILY, frozenset({urn})), (key,)
            )
        deliver_digests(opened, Frequency.DAILY)
        ids = frozenset(one.id for one in opened.database.subscribers.all())
        (token,) = stop_links(mailbox).values()
        assert signed_links(opened.settings).mail_for(token, datetime.now(UTC)) == MailFor("ann@council.example", ids)
        assert len(ids) == 2


def test_without_pages_a_mail_has_no_link_of_ours_and_no_secret_is_made(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with resources(tmp_path, mailbox) as opened:
        notified(opened.database, subscribed(opened.database), ("letter:1",))
        deliver(opened)
    mail = message_from_bytes(mailbox.stored[0][1], policy=policy.default)
    assert mail["List-Unsubscribe"] == "<mailto:watch@watch.example?subject=unsubscribe>"
    assert not (tmp_path / "secret").exists()


@pytest.mark.parametrize("answer", ["550 5.1.1 <ann@council.example> is not here", "451 4.7.1 Ann@Council.example: come again"])
def test_a_refusal_is_logged_by_the_alerts_number_without_the_address(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, answer: str
) -> None:
    with caplog.at_level(logging.DEBUG, "ofsted_watch"), resources(tmp_path, Mailbox(address=answer)) as opened:
        notified(opened.database, subscribed(opened.database, "ann@council.example"), ("letter:1",))
        deliver(opened)
        (alert,) = opened.database.alerts.find()
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("ofsted_watch")]
    assert any(message.startswith(f"alert {alert.id} to a…@c….example") for message in ours)
    assert not [message for message in ours if "ann@" in message.lower()]


def test_a_correction_answers_the_mail_that_was_sent_before_the_id_domain_was_stored(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with resources(tmp_path, mailbox) as opened:
        database = opened.database
        person = subscribed(database)
        notified(database, person, ("letter:1",))
        with database.write_transaction() as connection:
            connection.execute(text("UPDATE alerts SET message_id = '<first@old.example>'"))
        correction = replace(event("correction:1"), kind=EventKind.CORRECTION, corrects="letter:1")
        corrects = NewAlert(person.id, correction.key, None)
        database.outcomes.apply(Outcome(today=TODAY, events=(correction,), alerts=(corrects,)), run_id=None, at=NOW)
        assert deliver(opened).sent == 2
    mails = [message_from_bytes(content, policy=policy.default) for _, content in mailbox.stored]
    assert [(mail["Message-ID"] == "<first@old.example>", mail["In-Reply-To"]) for mail in mails] == [
        (True, None),
        (False, "<first@old.example>"),
    ]


@pytest.mark.parametrize("frequency", [Frequency.AT_ONCE, Frequency.DAILY])
def test_who_was_erased_and_is_back_with_an_older_copy_of_the_database_gets_nothing(tmp_path: Path, frequency: Frequency) -> None:
    mailbox = Mailbox()
    with resources(tmp_path, mailbox, public_url=PUBLIC) as opened:
        ann, bob = (subscribed(opened.database, f"{name}@council.example", frequency) for name in ("ann", "bob"))
        for person in (ann, bob):
            notified(opened.database, person, ("letter:1",))
        opened.sent_log.record_erasure(ann.email, datetime.now(UTC))
        sent = deliver(opened) if frequency is Frequency.AT_ONCE else deliver_digests(opened, frequency)
        assert sent.total == sent.sent == 1
        assert [subscription.email for subscription in opened.database.subscribers.all()] == [bob.email]
    assert [to for to, _ in mailbox.stored] == [[bob.email]]
