"""What every request is answered from: the open database, the settings and the day it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Request

from ofsted_watch.adapters.database import Database
from ofsted_watch.settings import Settings


@dataclass(frozen=True, slots=True)
class Here:
    """Opened once in `make_app`. `today` is asked anew for each request: the pages are served for weeks."""

    settings: Settings
    database: Database
    today: Callable[[], date]


def here(request: Request) -> Here:
    """The one of this application."""
    found: Here = request.app.state.here
    return found


HereNow = Annotated[Here, Depends(here)]
"""How a handler asks for it: `def front(here: HereNow) -> HTMLResponse`."""
