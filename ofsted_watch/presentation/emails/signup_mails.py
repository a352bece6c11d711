"""Mails to one person about their own preferences: please confirm, you have this already, here is your link. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.presentation.emails.composition import fill, new_message, sender_address, top, written
from ofsted_watch.presentation.labels import sentence
from ofsted_watch.presentation.preference_text import format_preferences
from ofsted_watch.subscriptions.preferences import Preferences

_NOT_YOU = "If that was not you, you do not need to do anything: {nothing}"


@dataclass(frozen=True, slots=True)
class From:
    """The sender (with or without a name), the address of our pages, the Date."""

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
    """'Please confirm', with what was asked for; `had` are the preferences this address has already.

    The link is good for seven days and nothing is stored before it is used. Raises MailRejected for an address that cannot
    receive mail, MailServerUnavailable if the sender address is invalid.
    """
    opening = ["Somebody (we hope it was you) asked us to send mails to this address about:"]
    after = [
        "The link is good for 7 days. It shows what you asked for and a button. The mails start only when you press the button.",
        _NOT_YOU.format(nothing="we will send no mails and store nothing."),
    ]
    if had:
        already = "; and about ".join(format_preferences(preferences, register) for preferences in had)
        after.append(f"You already get mails about {already}. That does not change.")
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
        opening=["Somebody (we hope it was you) asked us to send mails to this address. You get these mails already:"],
        preferences_list=had,
        register=register,
        button=_Link("Change or stop your mails", manage_url),
        after=[_NOT_YOU.format(nothing="nothing changes.")],
        manage=None,
        by=by,
    )


def link_mail(to: str, had: Sequence[Preferences], *, register: AuthorityRegister, manage_url: str, by: From) -> EmailMessage:
    """'Here is your link', for who asked for a fresh one. Raises as `confirmation_mail`."""
    return _mail(
        to,
        "Your link to change or stop your mails",
        opening=["Somebody (we hope it was you) asked for a link to change or stop the mails that this address gets:"],
        preferences_list=had,
        register=register,
        button=_Link("Change or stop your mails", manage_url),
        after=[
            "Do not share this link: anybody who has it can change what you get.",
            _NOT_YOU.format(nothing="nothing changes."),
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
    # Each request has its own link and so its own Message-ID; a second try of one mail is the same message.
    own = hashlib.sha256(f"{to}:{button.address}".encode()).hexdigest()[:32]
    domain = sender_address(by.sender).rpartition("@")[2]
    message = new_message(top(title, by.sender), to, f"<asked.{own}@{domain}>", by.sent_at)
    text = {
        "title": title,
        "meta": "",
        "preview": opening[0],
        "opening": opening,
        "preferences_list": [sentence(format_preferences(preferences, register)) for preferences in preferences_list],
        "button": button,
        "after": after,
        "manage": manage,
        "why": "Somebody entered this address at Ofsted Watch. You do not need to unsubscribe: we send no other mail.",
        "public_url": by.public_url,
    }
    fill(message, written("person", text), written("person_foot", text))
    return message
