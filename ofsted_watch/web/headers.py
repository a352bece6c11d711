"""What every answer carries: headers that keep a browser safe, a tag that spares sending a page twice, answers to HEAD."""

import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""No script from elsewhere, none inline, in nobody's frame. An address with a token in it is never told to another site."""


class SecurityHeaders:
    """Adds SECURITY to every answer; a header that the answer has already stands."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers added."""

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_safely if scope["type"] == "http" else send)


class HeadAnswers:
    """A HEAD is answered as its GET, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a HEAD with what its GET would have said."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_headers(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, send_headers)


class EntityTags:
    """A page that is sent whole gets an ETag made of its bytes, and 304 for a reader who has these bytes already.

    Left alone: what is no 200, has a tag of its own, must not be stored, or comes in portions. What says nothing of how long
    it may be kept is asked for again each time: after a night, pages must not be yesterday's.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a GET with its tag, or with 304."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        wanted = _tags(Headers(scope=scope).get("if-none-match", ""))
        start: Message = {}

        async def send_tagged(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if message["type"] == "http.response.body" and start:
                begun, start = start, {}
                headers = MutableHeaders(scope=begun)
                if _may_be_tagged(begun["status"], headers, message):
                    headers["ETag"] = f'W/"{hashlib.sha256(message["body"]).hexdigest()[:32]}"'
                    headers.setdefault("Cache-Control", "no-cache")
                    if _bare(headers["ETag"]) in wanted or "*" in wanted:
                        begun, message = {**begun, "status": 304}, {**message, "body": b""}
                        del headers["Content-Length"]
                        begun["headers"] = headers.raw
                await send(begun)
            await send(message)

        await self.app(scope, receive, send_tagged)


def _may_be_tagged(status: int, headers: MutableHeaders, message: Message) -> bool:
    forbidden = "no-store" in headers.get("cache-control", "") or "etag" in headers
    return status == 200 and not forbidden and not message.get("more_body", False)


def _tags(if_none_match: str) -> frozenset[str]:
    return frozenset(_bare(tag) for tag in if_none_match.split(",") if tag.strip())


def _bare(tag: str) -> str:
    """Tags are compared weakly: the same page, packed or not."""
    return tag.strip().removeprefix("W/")
