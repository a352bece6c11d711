"""One connection to an SMTP server, and the meaning of its answers for a mail: accepted, later, never, or unknown."""

import re
import smtplib
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum

from ofsted_watch.adapters.mail.mail_server import Encryption, SmtpServer
from ofsted_watch.errors import MailOutcomeUnknown, MailRejected, MailServerUnavailable, NoMailConnection
from ofsted_watch.extraction.sanitize import sanitize

_LONGEST_ANSWER = 300
_PATIENCE_AT_QUIT = 3.0
"""Seconds to wait for the answer to QUIT, which no mail depends on."""

_PATIENCE_AT_END = 10
"""The server may take this many times its usual time for a mail's end, when it checks the mail (RFC 5321, 4.5.3.2.6,
requires ten minutes). Waiting costs time; giving up early leaves an accepted mail 'unknown'."""

_CLOSING = 421
_TOO_LARGE = 552
_ABOUT_US = frozenset({530, 534, 535, 538})
"""Answers about our login, at any stage (RFC 4954)."""

_NO_SUCH_ADDRESS = frozenset({550, 551, 553, 556})
"""Answers of RFC 5321 and 7504 to an address that does not exist, if no enhanced code says more."""


class DialogueStep(StrEnum):
    """The subject of an answer: our sender's address, the recipient's address, or the mail itself."""

    SENDER = "sender"
    ADDRESS = "address"
    MAIL = "mail"


class _Dropped(Exception):
    """The connection ended before the mail was sent: nothing was accepted, and a new connection may work."""


class SmtpSession:
    """Mails over one connection, opened for the first of them and opened again after a drop. Not for several threads."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None

    def hand_over(self, sender: str, to: str, body: bytes) -> str:
        """Send one mail (`body` with CRLF line ends); returns the server's answer to its end.

        Raises MailServerUnavailable, MailRejected (with `address_is_gone`) or MailOutcomeUnknown. A connection left from an
        earlier mail that turns out to be closed is opened again, once.
        """
        stored = self._smtp is not None
        try:
            return self._try(sender, to, body)
        except _Dropped as dropped:
            if not stored:
                raise MailServerUnavailable(str(dropped)) from dropped
        try:
            return self._try(sender, to, body)
        except _Dropped as dropped:
            raise MailServerUnavailable(str(dropped)) from dropped

    def close(self) -> None:
        """Send QUIT and close; never raises."""
        if self._smtp is None:
            return
        with suppress(OSError):
            if self._smtp.sock is not None:
                self._smtp.sock.settimeout(min(self._server.timeout, _PATIENCE_AT_QUIT))
            self._smtp.quit()
        self._drop()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def _try(self, sender: str, to: str, body: bytes) -> str:
        if self._smtp is None:
            self._smtp = self._connect()
        smtp = self._smtp
        with self._nothing_taken_yet():
            sizes = [f"size={len(body)}"] if smtp.has_extn("size") else []
            self._expect(DialogueStep.SENDER, 250, smtp.mail(sender, sizes), to)
            self._expect(DialogueStep.ADDRESS, 250, smtp.rcpt(to), to)
            self._expect(DialogueStep.MAIL, 354, smtp.docmd("data"), to)
            # One call for all bytes: if it raises, the last bytes, which end the mail, were not sent.
            smtp.send(re.sub(rb"(?m)^\.", b"..", body).removesuffix(b"\r\n") + b"\r\n.\r\n")
        code, text = self._answer_to_the_end(smtp, to)
        self._expect(DialogueStep.MAIL, 250, (code, text), to)
        return self._answer(code, text)

    def _answer_to_the_end(self, smtp: smtplib.SMTP, to: str) -> tuple[int, bytes]:
        """The server's answer to a whole mail. Raises MailOutcomeUnknown if there is no valid one."""
        patience = self._server.timeout * _PATIENCE_AT_END
        try:
            if smtp.sock is not None:
                smtp.sock.settimeout(patience)
            code, text = smtp.getreply()
            if smtp.sock is not None:
                smtp.sock.settimeout(self._server.timeout)
        except OSError as error:
            self._drop()
            reply = self._text(error, patience)
            raise MailOutcomeUnknown(f"The {self._where} had the whole mail for {to}, then {reply}: it may arrive") from error
        if not 200 <= code < 600:
            self._drop()
            raise MailOutcomeUnknown(f"The {self._where} had the whole mail for {to} and answered with no code: it may arrive")
        return code, text

    @contextmanager
    def _nothing_taken_yet(self) -> Iterator[None]:
        """A connection that breaks in here breaks before the mail's end, so it is safe to try again."""
        try:
            yield
        except OSError as error:
            self._drop()
            reply = f"The {self._where} was lost before the mail was sent: {self._text(error)}"
            if _timed_out(error):
                raise MailServerUnavailable(reply) from error
            raise _Dropped(reply) from error

    def _expect(self, step: DialogueStep, wanted: int, reply: tuple[int, bytes], to: str) -> None:
        """Raises the error for an unexpected answer at this stage; returns for the expected one."""
        code, text = reply
        if code == wanted or (wanted == 250 and 200 <= code < 300):
            return
        answer = self._answer(code, text)
        if code == _CLOSING:
            self._drop()
            raise _Dropped(f"The {self._where} is closing the connection: {answer}")
        if not 400 <= code < 600:
            self._drop()
            raise MailServerUnavailable(f"The {self._where} sent an unexpected answer: {answer}")
        self._reset()
        raise refusal(step, code, answer, to, self._where)

    def _reset(self) -> None:
        """Prepare the connection for the next mail, or close it."""
        if self._smtp is None:
            return
        try:
            self._smtp.rset()
        except OSError:
            self._drop()

    def _connect(self) -> smtplib.SMTP:
        """A connection ready for mail. An error here is not about a mail, so it is temporary."""
        try:
            smtp = self._dial()
        except OSError as error:
            raise NoMailConnection(f"No connection to the {self._where}: {self._text(error)}") from error
        try:
            self._introduce(smtp)
        except smtplib.SMTPAuthenticationError as error:
            smtp.close()
            raise NoMailConnection(
                f"The {self._where} does not accept our user and password ({self._text(error)}): check OFSTED_WATCH_SMTP_URL"
            ) from error
        except OSError as error:
            smtp.close()
            raise NoMailConnection(f"No connection to the {self._where}: {self._text(error)}") from error
        return smtp

    def _dial(self) -> smtplib.SMTP:
        server = self._server
        if server.encryption is Encryption.FROM_START:
            return smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=ssl.create_default_context())
        return smtplib.SMTP(server.host, server.port, timeout=server.timeout)

    def _introduce(self, smtp: smtplib.SMTP) -> None:
        """Greet, encrypt if asked (never continue without), and log in."""
        smtp.ehlo_or_helo_if_needed()
        if self._server.encryption is Encryption.STARTTLS:
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo_or_helo_if_needed()
        if self._server.user is not None:
            smtp.login(self._server.user, self._server.password)

    @property
    def _where(self) -> str:
        return f"mail server {self._server.host}:{self._server.port}"

    def _answer(self, code: int, text: bytes) -> str:
        return self._fit_to_show(f"{code} {text.decode('utf-8', 'replace')}")

    def _text(self, error: OSError, patience: float | None = None) -> str:
        """The error as a short text; `patience` is the number of seconds waited, if not the usual one."""
        if _timed_out(error):
            return f"no answer within {patience or self._server.timeout:g} seconds"
        if isinstance(error, smtplib.SMTPResponseException):
            text = error.smtp_error
            return self._answer(error.smtp_code, text if isinstance(text, bytes) else str(text).encode())
        if isinstance(error, ssl.SSLCertVerificationError):
            return f"its certificate is not trusted ({error.verify_message})"
        return self._fit_to_show(error.strerror or str(error) or type(error).__name__)

    def _fit_to_show(self, text: str) -> str:
        """One line of bounded length, without the password, plain or encoded, even if a server repeats it."""
        line = " ".join(sanitize(text).split())
        for secret in _forms_of(self._server.user or "", self._server.password):
            line = line.replace(secret, "***")
        return line[:_LONGEST_ANSWER]


