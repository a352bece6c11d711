"""All authorities as a table to sort and filter, with plain forms and links."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import HTMLResponse

from ofsted_watch.domain.grades import Grade, Line
from ofsted_watch.errors import WrongUse
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.tables import NOT_GIVEN
from ofsted_watch.web.app_context import HereNow
from ofsted_watch.web.authority_filter import (
    DIRECTIONS,
    ORDERS,
    SCALE,
    Choice,
    choice_in_words,
    chosen,
    grade_in_words,
    read_choice,
)
from ofsted_watch.web.rendering import page

router = APIRouter()

_Text = Annotated[str, Query(max_length=200)]


@router.get(urls.AUTHORITIES, include_in_schema=False)
def authorities(
    here: HereNow, region: _Text = "", line: _Text = "", grade: _Text = "", direction: _Text = "", order: _Text = ""
) -> HTMLResponse:
    """The table; what the form did not choose is any."""
    rows = here.country.now().rows
    regions = sorted({row.authority.region for row in rows})
    try:
        choice = read_choice(region, line, grade, direction, order, regions)
    except WrongUse as error:
        raise HTTPException(400, str(error)) from error
    shown = chosen(rows, choice)
    return page(
        "authorities.html",
        rows=shown,
        choice=choice,
        caption=choice_in_words(choice, len(shown), len(rows)),
        regions=regions,
        lines=list(Line),
        grades=[*SCALE, Grade.NOT_JUDGED, NOT_GIVEN],
        directions=DIRECTIONS,
        orders=ORDERS,
        in_words=grade_in_words,
        is_grade=lambda grade: grade in list(Grade),
        ordered=lambda order: _with_order(choice, order),
    )


def _with_order(choice: Choice, order: str) -> str:
    """The address of the same choice in another order, for the links in the table's head."""
    asked = {
        "region": choice.region,
        "line": choice.line,
        "grade": choice.grade,
        "direction": choice.direction,
        "order": order,
    }
    return f"{urls.AUTHORITIES}?{urlencode({name: value for name, value in asked.items() if value})}"
