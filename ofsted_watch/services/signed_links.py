"""The links in our mails: made when a mail is written, understood when somebody follows one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from ofsted_watch.adapters.secret_file import stored_secrets
from ofsted_watch.adapters.tokens import NOT_OURS, Purpose, Tokens
from ofsted_watch.domain.model import Frequency, Topic
from ofsted_watch.errors import BadLink
from ofsted_watch.presentation.urls import confirm_page, manage_page, unsubscribe_page, whole
from ofsted_watch.settings import Settings
from ofsted_watch.subscriptions.preferences import Preferences

CONFIRM_LASTS = timedelta(days=7)
MANAGE_LASTS = timedelta(days=90)
"""A mail is passed on, and its manage link with it. Who needs one later asks for a fresh one by mail."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a confirmation link holds: an address, what it is to be told, and when that was asked for."""

    email: str
    preferences: Preferences
    made: datetime


@dataclass(frozen=True, slots=True)
class MailFor:
    """What the 'stop' link of a mail holds: to whom it went, and for which subscriptions."""

    email: str
    subscription_ids: frozenset[int]


class SignedLinks:
    """Whole addresses out of sealed tokens, and back. The tokens hold an address, which nobody but us can read there."""

    def __init__(self, tokens: Tokens, public_url: str) -> None:
        self._tokens = tokens
        self.public_url = public_url

    def to_confirm(self, email: str, preferences: Preferences, at: datetime) -> str:
        """Where a sign-up is confirmed; good for CONFIRM_LASTS."""
        content = {
            "email": email,
            "urns": sorted(preferences.urns),
            "region": preferences.region,
            "topics": sorted(preferences.topics),
            "rhythm": preferences.frequency,
            "declines_only": preferences.declines_only,
        }
        return whole(self.public_url, confirm_page(self._tokens.make(Purpose.CONFIRM, content, at)))

    def to_manage(self, email: str, at: datetime) -> str:
        """Where a person changes what they asked for; good for MANAGE_LASTS."""
        return whole(self.public_url, self.manage_path(email, at))

    def manage_path(self, email: str, at: datetime) -> str:
        """The same as a page of ours links to it."""
        return manage_page(self._tokens.make(Purpose.MANAGE, {"email": email}, at))

    def to_unsubscribe(self, email: str, subscription_ids: Collection[int], at: datetime) -> str:
        """Where a mail's subscriptions are stopped; good for ever."""
        content = {"email": email, "ids": sorted(set(subscription_ids))}
        return whole(self.public_url, unsubscribe_page(self._tokens.make(Purpose.UNSUBSCRIBE, content, at)))

    def asked(self, token: str, now: datetime) -> Asked:
        """What a confirmation link holds. Raises LinkExpired after CONFIRM_LASTS, BadLink for anything not ours."""
        opened = self._tokens.open(Purpose.CONFIRM, token, now, CONFIRM_LASTS)
        held = opened.content
        try:
            preferences = Preferences(
                urns=frozenset(held["urns"]),
                region=held["region"],
                topics=frozenset(map(Topic, held["topics"])),
                frequency=Frequency(held["rhythm"]),
                declines_only=held["declines_only"],
            )
        except (KeyError, ValueError) as error:  # sealed by a version that knew other words
            raise BadLink(NOT_OURS) from error
        return Asked(held["email"], preferences, opened.made)

    def managed_address(self, token: str, now: datetime) -> str:
        """The address whose wishes a link may change. Raises LinkExpired after MANAGE_LASTS, BadLink for anything not ours."""
        return str(self._tokens.open(Purpose.MANAGE, token, now, MANAGE_LASTS).content["email"])

    def mail_for(self, token: str, now: datetime) -> MailFor:
        """To whom and for what the mail was that this 'stop' link stood in. Raises BadLink; never expires."""
        held = self._tokens.open(Purpose.UNSUBSCRIBE, token, now, None).content
        return MailFor(held["email"], frozenset(held["ids"]))


def signed_links(settings: Settings) -> SignedLinks:
    """The links of this installation. Without OFSTED_WATCH_PUBLIC_URL it can make none, and still understands those it made.

    Makes and keeps a secret where none is set. Raises BadSetting when that cannot be done.
    """
    return SignedLinks(Tokens(settings.secret or stored_secrets(settings.secret_file)), settings.public_url)
