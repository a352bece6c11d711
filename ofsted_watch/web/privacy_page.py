"""Who runs this service, what is held of a person, how long, and what they can do about it."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ofsted_watch.presentation import urls
from ofsted_watch.services.signed_links import CONFIRM_LASTS, MANAGE_LASTS
from ofsted_watch.web.app_context import AppContextNow
from ofsted_watch.web.rendering import page

router = APIRouter(include_in_schema=False)


@router.get(urls.PRIVACY)
def privacy(here: AppContextNow) -> HTMLResponse:
    """The page, from the settings."""
    settings = here.settings
    return page(
        "privacy.html",
        operator=settings.operator,
        address=settings.public_contact,
        forget_days=settings.forget_days,
        confirm_days=CONFIRM_LASTS.days,
        manage_days=MANAGE_LASTS.days,
        can_sign_up=bool(settings.public_url),
    )
