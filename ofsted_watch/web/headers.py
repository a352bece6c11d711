"""Middleware for every answer: security headers, ETags, answers to HEAD."""

import hashlib
from urllib.parse import quote

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
"""No external scripts, no inline scripts, no framing. An address with a token is never sent to another site as referrer."""


class SecurityHeaders:
    """Adds SECURITY to every answer; an existing header is not replaced."""

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


class PageHeaders:
    """Adds to every HTML page the address by which it should be known (RFC 6596).

    A page's canonical address is its path: what a form or a link adds after the question mark chooses from the same page.
    """

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        self.app = app
        self.public_url = public_url.rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers added."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (200, 304):
                headers = MutableHeaders(scope=message)
                is_page = headers.get("content-type", "").startswith("text/html")
                if is_page and self.public_url and "no-store" not in headers.get("cache-control", ""):
                    headers["Link"] = f'<{self.public_url}{quote(scope["path"])}>; rel="canonical"'
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class HeadAnswers:
    """A HEAD is answered as its GET, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a HEAD with the headers of its GET."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_headers(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, send_headers)


class EntityTags:
    """A complete page gets an ETag of its bytes, and 304 for a client that already has these bytes.

    Skipped: answers that are not 200, have an ETag, must not be stored, or are streamed. An answer without a lifetime
    is revalidated each time: after a run, pages must not be out of date.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a GET with its ETag, or with 304."""
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
    """ETags are compared weakly: the same page, compressed or not."""
    return tag.strip().removeprefix("W/")
