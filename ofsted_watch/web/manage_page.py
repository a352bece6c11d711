"""The page for a person's preferences: reached by the link in every mail, or by a link sent on request."""

import json
from collections.abc import Sequence

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ofsted_watch.adapters.mail.sent_log import SentLog
from ofsted_watch.domain.model import Authority, Subscription
from ofsted_watch.errors import BadAddress, PreferencesUnclear
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.preference_text import name_of
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.services.personal_data_requests import erase, held_of
from ofsted_watch.services.sign_up import LinkWanted, change
from ofsted_watch.subscriptions.email_address import check_address
from ofsted_watch.subscriptions.preferences import preferences_of
from ofsted_watch.web.app_context import AppContext, AppContextNow
from ofsted_watch.web.expected_mails import expected_mails
from ofsted_watch.web.form_choices import form_choices
from ofsted_watch.web.form_data import SentForm, one_of
from ofsted_watch.web.preferences_form import PreferencesForm, form_as_sent, form_of, grouped, preferences_in
from ofsted_watch.web.rendering import page
from ofsted_watch.web.signup_context import PRIVATE, SignupContextNow, now

SENT = f"{urls.MANAGE}/check-your-mails"
DONE = {
    "changed": "Your emails are changed.",
    "stopped": "These emails are stopped.",
    "all": "All your emails are stopped.",
    "again": "Your emails start again.",
}
"""The message after a button was pressed, by a code in the address: no text from the address is shown."""

router = APIRouter(include_in_schema=False)


@router.get(urls.MANAGE)
def ask_for_a_link(letters: SignupContextNow) -> HTMLResponse:
    """A form to request a new link."""
    letters.check_open()
    return page("manage_link.html", email="", fault="")


@router.post(urls.MANAGE)
def send_a_link(request: Request, letters: SignupContextNow, fields: SentForm) -> Response:
    """Accept an address. The answer is the same whether it is subscribed or not; only a subscribed address gets a link."""
    try:
        address = check_address(one_of(fields, "email"))
    except BadAddress as wrong:
        return page("manage_link.html", status=400, email=one_of(fields, "email"), fault=str(wrong))
    letters.ask(request, LinkWanted(address))
    return RedirectResponse(SENT, status_code=303)


@router.get(SENT)
def check_your_mails() -> HTMLResponse:
    """The page after requesting a link."""
    return page("manage_link_sent.html")


@router.get(urls.manage_page("{token}"))
def what_i_asked_for(token: str, here: AppContextNow, letters: SignupContextNow, done: str = "") -> HTMLResponse:
    """All subscriptions of this address, each with its buttons."""
    email = letters.links.managed_address(token, now())
    mine = here.database.subscribers.of(email)
    return page(
        "manage.html",
        headers=PRIVATE,
        email=email,
        preferences_list=[
            (subscription.id, expected_mails(preferences_of(subscription), here.selectable.now(), here.register, here.today()))
            for subscription in mine
        ],
        paused=any(subscription.paused for subscription in mine),
        done=DONE.get(done, ""),
        here=urls.manage_page(token),
        forget_days=here.settings.forget_days,
    )


@router.post(urls.manage_page("{token}/stop"))
def stop(token: str, here: AppContextNow, letters: SignupContextNow, fields: SentForm) -> Response:
    """Stop the subscription of the button, or all of them."""
    email = letters.links.managed_address(token, now())
    which = one_of(fields, "which")
    if which == "all":
        here.database.subscribers.unsubscribe(email, now())
        return _back(token, "all")
    here.database.subscribers.unsubscribe(email, now(), [_one_of_mine(here, email, which).id])
    return _back(token, "stopped")


@router.post(urls.manage_page("{token}/send-again"))
def send_again(token: str, here: AppContextNow, letters: SignupContextNow) -> Response:
    """End a pause; waiting alerts go out with the next delivery."""
    here.database.subscribers.send_again(letters.links.managed_address(token, now()))
    return _back(token, "again")


