"""What a person asks to be notified of, as a value. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from itertools import product
from typing import Any

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.filters import NO_FILTERS, Filters
from ofsted_watch.domain.grades import Grade, is_comparable, steps
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Alert, Authority, Direction, Event, EventKind, Frequency, Subscription, Topic
from ofsted_watch.domain.selection import Selection, SelectionSubject
from ofsted_watch.errors import UnknownAuthority, WrongUse
from ofsted_watch.subscriptions.matching import wants


@dataclass(frozen=True, slots=True)
class Preferences:
    """What to notify of and when. No URNs and no region means all authorities.

    `declines_only` and `change_filters` narrow topic `change`, `letter_filters` narrow topic `letter`. A filter for declines
    alone is always `declines_only`: equal preferences have one form.
    """

    urns: frozenset[Urn]
    region: str | None
    topics: frozenset[Topic]
    frequency: Frequency
    declines_only: bool = False
    change_filters: Filters = NO_FILTERS
    letter_filters: Filters = NO_FILTERS

    def as_fields(self) -> dict[str, Any]:
        """The fields by name, for a row or a subscription."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def preferences_of(subscription: Subscription) -> Preferences:
    """The preferences of a subscription."""
    return Preferences(
        subscription.urns,
        subscription.region,
        subscription.topics,
        subscription.frequency,
        subscription.declines_only,
        subscription.change_filters,
        subscription.letter_filters,
    )


def narrowed(preferences: Preferences, filters: Filters) -> Preferences:
    """The preferences with filters: of letters for new letters, of changes for changed judgements.

    If only changed judgements are asked for, all filters are theirs. Raises WrongUse for a filter of what is not asked for, and
    for grades and a direction that no change can have together.
    """
    letters = Filters(filters.kinds, filters.topics, filters.priority_action, filters.given)
    changes = Filters(from_grades=filters.from_grades, to_grades=filters.to_grades, direction=filters.direction)
    if changes.narrows_changes and Topic.CHANGE not in preferences.topics:
        raise WrongUse("Grades and a direction narrow changed judgements: ask for those too, or leave them out")
    if letters.narrows_letters and Topic.LETTER not in preferences.topics:
        if Topic.CHANGE not in preferences.topics:
            raise WrongUse("Kinds, topics and outcomes narrow new letters: ask for those too, or leave them out")
        changes, letters = filters, NO_FILTERS
    if changes.narrows_changes and not _can_happen(changes, preferences.declines_only):
        raise WrongUse("No change can have these grades and this direction together: nothing would ever be sent")
    return in_one_form(replace(preferences, change_filters=changes, letter_filters=letters))


def _can_happen(changes: Filters, declines_only: bool) -> bool:
    """True if a judgement can move from one of the grades to another one of them, in the direction."""
    direction = Direction.DECLINED if declines_only else changes.direction
    moves = product(changes.from_grades or Grade, changes.to_grades or Grade)
    return any(_moves(earlier, later, direction) for earlier, later in moves)


def _moves(earlier: Grade, later: Grade, direction: Direction | None) -> bool:
    if earlier is later or direction is None:
        return earlier is not later
    if not (is_comparable(earlier) and is_comparable(later)):
        return False
    return (steps(earlier, later) > 0) is (direction is Direction.IMPROVED)


def in_one_form(preferences: Preferences) -> Preferences:
    """The same preferences in the form that all equal ones have: `declines_only` for a filter that asks for declines alone.

    Raises WrongUse for declines that must have improved.
    """
    if preferences.declines_only and preferences.change_filters.narrows_changes:
        if preferences.change_filters.direction is Direction.IMPROVED:
            raise WrongUse("A judgement that declined has not improved: ask for one of the two")
        declined = replace(preferences.change_filters, direction=Direction.DECLINED)
        preferences = replace(preferences, declines_only=False, change_filters=declined)
    if preferences.change_filters == Filters(direction=Direction.DECLINED):
        return replace(preferences, declines_only=True, change_filters=NO_FILTERS)
    return preferences


def preferences_for(selection: Selection, subject: SelectionSubject, register: AuthorityRegister) -> Preferences:
    """The subscription with a selection's filters: from now on, so without its period.

    Letters selected by what they changed are changed judgements.
    """
    filters, urns, region = selection.filters, selection.urns, selection.region
    if urns and region is not None:  # a subscription means either, a selection both
        urns, region = selection.places(register) or frozenset(), None
    of_changes = subject is SelectionSubject.CHANGES or filters.narrows_changes
    return in_one_form(
        Preferences(
            urns,
            region,
            frozenset({Topic.CHANGE if of_changes else Topic.LETTER}),
            Frequency.AT_ONCE,
            change_filters=filters if of_changes else NO_FILTERS,
            letter_filters=NO_FILTERS if of_changes else filters,
        )
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
