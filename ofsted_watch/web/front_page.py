"""The front page: what changed last, what came last, and how much of the country we have seen."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ofsted_watch.presentation import urls
from ofsted_watch.runs.planning import owed_authorities
from ofsted_watch.web.app_context import HereNow
from ofsted_watch.web.coverage_notice import coverage_of
from ofsted_watch.web.rendering import page

CHANGED, LATEST = 8, 10
"""How many changed letters and how many letters the page shows."""

router = APIRouter()


@router.get(urls.FRONT, include_in_schema=False)
def front(here: HereNow) -> HTMLResponse:
    """The front page."""
    owed = owed_authorities(here.settings.authorities)
    looks = here.database.last_looks([authority.urn for authority in owed])
    country = here.country.now()
    return page(
        "front.html",
        coverage=coverage_of(owed, looks, here.today()),
        changed=country.changed[:CHANGED],
        latest=country.latest[:LATEST],
        letters=country.letters,
    )
