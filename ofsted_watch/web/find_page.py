"""The name box of every page: a form that leads to an authority, and the names for its suggestions."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from ofsted_watch.presentation import urls
from ofsted_watch.presentation.name_search import authorities_named
from ofsted_watch.web.app_context import AppContextNow
from ofsted_watch.web.rendering import page

router = APIRouter(include_in_schema=False)


@router.get(urls.NAMES)
def names(here: AppContextNow) -> JSONResponse:
    """The name of every authority that exists, for the suggestions of the name box."""
    return JSONResponse(sorted(authority.name for authority in here.register.current()))


@router.get(urls.FIND)
def find(here: AppContextNow, name: Annotated[str, Query(max_length=100)] = "") -> Response:
    """The page of the authority that is meant; a list where it may be one of several, or none."""
    matches = authorities_named(name, here.register)
    if matches.exact is not None:
        return RedirectResponse(urls.authority_page(matches.exact.urn), status_code=303)
    return _list(name, matches.containing, matches.near)


def _list(name: str, containing: tuple[object, ...], near: tuple[object, ...]) -> HTMLResponse:
    return page("find.html", typed=name, containing=containing, near=near)
