"""The front page: what changed last, what came last, and how much of the country we have seen."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ofsted_watch import links
from ofsted_watch.web.here import HereNow
from ofsted_watch.web.rendering import page

router = APIRouter()


@router.get(links.FRONT, include_in_schema=False)
def front(here: HereNow) -> HTMLResponse:
    """The front page."""
    return page("front.html", today=here.today())
