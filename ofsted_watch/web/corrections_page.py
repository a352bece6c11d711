"""Every public correction, with its dates: what we said wrongly about a letter, and what is correct."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ofsted_watch.presentation import urls
from ofsted_watch.web.app_context import AppContextNow
from ofsted_watch.web.rendering import page

router = APIRouter(include_in_schema=False)


@router.get(urls.CORRECTIONS)
def corrections(here: AppContextNow) -> HTMLResponse:
    """The list, the last published first."""
    return page(
        "corrections.html",
        corrections=here.corrections.now(),
        register=here.register,
        api=f"{urls.API}/changes?cause=correction",
    )
