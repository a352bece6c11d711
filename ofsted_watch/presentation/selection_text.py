"""A selection of letters or of changes as text: the heading of a page, the title of a feed, what a person asks for. Pure."""

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from typing import TypeVar

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.filters import Filters
from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Direction
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.domain.selection import Selection, SelectionSubject
from ofsted_watch.errors import UnknownAuthority
from ofsted_watch.presentation.labels import GRADES, TOPICS, format_day, kind_label

MOST_NAMED = 5
"""More authorities than this are counted, not named."""

DOWN_TO_INADEQUATE = Filters(to_grades=frozenset({Grade.INADEQUATE}), direction=Direction.DECLINED)

_NUMBERS = {10: "ten"}
_Member = TypeVar("_Member", bound=StrEnum)


def format_selection(selection: Selection, subject: SelectionSubject, register: AuthorityRegister) -> str:
    """'focused visit letters about care leavers, of every authority in the region North West, published from 1 January 2026'."""
    filters = selection.filters
    what = changes_text(filters) if subject is SelectionSubject.CHANGES else letters_text(filters)
    parts = [what]
    if selection.urns or selection.region is not None:
        parts.append(f"of {_places_of_selection(selection, register)}")
    if period := _period(selection):
        parts.append(period)
    return ", ".join(parts)


def changes_text(filters: Filters) -> str:
    """'changes of judgement from good to inadequate in focused visit letters', 'changes of judgement that went down'."""
    if filters == DOWN_TO_INADEQUATE:
        return "judgements that went down to inadequate"
    letters = f" in {letters_text(_of_letters(filters))}" if filters.narrows_letters else ""
    moved = {Direction.IMPROVED: "judgements that improved", Direction.DECLINED: "judgements that declined", None: ""}
    what = moved[filters.direction] or "changes of judgement"
    return f"{what}{_steps(filters)}{letters}"


def letters_text(filters: Filters) -> str:
    """'focused visit letters about care leavers that name areas for priority action'; 'letters and reports' without filters."""
    kinds = either([kind_plural(kind) for kind in _in_order(LetterKind, filters.kinds)]) or "letters and reports"
    about = either([TOPICS[topic] for topic in TOPICS if topic in filters.topics])
    ends = []
    if filters.priority_action is not None:
        ends.append("name areas for priority action" if filters.priority_action else "name no area for priority action")
    if filters.given:
        ends.append(f"give ‘{either([GRADES[grade] for grade in GRADES if grade in filters.given])}’")
    if filters.narrows_changes:
        ends.append(f"brought {changes_text(_of_changes(filters))}")
    return f"{kinds}{f' about {about}' if about else ''}{f' that {listed(ends)}' if ends else ''}"


def places_text(urns: Collection[Urn], region: str | None, register: AuthorityRegister) -> str:
    """'Knowsley and Leeds', '12 authorities', 'every authority in the region London', 'the ten statistical neighbours of …'."""
    if not urns and region is None:
        return "all authorities"
    owner = register.whose_neighbours(urns)
    if owner is not None:
        number = _NUMBERS.get(len(urns), str(len(urns)))
        named = [f"the {number} statistical neighbours of {owner.name}"]
    else:
        named = sorted(name_of(urn, register) for urn in urns)
    if len(named) > MOST_NAMED:
        named = [format_count(len(named), "authority", "authorities")]
    if region is not None:
        named.append(f"every authority in the region {region}")
    return listed(named)


def name_of(urn: Urn, register: AuthorityRegister) -> str:
    """The authority's name; 'authority 80476' if it is no longer on our list: its preferences must still be shown."""
    try:
        return register.by_urn(urn).name
    except UnknownAuthority:
        return f"authority {urn}"


def kind_plural(kind: LetterKind) -> str:
    """'focused_visit' → 'focused visit letters'."""
    return f"{'other letter' if kind is LetterKind.OTHER else kind_label(kind)}s"


def listed(text: Sequence[str]) -> str:
    """'Knowsley, Leeds and Hull'; a single text is unchanged."""
    return " and ".join(filter(None, (", ".join(text[:-1]), *text[-1:])))


def either(text: Sequence[str]) -> str:
    """'neglect, permanence or leadership'; a single text is unchanged."""
    return " or ".join(filter(None, (", ".join(text[:-1]), *text[-1:])))


def _places_of_selection(selection: Selection, register: AuthorityRegister) -> str:
    if selection.urns and selection.region is not None:
        return f"{places_text(selection.urns, None, register)} in the region {selection.region}"
    return places_text(selection.urns, selection.region, register)


def _period(selection: Selection) -> str:
    since = f"from {format_day(selection.since)}" if selection.since else ""
    until = f"to {format_day(selection.until)}" if selection.until else ""
    return f"published {' '.join(filter(None, (since, until)))}" if since or until else ""


def _steps(filters: Filters) -> str:
    steps = [
        f"{word} {either([GRADES[grade] for grade in GRADES if grade in grades])}"
        for word, grades in (("from", filters.from_grades), ("to", filters.to_grades))
        if grades
    ]
    return f" {' '.join(steps)}" if steps else ""


def _of_changes(filters: Filters) -> Filters:
    return Filters(from_grades=filters.from_grades, to_grades=filters.to_grades, direction=filters.direction)


def _of_letters(filters: Filters) -> Filters:
    return Filters(filters.kinds, filters.topics, filters.priority_action, filters.given)


def _in_order(members: Iterable[_Member], chosen: Collection[_Member]) -> list[_Member]:
    return [member for member in members if member in chosen]
