"""All authorities as a table to sort and filter, with plain forms and links."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response

from ofsted_watch.adapters.exports import csv_with_mark
from ofsted_watch.domain.grades import NOT_GIVEN, Grade, Strand
from ofsted_watch.errors import WrongUse
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.labels import SEND_SHORT, grade_label
from ofsted_watch.presentation.tables import COLUMNS
from ofsted_watch.web.app_context import AppContext, AppContextNow
from ofsted_watch.web.authority_filter import (
    DIRECTIONS,
    JTAI_CHOICES,
    ORDERS,
    SCALE,
    SEND_CHOICES,
    Choice,
    Order,
    chosen,
    format_choice,
    read_choice,
)
from ofsted_watch.web.overview import StandingRow
from ofsted_watch.web.rendering import page

router = APIRouter()

_Text = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class Asked:
    """The fields of the form as they were sent; a field that is not set means any."""

    region: _Text = ""
    strand: _Text = ""
    grade: _Text = ""
    direction: _Text = ""
    order: _Text = ""
    send: _Text = ""
    jtai: _Text = ""

    def rows(self, here: AppContext) -> tuple[Choice, tuple[StandingRow, ...]]:
        """What was chosen, and the rows that match. Raises HTTPException 400 naming an invalid value."""
        every = here.overview.now().rows
        try:
            choice = read_choice(
                self.region, self.strand, self.grade, self.direction, self.order, regions_of(every), self.send, self.jtai
            )
        except WrongUse as error:
            raise HTTPException(400, str(error)) from error
        return choice, chosen(every, choice)


_Chosen = Annotated[Asked, Depends()]


@router.get(f"{urls.AUTHORITIES}.csv", include_in_schema=False)
def authorities_data(here: AppContextNow, asked: _Chosen) -> Response:
    """The authorities that the table shows, in its order, with every column of the export."""
    _, shown = asked.rows(here)
    rows = {row["urn"]: row for row in here.published.now().rows}
    content = csv_with_mark([rows[row.authority.urn] for row in shown], COLUMNS)
    saved_as = f"ofsted-watch-authorities-{here.today().isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{saved_as}"', "Access-Control-Allow-Origin": "*"}
    return Response(content, media_type="text/csv", headers=headers)


@router.get(urls.AUTHORITIES, include_in_schema=False, response_model=None)
def authorities(request: Request, here: AppContextNow, asked: _Chosen) -> Response:
    """The table; a field that is not set means any. An address of version 0.1 is redirected."""
    if "line" in request.query_params:
        return RedirectResponse(_of_today(request), 301)
    rows = here.overview.now().rows
    choice, shown = asked.rows(here)
    return page(
        "authorities.html",
        rows=shown,
        choice=choice,
        caption=format_choice(choice, len(shown), len(rows)),
        regions=regions_of(rows),
        letters=first_letters(shown) if choice.order is Order.NAME else {},
        data=urls.authorities_with(_fields(choice), data=True),
        strands=list(Strand),
        grades=[*SCALE, Grade.NOT_JUDGED, NOT_GIVEN],
        directions=DIRECTIONS,
        orders=ORDERS,
        send_choices=SEND_CHOICES,
        jtai_choices=JTAI_CHOICES,
        send_short=SEND_SHORT,
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


def regions_of(rows: Sequence[StandingRow]) -> list[str]:
    """The regions of these authorities, by name."""
    return sorted({row.authority.region for row in rows})


def first_letters(rows: Sequence[StandingRow]) -> dict[str, str]:
    """URN of the first authority of each letter → the letter, for the links from A to Z."""
    first: dict[str, str] = {}
    for row in rows:
        first.setdefault(row.authority.name[:1].upper(), row.authority.urn)
    return {urn: letter for letter, urn in first.items()}


def _fields(choice: Choice) -> dict[str, str]:
    """The fields of the form for this choice."""
    return {
        "region": choice.region,
        "strand": choice.strand,
        "grade": choice.grade,
        "direction": choice.direction,
        "order": choice.order,
        "send": choice.send,
        "jtai": choice.jtai,
    }


def _with_order(choice: Choice, order: str) -> str:
    """The address of the same choice in another order, for the links in the table's header."""
    return urls.authorities_with(_fields(choice) | {"order": order})
