"""The front page: the latest changes, the latest letters, and how many authorities were checked."""

from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ofsted_watch.domain.selection import Selection, SelectionSubject
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.selection_text import DOWN_TO_INADEQUATE
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.web.app_context import AppContextNow
from ofsted_watch.web.coverage_notice import coverage_of
from ofsted_watch.web.rendering import page
from ofsted_watch.web.selection_view import a_year_before, selection_address

CHANGED, LATEST = 8, 10
"""The number of changed letters and of letters on the page."""

router = APIRouter()


@router.get(urls.FRONT, include_in_schema=False)
def front(here: AppContextNow) -> HTMLResponse:
    """The front page."""
    expected = expected_authorities(here.settings.authorities, here.register)
    checks = here.database.letters.last_checks([authority.urn for authority in expected])
    overview = here.overview.now()
    today = here.today()
    fallen = Selection(since=a_year_before(today), filters=DOWN_TO_INADEQUATE)
    of_this_year = Selection(since=date(today.year, 1, 1))
    return page(
        "front.html",
        fallen=selection_address(SelectionSubject.CHANGES, fallen),
        of_this_year=selection_address(SelectionSubject.LETTERS, of_this_year),
        year=today.year,
        coverage=coverage_of(expected, checks, today),
        changed=overview.changed[:CHANGED],
        latest=overview.latest[:LATEST],
        letters=overview.letters,
    )
