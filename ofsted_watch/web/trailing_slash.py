"""Redirects an address with a trailing slash to the page without it, without naming a host."""

from urllib.parse import quote

from fastapi import FastAPI
from starlette.responses import RedirectResponse
from starlette.routing import Match
from starlette.types import Receive, Scope, Send


def redirect_trailing_slashes(app: FastAPI) -> None:
    """Have `app`, made with `redirect_slashes=False`, answer such an address with 307; anything else unknown stays a 404.

    Starlette's own redirect is absolute and takes its host from the request: a forged Host header would control it.
    """
    not_found = app.router.default

    async def redirect_or_not_found(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "").rstrip("/")
        if scope["type"] != "http" or path == scope["path"] or not _is_page(app, scope, path):
            await not_found(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        await RedirectResponse(relative(path, query), status_code=307)(scope, receive, send)

    app.router.default = redirect_or_not_found


def relative(path: str, query: str) -> str:
    """The address of `path`, which is not quoted, on the host it was asked at. `//x` and `\\x` in it name no host."""
    address = "/" + quote(path.lstrip("/"), safe="/@!$&'()*+,;=:~")
    return f"{address}?{query}" if query else address


def _is_page(app: FastAPI, scope: Scope, path: str) -> bool:
    asked = {**scope, "path": path}
    return path.startswith("/") and any(route.matches(asked)[0] is not Match.NONE for route in app.router.routes)
