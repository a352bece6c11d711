"""Mails to one person about their own wishes: please confirm, you have this already, here is your link. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.presentation.emails.composition import fill, new_message, sender_address
from ofsted_watch.presentation.labels import sentence
from ofsted_watch.presentation.preference_text import format_preferences
from ofsted_watch.subscriptions.preferences import Preferences

_NOT_YOU = "If that was not you, do nothing: {nothing}"


@dataclass(frozen=True, slots=True)
class From:
    """Who writes, from where, and when: the sender (with or without a name), where our pages stand, the Date."""

    sender: str
    public_url: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class _Link:
    text: str
    address: str


def confirmation_mail(
    to: str,
    preferences: Preferences,
    had: Sequence[Preferences],
    *,
    register: AuthorityRegister,
    confirm_url: str,
    manage_url: str,
    by: From,
) -> EmailMessage:
    """'Please confirm', with what was asked for; `had` are the wishes this address has already.

    The link is good for seven days and nothing is kept before it is used. Raises MailRejected for an address that no mail can
    go to, MailServerUnavailable if the sender address is invalid.
    """
    opening = ["Somebody, we hope you, asked us to send mails to this address about:"]
    after = [
        "The link is good for 7 days. It shows once more what you asked for, with a button: only that button starts the mails.",
        _NOT_YOU.format(nothing="no mails will come, and we keep nothing."),
    ]
    if had:
        already = "; and about ".join(format_preferences(preferences, register) for preferences in had)
        after.append(f"You already get mails about {already}. That goes on as it is.")
    return _mail(
        to,
        "Please confirm: mails about children's services judgements",
        opening=opening,
        preferences_list=(preferences,),
        register=register,
        button=_Link("Confirm", confirm_url),
        after=after,
        manage=_Link("Change or stop the mails you get", manage_url) if had else None,
        by=by,
    )


def already_mail(to: str, had: Sequence[Preferences], *, register: AuthorityRegister, manage_url: str, by: From) -> EmailMessage:
    """'You get these mails already', for who asked for what they have. Raises as `confirmation_mail`."""
    return _mail(
        to,
        "You are signed up already",
        opening=["Somebody, we hope you, asked us to send mails to this address. You get these mails already:"],
        preferences_list=had,
        register=register,
        button=_Link("Change or stop your mails", manage_url),
        after=[_NOT_YOU.format(nothing="everything stays as it is.")],
        manage=None,
        by=by,
    )


def link_mail(to: str, had: Sequence[Preferences], *, register: AuthorityRegister, manage_url: str, by: From) -> EmailMessage:
    """'Here is your link', for who asked for a fresh one. Raises as `confirmation_mail`."""
    return _mail(
        to,
        "Your link to change or stop your mails",
        opening=["Somebody, we hope you, asked for a link to change or stop the mails that this address gets:"],
        preferences_list=had,
        register=register,
        button=_Link("Change or stop your mails", manage_url),
        after=[
            "The link is yours: who has it can change what you get. Do not pass it on.",
            _NOT_YOU.format(nothing="everything stays as it is."),
        ],
        manage=None,
        by=by,
    )


def _mail(
    to: str,
    title: str,
    *,
    opening: Sequence[str],
    preferences_list: Sequence[Preferences],
    register: AuthorityRegister,
    button: _Link,
    after: Sequence[str],
    manage: _Link | None,
    by: From,
) -> EmailMessage:
    # Each asking has its own link, and so its own Message-ID; a second try of one mail is the same message.
    own = hashlib.sha256(f"{to}:{button.address}".encode()).hexdigest()[:32]
    domain = sender_address(by.sender).rpartition("@")[2]
    message = new_message(title, to, f"<asked.{own}@{domain}>", by.sender, by.sent_at)
    text = {
        "title": title,
        "opening": opening,
        "preferences_list": [sentence(format_preferences(preferences, register)) for preferences in preferences_list],
        "button": button,
        "after": after,
        "manage": manage,
        "why": "Somebody gave this address on the pages of Ofsted Watch. There is nothing to stop: no other mail follows.",
        "public_url": by.public_url,
    }
    fill(message, "person", text)
    return message
