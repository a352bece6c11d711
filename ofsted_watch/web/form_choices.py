"""What the preferences form offers beside authorities and regions, with its texts. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Authority, Direction
from ofsted_watch.presentation.labels import GRADES, TOPICS
from ofsted_watch.presentation.selection_text import kind_plural
from ofsted_watch.subscriptions.selection_parameters import COMPARED_GRADES, SEND_OUTCOMES

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FormChoices:
    """Pairs of value and text. `neighbourly` are the authorities whose statistical neighbours we know and check."""

    neighbourly: tuple[Authority, ...]
    kinds: Pairs
    topics: Pairs
    outcomes: Pairs
    grades: Pairs
    all_grades: Pairs
    directions: Pairs


def form_choices(register: AuthorityRegister, offered: Sequence[Authority]) -> FormChoices:
    """The choices for the authorities of a register, of which `offered` are checked."""
    checked = {authority.urn for authority in offered}
    known = [authority for authority in register.current() if has_checked_neighbours(authority.urn, register, checked)]
    return FormChoices(
        neighbourly=tuple(sorted(known, key=lambda authority: authority.name)),
        kinds=[(str(kind), kind_plural(kind)) for kind in LetterKind if kind is not LetterKind.COUNCIL_NEWS],
        topics=[(str(topic), TOPICS[topic]) for topic in LetterTopic],
        outcomes=_graded(SEND_OUTCOMES),
        grades=_graded(COMPARED_GRADES),
        all_grades=_graded(tuple(Grade)),
        directions=[(str(direction), str(direction)) for direction in Direction],
    )


def has_checked_neighbours(urn: Urn, register: AuthorityRegister, checked: Collection[Urn]) -> bool:
    """True if the authority has statistical neighbours and all of them are checked."""
    neighbours = register.neighbours(urn)
    return bool(neighbours) and all(neighbour.urn in checked for neighbour in neighbours)


def _graded(grades: Sequence[Grade]) -> Pairs:
    return [(str(grade), GRADES[grade]) for grade in grades]
