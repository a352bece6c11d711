"""The 'stop' link of every mail: a page with a button for people, one POST for mail programs (RFC 8058). It never expires.

There is no cookie, so no other site can press the button for anybody: who has the token has the mail.
"""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ofsted_watch.presentation import urls
from ofsted_watch.presentation.preference_text import format_preferences
from ofsted_watch.subscriptions.preferences import preferences_of
from ofsted_watch.web.app_context import AppContextNow
from ofsted_watch.web.form_data import SentForm, one_of
from ofsted_watch.web.rendering import page
from ofsted_watch.web.signup_context import PRIVATE, SignupContextNow, now

EVERYTHING = "everything"

router = APIRouter(include_in_schema=False)


@router.get(urls.unsubscribe_page("{token}"))
def ask_once(token: str, here: AppContextNow, letters: SignupContextNow) -> HTMLResponse:
    """What would be stopped, with one button. Opening it stops nothing."""
    mail = letters.links.mail_for(token, now())
    active = here.database.subscribers.of(mail.email)
    return page(
        "unsubscribe.html",
        headers=PRIVATE,
        action=urls.unsubscribe_page(token),
        these=[format_preferences(preferences_of(one), here.register) for one in active if one.id in mail.subscription_ids],
        others=[format_preferences(preferences_of(one), here.register) for one in active if one.id not in mail.subscription_ids],
    )


@router.post(urls.unsubscribe_page("{token}"))
def stop(token: str, here: AppContextNow, letters: SignupContextNow, fields: SentForm) -> HTMLResponse:
    """Stop the subscriptions that the mail was for, or everything where that was asked. At once, and as often as one likes."""
    mail = letters.links.mail_for(token, now())
    everything = one_of(fields, "what") == EVERYTHING
    here.database.subscribers.unsubscribe(mail.email, now(), None if everything else mail.subscription_ids)
    left = here.database.subscribers.of(mail.email)
    return page(
        "stopped.html",
        headers=PRIVATE,
        action=urls.unsubscribe_page(token),
        left=[format_preferences(preferences_of(one), here.register) for one in left],
        forget_days=here.settings.forget_days,
    )
