"""Which host a request may name: the one of OFSTED_WATCH_PUBLIC_URL, or this machine's loopback."""

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
"""What health checks and people on this machine ask for, at any port: a tunnel has its own."""

_DEFAULT_PORTS = ("", "80", "443")
"""A proxy may add the port that it listens on itself."""


@dataclass(frozen=True, slots=True)
class PublicName:
    """The host name of the public URL, in small letters and without brackets, and its port ('' where none is given)."""

    name: str
    port: str


def public_name(public_url: str) -> PublicName:
    """The name that readers ask for. `public_url` is a web address that the settings took."""
    parts = urlsplit(public_url)
    name = parts.hostname or ""
    with suppress(UnicodeError):
        name = name.encode("idna").decode("ascii")
    return PublicName(_normal(name), str(parts.port or ""))


def refusal(hosts: Sequence[str], public: PublicName) -> int | None:
    """The status that refuses a request with these Host headers; None where it may be answered.

    400 for none, several, or one that is no host; 421 (Misdirected Request) for a host that is not ours.
    """
    found = _HOST.fullmatch(hosts[0].strip()) if len(hosts) == 1 else None
    if found is None:
        return 400
    name, port = _normal(found["name"].strip("[]")), found["port"] or ""
    if name in _LOOPBACK or (name == public.name and port in (*_DEFAULT_PORTS, public.port)):
        return None
    return 421


class PublicHost:
    """Refuses a request that names another host, before a page sees it. Without a public URL every host is taken."""

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        self.app = app
        self.public = public_name(public_url) if public_url else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, or say that it is not for these pages."""
        status = None
        if scope["type"] == "http" and self.public:
            status = refusal(Headers(scope=scope).getlist("host"), self.public)
        if status is None:
            await self.app(scope, receive, send)
            return
        text = "The request does not name one host." if status == 400 else "There are no pages for this host name here."
        answer = error_answer(Request(scope), status, text, {"Cache-Control": "no-store"})
        await answer(scope, receive, send)


def _normal(name: str) -> str:
    """A name in one spelling: small letters, no dot at its end, an IPv6 address in its short form."""
    name = name.lower().removesuffix(".")
    with suppress(ValueError):
        return str(ip_address(name))
    return name
