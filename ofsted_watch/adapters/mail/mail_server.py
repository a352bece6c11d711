"""The mail server's address and options, from one URL."""

from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import parse_qsl, unquote, urlsplit

from ofsted_watch.errors import BadSetting

_LIKE = "it must look like smtp://user:password@host:587?starttls=true or smtps://user:password@host:465"


class Encryption(StrEnum):
    """How the connection is encrypted: not at all, from a command on, or from its first byte."""

    NONE = "none"
    STARTTLS = "starttls"
    FROM_START = "from_start"


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A mail server: its address, our login, and how long (seconds) to wait for each of its answers."""

    host: str
    port: int
    encryption: Encryption
    timeout: float
    user: str | None = None
    password: str = field(default="", repr=False)


def server_at(url: str, timeout: float) -> SmtpServer:
    """The server of `smtp://user:password@host:587?starttls=true` or `smtps://…`. User and password may be
    percent-encoded. Raises BadSetting, without quoting the URL: it may contain a password.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        # 'from None': the message of this error can contain a part of the password.
        raise BadSetting(f"OFSTED_WATCH_SMTP_URL is invalid: {_LIKE}") from None
    if parts.scheme not in ("smtp", "smtps") or not host or parts.path not in ("", "/") or parts.fragment:
        raise BadSetting(f"OFSTED_WATCH_SMTP_URL is invalid: {_LIKE}; write / ? # @ in a password as %2F %3F %23 %40")
    encryption = _encryption(parts.scheme, parts.query)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise BadSetting("OFSTED_WATCH_SMTP_URL needs both a user and a password, or neither")
    if not (user + password).isascii() or not (user + password).isprintable():
        raise BadSetting("OFSTED_WATCH_SMTP_URL: user and password may only contain plain ASCII characters")
    if user and encryption is Encryption.NONE and not _is_this_machine(host):
        raise BadSetting("OFSTED_WATCH_SMTP_URL would send the password unencrypted: add ?starttls=true, or use smtps://")
    default_port = {Encryption.NONE: 25, Encryption.STARTTLS: 587, Encryption.FROM_START: 465}[encryption]
    return SmtpServer(host, port or default_port, encryption, timeout, user or None, password)


def _encryption(scheme: str, query: str) -> Encryption:
    asked = dict(parse_qsl(query, keep_blank_values=True))
    starttls = asked.pop("starttls", None)
    if asked or starttls not in (None, "true", "false"):
        raise BadSetting("OFSTED_WATCH_SMTP_URL has only one option: ?starttls=true or ?starttls=false")
    if scheme == "smtps":
        if starttls is not None:
            raise BadSetting("OFSTED_WATCH_SMTP_URL: smtps:// is encrypted from the start: remove starttls")
        return Encryption.FROM_START
    return Encryption.STARTTLS if starttls == "true" else Encryption.NONE


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return False
