"""Why a person gets a mail: what they asked for."""

from collections.abc import Sequence

from ofsted_watch.domain.model import Event, EventKind, Subscription
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.presentation.emails.safe_text import one_line
from ofsted_watch.presentation.preference_text import FREQUENCIES, about_or_of, format_topics, listed
from ofsted_watch.subscriptions.preferences import preferences_of


def why(subscription: Subscription, events: Sequence[Event]) -> str:
    """'ann@example.org asked to hear of changed judgements about Knowsley, as soon as we know.' and why a correction came."""
    preferences = preferences_of(subscription)
    asked = (
        f"{one_line(subscription.email)} asked to hear of {format_topics(preferences)} "
        f"{about_or_of(preferences)} {_about(subscription, events)}, {FREQUENCIES[subscription.frequency]}."
    )
    if all(event.kind is EventKind.CORRECTION for event in events):
        return f"{asked} You got our first mail about this letter, so you get its correction too."
    if all(event.kind is EventKind.UNCHECKED for event in events):
        return f"{asked} We notify everybody who follows an authority when we cannot check it."
    if all(event.kind is EventKind.UNREAD for event in events):
        return f"{asked} We notify everybody who follows an authority when we cannot read an inspection report."
    if all(event.settles is not None for event in events):
        return f"{asked} We also send the grades of a report to everybody whom we told that we could not read it yet."
    return asked


def _about(subscription: Subscription, events: Sequence[Event]) -> str:
    if not subscription.urns and subscription.region is None:
        return "all authorities"
    named = sorted({one_line(event.authority) for event in events if event.urn in subscription.urns})
    others = len(subscription.urns - {event.urn for event in events})
    if others:
        more = (
            format_count(others, "other authority", "other authorities")
            if named
            else format_count(others, "authority", "authorities")
        )
        named.append(more)
    if subscription.region is not None:
        named.append(f"every authority in the region {one_line(subscription.region)}")
    return listed(named)
