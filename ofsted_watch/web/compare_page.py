"""Authorities side by side: one with its statistical neighbours, or any that a reader chooses; also as CSV."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Response
from fastapi.responses import HTMLResponse

from ofsted_watch.adapters.exports import csv_with_mark
from ofsted_watch.domain.grades import Strand
from ofsted_watch.domain.model import Authority
from ofsted_watch.errors import UnknownAuthority
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.labels import TOPICS
from ofsted_watch.presentation.national.palette import ANSWER_TEXTS
from ofsted_watch.presentation.side_by_side import COMPARE_COLUMNS, MOST_AUTHORITIES, SideBySide, side_by_side, side_rows
from ofsted_watch.web.app_context import AppContext, AppContextNow
from ofsted_watch.web.rendering import page

router = APIRouter(include_in_schema=False)

_Asked = Annotated[tuple[Annotated[str, Query(max_length=100)], ...], Query(alias="authority", max_length=MOST_AUTHORITIES)]


@router.get(urls.COMPARE)
def compare(here: AppContextNow, authorities: _Asked = ()) -> HTMLResponse:
    """The page; `authority` is a URN or a name and may be repeated. Without one it asks for a name."""
    chosen = _chosen(here, authorities)
    compared = _compared(here, chosen) if chosen else None
    return page(
        "compare.html",
        chosen=chosen,
        compared=compared,
        names=[authority.name for authority in here.register.current()],
        strands=list(Strand),
        texts=ANSWER_TEXTS,
        topics=TOPICS,
        everybody=[each.authority.urn for each in compared.all] if compared else [],
    )


@router.get(f"{urls.COMPARE}.csv")
def compare_data(here: AppContextNow, authorities: _Asked = ()) -> Response:
    """The same as data."""
    chosen = _chosen(here, authorities)
    if not chosen:
        raise HTTPException(400, "Name an authority: add ?authority= with a URN or a name.")
    content = csv_with_mark(side_rows(_compared(here, chosen)), COMPARE_COLUMNS)
    saved_as = f"ofsted-watch-compare-{here.today().isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{saved_as}"', "Access-Control-Allow-Origin": "*"}
    return Response(content, media_type="text/csv", headers=headers)


def _compared(here: AppContext, chosen: Sequence[Authority]) -> SideBySide:
    published = here.published.now()
    return side_by_side(chosen, published.histories, published.register, here.today())


def _chosen(here: AppContext, names: Sequence[str]) -> tuple[Authority, ...]:
    """The authorities of these names or URNs, each once, in their order. Raises HTTPException for a name that nobody has."""
    try:
        named = [here.register.named(name) for name in names if name.strip()]
    except UnknownAuthority as unknown:
        sentence = str(unknown).partition(": see the names in")[0].partition(": see the URNs in")[0]
        raise HTTPException(404, f"{sentence}.") from unknown
    return tuple(dict.fromkeys(named))