@router.get(urls.manage_page("{token}/change/{number}"))
def show_preferences(token: str, number: str, here: AppContextNow, letters: SignupContextNow) -> HTMLResponse:
    """The form with the current preferences."""
    mine = _one_of_mine(here, letters.links.managed_address(token, now()), number)
    return _form_page(token, here, mine, form_of(preferences_of(mine), here.register))


@router.post(urls.manage_page("{token}/change/{number}"))
def change_preferences(token: str, number: str, here: AppContextNow, letters: SignupContextNow, fields: SentForm) -> Response:
    """Replace the preferences with the new ones."""
    mine = _one_of_mine(here, letters.links.managed_address(token, now()), number)
    try:
        preferences = preferences_in(fields, _offered(here, mine), here.register)
    except PreferencesUnclear as unclear:
        return _form_page(token, here, mine, form_as_sent(fields, unclear.faults), status=400)
    if change(here.database, mine, preferences, here.register, now()) is None:
        twice = (("where", "You already have another subscription for exactly this: stop one of the two"),)
        return _form_page(token, here, mine, form_as_sent(fields, twice), status=409)
    return _back(token, "changed")


@router.get(urls.manage_page("{token}/data"))
def download(token: str, here: AppContextNow, letters: SignupContextNow) -> Response:
    """Everything that is held of this person, as a file."""
    email = letters.links.managed_address(token, now())
    content = json.dumps(held_of(here.database, email, now()), ensure_ascii=False, indent=2)
    headers = PRIVATE | {"Content-Disposition": 'attachment; filename="ofsted-watch-my-data.json"'}
    return Response(content, media_type="application/json", headers=headers)


@router.get(urls.manage_page("{token}/erase"))
def ask_before_erasing(token: str, here: AppContextNow, letters: SignupContextNow) -> HTMLResponse:
    """What erasing does, with one button. Opening it erases nothing."""
    email = letters.links.managed_address(token, now())
    own = urls.manage_page(token)
    return page("erase.html", headers=PRIVATE, email=email, here=own, forget_days=here.settings.forget_days)


@router.post(urls.manage_page("{token}/erase"))
def erase_everything(token: str, here: AppContextNow, letters: SignupContextNow) -> HTMLResponse:
    """Erase the address and everything it asked for. Pressing twice erases once."""
    email = letters.links.managed_address(token, now())
    erase(here.database, SentLog(here.settings.sent_log), email, now())
    return page("erased.html", headers=PRIVATE, forget_days=here.settings.forget_days)


def _one_of_mine(here: AppContext, email: str, number: str) -> Subscription:
    """The person's subscription with this number. HTTPException 404 for one of another person, or one that has ended."""
    for subscription in here.database.subscribers.of(email):
        if str(subscription.id) == number:
            return subscription
    raise HTTPException(404, "These emails are already stopped, or belong to another address.")


def _offered(here: AppContext, mine: Subscription) -> Sequence[Authority]:
    """The authorities we check, and those in this subscription that we no longer check."""
    watched = expected_authorities(here.settings.authorities, here.register)
    others = mine.urns - {authority.urn for authority in watched}
    return (*watched, *(Authority(urn, name_of(urn, here.register), "", "No longer checked") for urn in sorted(others)))


def _form_page(token: str, here: AppContext, mine: Subscription, form: PreferencesForm, status: int = 200) -> HTMLResponse:
    offered = _offered(here, mine)
    return page(
        "change_wish.html",
        status=status,
        headers=PRIVATE,
        form=form,
        groups=grouped(offered, form.urns),
        offered=len(offered),
        choices=form_choices(here.register, offered),
        back=urls.manage_page(token),
        action=f"{urls.manage_page(token)}/change/{mine.id}",
    )


def _back(token: str, done: str) -> Response:
    return RedirectResponse(f"{urls.manage_page(token)}?done={done}", status_code=303, headers=PRIVATE)
