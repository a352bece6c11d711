"""The context of every request: the open database, the settings and today's date."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from fastapi import Depends, Request

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.public_corrections import PublicCorrection
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.errors import StoreError
from ofsted_watch.settings import Settings
from ofsted_watch.web.cache import Cache
from ofsted_watch.web.improvement_index import ImprovementIndex
from ofsted_watch.web.overview import Overview
from ofsted_watch.web.published import Published
from ofsted_watch.web.selectable import Selectable


@dataclass(frozen=True, slots=True)
class AppContext:
    """Opened once in `make_app`. `today` is called at each request: the process runs for weeks.

    `published` is all that may be told; `overview`, `improvements`, `selectable` and `corrections` are what the pages show
    of it: made again when something new is stored. `register` is the newest one of `registers` for the whole of a request, and
    `settings` those of `in_force`: what ops stored wins over the environment.
    """

    settings: Settings
    in_force: Cache[Settings]
    database: Database
    register: AuthorityRegister
    registers: Cache[AuthorityRegister]
    today: Callable[[], date]
    published: Cache[Published]
    overview: Cache[Overview]
    improvements: Cache[ImprovementIndex]
    selectable: Cache[Selectable]
    corrections: Cache[tuple[PublicCorrection, ...]]


def here(request: Request) -> AppContext:
    """The context of this application, with the authorities and settings as they are now: ops change them while it runs."""
    context: AppContext = request.app.state.here
    try:
        return replace(context, register=context.registers.now(), settings=context.in_force.now())
    except StoreError:  # a page that needs the database says so itself
        return context


AppContextNow = Annotated[AppContext, Depends(here)]
"""Use in a handler: `def front(here: AppContextNow) -> HTMLResponse`."""
