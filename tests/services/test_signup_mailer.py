"""The room that answers by mail in the background: tried again where a refusal passes, never told twice, silent in the logs."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.mail.mailer import Mailer
from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.model import Frequency, Topic
from ofsted_watch.errors import DatabaseUnavailable
from ofsted_watch.services.sign_up import LinkWanted, SignUp
from ofsted_watch.services.signed_links import signed_links
from ofsted_watch.services.signup_mailer import SignupMailer
from ofsted_watch.settings import Settings
from ofsted_watch.subscriptions.preferences import Preferences
from tests.adapters.mail_servers import Mailbox, serving

ANN = "ann@council.example"
ASKED = SignUp(ANN, Preferences(frozenset(), None, frozenset({Topic.CHANGE}), Frequency.AT_ONCE))


class Moody(Mailbox):
    """A mail server that refuses for a while."""

    def __init__(self, refusals: int, answer: str) -> None:
        super().__init__()
        self._refusals, self._answer = refusals, answer
        self.asked = 0

    async def handle_RCPT(self, server: object, session: object, envelope: object, address: str, options: list[str]) -> str:  # noqa: N802
        self.asked += 1
        self.said["address"] = self._answer.format(address=address) if self.asked <= self._refusals else "250 ok"
        return await super().handle_RCPT(server, session, envelope, address, options)  # type: ignore[arg-type]


@contextmanager
def room(
    folder: Path, port: int, *, waits: tuple[float, ...] = (0.01, 0.02), database: Database | None = None, **settings: object
) -> Iterator[SignupMailer]:
    known = Settings(
        data_dir=folder,
        public_url="https://watch.example",
        mail_from="Watch <watch@watch.example>",
        **settings,  # type: ignore[arg-type]
    )
    with Database(known.database) as opened:
        opened.migrate()
        post = Mailer.from_url(f"smtp://127.0.0.1:{port}", outbox=known.outbox, timeout=5)
        made = SignupMailer(database or opened, post, signed_links(known), known, lambda: ENGLAND, waits)
        yield made
        made.close()


def assert_no_log_of_ours_holds_ann(caplog: pytest.LogCaptureFixture) -> None:
    """The mail server of the tests has a log of its own."""
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("ofsted_watch")]
    assert ours
    assert not [message for message in ours if ANN in message]


def wait_for(mailbox: Moody, asked: int) -> None:
    for _ in range(1000):
        if mailbox.asked >= asked:
            return
        threading.Event().wait(0.01)
    raise AssertionError(f"the server was asked {mailbox.asked} times, not {asked}")


def test_a_passing_refusal_is_tried_again_and_the_mail_comes_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    mailbox = Moody(2, "451 4.7.1 <{address}> greylisted, come again")
    with caplog.at_level(logging.DEBUG, "ofsted_watch"), serving(mailbox) as port, room(tmp_path, port) as opened:
        opened.answer(ASKED)
        wait_for(mailbox, 3)
        assert opened.quiet(10)
    assert [to for to, _ in mailbox.stored] == [[ANN]]
    assert caplog.text.count("retrying in") == 2
    assert "a…@c….example" in caplog.text
    assert_no_log_of_ours_holds_ann(caplog)


def test_after_the_last_try_it_is_given_up_and_the_log_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    mailbox = Moody(99, "451 4.7.1 come again")
    with serving(mailbox) as port, room(tmp_path, port) as opened:
        opened.answer(ASKED)
        wait_for(mailbox, 3)
        assert opened.quiet(10)
    assert mailbox.asked == 3
    assert "given up" in caplog.text


def test_a_final_refusal_is_not_tried_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    mailbox = Moody(99, "550 5.1.1 <{address}> no such mailbox")
    with serving(mailbox) as port, room(tmp_path, port) as opened:
        opened.answer(ASKED)
        assert opened.quiet(10)
    assert mailbox.asked == 1
    assert "no such mailbox" in caplog.text
    assert_no_log_of_ours_holds_ann(caplog)


class Gone:
    """A database that is away, or breaks in a way nobody thought of."""

    def __init__(self, error: Exception) -> None:
        self.error, self.asked = error, 0
        self.subscribers = self

    def of(self, email: str) -> tuple[()]:
        self.asked += 1
        if self.asked == 1:
            raise self.error
        return ()


def test_a_database_that_was_away_is_asked_again(tmp_path: Path) -> None:
    mailbox, gone = Mailbox(), Gone(DatabaseUnavailable("away"))
    with serving(mailbox) as port, room(tmp_path, port, database=gone) as opened:  # type: ignore[arg-type]
        opened.answer(ASKED)
        while not mailbox.stored:
            assert opened.quiet(10)
    assert gone.asked == 2


def test_a_mistake_of_ours_costs_one_answer_and_shows_no_address(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    mailbox, broken = Mailbox(), Gone(ZeroDivisionError(ANN))
    with serving(mailbox) as port, room(tmp_path, port, database=broken) as opened:  # type: ignore[arg-type]
        opened.answer(ASKED)
        opened.answer(SignUp("bob@council.example", ASKED.preferences))
        assert opened.quiet(10)
    assert [to for to, _ in mailbox.stored] == [["bob@council.example"]]
    assert "ZeroDivisionError" in caplog.text
    assert_no_log_of_ours_holds_ann(caplog)


def test_closing_answers_what_is_due_and_says_what_is_lost(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    mailbox = Moody(1, "451 4.7.1 come again")
    with serving(mailbox) as port, room(tmp_path, port, waits=(3600,)) as opened:
        opened.answer(ASKED)
        wait_for(mailbox, 1)
        opened.answer(SignUp("bob@council.example", ASKED.preferences))
    assert [to for to, _ in mailbox.stored] == [["bob@council.example"]]
    assert "1 answers to sign-ups were not sent" in caplog.text


def test_in_staging_nobody_else_is_written_to(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with serving(mailbox) as port, room(tmp_path, port, mail_only_to=("OPS@council.example",)) as opened:
        opened.answer(ASKED)
        opened.answer(SignUp("ops@council.example", ASKED.preferences))
        assert opened.quiet(10)
    assert [to for to, _ in mailbox.stored] == [["ops@council.example"]]


def test_who_is_not_known_gets_no_link(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with serving(mailbox) as port, room(tmp_path, port) as opened:
        opened.answer(LinkWanted(ANN))
        assert opened.quiet(10)
    assert mailbox.stored == []


def test_a_room_that_was_never_asked_closes_at_once(tmp_path: Path) -> None:
    with room(tmp_path, 1) as opened:
        assert opened.quiet(0)
