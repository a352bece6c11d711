"""Serving the pages with uvicorn, on this machine unless told otherwise."""

from collections.abc import Callable
from datetime import date

import uvicorn

from ofsted_watch.settings import Settings
from ofsted_watch.web.app import make_app, today_in_england

HOST = "127.0.0.1"
PORT = 8600


def serve(settings: Settings, *, host: str = HOST, port: int = PORT, today: Callable[[], date] = today_in_england) -> None:
    """Serve until the process is told to stop. Raises as `make_app`, before anything is served."""
    # Behind a proxy on this machine, its word on who asks and by which scheme is taken; nobody else's is.
    uvicorn.run(
        make_app(settings, today=today),
        host=host,
        port=port,
        log_level="info",
        access_log=False,
        server_header=False,
        proxy_headers=True,
    )
