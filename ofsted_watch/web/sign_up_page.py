"""Sign-up: a form, the same answer to everybody, and the page behind the link in the mail."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority, Frequency, Topic
from ofsted_watch.domain.selection import SelectionSubject
from ofsted_watch.errors import BadAddress, PreferencesUnclear
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.preference_text import format_preferences, name_of
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.services.sign_up import SignUp, confirm
from ofsted_watch.services.signed_links import CONFIRM_LASTS
from ofsted_watch.subscriptions.email_address import check_address
from ofsted_watch.subscriptions.preferences import Preferences, preferences_for, preferences_of
from ofsted_watch.web.app_context import AppContext, AppContextNow
from ofsted_watch.web.expected_mails import expected_mails
from ofsted_watch.web.form_choices import form_choices, has_checked_neighbours
from ofsted_watch.web.form_data import Fields, SentForm, one_of
from ofsted_watch.web.preferences_form import (
    CHOSEN,
    NEIGHBOURS,
    REGION,
    PreferencesForm,
    form_as_sent,
    form_of,
    grouped,
    preferences_in,
)
from ofsted_watch.web.rendering import page
from ofsted_watch.web.selection_pages import selection_in
from ofsted_watch.web.signup_context import PRIVATE, SignupContextNow, now

SENT = f"{urls.SIGN_UP}/check-your-mails"

_USED = "You confirmed with this link before and have stopped these emails since. To get them again, sign up again."

router = APIRouter(include_in_schema=False)


@router.get(urls.SIGN_UP)
def sign_up(
    request: Request,
    here: AppContextNow,
    letters: SignupContextNow,
    authority: Annotated[tuple[str, ...], Query()] = (),
    region: str = "",
    neighbours_of: str = "",
    about: str = "",
) -> HTMLResponse:
    """The form. `?authority=URN` (repeatable), `?region=NAME` or `?neighbours_of=URN` preselects, `?about=` a whole selection."""
    letters.check_open()
    offered = expected_authorities(here.settings.authorities, here.register)
    if about:
        preferences = _selected(request, here, about)
        return _form_page(here, offered, form_of(preferences, here.register), preferences=preferences)
    if has_checked_neighbours(Urn(neighbours_of), here.register, {known.urn for known in offered}):
        form = PreferencesForm(where=NEIGHBOURS, neighbours_of=neighbours_of)
    elif chosen := {known.urn for known in offered if known.urn in authority}:
        form = PreferencesForm(where=CHOSEN, urns=frozenset(chosen))
    elif region in {authority.region for authority in offered}:
        form = PreferencesForm(where=REGION, region=region)
    else:
        form = PreferencesForm()
    return _form_page(here, offered, form, preferences=_chosen(form, here))


@router.post(urls.SIGN_UP)
def ask(request: Request, here: AppContextNow, letters: SignupContextNow, fields: SentForm) -> Response:
    """Accept a sign-up. The answer is the same page whether the address is known or not; the mail has the details."""
    letters.check_open()
    offered = expected_authorities(here.settings.authorities, here.register)
    try:
        asked = _sign_up_in(fields, offered, here.register)
    except PreferencesUnclear as unclear:
        return _form_page(here, offered, form_as_sent(fields, unclear.faults), status=400)
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
        preferences=expected_mails(asked.preferences, here.selectable.now(), here.register, here.today()),
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


def _selected(request: Request, here: AppContext, about: str) -> Preferences:
    """The subscription with the filters of a selection. HTTPException 400 for a selection that is none."""
    if about not in set(SelectionSubject):
        raise HTTPException(400, f"'{about[:60]}' is not a choice for about. Choose one of: {', '.join(SelectionSubject)}.")
    subject = SelectionSubject(about)
    return preferences_for(selection_in(request, here, subject, ("about",)), subject, here.register)


def _sign_up_in(fields: Fields, offered: Sequence[Authority], register: AuthorityRegister) -> SignUp:
    """Raises PreferencesUnclear naming what is wrong with the preferences, the address, or both."""
    faults: tuple[tuple[str, str], ...] = ()
    address, preferences = "", None
    try:
        preferences = preferences_in(fields, offered, register)
    except PreferencesUnclear as unclear:
        faults = unclear.faults
    try:
        address = check_address(one_of(fields, "email"))
    except BadAddress as wrong:
        faults = (*faults, ("email", str(wrong)))
    if preferences is None or faults:
        raise PreferencesUnclear(faults)
    return SignUp(address, preferences)


def _chosen(form: PreferencesForm, here: AppContext) -> Preferences | None:
    """What a form with chosen authorities means as it stands; None for an empty form."""
    neighbours = frozenset(authority.urn for authority in here.register.neighbours(form.neighbours_of))
    urns, region = form.urns | neighbours, form.region or None
    return Preferences(urns, region, frozenset({Topic.CHANGE}), Frequency.AT_ONCE) if urns or region else None


def _form_page(
    here: AppContext,
    offered: Sequence[Authority],
    form: PreferencesForm,
    *,
    preferences: Preferences | None = None,
    status: int = 200,
) -> HTMLResponse:
    expected = None
    if preferences is not None:
        expected = expected_mails(preferences, here.selectable.now(), here.register, here.today())
    return page(
        "sign_up.html",
        status=status,
        expected=expected,
        form=form,
        groups=grouped(offered, form.urns),
        offered=len(offered),
        choices=form_choices(here.register, offered),
        days=CONFIRM_LASTS.days,
    )
