"""Who is notified of what, and which alerts are held. Pure."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from ofsted_watch.domain.filters import Filters, facts_of_findings
from ofsted_watch.domain.history import COMPARED_KINDS
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import (
    Authority,
    Cause,
    Change,
    Direction,
    Event,
    EventKind,
    Frequency,
    NewAlert,
    Subscription,
    Topic,
)
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.errors import UnknownAuthority

CORRECTION_HOLD = "a correction of what we said before goes out only when a person releases it"

NEWER_READER_HOLD = (
    "these letters were set aside when they were published; a newer reader reads them: check them before they are sent"
)

RESTARTED_HOLD = (
    "this re-issue gives another first day of the inspection under the same link: check that it is the same inspection"
)

NEIGHBOUR_HOLD = "it is compared with an inspection whose own news is held: decide on that first"

SAYS_A_JUDGEMENT_MOVED = frozenset({Cause.NEW_LETTER, Cause.REISSUED, Cause.CORRECTION, Cause.WITHDRAWN})
"""Causes that the circuit breaker counts: history and a framework's end are expected in bulk and notify nobody."""

_SOONEST = (Frequency.AT_ONCE, Frequency.DAILY, Frequency.WEEKLY)
_FIRST_WAIT = timedelta(minutes=5)
_LONGEST_WAIT = timedelta(hours=6)


def hold_reason(
    changes: Iterable[Change], *, limit: int = 12, archive_shrank: bool, earlier: Iterable[Change] = ()
) -> str | None:
    """Why all alerts of a run must be held, as a sentence, or None if they may go.

    `earlier` are the changes that other runs of the day found: once the limit is reached, everything of that day is held.
    `limit` is the number of authorities with a changed judgement that the runs of a day may report (history's most is nine in a
    week); `archive_shrank` says that stored files or letters are missing now.
    """
    reasons = []
    before, moved = _moved(earlier), _moved(changes)
    together = before | moved
    if len(together) > limit:
        when = "in the runs of one day" if before - moved else "in one run"
        reasons.append(
            f"{format_count(len(together), 'authority', 'authorities')} with a changed judgement {when}, "
            f"more than the limit of {limit}: a misread column or a changed page is likelier than real news"
        )
    if archive_shrank:
        reasons.append("the archive holds less than before, so an apparent change may be a missing letter")
    return "; ".join(reasons) or None


def _moved(changes: Iterable[Change]) -> set[Urn]:
    return {change.urn for change in changes if change.direction is not None and change.cause in SAYS_A_JUDGEMENT_MOVED}


def alerts_for(
    events: Iterable[Event],
    subscriptions: Sequence[Subscription],
    authorities: Mapping[Urn, Authority],
    *,
    hold: str | None,
    notified: Mapping[str, Collection[int]],
    holds: Mapping[str, str] | None = None,
) -> tuple[NewAlert, ...]:
    """One alert for each event and each person who wants it; `hold` is why all of them are held, from `hold_reason`.

    `holds` maps the key of an event that is held for its own reason to that reason.
    A person (one address, letter case aside) with several subscriptions that match gets one alert, under the one
    that is notified soonest. Paused subscriptions get none. Corrections go only to those who were notified of what they
    correct: `notified` maps that event's key to their subscription ids; they are always held.
    Raises UnknownAuthority for an event about a URN that is not in `authorities`.
    """
    active = [subscription for subscription in subscriptions if subscription.paused is None]
    alerts = []
    for event in events:
        if event.urn not in authorities:
            raise UnknownAuthority(f"there is news about URN {event.urn} ({event.authority}), but no authority has this URN")
        if event.kind is EventKind.CORRECTION:
            heard = frozenset(notified.get(event.corrects, ())) if event.corrects else frozenset()
            wanted = [subscription for subscription in active if subscription.id in heard]
        else:
            heard = frozenset(notified.get(event.settles, ())) if event.settles else frozenset()
            wanted = [
                subscription
                for subscription in active
                if subscription.id in heard or wants(subscription, event, authorities[event.urn])
            ]
        own = CORRECTION_HOLD if event.kind is EventKind.CORRECTION and not hold else (holds or {}).get(event.key)
        why = "; ".join(reason for reason in (own, hold) if reason) or None
        alerts += [NewAlert(subscription.id, event.key, why) for subscription in _one_each(wanted, heard)]
    return tuple(alerts)


