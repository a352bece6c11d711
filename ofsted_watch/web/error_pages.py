"""Error pages: unknown page, invalid request, database unavailable, internal error."""

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from ofsted_watch.domain.model import Authority
from ofsted_watch.errors import StoreError, UnknownAuthority
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.name_search import authorities_named
from ofsted_watch.web.app_context import here
from ofsted_watch.web.headers import SECURITY
from ofsted_watch.web.rendering import page

_log = logging.getLogger(__name__)

_TITLES = {
    400: "We do not understand this request",
    404: "Page not found",
    405: "This page cannot be used like that",
    413: "This is too long",
    421: "This address is not served here",
    429: "Too many requests",
    500: "Sorry, something went wrong",
    503: "Sorry, this is not available just now",
}
_TEXT = {
    400: "The address or the form has a value that this page does not accept.",
    404: "If you typed the address, check that it is correct. If you followed a link, contact us.",
    405: "Follow a link or press a button on the page itself.",
    413: "You sent more than this page accepts.",
    429: "Please wait a moment and try again.",
    500: "This is an internal error and has been recorded. Try again later.",
    503: "No data is lost. Try again in a few minutes.",
}
_RETRY_SECONDS = "60"
_LONGEST_NAME, _MOST_NEAR = 100, 5

Handler = Callable[[Request, Exception], Awaitable[Response]]


def install_error_pages(app: FastAPI) -> None:
    """Add a page for each kind of failed request to the application."""
    notified: dict[type[Exception], Handler] = {
        HTTPException: _http,
        RequestValidationError: _not_understood,
        UnknownAuthority: _no_such_authority,
        StoreError: _database_away,
        Exception: _mistake,
    }
    for error, handler in notified.items():
        app.add_exception_handler(error, handler)


async def _http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    text = error.detail if error.detail != HTTPStatus(error.status_code).phrase else None
    return error_answer(request, error.status_code, text, dict(error.headers or {}))


async def _not_understood(request: Request, error: Exception) -> Response:
    return error_answer(request, 400)


async def _no_such_authority(request: Request, error: Exception) -> Response:
    return error_answer(request, 404, "No authority has this number or name. See the list of authorities.")


async def _database_away(request: Request, error: Exception) -> Response:
    _log.error("%s %s: %s", request.method, request.url.path, error)
    return error_answer(request, 503, headers={"Retry-After": _RETRY_SECONDS})


async def _mistake(request: Request, error: Exception) -> Response:
    # Starlette answers this error outside all middleware, so the headers are added here; it logs the traceback itself.
    return error_answer(request, 500, headers=dict(SECURITY))


def error_answer(request: Request, status: int, text: str | None = None, headers: dict[str, str] | None = None) -> Response:
    """The answer to a request that fails with `status`: a page, or a problem (RFC 9457) under the API. `text` says why."""
    title = _TITLES.get(status, HTTPStatus(status).phrase)
    detail = text or _TEXT.get(status, "This request could not be answered.")
    if request.url.path.startswith(f"{urls.API}/"):
        problem = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        return JSONResponse(problem, status, headers, media_type="application/problem+json")
    near = _near(request) if status == 404 else ()
    return page("error.html", status=status, headers=headers, title=title, text=detail, near=near)


def _near(request: Request) -> tuple[Authority, ...]:
    """The authorities whose names are near the last part of an address that leads nowhere."""
    typed = request.url.path.rstrip("/").rpartition("/")[2].replace("-", " ")[:_LONGEST_NAME]
    if not any(letter.isalpha() for letter in typed):
        return ()
    matches = authorities_named(typed, here(request).register)
    return ((matches.exact,) if matches.exact else ()) + matches.containing[:_MOST_NEAR] + matches.near[:_MOST_NEAR]
