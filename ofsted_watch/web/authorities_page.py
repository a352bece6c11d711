"""All authorities as a table to sort and filter, with plain forms and links."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ofsted_watch.domain.grades import NOT_GIVEN, Grade, Strand
from ofsted_watch.errors import WrongUse
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.labels import grade_label
from ofsted_watch.web.app_context import AppContextNow
from ofsted_watch.web.authority_filter import (
    DIRECTIONS,
    ORDERS,
    SCALE,
    Choice,
    chosen,
    format_choice,
    read_choice,
)
from ofsted_watch.web.rendering import page

router = APIRouter()

_Text = Annotated[str, Query(max_length=200)]


@router.get(urls.AUTHORITIES, include_in_schema=False, response_model=None)
def authorities(
    request: Request,
    here: AppContextNow,
    region: _Text = "",
    strand: _Text = "",
    grade: _Text = "",
    direction: _Text = "",
    order: _Text = "",
) -> Response:
    """The table; a field that is not set means any. An address of version 0.1 is redirected."""
    if "line" in request.query_params:
        return RedirectResponse(_of_today(request), 301)
    return _table(here, region, strand, grade, direction, order)


def _table(here: AppContextNow, region: str, strand: str, grade: str, direction: str, order: str) -> HTMLResponse:
    rows = here.overview.now().rows
    regions = sorted({row.authority.region for row in rows})
    try:
        choice = read_choice(region, strand, grade, direction, order, regions)
    except WrongUse as error:
        raise HTTPException(400, str(error)) from error
    shown = chosen(rows, choice)
    return page(
        "authorities.html",
        rows=shown,
        choice=choice,
        caption=format_choice(choice, len(shown), len(rows)),
        regions=regions,
        strands=list(Strand),
        grades=[*SCALE, Grade.NOT_JUDGED, NOT_GIVEN],
        directions=DIRECTIONS,
        orders=ORDERS,
        formatted=grade_label,
        is_grade=lambda grade: grade in list(Grade),
        ordered=lambda order: _with_order(choice, order),
    )


def _of_today(request: Request) -> str:
    """The address with `strand` for `line`, its name in version 0.1; other parameters are kept."""
    given = request.query_params.multi_items()
    has_strand = any(name == "strand" for name, _ in given)
    renamed = [("strand" if name == "line" else name, value) for name, value in given if name != "line" or not has_strand]
    return f"{urls.AUTHORITIES}?{urlencode(renamed)}"


def _with_order(choice: Choice, order: str) -> str:
    """The address of the same choice in another order, for the links in the table's header."""
    asked = {
        "region": choice.region,
        "strand": choice.strand,
        "grade": choice.grade,
        "direction": choice.direction,
        "order": order,
    }
    return f"{urls.AUTHORITIES}?{urlencode({name: value for name, value in asked.items() if value})}"
