"""The front page: news first; how many authorities were checked is a quiet line unless it is a warning."""

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ofsted_watch.domain.grades import Strand
from ofsted_watch.domain.selection import Selection, SelectionSubject
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.national.national_findings import headline
from ofsted_watch.presentation.national.stacked_bars import single_bar
from ofsted_watch.presentation.selection_text import DOWN_TO_INADEQUATE
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.web.app_context import AppContextNow
from ofsted_watch.web.coverage_notice import coverage_of
from ofsted_watch.web.national import picture_on
from ofsted_watch.web.rendering import page
from ofsted_watch.web.selection_view import a_year_before, selection_address
from ofsted_watch.web.weightiest import of_the_week

WEIGHTIEST, CHANGED, LATEST = 3, 8, 10
"""The number of the week's weightiest, of changed letters and of other letters on the page: none stands there twice."""

router = APIRouter()


@router.get(urls.FRONT, include_in_schema=False)
def front(request: Request, here: AppContextNow) -> HTMLResponse:
    """The front page: the weightiest changes of the week, where the country stands, then what is new."""
    expected = expected_authorities(here.settings.authorities, here.register)
    checks = here.database.letters.last_checks([authority.urn for authority in expected])
    overview = here.overview.now()
    today = here.today()
    fallen = Selection(since=a_year_before(today), filters=DOWN_TO_INADEQUATE)
    of_this_year = Selection(since=date(today.year, 1, 1))
    week = of_the_week(overview.changed, today)[:WEIGHTIEST]
    changed = [letter for letter in overview.changed[:CHANGED] if letter not in week]
    shown = {(letter.authority.urn, letter.file_number) for letter in (*week, *changed)}
    latest = [letter for letter in overview.latest if (letter.authority.urn, letter.file_number) not in shown]
    picture = picture_on(request, here, Strand.HELP_PROTECTION, None)
    return page(
        "front.html",
        fallen=selection_address(SelectionSubject.CHANGES, fallen),
        of_this_year=selection_address(SelectionSubject.LETTERS, of_this_year),
        year=today.year,
        coverage=coverage_of(expected, checks, today),
        week=week,
        changed=changed,
        headline=headline(picture),
        bar=single_bar(picture) if picture.counts.graded else None,
        day=picture.day,
        latest=latest[:LATEST],
        letters=overview.letters,
    )
