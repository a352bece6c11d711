"""Refuses requests that name another host than the one of OFSTED_WATCH_PUBLIC_URL or this machine."""

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from ofsted_watch.presentation.host_names import public_name, refusal
from ofsted_watch.web.error_pages import error_answer


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
