"""The mailer: sends a mail to an SMTP server, or writes it to a file if no server is set. Returns the server's answer."""

import logging
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Protocol

from ofsted_watch.adapters.file_names import file_name
from ofsted_watch.adapters.mail.mail_server import SmtpServer, server_at
from ofsted_watch.adapters.mail.smtp import SmtpSession
from ofsted_watch.errors import BadAddress, MailRejected, MailServerUnavailable
from ofsted_watch.subscriptions.email_address import check_address

log = logging.getLogger("ofsted_watch.mailer")

_FOLDED = SMTP.clone(cte_type="7bit")
"""Every server accepts seven bits; not every one accepts eight."""

_UNFOLDED = _FOLDED.clone(max_line_length=990)


class _OnTheWire(EmailPolicy):
    """Each header is folded as needed: encoded words (a name with an accent) need short lines, plain headers stay on one line.

    A folded long subject would begin on its own line, and readers show it with a leading space; a long address in
    List-Unsubscribe has no place to fold and would be encoded, which no mail program reads.
    """

    def fold_binary(self, name: str, value: Any) -> bytes:
        """The header's line or lines, as bytes."""
        return (_UNFOLDED if str(value).isascii() else _FOLDED).fold_binary(name, value)


_POLICY = _OnTheWire(cte_type="7bit", linesep="\r\n")


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail ready to go: both addresses of its envelope, its Message-ID and its bytes with CRLF line ends."""

    sender: str
    to: str
    message_id: str
    body: bytes


class Session(Protocol):
    """Sending over one connection."""

    def send(self, message: EmailMessage, to: str) -> str:
        """Send one mail to one address; returns the server's answer in one line.

        Raises MailServerUnavailable (try again later: the mail was not accepted), MailRejected (never try again) or
        MailOutcomeUnknown (the connection broke after the mail's end: it may have been accepted).
        """
        ...


class Mailer:
    """Sends mails."""

    def __init__(self, server: SmtpServer | None, outbox: Path) -> None:
        self._server = server
        self._outbox = _Outbox(outbox)

    @classmethod
    def from_url(cls, smtp_url: str | None, *, outbox: Path, timeout: float = 30) -> "Mailer":
        """The mailer for `smtp://user:password@host:587?starttls=true` or `smtps://…`; with None, files in `outbox`.

        `timeout` is in seconds, for each answer of the server. Connects to nothing yet. Raises BadSetting for a URL
        that is invalid or that would send the password unencrypted; the message never quotes the URL.
        """
        return cls(server_at(smtp_url, timeout) if smtp_url else None, outbox)

    def send(self, message: EmailMessage, to: str) -> str:
        """Send one mail over a new connection. Answer and errors as `Session.send`."""
        with self.session() as session:
            return session.send(message, to)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Send many mails over one connection: opened for the first mail, reopened if the server drops it.

        For one thread at a time; entering it connects to nothing and raises nothing.
        """
        if self._server is None:
            yield self._outbox
            return
        connection = SmtpSession(self._server)
        try:
            yield _Connected(connection)
        finally:
            connection.close()


class _Connected:
    """A session with a mail server."""

    def __init__(self, connection: SmtpSession) -> None:
        self._connection = connection

    def send(self, message: EmailMessage, to: str) -> str:
        mail = mail_of(message, to)
        return self._connection.hand_over(mail.sender, mail.to, mail.body)


class _Outbox:
    """A folder of .eml files, one for each Message-ID, instead of a mail server."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._said = False

    def send(self, message: EmailMessage, to: str) -> str:
        mail = mail_of(message, to)
        if not self._said:
            log.warning("No mail server is set (OFSTED_WATCH_SMTP_URL): mails are written to %s", self._folder)
            self._said = True
        path = self._folder / file_name(mail.message_id, ".eml")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_whole(path, mail.body)
        except OSError as error:
            raise MailServerUnavailable(f"The mail could not be written to {path}: {error.strerror or error}") from error
        return f"written to {path}"


def mail_of(message: EmailMessage, to: str) -> Mail:
    """The mail as it goes over the wire, for one address.

    Raises MailRejected for an address or a message that can never be sent (no Message-ID, a line break in a header) and
    MailServerUnavailable for an invalid sender: that is a setting to correct, not a reason to drop the mail.
    """
    try:
        address = check_address(to)
    except BadAddress as error:
        raise MailRejected(str(error), address_is_gone=True) from error
    for name, value in message.items():
        if re.search(r"[\r\n]", name + str(value)):
            raise MailRejected(f"The mail's header {name!r} contains a line break, so it was not sent")
    message_id = str(message["Message-ID"] or "").strip()
    if not message_id:
        raise MailRejected("The mail has no Message-ID, so a second copy could not be recognised: it was not sent")
    try:
        sender = check_address(parseaddr(str(message["From"] or ""))[1])
    except BadAddress as error:
        raise MailServerUnavailable(f"The sender address is invalid: {error}. Check OFSTED_WATCH_MAIL_FROM") from error
    body = re.sub(rb"\r\n|\r|\n", b"\r\n", message.as_bytes(policy=_POLICY))
    return Mail(sender, address, message_id, body)


def _write_whole(path: Path, body: bytes) -> None:
    """Write the complete file, or leave it unchanged."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as part:
        try:
            part.write(body)
            part.flush()
            os.fsync(part.fileno())
            Path(part.name).replace(path)
        except OSError:
            Path(part.name).unlink(missing_ok=True)
            raise
