"""The parameters of the lists of changes and of letters: those of their pages, tables and feeds, beside the API's own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import Depends, Query
from pydantic import AfterValidator, WithJsonSchema

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Direction
from ofsted_watch.domain.selection import Selection, SelectionSubject
from ofsted_watch.subscriptions.selection_parameters import FROM_GRADES, SELECTION_PARAMETERS, TO_GRADES, parse_selection
from ofsted_watch.web.api.parameters import Choice, Day

_MOST_VALUES = 20
_SELECTING = frozenset(SELECTION_PARAMETERS) - {"authority", "region"}
_GIVEN = TO_GRADES[SelectionSubject.LETTERS]


def _among(choices: Sequence[str]) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value not in choices:
            raise ValueError(f"it must be one of {', '.join(choices)}")
        return value

    return check


def _enum(choices: Sequence[str]) -> dict[str, Any]:
    return {"type": "string", "enum": [str(choice) for choice in choices]}


def _example(value: str | list[str]) -> dict[str, Any]:
    return {"example": {"value": value}}


_Kind = Annotated[str, AfterValidator(_among(tuple(LetterKind))), WithJsonSchema(_enum(tuple(LetterKind)))]
_Topic = Annotated[str, AfterValidator(_among(tuple(LetterTopic))), WithJsonSchema(_enum(tuple(LetterTopic)))]
_Changed = Annotated[str, AfterValidator(_among(FROM_GRADES)), WithJsonSchema(_enum(FROM_GRADES))]
_Given = Annotated[str, AfterValidator(_among(_GIVEN)), WithJsonSchema(_enum(_GIVEN))]


@dataclass(frozen=True, slots=True)
class SelectionChoice(Choice):
    """`from` and `to` are `since` and `until` under the names that pages use; if both are given, both count."""

    from_: Annotated[Day | None, Query(alias="from", description="As `since`.", openapi_examples=_example("2026-01-01"))] = None
    to: Annotated[Day | None, Query(description="As `until`.", openapi_examples=_example("2026-12-31"))] = None
    kinds: Annotated[
        tuple[_Kind, ...],
        Query(
            alias="kind",
            max_length=_MOST_VALUES,
            description="Kind of letter; may be repeated.",
            openapi_examples=_example(["focused_visit"]),
        ),
    ] = ()
    topics: Annotated[
        tuple[_Topic, ...],
        Query(
            alias="topic",
            max_length=_MOST_VALUES,
            description="What the letter is about; may be repeated.",
            openapi_examples=_example(["care_leavers"]),
        ),
    ] = ()
    from_grades: Annotated[
        tuple[_Changed, ...],
        Query(
            alias="from_grade",
            max_length=_MOST_VALUES,
            description="The grade before a change; may be repeated.",
            openapi_examples=_example(["good"]),
        ),
    ] = ()
    direction: Annotated[
        Direction | None, Query(description="The direction of a change.", openapi_examples=_example("declined"))
    ] = None
    priority_action: Annotated[
        Literal["true", "false"] | None,
        Query(description="Whether the letter names areas for priority action.", openapi_examples=_example("true")),
    ] = None

    def selection(self, subject: SelectionSubject, register: AuthorityRegister) -> Selection:
        """The selection, without its authorities and region: `fits` looks after those. Raises WrongUse for a repeated value."""
        given = [(name, value) for name, value in self.request.query_params.multi_items() if name in _SELECTING]
        return parse_selection(given, subject, register)


@dataclass(frozen=True, slots=True)
class ChangesChoice(SelectionChoice):
    """The parameters of the list of changes."""

    to_grades: Annotated[
        tuple[_Changed, ...],
        Query(
            alias="to_grade",
            max_length=_MOST_VALUES,
            description="The grade after a change; may be repeated.",
            openapi_examples=_example(["inadequate"]),
        ),
    ] = ()


@dataclass(frozen=True, slots=True)
class LettersChoice(SelectionChoice):
    """The parameters of the list of letters."""

    to_grades: Annotated[
        tuple[_Given, ...],
        Query(
            alias="to_grade",
            max_length=_MOST_VALUES,
            description="A grade that the letter gives; with `from_grade` or `direction`, to which it changed a judgement.",
            openapi_examples=_example(["systemic_failings"]),
        ),
    ] = ()


ChosenChanges = Annotated[ChangesChoice, Depends()]
ChosenLetters = Annotated[LettersChoice, Depends()]
