"""Serving the pages with uvicorn, on this machine by default."""

from collections.abc import Callable
from datetime import date
from typing import Any

import uvicorn

from ofsted_watch.settings import Settings
from ofsted_watch.web.app import make_app, today_in_england

HOST = "127.0.0.1"
PORT = 8600

OPTIONS: dict[str, Any] = {"log_level": "info", "access_log": False, "server_header": False, "proxy_headers": False}
"""How uvicorn serves the pages. Our own setting decides which proxy is trusted (`forwarded_headers`): uvicorn's handling of these
headers is off, and FORWARDED_ALLOW_IPS in the environment changes nothing."""


def serve(settings: Settings, *, host: str = HOST, port: int = PORT, today: Callable[[], date] = today_in_england) -> None:
    """Serve until the process is stopped. Raises as `make_app`, before anything is served."""
    uvicorn.run(make_app(settings, today=today), host=host, port=port, **OPTIONS)
