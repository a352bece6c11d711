"""What all mails share: headers, templates, and the addresses that they may contain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry
from email.message import EmailMessage, Message, MIMEPart
from email.policy import SMTP
from email.quoprimime import body_encode
from email.utils import format_datetime, parseaddr
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from ofsted_watch.errors import BadAddress, MailRejected, MailServerUnavailable
from ofsted_watch.presentation.emails.safe_text import one_line, web_link
from ofsted_watch.presentation.emails.styles import STYLES
from ofsted_watch.subscriptions.email_address import check_address

_LARGEST_HEADERS = 20_000
"""Bytes of a mail that are not in its bodies, at most: a subject of 200 characters, two links, the borders of the parts."""

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")

_OUR_HEADERS = (
    *("Subject", "From", "To", "Message-ID", "Date", "Auto-Submitted", "In-Reply-To", "References"),
    *("List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
)


class _OurHeaders(HeaderRegistry):
    """The standard library's classes of headers, each made once: it would make two for every header of every mail."""

    def __init__(self) -> None:
        super().__init__()
        self._classes = {name.lower(): super(_OurHeaders, self).__getitem__(name) for name in _OUR_HEADERS}

    def __getitem__(self, name: str) -> type[BaseHeader]:
        return self._classes.get(name.lower()) or super().__getitem__(name)


_LONGEST_LINE = 78
_POLICY = SMTP.clone(header_factory=_OurHeaders(), max_line_length=_LONGEST_LINE)


@dataclass(frozen=True, slots=True)
class Bodies:
    """The two bodies of a mail, or the upper or lower lines of both, quoted-printable: plain text and a page of HTML."""

    text: str
    page: str


@dataclass(frozen=True, slots=True)
class Top:
    """The headers that are the same for everybody who gets a mail, ready to write."""

    subject: BaseHeader
    sender: BaseHeader


def top(subject: str, sender: str) -> Top:
    """Raises MailServerUnavailable if the sender address is invalid."""
    by = Address(display_name=parseaddr(one_line(sender))[0], addr_spec=sender_address(sender))
    # An empty mail, because only it makes a header of an `Address`.
    message = EmailMessage(policy=_POLICY)
    message["Subject"] = one_line(subject, 200)
    message["From"] = by
    return Top(message["Subject"], message["From"])


def new_message(top: Top, to: str, own_id: str, sent_at: datetime | None) -> EmailMessage:
    """A mail without a body. Raises MailRejected for an address that cannot receive mail. Without `sent_at` the mail server
    sets the Date.
    """
    message = EmailMessage(policy=_POLICY)
    message["Subject"] = top.subject
    message["From"] = top.sender
    message["To"] = Address(addr_spec=_reader_address(to))
    message["Message-ID"] = own_id
    if sent_at is not None:
        message["Date"] = format_datetime(sent_at)
    message["Auto-Submitted"] = "auto-generated"
    return message


def add_ways_to_stop(message: EmailMessage, sender: str, unsubscribe_url: str | None) -> None:
    """List-Unsubscribe for mail programs: one click (RFC 8058) where the address is https or on this machine, and a mail."""
    link = web_link(unsubscribe_url or "")
    if link is not None and _is_safe(link):
        message["List-Unsubscribe"] = f"<{link}>, <{stop_mail(sender)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    else:
        message["List-Unsubscribe"] = f"<{stop_mail(sender)}>"


def stop_mail(sender: str) -> str:
    """The mailto: address that stops the mails."""
    return f"mailto:{quote(sender_address(sender), safe='@')}?subject=unsubscribe"


def sender_address(sender: str) -> str:
    """The bare address of 'Ofsted Watch <watch@example.org>'. Raises MailServerUnavailable."""
    try:
        return check_address(parseaddr(one_line(sender))[1])
    except BadAddress as error:
        raise MailServerUnavailable(f"The sender address is invalid: {error}. Check OFSTED_WATCH_MAIL_FROM") from error


def written(template: str, phrase: Mapping[str, Any]) -> Bodies:
    """What `<template>.txt` and `<template>.html` give, ready for `fill`."""
    shown = {**phrase, "style": STYLES}
    text = _templates().get_template(f"{template}.txt").render(shown)
    page = _templates().get_template(f"{template}.html").render(shown)
    return Bodies(_quoted(text.lstrip()), _quoted(page))


def fill(message: EmailMessage, content: Bodies, foot: Bodies) -> None:
    """Give a mail its two bodies; they replace those that it has. The foot stands below the content in both."""
    bodies = content.text + foot.text, content.page + foot.page
    empty = _two_empty_bodies()
    parts: list[Message | str] = [_part(part, body) for part, body in zip(empty.iter_parts(), bodies, strict=True)]
    message.clear_content()
    for name in ("MIME-Version", "Content-Type"):
        if name not in message:
            message[name] = empty[name]
    message.set_payload(parts)


def _part(empty: MIMEPart, quoted: str) -> EmailMessage:
    part = EmailMessage(policy=_POLICY)
    for name, value in empty.items():
        part[name] = value
    part.set_payload(quoted)
    return part


def _quoted(text: str) -> str:
    """Quoted-printable lines as `EmailMessage.set_content` makes them: each by itself, so that lines below add to them."""
    lines = b"".join(line + b"\n" for line in text.encode().splitlines())
    return body_encode(lines.decode("latin-1"), _LONGEST_LINE)


def is_smaller(message: EmailMessage, most: int) -> bool:
    """True if a mail has fewer than `most` bytes as it is sent. Writing a mail out is dear, so only a large one is."""
    bodies = sum(len(text) + text.count("\n") for part in message.iter_parts() if isinstance(text := part.get_payload(), str))
    return bodies + _LARGEST_HEADERS < most or len(message.as_bytes()) < most


def _is_safe(link: str) -> bool:
    parts = urlsplit(link)
    return parts.scheme == "https" or parts.hostname in _THIS_MACHINE


def _reader_address(email: str) -> str:
    try:
        return check_address(email)
    except BadAddress as error:
        raise MailRejected(str(error), address_is_gone=True) from error


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("ofsted_watch.presentation.emails", "."),
        auto_reload=False,  # templates do not change while we run; to look whether they did is a stat of each for each mail
        autoescape=select_autoescape(enabled_extensions=("html",), default_for_string=True, default=False),
        undefined=StrictUndefined,
        keep_trailing_newline=True,  # the foot's first line follows
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _two_empty_bodies() -> EmailMessage:
    """A mail with the headers of every mail's parts; it stays as it is."""
    message = EmailMessage(policy=_POLICY)
    message.set_content("", cte="quoted-printable")
    message.add_alternative("", subtype="html", cte="quoted-printable")
    return message
