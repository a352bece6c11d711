"""What every request is answered from: the open database, the settings and the day it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Request

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.settings import Settings
from ofsted_watch.web.cache import Cache
from ofsted_watch.web.overview import Overview
from ofsted_watch.web.published import Published


@dataclass(frozen=True, slots=True)
class AppContext:
    """Opened once in `make_app`. `today` is asked anew for each request: the pages are served for weeks.

    `published` is all that may be told and `overview` what the pages show of it: made again when something new is stored.
    """

    settings: Settings
    database: Database
    register: AuthorityRegister
    today: Callable[[], date]
    published: Cache[Published]
    overview: Cache[Overview]


def here(request: Request) -> AppContext:
    """The one of this application."""
    found: AppContext = request.app.state.here
    return found


AppContextNow = Annotated[AppContext, Depends(here)]
"""How a handler asks for it: `def front(here: AppContextNow) -> HTMLResponse`."""
