"""What a person asks to be notified of, as a value. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Alert, Authority, Event, EventKind, Frequency, Subscription, Topic
from ofsted_watch.errors import UnknownAuthority
from ofsted_watch.subscriptions.matching import wants


@dataclass(frozen=True, slots=True)
class Preferences:
    """What to notify of and when. No URNs and no region means all authorities; `declines_only` narrows topic `change`."""

    urns: frozenset[Urn]
    region: str | None
    topics: frozenset[Topic]
    frequency: Frequency
    declines_only: bool = False


def preferences_of(subscription: Subscription) -> Preferences:
    """The preferences of a subscription."""
    return Preferences(
        subscription.urns, subscription.region, subscription.topics, subscription.frequency, subscription.declines_only
    )


def no_longer_wanted(waiting: Iterable[Alert], subscription: Subscription, register: AuthorityRegister) -> tuple[int, ...]:
    """The ids of alerts that were decided for this subscription before its wish was changed to what it is, and that it does
    not ask for any more. A correction stays: whoever was told something wrong is told what is right.
    """
    return tuple(
        alert.id
        for alert in waiting
        if not _is_reply(alert.event) and not wants(subscription, alert.event, _known(alert.event, register))
    )


def _is_reply(event: Event) -> bool:
    """True for a correction, and for the grades of a report that we could not read at first."""
    return event.kind is EventKind.CORRECTION or event.settles is not None


def _known(event: Event, register: AuthorityRegister) -> Authority:
    """The authority of an event; one no longer on our list has no region."""
    try:
        return register.by_urn(event.urn)
    except UnknownAuthority:
        return Authority(event.urn, event.authority, "", "")
