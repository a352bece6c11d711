"""Why a person gets a mail, from what they asked for."""

from collections.abc import Sequence

from ofsted_watch.emails.clean import one_line
from ofsted_watch.model import Event, EventKind, Rhythm, Subscription, Topic
from ofsted_watch.words import count_in_words

_TOPICS = {
    Topic.CHANGE: "changed judgements",
    Topic.LETTER: "any new letter",
    Topic.PRIORITY: "areas for priority action",
}
_RHYTHMS = {Rhythm.AT_ONCE: "as soon as we know", Rhythm.DAILY: "once a day", Rhythm.WEEKLY: "once a week"}


def why(subscription: Subscription, events: Sequence[Event]) -> str:
    """'ann@example.org asked to hear of changed judgements about Knowsley, as soon as we know.' and why a correction came."""
    asked = (
        f"{one_line(subscription.email)} asked to hear of {_topics(subscription)} about {_about(subscription, events)}, "
        f"{_RHYTHMS[subscription.rhythm]}."
    )
    if all(event.kind is EventKind.CORRECTION for event in events):
        return f"{asked} You got our first mail about this letter, so you get its correction too."
    if all(event.kind is EventKind.BLIND for event in events):
        return f"{asked} We tell everybody who watches an authority when we cannot see it."
    return asked


def _topics(subscription: Subscription) -> str:
    named = [_TOPICS[topic] for topic in Topic if topic in subscription.topics]
    if subscription.declines_only and Topic.CHANGE in subscription.topics:
        named[0] = "judgements that declined"
    return _listed(named)


def _about(subscription: Subscription, events: Sequence[Event]) -> str:
    if not subscription.urns and subscription.region is None:
        return "all authorities"
    named = sorted({one_line(event.authority) for event in events if event.urn in subscription.urns})
    others = len(subscription.urns - {event.urn for event in events})
    if others:
        more = (
            count_in_words(others, "other authority", "other authorities")
            if named
            else count_in_words(others, "authority", "authorities")
        )
        named.append(more)
    if subscription.region is not None:
        named.append(f"every authority in the region {one_line(subscription.region)}")
    return _listed(named)


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
