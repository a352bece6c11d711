"""The pages as a person meets them who wants mails: a browser without script, and the folder that mails are written to."""

import email
import email.policy
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from httpx import Response
from starlette.testclient import TestClient

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.model import Frequency, Subscription, Topic
from ofsted_watch.services.signed_links import SignedLinks, signed_links
from ofsted_watch.settings import Settings
from ofsted_watch.web.app import make_app, today_in_england

PUBLIC = "https://watch.example"
SECRET = "a secret of the tests, long enough"
ANN = "ann@council.example"
KENT, LEEDS = "80476", "80481"
PREFERENCES = {"where": "chosen", "authority": [KENT], "change": "any", "frequency": "at-once", "email": ANN}
"""A form filled in as it should be."""


@dataclass
class Asking:
    """A running application and its outbox."""

    browser: TestClient
    settings: Settings

    @property
    def database(self) -> Database:
        found: Database = self.browser.app.state.here.database  # type: ignore[attr-defined]
        return found

    @property
    def links(self) -> SignedLinks:
        """Links sealed as the application seals them."""
        return signed_links(self.settings)

    def ask(self, **fields: Any) -> Response:
        """Send the form, WISH with these fields in their place; None leaves a field out."""
        sent = {name: value for name, value in (PREFERENCES | fields).items() if value is not None}
        return self.browser.post("/sign-up", data=sent, follow_redirects=False)

    def mails(self) -> list[EmailMessage]:
        """Every mail that is written once nothing is due any more, by the moment it was written."""
        assert self.browser.app.state.signup_context.signup_mailer.quiet(20)  # type: ignore[attr-defined]
        paths = sorted(self.settings.outbox.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in paths]

    def subscribed(self, address: str = ANN, frequency: Frequency = Frequency.AT_ONCE, **preferences: Any) -> Subscription:
        """A person who gets mails already, about changed judgements of Kent unless told otherwise."""
        known = {"urns": {KENT}, "region": None, "topics": {Topic.CHANGE}, "declines_only": False}
        return self.database.subscribers.subscribe(address, frequency=frequency, at=datetime.now(UTC), **(known | preferences))

    def follow(self, address: str) -> Response:
        """Open one of our whole addresses."""
        return self.browser.get(path_of(address), follow_redirects=False)

    def press(self, address: str, **fields: str) -> Response:
        """Press a button there; what it leads to is not followed."""
        return self.browser.post(path_of(address), data=fields, follow_redirects=False)


@contextmanager
def asking(folder: Path, *, today: Callable[[], date] = today_in_england, **settings: Any) -> Iterator[Asking]:
    """The pages over the database in `folder`, an empty one unless it was filled."""
    chosen = {"public_url": PUBLIC, "secret": (SECRET,), "mail_from": "Ofsted Watch <watch@watch.example>"} | settings
    built = Settings(data_dir=folder, **chosen)
    with TestClient(make_app(built, today=today), base_url=PUBLIC, raise_server_exceptions=False) as browser:
        yield Asking(browser, built)


def text_of(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def links_in(mail: EmailMessage) -> list[str]:
    """Our own addresses in a mail, in its text."""
    return re.findall(rf"{PUBLIC}\S*", text_of(mail))


def link_in(mail: EmailMessage, part: str) -> str:
    """The first of our addresses in a mail with this in its path."""
    return next(link for link in links_in(mail) if f"/{part}/" in link)


def path_of(address: str) -> str:
    """The part of one of our addresses after the host."""
    return address.removeprefix(PUBLIC)