def _forms_of(user: str, password: str) -> tuple[str, ...]:
    """The password, and its encoding in AUTH PLAIN and AUTH LOGIN."""
    if not password:
        return ()
    return (password, *(b64encode(reply.encode()).decode() for reply in (f"\0{user}\0{password}", password)))


def refusal(step: DialogueStep, code: int, answer: str, to: str, where: str) -> MailServerUnavailable | MailRejected:
    """What a 4xx or 5xx answer means for the mail.

    4xx is temporary. 5xx to the address or the mail is final. 5xx to us (sender, login) is a wrong setting, which must not
    lose a run's alerts: they wait. A 5xx to the address means it is gone only if the server says so: enhanced codes
    (RFC 3463) 5.1.x and 5.2.0 or 5.2.1, or none at all; 5.7.x is a policy against this mail.
    """
    if code < 500:
        return MailServerUnavailable(f"The {where} does not accept the mail for {to} now: {answer}")
    if code in _ABOUT_US or (step is DialogueStep.SENDER and code != _TOO_LARGE):
        return MailServerUnavailable(
            f"The {where} does not accept us as the sender: {answer}. Check OFSTED_WATCH_SMTP_URL and _MAIL_FROM"
        )
    if step is DialogueStep.ADDRESS:
        return MailRejected(f"The {where} refuses the address {to}: {answer}", address_is_gone=_address_is_gone(code, answer))
    return MailRejected(f"The {where} refuses the mail for {to}: {answer}")


def _address_is_gone(code: int, answer: str) -> bool:
    enhanced = re.match(r"\d{3}[ -](5\.\d{1,3}\.\d{1,3})\b", answer)
    if enhanced is None:
        return code in _NO_SUCH_ADDRESS
    return enhanced[1].startswith("5.1.") or enhanced[1] in ("5.2.0", "5.2.1")


def _timed_out(error: OSError) -> bool:
    """smtplib turns a timeout into 'connection closed'; the timeout is its cause."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)
