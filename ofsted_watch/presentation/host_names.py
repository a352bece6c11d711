"""The hosts that a request may name: the one of a public address, or this machine's loopback. Pure."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:(?P<port>[0-9]{0,5}))?", re.IGNORECASE | re.ASCII)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""The hosts of health checks and of people on this machine, at any port: a tunnel has its own port."""

_DEFAULT_PORTS = ("", "80", "443")
"""A proxy may add its own port."""


@dataclass(frozen=True, slots=True)
class PublicName:
    """The host name of the public URL, in lower case and without brackets, and its port ('' if none is given)."""

    name: str
    port: str


def public_name(public_url: str) -> PublicName:
    """The public host name. `public_url` is a valid web address from the settings."""
    parts = urlsplit(public_url)
    name = parts.hostname or ""
    with suppress(UnicodeError):
        name = name.encode("idna").decode("ascii")
    return PublicName(_normal(name), str(parts.port or ""))


def refusal(hosts: Sequence[str], public: PublicName) -> int | None:
    """The status that refuses a request with these Host headers; None if it may be answered.

    400 for none, several, or an invalid host; 421 (Misdirected Request) for another host.
    """
    match = _HOST.fullmatch(hosts[0].strip()) if len(hosts) == 1 else None
    if match is None:
        return 400
    name, port = _normal(match["name"].strip("[]")), match["port"] or ""
    if name in _LOOPBACK or (name == public.name and port in (*_DEFAULT_PORTS, public.port)):
        return None
    return 421


def _normal(name: str) -> str:
    """A name in normal form: lower case, no dot at its end, an IPv6 address in its short form."""
    name = name.lower().removesuffix(".")
    with suppress(ValueError):
        return str(ip_address(name))
    return name
