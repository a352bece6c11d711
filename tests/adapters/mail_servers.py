"""Mail servers on loopback for the tests: aiosmtpd for what servers say, plain sockets for how they misbehave."""

import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope


class Mailbox:
    """An SMTP server's mind: it keeps what it takes, and says what a test wants it to say."""

    def __init__(self, sender: str = "250 ok", address: str = "250 ok", end: str = "250 2.0.0 kept") -> None:
        self.said = {"sender": sender, "address": address, "end": end}
        self.stored: list[tuple[list[str], bytes]] = []
        self.connections: set[Any] = set()

    async def handle_EHLO(  # noqa: N802
        self, server: Any, session: Any, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections.add(session.peer)
        return responses

    async def handle_MAIL(self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        if self.said["sender"].startswith("250"):
            envelope.mail_from = address
        return self.said["sender"]

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        if self.said["address"].startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.said["address"]

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        if self.said["end"].startswith("250"):
            assert isinstance(envelope.original_content, bytes)
            self.stored.append((list(envelope.rcpt_tos), envelope.original_content))
        return self.said["end"]

    def to(self, address: str) -> list[EmailMessage]:
        """The mails to this address alone, the oldest first."""
        return [message_from_bytes(content, policy=policy.default) for to, content in self.stored if to == [address]]

    def copies(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(str(mail["Message-ID"]) for mail in self._mails())

    def texts(self) -> dict[str, str]:
        """The plain text of each Message-ID's mail."""
        return {str(mail["Message-ID"]): _plain_text(mail) for mail in self._mails()}

    def _mails(self) -> list[EmailMessage]:
        return [message_from_bytes(content, policy=policy.SMTP) for _, content in self.stored]


def _plain_text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


class LoopbackController(Controller):
    """On any free port; aiosmtpd's own check of its port does not know the one that was given."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def serving(mailbox: Mailbox, **options: Any) -> Iterator[int]:
    controller = LoopbackController(mailbox, hostname="127.0.0.1", port=0, **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@contextmanager
def scripted(script: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that plays a script with each connection it gets."""
    listener = socket.create_server(("127.0.0.1", 0))

    def play() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                script(connection)

    thread = threading.Thread(target=play, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def converse(connection: socket.socket, *, until: bytes, end: Callable[[socket.socket], None]) -> None:
    """Take part as a good server does until a line starts with `until`, and do `end` then. 'end' is the mail's last line."""
    lines = connection.makefile("rb")
    connection.sendall(b"220 loopback\r\n")
    in_mail = False
    for line in lines:
        if (until == b"end" and in_mail and line == b".\r\n") or (not in_mail and line.lower().startswith(until)):
            end(connection)
            return
        if in_mail and line != b".\r\n":
            continue
        in_mail = line.lower().startswith(b"data")
        connection.sendall(b"354 go on\r\n" if in_mail else b"250 ok\r\n")


def hang(connection: socket.socket) -> None:
    connection.settimeout(10)
    try:
        while connection.recv(4096):
            pass
    except OSError:
        return
