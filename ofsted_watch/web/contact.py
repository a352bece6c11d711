"""The contact that the foot of every page names, also of error pages: set for each request."""

from contextvars import ContextVar

from starlette.types import ASGIApp, Receive, Scope, Send

_address: ContextVar[str] = ContextVar("the contact of the application that answers", default="")


def contact_address() -> str:
    """The address for this request; '' outside of one."""
    return _address.get()


class Contact:
    """Middleware: the address for every page of this application."""

    def __init__(self, app: ASGIApp, address: str) -> None:
        self.app, self.address = app, address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the address set; the values of a request end with it."""
        _address.set(self.address)
        await self.app(scope, receive, send)
