"""What comes back to the sender's address: reports of failed delivery (bounces), requests to stop, and everything else. Pure.

The standard form is RFC 3464 in a multipart/report; the forms without it are those of qmail, Exim and older sendmail and
Exchange servers: plain text, with the returned mail below.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from email.utils import getaddresses

from ofsted_watch.subscriptions.email_address import compared

_ADDRESS = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+[A-Za-z0-9]"
_STATUS = re.compile(r"(?<![\d.])([245])\.\d{1,3}\.\d{1,3}(?![\d.])")
_REPLY_CODE = re.compile(r"(?:^|[\s:>;(#])([45])\d\d(?=[ \-])", re.MULTILINE)
"""An SMTP reply as a server gave it: '550 No such user'."""
_MESSAGE_ID = re.compile(r"^[>|\s]*Message-ID:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
_NAMED_FIRST = re.compile(rf"^\s*<?({_ADDRESS})>?:?\s*(?:\.\.\..*)?$", re.MULTILINE)
"""A line with an address alone: qmail's '<ann@council.example>:', Exim's two spaces and the address."""
_RETURNED = re.compile(
    r"^-{2,} ?(?:Below this line is a copy of the message|This is a copy of (?:the|your) message|Original message|"
    r"Unsent message follows|The body of your message|Message (?:header|text) follows)|^Return-Path:|^Received: ",
    re.IGNORECASE | re.MULTILINE,
)
"""Where the returned mail begins in a report that is plain text."""
_FAILURE_SUBJECT = re.compile(
    r"undeliver|delivery (?:status|failure|failed|has failed|problem)|delivery.*fail|failure notice|mail delivery|returned mail|"
    r"could not be delivered|nondeliverable|non-deliverable",
    re.IGNORECASE,
)
_FAILURE_SENDER = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon|mmdf)@|mailer-daemon", re.IGNORECASE)
_REPLY_MARKS = re.compile(r"^(?:\s*(?:re|aw|fw|fwd|sv|antw)\s*(?:\[\d+\])?:\s*)+", re.IGNORECASE)
_STOP = re.compile(r"\W*(?:please )?(?:unsubscribe|stop)(?: me)?(?: please)?\W*", re.IGNORECASE)
_STATUS_PARTS = ("message/delivery-status", "message/global-delivery-status")
_LONGEST_ANSWER = 200
_MACHINE = re.compile(r"auto-replied|auto-generated|auto-notified", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report that a mail could not be delivered.

    `permanent` holds the addresses that failed for good (5.x.x), `temporary` those that may work later or where the report is
    not clear. `message_ids` are the Message-IDs that the report gives for the returned mail. All are as the report prints them;
    `answer` is what the server said, in one line.
    """

    permanent: tuple[str, ...]
    temporary: tuple[str, ...]
    message_ids: tuple[str, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class StopRequest:
    """A mail from a person who asks for no more mails."""

    email: str


@dataclass(frozen=True, slots=True)
class OtherMail:
    """A mail that asks for nothing we do by ourselves. `reason` says what it is, for a person."""

    reason: str


def returned_mail(content: bytes, sender: str) -> Bounce | StopRequest | OtherMail:
    """What one mail to our `sender` address (bare, without a name) is. Never raises: a mail that is not understood is other."""
    message = message_from_bytes(content, policy=policy.default)
    try:
        return _bounce(message) or _stop_request(message, sender)
    except (LookupError, ValueError, AttributeError, TypeError) as error:
        # The standard library's parser raises these for headers and character sets that are broken in ways it does not expect.
        return OtherMail(f"a mail that cannot be read ({type(error).__name__})")


def _bounce(message: Message) -> Bounce | None:
    if message.get_content_type() == "multipart/report":
        report = str(message.get_param("report-type", "") or "").lower()
        if report not in ("", "delivery-status"):
            return None
    statuses = [part for part in message.walk() if part.get_content_type() in _STATUS_PARTS]
    returned = tuple(dict.fromkeys(_returned_ids(message)))
    if statuses:
        permanent, temporary, answer = _by_recipient(statuses[0])
        return Bounce(permanent, temporary, returned or _answered_ids(message), answer)
    return _plain_bounce(message, returned)


def _by_recipient(status: Message) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """The recipients of a delivery status that failed for good, the others that it names, and the first answer."""
    answers: list[str] = []
    permanent: list[str] = []
    temporary: list[str] = []
    for fields in _parts(status):
        names = [fields.get(name) for name in ("Original-Recipient", "Final-Recipient")]
        addresses = [_recipient(str(name)) for name in names if name]
        if not addresses:
            continue
        action = str(fields.get("Action", "")).strip().lower()
        answers.append(str(fields.get("Diagnostic-Code", "")) or str(fields.get("Status", "")))
        is_final = action in ("failed", "") and _is_permanent(
            str(fields.get("Status", "")), str(fields.get("Diagnostic-Code", ""))
        )
        if action not in ("delivered", "relayed", "expanded"):
            (permanent if is_final else temporary).extend(addresses)
    return tuple(dict.fromkeys(permanent)), tuple(dict.fromkeys(temporary)), _in_one_line(next(iter(answers), ""))


def _is_permanent(status: str, diagnostic: str) -> bool:
    """True for status 5.x.x, unless the server's own answer in the diagnostic says that it is temporary."""
    classes = {match[1] for match in _STATUS.finditer(status)}
    answers = {match[1] for match in (*_STATUS.finditer(diagnostic), *_REPLY_CODE.finditer(diagnostic))}
    return classes == {"5"} and "4" not in answers


def _recipient(field: str) -> str:
    """The address of 'rfc822; ann@council.example'."""
    return field.rpartition(";")[2].strip().strip("<>").strip()


def _plain_bounce(message: Message, returned: tuple[str, ...]) -> Bounce | None:
    """A report without a delivery status. Only a mail server's own address or Subject makes a mail one."""
    sender = next((address for _, address in getaddresses([str(message.get("From", ""))])), "")
    failed_header = [address for _, address in getaddresses([str(value) for value in message.get_all("X-Failed-Recipients", [])])]
    is_report = bool(failed_header) or (
        bool(_FAILURE_SENDER.search(sender) or str(message.get("Return-Path", "")).strip() == "<>")
        and bool(_FAILURE_SUBJECT.search(str(message.get("Subject", ""))))
    )
    if not is_report:
        return None
    text = _own_text(message)
    above = _RETURNED.split(text, maxsplit=1)[0]
    addresses = tuple(dict.fromkeys(failed_header or _NAMED_FIRST.findall(above)))
    codes = {match[1] for match in (*_STATUS.finditer(above), *_REPLY_CODE.finditer(above))} - {"2"}
    is_final = codes == {"5"}
    ids = returned or tuple(dict.fromkeys(_MESSAGE_ID.findall(text))) or _answered_ids(message)
    answer = next((line for line in above.splitlines() if _STATUS.search(line) or _REPLY_CODE.search(line)), "")
    return Bounce(addresses if is_final else (), () if is_final else addresses, ids, _in_one_line(answer))


def _in_one_line(answer: str) -> str:
    return " ".join(answer.split())[:_LONGEST_ANSWER]


def _returned_ids(message: Message) -> Iterator[str]:
    """The Message-IDs of the returned mail, attached whole or as its headers alone."""
    for part in message.walk():
        kind = part.get_content_type()
        if part is not message and kind in ("message/rfc822", "message/global"):
            yield from (str(inner["Message-ID"]).strip() for inner in _parts(part) if inner.get("Message-ID"))
        elif kind in ("text/rfc822-headers", "message/global-headers"):
            yield from _MESSAGE_ID.findall(_text_of_part(part))


def _answered_ids(message: Message) -> tuple[str, ...]:
    """The Message-IDs that the mail answers, by its own headers."""
    headers = f"{message.get('In-Reply-To', '')} {message.get('References', '')}"
    return tuple(dict.fromkeys(re.findall(r"<[^<>\s]+>", headers)))


def _stop_request(message: Message, sender: str) -> StopRequest | OtherMail:
    senders = [address for _, address in getaddresses([str(message.get("From", ""))]) if address]
    subject = str(message.get("Subject", "")).strip()
    if len(senders) != 1:
        return OtherMail("a mail without a sender, or with several")
    if _MACHINE.search(str(message.get("Auto-Submitted", ""))) or message.get("X-Autoreply") or message.get("X-Autorespond"):
        return OtherMail(f"an automatic reply ('{subject}')")
    if not _is_to(message, sender):
        return OtherMail(f"a mail that was not sent to {sender} ('{subject}')")
    if _STOP.fullmatch(_REPLY_MARKS.sub("", subject)) or _STOP.fullmatch(_first_line(message)):
        return StopRequest(senders[0])
    return OtherMail(f"a mail from a person ('{subject}')")


def _is_to(message: Message, sender: str) -> bool:
    headers = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
    addressed = getaddresses([str(value) for name in headers for value in message.get_all(name, [])])
    return compared(sender) in {compared(address) for _, address in addressed}


def _first_line(message: Message) -> str:
    """The first line that the person wrote: quoted lines and empty ones are passed over."""
    lines = (line.strip() for line in _own_text(message).splitlines())
    return next((line for line in lines if line and not line.startswith(">")), "")


def _own_text(message: Message) -> str:
    """The first text part that is not within a returned mail."""
    if not message.is_multipart():
        return _text_of_part(message) if message.get_content_maintype() == "text" else ""
    for part in _parts(message):
        if part.get_content_maintype() in ("text", "multipart") and (text := _own_text(part)):
            return text
    return ""


def _parts(message: Message) -> list[Message]:
    """The parts right below; none of a text."""
    parts = message.get_payload()
    return [part for part in parts if isinstance(part, Message)] if isinstance(parts, list) else []


def _text_of_part(part: Message) -> str:
    """The text, whatever its character set claims to be."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    charset = part.get_content_charset("utf-8")
    try:
        return content.decode(charset, errors="replace")
    except LookupError:
        return content.decode("latin-1")
