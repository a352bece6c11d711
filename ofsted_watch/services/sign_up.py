"""What people do with their own subscriptions: request, confirm, change. Nothing is stored before a person confirms."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.model import Subscription
from ofsted_watch.presentation.emails.signup_mails import From, already_mail, confirmation_mail, link_mail
from ofsted_watch.services.signed_links import Asked, SignedLinks
from ofsted_watch.subscriptions.preferences import Preferences, no_longer_wanted, preferences_of


@dataclass(frozen=True, slots=True)
class SignUp:
    """A request to send this address mails with these preferences."""

    email: str
    preferences: Preferences


@dataclass(frozen=True, slots=True)
class LinkWanted:
    """A request to send this address a link to its preferences."""

    email: str


def answer_to(
    request: SignUp | LinkWanted,
    database: Database,
    links: SignedLinks,
    sender: str,
    register: AuthorityRegister,
    now: datetime,
) -> EmailMessage | None:
    """The mail that answers a request made on our pages; None for a link request from an address without subscriptions.

    Raises DatabaseUnavailable, MailRejected for an address that cannot receive mail, MailServerUnavailable if the sender
    address is invalid.
    """
    had = database.subscribers.of(request.email)
    preferences_list = [preferences_of(subscription) for subscription in had]
    manage_url, by = links.to_manage(request.email, now), From(sender, links.public_url, now)
    if isinstance(request, LinkWanted):
        return link_mail(request.email, preferences_list, register=register, manage_url=manage_url, by=by) if had else None
    if any(preferences_of(subscription) == request.preferences and subscription.paused is None for subscription in had):
        return already_mail(request.email, preferences_list, register=register, manage_url=manage_url, by=by)
    confirm_url = links.to_confirm(request.email, request.preferences, now)
    return confirmation_mail(
        request.email,
        request.preferences,
        preferences_list,
        register=register,
        confirm_url=confirm_url,
        manage_url=manage_url,
        by=by,
    )


def confirm(database: Database, asked: Asked, token: str, at: datetime) -> Subscription | None:
    """Store what was asked for. Using the link again does nothing: None if the subscription has been stopped
    since, because only a new link may start it again.
    """
    fingerprint = hashlib.sha256(token.encode()).hexdigest()
    if used := database.preference_changes.confirmed_with(asked.email, fingerprint):
        return None if used.has_ended else used.subscription
    return database.subscribers.subscribe(asked.email, **asked.preferences.as_fields(), at=at, confirmation=fingerprint)


def change(
    database: Database, before: Subscription, preferences: Preferences, register: AuthorityRegister, at: datetime
) -> Subscription | None:
    """Put another wish in the place of a subscription's own. What waits and is still wanted goes out as the new wish says.

    None if the subscription has ended, or the address already has one with exactly these preferences.
    """
    wanted = replace(before, **preferences.as_fields())
    unwanted = no_longer_wanted(database.preference_changes.waiting_for(before.id), wanted, register)
    return database.preference_changes.change(before.email, before.id, preferences, unwanted=unwanted, at=at)
