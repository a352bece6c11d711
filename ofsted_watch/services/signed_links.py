"""The links in our mails: made when a mail is written, checked when somebody opens one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ofsted_watch.adapters.secret_file import stored_secrets
from ofsted_watch.adapters.tokens import NOT_OURS, Purpose, Tokens
from ofsted_watch.domain.model import Frequency, Topic
from ofsted_watch.errors import BadLink
from ofsted_watch.presentation.urls import confirm_page, manage_page, unsubscribe_page, whole
from ofsted_watch.settings import Settings
from ofsted_watch.subscriptions.filters_json import filters_from_json, filters_to_json
from ofsted_watch.subscriptions.preferences import Preferences

CONFIRM_LASTS = timedelta(days=7)
MANAGE_LASTS = timedelta(days=90)
"""Mails are forwarded, and the manage link with them. Anybody who needs one later requests a new one by mail."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a confirmation link holds: an address, its preferences, and when they were requested."""

    email: str
    preferences: Preferences
    made: datetime


@dataclass(frozen=True, slots=True)
class MailFor:
    """What the 'stop' link of a mail holds: its recipient and the subscriptions."""

    email: str
    subscription_ids: frozenset[int]


class SignedLinks:
    """Complete URLs from sealed tokens, and back. A token holds an email address, which only we can read."""

    def __init__(self, tokens: Tokens, public_url: str) -> None:
        self._tokens = tokens
        self.public_url = public_url

    def to_confirm(self, email: str, preferences: Preferences, at: datetime) -> str:
        """The page where a sign-up is confirmed; valid for CONFIRM_LASTS."""
        content: dict[str, Any] = {
            "email": email,
            "urns": sorted(preferences.urns),
            "region": preferences.region,
            "topics": sorted(preferences.topics),
            "rhythm": preferences.frequency,
            "declines_only": preferences.declines_only,
        }
        if filters := filters_to_json(preferences):
            content["filters"] = filters
        return whole(self.public_url, confirm_page(self._tokens.make(Purpose.CONFIRM, content, at)))

    def to_manage(self, email: str, at: datetime) -> str:
        """The page where a person changes what they asked for; valid for MANAGE_LASTS."""
        return whole(self.public_url, self.manage_path(email, at))

    def manage_path(self, email: str, at: datetime) -> str:
        """The same, as linked from our own pages."""
        return manage_page(self._tokens.make(Purpose.MANAGE, {"email": email}, at))

    def to_unsubscribe(self, email: str, subscription_ids: Collection[int], at: datetime) -> str:
        """The page where a mail's subscriptions are stopped; never expires."""
        content = {"email": email, "ids": sorted(set(subscription_ids))}
        return whole(self.public_url, unsubscribe_page(self._tokens.make(Purpose.UNSUBSCRIBE, content, at)))

    def asked(self, token: str, now: datetime) -> Asked:
        """What a confirmation link holds. Raises LinkExpired after CONFIRM_LASTS, BadLink for any other link."""
        opened = self._tokens.open(Purpose.CONFIRM, token, now, CONFIRM_LASTS)
        held = opened.content
        try:
            change_filters, letter_filters = filters_from_json(held.get("filters"))
            preferences = Preferences(
                urns=frozenset(held["urns"]),
                region=held["region"],
                topics=frozenset(map(Topic, held["topics"])),
                frequency=Frequency(held["rhythm"]),
                declines_only=held["declines_only"],
                change_filters=change_filters,
                letter_filters=letter_filters,
            )
        except (KeyError, ValueError) as error:  # sealed by a version with other field names
            raise BadLink(NOT_OURS) from error
        return Asked(held["email"], preferences, opened.made)

    def managed_address(self, token: str, now: datetime) -> str:
        """The address whose preferences a link may change. Raises LinkExpired after MANAGE_LASTS, BadLink for any other link."""
        return str(self._tokens.open(Purpose.MANAGE, token, now, MANAGE_LASTS).content["email"])

    def mail_for(self, token: str, now: datetime) -> MailFor:
        """The recipient and subscriptions of the mail with this 'stop' link. Raises BadLink; never expires."""
        held = self._tokens.open(Purpose.UNSUBSCRIBE, token, now, None).content
        return MailFor(held["email"], frozenset(held["ids"]))


def signed_links(settings: Settings) -> SignedLinks:
    """The links of this installation. Without OFSTED_WATCH_PUBLIC_URL it cannot make links, but still reads those it made.

    Creates and stores a secret if none is set. Raises BadSetting if that fails.
    """
    return SignedLinks(Tokens(settings.secret or stored_secrets(settings.secret_file)), settings.public_url)
