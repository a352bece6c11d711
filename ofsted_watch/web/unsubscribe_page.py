"""The 'stop' link of every mail: a page with a button for people, one POST for mail programs (RFC 8058). It never expires.

There is no cookie, so no other site can press the button for anybody: only the mail has the token.
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
    """What the link would stop, with one button. Opening it stops nothing."""
    mail = letters.links.mail_for(token, now())
    active = here.database.subscribers.of(mail.email)
    return page(
        "unsubscribe.html",
        headers=PRIVATE,
        action=urls.unsubscribe_page(token),
        these=[
            format_preferences(preferences_of(subscription), here.register)
            for subscription in active
            if subscription.id in mail.subscription_ids
        ],
        others=[
            format_preferences(preferences_of(subscription), here.register)
            for subscription in active
            if subscription.id not in mail.subscription_ids
        ],
    )


@router.post(urls.unsubscribe_page("{token}"))
def stop(token: str, here: AppContextNow, letters: SignupContextNow, fields: SentForm) -> HTMLResponse:
    """Stop the subscriptions that the mail was for, or everything if that was asked. Takes effect at once and can be repeated."""
    mail = letters.links.mail_for(token, now())
    everything = one_of(fields, "what") == EVERYTHING
    here.database.subscribers.unsubscribe(mail.email, now(), None if everything else mail.subscription_ids)
    left = here.database.subscribers.of(mail.email)
    return page(
        "stopped.html",
        headers=PRIVATE,
        action=urls.unsubscribe_page(token),
        left=[format_preferences(preferences_of(subscription), here.register) for subscription in left],
        forget_days=here.settings.forget_days,
    )
