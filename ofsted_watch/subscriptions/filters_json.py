"""Filters ↔ JSON, for the row of a subscription and the link that confirms it. Only what is given is written. Pure."""

from typing import Any

from ofsted_watch.domain.filters import NO_FILTERS, Filters
from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Direction
from ofsted_watch.subscriptions.preferences import Preferences

Json = dict[str, Any]


def filters_to_json(preferences: Preferences) -> Json | None:
    """{"changes": …, "letters": …} with what is given of each; None if nothing is: as it was before there were filters."""
    written = {"changes": _written(preferences.change_filters), "letters": _written(preferences.letter_filters)}
    return {name: filters for name, filters in written.items() if filters} or None


def filters_from_json(data: Json | None) -> tuple[Filters, Filters]:
    """The filters of changes and of letters. Raises ValueError or KeyError for anything that `filters_to_json` does not write."""
    given = data or {}
    if unknown := sorted(given.keys() - {"changes", "letters"}):
        raise ValueError(f"'{unknown[0]}' has no filters")
    return _read(given.get("changes")), _read(given.get("letters"))


def _written(filters: Filters) -> Json:
    fields: Json = {
        "kinds": sorted(filters.kinds),
        "topics": sorted(filters.topics),
        "priority_action": filters.priority_action,
        "given": sorted(filters.given),
        "from": sorted(filters.from_grades),
        "to": sorted(filters.to_grades),
        "direction": filters.direction,
    }
    return {name: value for name, value in fields.items() if value not in ([], None)}


def _read(data: Json | None) -> Filters:
    if not data:
        return NO_FILTERS
    return Filters(
        kinds=frozenset(map(LetterKind, data.get("kinds", ()))),
        topics=frozenset(map(LetterTopic, data.get("topics", ()))),
        priority_action=data.get("priority_action"),
        given=frozenset(map(Grade, data.get("given", ()))),
        from_grades=frozenset(map(Grade, data.get("from", ()))),
        to_grades=frozenset(map(Grade, data.get("to", ()))),
        direction=Direction(data["direction"]) if "direction" in data else None,
    )
