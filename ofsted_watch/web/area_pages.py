"""The pages of area SEND and of joint targeted area inspections: outcomes, themes, what must be acted on first, monitoring."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import HTMLResponse

from ofsted_watch.errors import WrongUse
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.area_inspections import SEND_OUTCOMES, jtai_inspections, send_inspections
from ofsted_watch.presentation.area_summary import NO_THEME, send_summary, themes
from ofsted_watch.web.app_context import AppContextNow
from ofsted_watch.web.authority_filter import one_of
from ofsted_watch.web.rendering import page

router = APIRouter(include_in_schema=False)

_Text = Annotated[str, Query(max_length=200)]


@router.get(urls.SEND)
def send(here: AppContextNow, region: _Text = "", outcome: _Text = "") -> HTMLResponse:
    """Area SEND inspections and their monitoring visits, the newest first."""
    published = here.published.now()
    every = send_inspections(published.histories, published.register)
    regions = list(published.register.regions())
    _check(("region", region, regions), ("outcome", outcome, list(SEND_OUTCOMES)))
    shown = [
        each for each in every if (not region or each.authority.region == region) and (not outcome or each.outcome == outcome)
    ]
    return page(
        "send.html",
        summary=send_summary(every),
        shown=shown,
        every=len(every),
        regions=regions,
        outcomes=SEND_OUTCOMES,
        region=region,
        outcome=outcome,
    )


@router.get(urls.JTAI)
def jtai(here: AppContextNow, region: _Text = "", theme: _Text = "") -> HTMLResponse:
    """Joint targeted area inspections, the newest first."""
    published = here.published.now()
    every = jtai_inspections(published.histories, published.register)
    regions, counted = list(published.register.regions()), themes(every)
    _check(("region", region, regions), ("theme", theme, [name for name, _ in counted]))
    shown = [
        each
        for each in every
        if (not region or each.authority.region == region) and (not theme or (each.theme or NO_THEME) == theme)
    ]
    return page(
        "jtai.html", shown=shown, every=len(every), regions=regions, themes=counted, region=region, theme=theme, no_theme=NO_THEME
    )


def _check(*given: tuple[str, str, list[str]]) -> None:
    """Raises HTTPException 400 naming the first value that is no choice."""
    try:
        for name, value, choices in given:
            one_of(name, value, choices)
    except WrongUse as error:
        raise HTTPException(400, str(error)) from error
