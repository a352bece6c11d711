"""Shared by the pages for sign-up, manage and stop: the links in our mails, the sign-up mailer, the limits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request, Response

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.mail.mailer import Mailer
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.errors import BadLink, LinkExpired
from ofsted_watch.presentation import urls
from ofsted_watch.services.sign_up import LinkWanted, SignUp
from ofsted_watch.services.signed_links import SignedLinks, signed_links
from ofsted_watch.services.signup_mailer import SignupMailer
from ofsted_watch.settings import Settings
from ofsted_watch.web.rendering import page
from ofsted_watch.web.signup_limits import Limits

PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
"""Headers for pages behind a link from a mail: not stored, not indexed."""

NOT_SET_UP = (
    "You cannot sign up for emails yet: the operator of this service has not set its public address (OFSTED_WATCH_PUBLIC_URL)."
)


@dataclass(frozen=True, slots=True)
class SignupContext:
    """Opened once in `make_app`."""

    links: SignedLinks
    signup_mailer: SignupMailer
    limits: Limits

    def ask(self, request: Request, asked: SignUp | LinkWanted) -> None:
        """Queue a request for a mail, if the limits allow it. Raises HTTPException 429 with the time to wait, or 503."""
        self.check_open()
        refused = self.limits.spend(request.client.host if request.client else "", asked.email)
        if refused:
            raise HTTPException(429, refused.text, {"Retry-After": str(refused.seconds)})
        self.signup_mailer.answer(asked)

    def check_open(self) -> None:
        """Raises HTTPException 503 if no link can be sent."""
        if not self.links.public_url:
            raise HTTPException(503, NOT_SET_UP)


@contextmanager
def open_signup_context(
    settings: Settings, database: Database, register: Callable[[], AuthorityRegister]
) -> Iterator[SignupContext]:
    """The sign-up context of one application; due requests are answered before it closes. Raises BadSetting."""
    mailer = Mailer.from_url(settings.smtp_url or None, outbox=settings.outbox)
    opened = signed_links(settings)
    room = SignupMailer(database, mailer, opened, settings, register)
    try:
        yield SignupContext(opened, room, Limits(all_per_hour=settings.sign_ups_per_hour))
    finally:
        room.close()


def signup_context(request: Request) -> SignupContext:
    """The context of this application."""
    context: SignupContext = request.app.state.signup_context
    return context


SignupContextNow = Annotated[SignupContext, Depends(signup_context)]
"""Use in a handler."""


def install_bad_link_page(app: FastAPI) -> None:
    """Answer an expired link with 410, an invalid one with 400, and show the next step. Neither reveals who is known."""

    async def expired(request: Request, error: Exception) -> Response:
        again = urls.SIGN_UP if request.url.path.startswith(urls.SIGN_UP) else urls.MANAGE
        return page("bad_link.html", status=410, headers=PRIVATE, title="This link has expired", text=str(error), again=again)

    async def not_ours(request: Request, error: Exception) -> Response:
        return page(
            "bad_link.html", status=400, headers=PRIVATE, title="This link does not work", text=str(error), again=urls.MANAGE
        )

    app.add_exception_handler(LinkExpired, expired)
    app.add_exception_handler(BadLink, not_ours)


def now() -> datetime:
    """The current time, for a token or a row."""
    return datetime.now(UTC)
