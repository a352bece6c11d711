"""What a delivery writes into each mail for its reader, and what it leaves out of the logs."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any, cast

import pytest

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.mail.mailer import Post
from ofsted_watch.domain.model import Rhythm
from ofsted_watch.services.deliver import deliver, deliver_digests
from ofsted_watch.services.resources import World
from ofsted_watch.services.signed_links import MailFor, own_links
from ofsted_watch.settings import Settings
from tests.adapters.database.made import AMBLEFORD, BRACKENSHIRE, subscribed, told
from tests.adapters.mail_servers import Mailbox, serving

PUBLIC = "https://watch.example"
NOT_NEEDED = cast(Any, None)


@contextmanager
def world(folder: Path, mailbox: Mailbox, **settings: Any) -> Iterator[World]:
    """As much of the world as a delivery touches."""
    known = Settings(data_dir=folder, mail_from="Watch <watch@watch.example>", **settings)
    with serving(mailbox) as port, Database(known.database, message_domain="watch.example") as database:
        database.migrate()
        post = Post.from_url(f"smtp://127.0.0.1:{port}", outbox=known.outbox, timeout=5)
        yield World(known, NOT_NEEDED, NOT_NEEDED, database, NOT_NEEDED, post)


def stop_links(mailbox: Mailbox) -> dict[str, str]:
    """To whom → the token of the 'stop' link in the mail's header."""
    found = {}
    for (to,), content in mailbox.kept:
        header = str(message_from_bytes(content, policy=policy.default)["List-Unsubscribe"])
        match = re.match(rf"<{PUBLIC}/unsubscribe/([^>]+)>, <mailto:", header)
        assert match is not None, header
        found[to] = match[1]
    return found


def test_each_mail_carries_a_stop_link_of_its_own_reader(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with world(tmp_path, mailbox, public_url=PUBLIC) as opened:
        people = [subscribed(opened.database, f"{name}@council.example") for name in ("ann", "bob")]
        for person in people:
            told(opened.database, person, ("letter:1",))
        assert deliver(opened).sent == 2
        links, now = own_links(opened.settings), datetime.now(UTC)
        for person in people:
            held = links.mail_for(stop_links(mailbox)[person.email], now)
            assert held == MailFor(person.email, frozenset({person.id}))


def test_a_digest_stops_all_the_wishes_that_it_answers(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with world(tmp_path, mailbox, public_url=PUBLIC) as opened:
        for urn, key in ((AMBLEFORD, "letter:1"), (BRACKENSHIRE, "letter:2")):
            told(opened.database, subscribed(opened.database, "ann@council.example", Rhythm.DAILY, frozenset({urn})), (key,))
        deliver_digests(opened, Rhythm.DAILY)
        ids = frozenset(one.id for one in opened.database.subscriptions())
        (token,) = stop_links(mailbox).values()
        assert own_links(opened.settings).mail_for(token, datetime.now(UTC)) == MailFor("ann@council.example", ids)
        assert len(ids) == 2


def test_without_pages_a_mail_has_no_link_of_ours_and_no_secret_is_made(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with world(tmp_path, mailbox) as opened:
        told(opened.database, subscribed(opened.database), ("letter:1",))
        deliver(opened)
    mail = message_from_bytes(mailbox.kept[0][1], policy=policy.default)
    assert mail["List-Unsubscribe"] == "<mailto:watch@watch.example?subject=unsubscribe>"
    assert not (tmp_path / "secret").exists()


@pytest.mark.parametrize("answer", ["550 5.1.1 <ann@council.example> is not here", "451 4.7.1 Ann@Council.example: come again"])
def test_a_refusal_is_logged_by_the_alerts_number_without_the_address(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, answer: str
) -> None:
    with caplog.at_level(logging.DEBUG, "ofsted_watch"), world(tmp_path, Mailbox(address=answer)) as opened:
        told(opened.database, subscribed(opened.database, "ann@council.example"), ("letter:1",))
        deliver(opened)
        (alert,) = opened.database.alerts()
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("ofsted_watch")]
    assert any(words.startswith(f"alert {alert.id} to a…@c….example") for words in ours)
    assert not [words for words in ours if "ann@" in words.lower()]
