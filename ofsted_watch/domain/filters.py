"""What narrows letters and changes, whatever authority they are about: kinds, topics, priority actions, grades. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ofsted_watch.domain.findings import LetterFindings, LetterTopic
from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.letter_kind import LetterKind

if TYPE_CHECKING:  # a subscription of the model has filters
    from ofsted_watch.domain.model import Change, Direction, Letter


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What filters ask of a letter. `names_priority_action` is False too if this kind of letter does not mention them."""

    kind: LetterKind
    topics: frozenset[LetterTopic]
    names_priority_action: bool
    grades: frozenset[Grade]


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty and None mean any. All that is given must fit.

    `kinds`, `topics` (one of them is enough), `priority_action` and `given` (grades that the letter gives to anything it judges)
    are about the letter. `from_grades`, `to_grades` and `direction` are about a change: one change must fit all three.
    """

    kinds: frozenset[LetterKind] = frozenset()
    topics: frozenset[LetterTopic] = frozenset()
    priority_action: bool | None = None
    given: frozenset[Grade] = frozenset()
    from_grades: frozenset[Grade] = frozenset()
    to_grades: frozenset[Grade] = frozenset()
    direction: "Direction | None" = None

    @property
    def narrows_letters(self) -> bool:
        """True if not every letter fits."""
        return bool(self.kinds or self.topics or self.given) or self.priority_action is not None

    @property
    def narrows_changes(self) -> bool:
        """True if not every change fits."""
        return bool(self.from_grades or self.to_grades) or self.direction is not None

    def fit_letter(self, facts: LetterFacts) -> bool:
        """True for a letter that has all that is asked of letters."""
        return (
            (not self.kinds or facts.kind in self.kinds)
            and (not self.topics or bool(self.topics & facts.topics))
            and (self.priority_action is None or facts.names_priority_action is self.priority_action)
            and (not self.given or bool(self.given & facts.grades))
        )

    def fit_change(self, change: "Change") -> bool:
        """True for a change that has all that is asked of changes."""
        return (
            (not self.from_grades or change.from_grade in self.from_grades)
            and (not self.to_grades or change.to_grade in self.to_grades)
            and (self.direction is None or change.direction is self.direction)
        )

    def fit_changes(self, changes: Iterable["Change"]) -> bool:
        """True if nothing is asked of changes, or one of these has all of it."""
        return not self.narrows_changes or any(self.fit_change(change) for change in changes)


NO_FILTERS = Filters()


def facts_of_letter(letter: "Letter") -> LetterFacts:
    """What filters ask of a letter that was read."""
    return LetterFacts(
        letter.kind,
        frozenset(letter.topics),
        letter.areas_for_priority_action is True,
        frozenset(judgement.grade for judgement in letter.judgements),
    )


def facts_of_findings(findings: LetterFindings, *, names_priority_action: bool) -> LetterFacts:
    """The same of a letter's news."""
    grades = frozenset(grade for _, grade in findings.grades)
    return LetterFacts(findings.kind, frozenset(findings.topics), names_priority_action, grades)
