"""Sign-up: a form, the same answer to everybody, and the page behind the link in the mail."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ofsted_watch.domain.model import Authority
from ofsted_watch.errors import BadAddress, PreferencesUnclear
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.preference_text import format_preferences, name_of
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.services.sign_up import SignUp, confirm
from ofsted_watch.services.signed_links import CONFIRM_LASTS
from ofsted_watch.subscriptions.email_address import check_address
from ofsted_watch.subscriptions.preferences import preferences_of
from ofsted_watch.web.app_context import AppContextNow
from ofsted_watch.web.form_data import Fields, SentForm, one_of
from ofsted_watch.web.preferences_form import CHOSEN, REGION, PreferencesForm, form_as_sent, grouped, preferences_in
from ofsted_watch.web.rendering import page
from ofsted_watch.web.signup_context import PRIVATE, SignupContextNow, now

SENT = f"{urls.SIGN_UP}/check-your-mails"

_USED = "You confirmed with this link before and have stopped these emails since. To get them again, sign up again."

router = APIRouter(include_in_schema=False)


@router.get(urls.SIGN_UP)
def sign_up(
    here: AppContextNow, letters: SignupContextNow, authority: Annotated[tuple[str, ...], Query()] = (), region: str = ""
) -> HTMLResponse:
    """The form; `?authority=URN` (repeatable) or `?region=NAME` preselects."""
    letters.check_open()
    offered = expected_authorities(here.settings.authorities, here.register)
    if chosen := {known.urn for known in offered if known.urn in authority}:
        form = PreferencesForm(where=CHOSEN, urns=frozenset(chosen))
    elif region in {authority.region for authority in offered}:
        form = PreferencesForm(where=REGION, region=region)
    else:
        form = PreferencesForm()
    return _form_page(offered, form)


@router.post(urls.SIGN_UP)
def ask(request: Request, here: AppContextNow, letters: SignupContextNow, fields: SentForm) -> Response:
    """Accept a sign-up. The answer is the same page whether the address is known or not; the mail has the details."""
    letters.check_open()
    offered = expected_authorities(here.settings.authorities, here.register)
    try:
        asked = _sign_up_in(fields, offered)
    except PreferencesUnclear as unclear:
        return _form_page(offered, form_as_sent(fields, unclear.faults), status=400)
    letters.ask(request, asked)
    return RedirectResponse(SENT, status_code=303)


@router.get(SENT)
def check_your_mails() -> HTMLResponse:
    """The page after a sign-up."""
    return page("sign_up_sent.html", days=CONFIRM_LASTS.days)


@router.get(urls.confirm_page("{token}"))
def show_what_was_asked(token: str, here: AppContextNow, letters: SignupContextNow) -> HTMLResponse:
    """What the link would start, with one button. Opening it starts nothing: mail scanners open links."""
    asked = letters.links.asked(token, now())
    had = [
        format_preferences(preferences_of(subscription), here.register)
        for subscription in here.database.subscribers.of(asked.email)
    ]
    return page(
        "confirm.html",
        headers=PRIVATE,
        email=asked.email,
        preferences=format_preferences(asked.preferences, here.register),
        names=sorted(name_of(urn, here.register) for urn in asked.preferences.urns),
        had=had,
        action=urls.confirm_page(token),
    )


@router.post(urls.confirm_page("{token}"))
def start(token: str, here: AppContextNow, letters: SignupContextNow) -> HTMLResponse:
    """Start the mails. Pressing twice starts them once; after a stop, an old link starts nothing."""
    asked = letters.links.asked(token, now())
    subscription = confirm(here.database, asked, token, now())
    if subscription is None:
        return page("bad_link.html", status=410, headers=PRIVATE, title="This link has been used", text=_USED, again=urls.SIGN_UP)
    return page(
        "confirmed.html",
        headers=PRIVATE,
        email=subscription.email,
        preferences=format_preferences(preferences_of(subscription), here.register),
        manage=letters.links.manage_path(subscription.email, now()),
    )


def _sign_up_in(fields: Fields, offered: Sequence[Authority]) -> SignUp:
    """Raises PreferencesUnclear naming what is wrong with the preferences, the address, or both."""
    faults: tuple[tuple[str, str], ...] = ()
    address, preferences = "", None
    try:
        preferences = preferences_in(fields, offered)
    except PreferencesUnclear as unclear:
        faults = unclear.faults
    try:
        address = check_address(one_of(fields, "email"))
    except BadAddress as wrong:
        faults = (*faults, ("email", str(wrong)))
    if preferences is None or faults:
        raise PreferencesUnclear(faults)
    return SignUp(address, preferences)


def _form_page(offered: Sequence[Authority], form: PreferencesForm, status: int = 200) -> HTMLResponse:
    groups = grouped(offered, form.urns)
    return page("sign_up.html", status=status, form=form, groups=groups, offered=len(offered), days=CONFIRM_LASTS.days)
