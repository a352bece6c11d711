"""A selection from the parameters of an address, and back: the same for pages, tables, feeds, the API and sign-up. Pure."""

import re
from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.filters import Filters
from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Direction
from ofsted_watch.domain.selection import Selection, SelectionSubject
from ofsted_watch.errors import WrongUse

SELECTION_PARAMETERS = (
    "from",
    "to",
    "kind",
    "region",
    "authority",
    "from_grade",
    "to_grade",
    "direction",
    "topic",
    "priority_action",
)
SEVERAL = frozenset({"kind", "authority", "from_grade", "to_grade", "topic"})
"""Parameters that may be repeated: one of the values is enough."""

COMPARED_GRADES = (Grade.OUTSTANDING, Grade.GOOD, Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE)
SEND_OUTCOMES = (Grade.POSITIVE, Grade.INCONSISTENT, Grade.SYSTEMIC_FAILINGS)
FROM_GRADES = (*COMPARED_GRADES, Grade.ADEQUATE, Grade.NOT_JUDGED)
TO_GRADES = {SelectionSubject.CHANGES: FROM_GRADES, SelectionSubject.LETTERS: (*FROM_GRADES, *SEND_OUTCOMES)}
"""What a judgement may change to, and what a letter may give."""

_YES_NO = {"true": True, "false": False}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST = 60
_Member = TypeVar("_Member", bound=StrEnum)

Parameters = Sequence[tuple[str, str]]


def parse_selection(
    given: Parameters, subject: SelectionSubject, register: AuthorityRegister, *, also: Collection[str] = ()
) -> Selection:
    """The selection in the (name, value) pairs of an address; an empty value means any. `also` are names that are not for us.

    `to_grade` of letters is a grade that the letter gives; with `from_grade` or `direction`, one that it changed a judgement to.
    Raises WrongUse for an unknown or repeated parameter or a value that it cannot have, naming what is possible; UnknownAuthority
    (a WrongUse) for an authority or region that the register does not have.
    """
    known = (*SELECTION_PARAMETERS, *also)
    for name, _ in given:
        if name not in known:
            raise WrongUse(f"'{name[:_LONGEST]}' is not a parameter here. Parameters: {', '.join(sorted(known))}")
    values = {name: [value.strip() for key, value in given if key == name and value.strip()] for name in SELECTION_PARAMETERS}
    for name, texts in values.items():
        if len(texts) > 1 and name not in SEVERAL:
            raise WrongUse(f"'{name}' is given {len(texts)} times: give it once")
    since, until = _day("from", values["from"]), _day("to", values["to"])
    directions = _members("direction", values["direction"], tuple(Direction))
    from_grades = _members("from_grade", values["from_grade"], FROM_GRADES)
    to_grades = _members("to_grade", values["to_grade"], TO_GRADES[subject])
    gives = subject is SelectionSubject.LETTERS and not from_grades and not directions
    return Selection(
        urns=frozenset(register.named(name).urn for name in values["authority"]),
        region=register.region(values["region"][0]) if values["region"] else None,
        since=since,
        until=until,
        filters=Filters(
            kinds=_members("kind", values["kind"], tuple(LetterKind)),
            topics=_members("topic", values["topic"], tuple(LetterTopic)),
            priority_action=_yes_no("priority_action", values["priority_action"]),
            given=to_grades if gives else frozenset(),
            from_grades=from_grades,
            to_grades=frozenset() if gives else to_grades,
            direction=next(iter(directions), None),
        ),
    )


def check_period(selection: Selection) -> None:
    """Raises WrongUse for a period that ends before it begins."""
    if selection.since and selection.until and selection.since > selection.until:
        raise WrongUse(f"'from' ({selection.since}) is after 'to' ({selection.until})")


def parameters_of(selection: Selection) -> tuple[tuple[str, str], ...]:
    """The parameters that give this selection, always in the same order: for addresses and ids."""
    filters = selection.filters
    values: dict[str, Sequence[str]] = {
        "from": [selection.since.isoformat()] if selection.since else [],
        "to": [selection.until.isoformat()] if selection.until else [],
        "kind": sorted(filters.kinds),
        "region": [selection.region] if selection.region else [],
        "authority": sorted(selection.urns),
        "from_grade": sorted(filters.from_grades),
        "to_grade": sorted(filters.to_grades | filters.given),
        "direction": [filters.direction] if filters.direction else [],
        "topic": sorted(filters.topics),
        "priority_action": [] if filters.priority_action is None else [str(filters.priority_action).lower()],
    }
    return tuple((name, str(value)) for name in SELECTION_PARAMETERS for value in values[name])


def _members(name: str, texts: Sequence[str], choices: Sequence[_Member]) -> frozenset[_Member]:
    by_value = {str(choice): choice for choice in choices}
    for text in texts:
        if text not in by_value:
            raise WrongUse(f"'{text[:_LONGEST]}' is not a choice for {name}. Choose one of: {', '.join(by_value)}")
    return frozenset(by_value[text] for text in texts)


def _yes_no(name: str, texts: Sequence[str]) -> bool | None:
    if texts and texts[0] not in _YES_NO:
        raise WrongUse(f"'{texts[0][:_LONGEST]}' is not a choice for {name}. Choose one of: {', '.join(_YES_NO)}")
    return _YES_NO[texts[0]] if texts else None


def _day(name: str, texts: Sequence[str]) -> date | None:
    if not texts:
        return None
    try:
        if not _DAY.fullmatch(texts[0]):
            raise ValueError
        return date.fromisoformat(texts[0])
    except ValueError:
        raise WrongUse(f"'{texts[0][:_LONGEST]}' is not a day for {name}: write it as 2026-01-31") from None
