"""The front page: the latest changes, the latest letters, and how many authorities were checked."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ofsted_watch.presentation import urls
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.web.app_context import AppContextNow
from ofsted_watch.web.coverage_notice import coverage_of
from ofsted_watch.web.rendering import page

CHANGED, LATEST = 8, 10
"""The number of changed letters and of letters on the page."""

router = APIRouter()


@router.get(urls.FRONT, include_in_schema=False)
def front(here: AppContextNow) -> HTMLResponse:
    """The front page."""
    expected = expected_authorities(here.settings.authorities, here.register)
    checks = here.database.letters.last_checks([authority.urn for authority in expected])
    overview = here.overview.now()
    return page(
        "front.html",
        coverage=coverage_of(expected, checks, here.today()),
        changed=overview.changed[:CHANGED],
        latest=overview.latest[:LATEST],
        letters=overview.letters,
    )
