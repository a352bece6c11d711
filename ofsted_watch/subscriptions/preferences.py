"""What a person asks to be told: as a value, and in words. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from ofsted_watch.domain.authorities import authority_by_urn
from ofsted_watch.domain.model import Alert, Authority, Event, EventKind, Rhythm, Subscription, Topic
from ofsted_watch.errors import UnknownAuthority
from ofsted_watch.presentation.labels import count_in_words
from ofsted_watch.subscriptions.matching import wants

TOPICS = {
    Topic.CHANGE: "changed judgements",
    Topic.LETTER: "any new letter",
    Topic.PRIORITY: "areas for priority action",
}
RHYTHMS = {Rhythm.AT_ONCE: "as soon as we know", Rhythm.DAILY: "once a day", Rhythm.WEEKLY: "once a week"}

_NAMED = 5
"""More authorities than this are counted, not named."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to tell and when. No URNs and no region means all authorities; `declines_only` narrows topic `change`."""

    urns: frozenset[str]
    region: str | None
    topics: frozenset[Topic]
    rhythm: Rhythm
    declines_only: bool = False


def wish_of(subscription: Subscription) -> Wish:
    """The wish that a subscription keeps."""
    return Wish(subscription.urns, subscription.region, subscription.topics, subscription.rhythm, subscription.declines_only)


def wish_in_words(wish: Wish) -> str:
    """'changed judgements and any new letter about Knowsley and Leeds, once a day'."""
    return f"{topics_in_words(wish.topics, wish.declines_only)} about {_about(wish)}, {RHYTHMS[wish.rhythm]}"


def no_longer_wanted(waiting: Iterable[Alert], subscription: Subscription) -> tuple[int, ...]:
    """The ids of alerts that were decided for this subscription before its wish was changed to what it is, and that it does
    not ask for any more. A correction stays: whoever was told something wrong is told what is right.
    """
    return tuple(
        alert.id
        for alert in waiting
        if alert.event.kind is not EventKind.CORRECTION and not wants(subscription, alert.event, _known(alert.event))
    )


def _known(event: Event) -> Authority:
    """The authority of an event; one that has left our list is in no region any more."""
    try:
        return authority_by_urn(event.urn)
    except UnknownAuthority:
        return Authority(event.urn, event.authority, "", "")


def topics_in_words(topics: Collection[Topic], declines_only: bool) -> str:
    """'changed judgements and any new letter', in the order of Topic; 'judgements that declined' where only those count."""
    named = [TOPICS[topic] for topic in Topic if topic in topics]
    if declines_only and Topic.CHANGE in topics:
        named[0] = "judgements that declined"
    return listed(named)


def _about(wish: Wish) -> str:
    if not wish.urns and wish.region is None:
        return "all authorities"
    named = sorted(map(name_of, wish.urns))
    if len(named) > _NAMED:
        named = [count_in_words(len(named), "authority", "authorities")]
    if wish.region is not None:
        named.append(f"every authority in the region {wish.region}")
    return listed(named)


def name_of(urn: str) -> str:
    """The authority's name; 'authority 80476' for one that has left our list, for its wish must still be shown and ended."""
    try:
        return authority_by_urn(urn).name
    except UnknownAuthority:
        return f"authority {urn}"


def listed(words: Sequence[str]) -> str:
    """'Knowsley, Leeds and Hull'; one word stays as it is."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
