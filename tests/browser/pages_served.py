"""The pages on loopback over a watch whose nights are run by hand, with a real mail server: what a reader meets."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import uvicorn

from ofsted_watch.demo_site.stories import DemoSite, Story
from ofsted_watch.web.app import make_app
from tests.adapters.mail_servers import Mailbox, serving
from tests.journeys.watching import Watching, watching

PATIENCE = 30.0


@dataclass
class Served:
    """A watch, its pages' address, the mailbox of everybody, and the story's days."""

    watch: Watching
    url: str
    mailbox: Mailbox
    days: tuple[date, ...]

    def mail(self, address: str, number: int) -> EmailMessage:
        """The `number`th mail to this address, from 1, waited for: the pages send theirs beside the answer."""
        give_up = time.monotonic() + PATIENCE
        while len(mails := self.mails(address)) < number:
            assert time.monotonic() < give_up, f"{address} has {len(mails)} mails, not {number}"
            time.sleep(0.1)
        return mails[number - 1]

    def mails(self, address: str) -> list[EmailMessage]:
        return self.mailbox.to(address)


@contextmanager
def served(story: Story, folder: Path) -> Iterator[Served]:
    """Nothing has been looked at yet. The pages' day is the day the site is at."""
    mailbox = Mailbox()
    with serving(mailbox) as mail_port, DemoSite(nights=story.nights, authorities=story.authorities) as site:
        site.today = story.days[0]
        listener = socket.create_server(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        with watching(site, folder, smtp_url=f"smtp://127.0.0.1:{mail_port}", public_url=url) as watch:
            app = make_app(watch.resources.settings, today=lambda: site.today)
            server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
            thread.start()
            _wait_until_it_answers(server)
            try:
                yield Served(watch, url, mailbox, story.days)
            finally:
                server.should_exit = True
                thread.join(PATIENCE)


def _wait_until_it_answers(server: uvicorn.Server) -> None:
    """The listener takes connections before the pages are ready to answer them."""
    give_up = time.monotonic() + PATIENCE
    while not server.started:
        assert time.monotonic() < give_up, "the pages do not answer"
        time.sleep(0.05)
