"""The hosts that a request may name: the one of OFSTED_WATCH_PUBLIC_URL, or this machine's loopback."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from ofsted_watch.web.error_pages import error_answer

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


class PublicHost:
    """Refuses a request that names another host, before a page handles it. Without a public URL every host is accepted."""

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        self.app = app
        self.public = public_name(public_url) if public_url else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        status = None
        if scope["type"] == "http" and self.public:
            status = refusal(Headers(scope=scope).getlist("host"), self.public)
        if status is None:
            await self.app(scope, receive, send)
            return
        text = "The request does not name one host." if status == 400 else "This server has no pages for this host name."
        answer = error_answer(Request(scope), status, text, {"Cache-Control": "no-store"})
        await answer(scope, receive, send)


def _normal(name: str) -> str:
    """A name in normal form: lower case, no dot at its end, an IPv6 address in its short form."""
    name = name.lower().removesuffix(".")
    with suppress(ValueError):
        return str(ip_address(name))
    return name