def why_all_wait(alerts: Sequence[NewAlert]) -> str | None:
    """Why no alert of a run can go, each reason once; None if there are no alerts or one of them may go."""
    reasons = {alert.hold for alert in alerts}
    return None if None in reasons or not reasons else "; ".join(sorted(filter(None, reasons)))


class Asking(Protocol):
    """What a person asked for: a subscription, or the preferences of one to be."""

    @property
    def urns(self) -> frozenset[Urn]:
        """The authorities."""

    @property
    def region(self) -> str | None:
        """The region."""

    @property
    def topics(self) -> frozenset[Topic]:
        """The topics."""

    @property
    def declines_only(self) -> bool:
        """Whether only declines count."""

    @property
    def change_filters(self) -> Filters:
        """What narrows changed judgements."""

    @property
    def letter_filters(self) -> Filters:
        """What narrows new letters."""


def wants(subscription: Asking, event: Event, authority: Authority) -> bool:
    """True where an event is among what a person asked for: the authority, and at least one topic.

    A subscription with URNs and a region means either of them. `declines_only` and `change_filters` narrow topic `change`,
    `letter_filters` narrow topic `letter`. An 'unchecked' notice matches everybody who follows the authority, a report that is
    not read everybody who may want one.
    """
    chosen = authority.urn in subscription.urns or (subscription.region is not None and subscription.region == authority.region)
    if (subscription.urns or subscription.region is not None) and not chosen:
        return False
    if event.kind is EventKind.UNCHECKED:
        return True
    if event.kind is EventKind.UNREAD:
        return subscription.topics != {Topic.LETTER} or may_be_inspection(subscription.letter_filters)
    return any(_wants_topic(subscription, event, topic) for topic in subscription.topics & event.topics)


def may_be_inspection(filters: Filters) -> bool:
    """True if an inspection report with compared grades can fit: its other facts are not known before it is read."""
    return not filters.kinds or bool(filters.kinds & COMPARED_KINDS)


def _wants_topic(subscription: Asking, event: Event, topic: Topic) -> bool:
    match topic:
        case Topic.CHANGE:
            filters = subscription.change_filters
            if subscription.declines_only and not any(change.direction is Direction.DECLINED for change in event.changes):
                return False
        case Topic.LETTER:
            filters = subscription.letter_filters
        case Topic.PRIORITY:
            return True
    return filters.fit_changes(event.changes) and (not filters.narrows_letters or _fits_letter(filters, event))


def _fits_letter(filters: Filters, event: Event) -> bool:
    """An event stored before its findings were is wanted: whoever it was decided for is not left without it."""
    if event.findings is None:
        return True
    return filters.fit_letter(facts_of_findings(event.findings, names_priority_action=Topic.PRIORITY in event.topics))


def next_try(attempts: int, now: datetime, *, seed: int) -> datetime:
    """When to try again after `attempts` temporary refusals (1 or more): 5 minutes, 10, 20 … 6 hours, plus up to a fifth.

    The addition is derived from `seed`, so that alerts refused together are not retried together, and a test can predict it.
    Raises ValueError for attempts below 1.
    """
    if attempts < 1:
        raise ValueError(f"attempts must be at least 1: {attempts}")
    wait = min(_FIRST_WAIT * (1 << min(attempts - 1, 16)), _LONGEST_WAIT)
    spread = int(hashlib.sha256(f"{seed}:{attempts}".encode()).hexdigest()[:8], 16) / 0xFFFFFFFF
    return now + wait * (1 + spread / 5)


def message_id(subscription_id: int, event_key: str, domain: str) -> str:
    """The Message-ID of an event's mail to a subscription: always the same, so that a mail program hides a second copy."""
    return f"<{_digest(f'{subscription_id}:{event_key}')}@{domain}>"


def digest_message_id(message_ids: Iterable[str], domain: str) -> str:
    """The Message-ID of one mail that holds several alerts, from theirs, in any order."""
    return f"<{_digest(' '.join(sorted(message_ids)))}@{domain}>"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _one_each(wanted: Iterable[Subscription], heard: Collection[int]) -> list[Subscription]:
    """One subscription a person: the one whose mail this is a reply to, then the soonest notified, then the oldest."""
    by_person: dict[str, list[Subscription]] = defaultdict(list)
    for subscription in wanted:
        by_person[subscription.email.strip().casefold()].append(subscription)
    return [
        min(own, key=lambda subscription: (subscription.id not in heard, _SOONEST.index(subscription.frequency), subscription.id))
        for own in by_person.values()
    ]
