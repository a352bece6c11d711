"""The fields of the preferences form that narrow: to some changes, and to some letters. Pure."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from ofsted_watch.domain.filters import NO_FILTERS, Filters
from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Direction
from ofsted_watch.presentation.selection_text import DOWN_TO_INADEQUATE
from ofsted_watch.subscriptions.preferences import Preferences
from ofsted_watch.web.form_data import Fields

Faults = list[tuple[str, str]]

INADEQUATE, THESE, NO_CHANGE = "inadequate", "these", "none"
"""Choices about changed judgements that have to do with filters."""
YES, NO = "yes", "no"
CHANGE_LETTER_FIELDS = ("change_kind", "change_topic", "change_action", "change_given")
"""What narrows changes to those of some letters: the form has these only where a selection brought them."""
_CHANGE_FIELDS = ("from_grade", "to_grade", "direction")
LETTER_FIELDS = ("kind", "topic", "action", "outcome")
_ALL_FIELDS = (*_CHANGE_FIELDS, *CHANGE_LETTER_FIELDS, *LETTER_FIELDS)
_Member = TypeVar("_Member", bound=StrEnum)


def filters_as_sent(fields: Fields) -> Fields:
    """The values of these fields, empty ones left out."""
    given = {name: [value for value in fields.get(name, ()) if value] for name in _ALL_FIELDS}
    return {name: values for name, values in given.items() if values}


def filter_fields(preferences: Preferences) -> Fields:
    """The values of these fields for preferences."""
    changes, letters = preferences.change_filters, preferences.letter_filters
    # 'Down to inadequate' has its own choice in the form; declines too.
    moves = NO_FILTERS if changes == DOWN_TO_INADEQUATE else changes
    values: dict[str, Sequence[str]] = {
        "from_grade": sorted(moves.from_grades),
        "to_grade": sorted(moves.to_grades),
        "direction": [moves.direction] if moves.direction else [],
        "change_kind": sorted(changes.kinds),
        "change_topic": sorted(changes.topics),
        "change_action": _yes_no(changes.priority_action),
        "change_given": sorted(changes.given),
        "kind": sorted(letters.kinds),
        "topic": sorted(letters.topics),
        "action": _yes_no(letters.priority_action),
        "outcome": sorted(letters.given),
    }
    return {name: [str(value) for value in texts] for name, texts in values.items() if texts}


def change_filters_in(fields: Fields, change: str, faults: Faults) -> Filters:
    """What narrows changed judgements; `change` is the choice about them. Adds to `faults` what is not clear."""
    if change == NO_CHANGE:
        return NO_FILTERS
    letters = _letters(fields, *CHANGE_LETTER_FIELDS, faults)
    moves = NO_FILTERS
    if change == INADEQUATE:
        moves = DOWN_TO_INADEQUATE
    elif change == THESE:
        directions = _members(fields, "direction", Direction, faults)
        moves = Filters(
            from_grades=_members(fields, "from_grade", Grade, faults),
            to_grades=_members(fields, "to_grade", Grade, faults),
            direction=min(directions, default=None),
        )
        if moves == NO_FILTERS:
            faults.append(("change", "Choose from or to which grade a judgement must change, or how it must move"))
    return Filters(
        letters.kinds,
        letters.topics,
        letters.priority_action,
        letters.given,
        moves.from_grades,
        moves.to_grades,
        moves.direction,
    )


def letter_filters_in(fields: Fields, faults: Faults) -> Filters:
    """What narrows new letters. Adds to `faults` what is not clear."""
    return _letters(fields, *LETTER_FIELDS, faults)


def _letters(fields: Fields, kind: str, topic: str, action: str, given: str, faults: Faults) -> Filters:
    actions = [value for value in fields.get(action, ()) if value]
    return Filters(
        kinds=_members(fields, kind, LetterKind, faults),
        topics=_members(fields, topic, LetterTopic, faults),
        priority_action=None if not actions else actions[0] == YES,
        given=_members(fields, given, Grade, faults),
    )


def _members(fields: Fields, name: str, members: type[_Member], faults: Faults) -> frozenset[_Member]:
    values = [value for value in fields.get(name, ()) if value]
    if any(value not in set(members) for value in values):
        faults.append((name, "One of the choices is not on our list: choose again"))
        return frozenset()
    return frozenset(map(members, values))


def _yes_no(value: bool | None) -> list[str]:
    return [] if value is None else [YES if value else NO]
