"""What a kind of letter declares. A new kind or framework is one new file in this folder that exports `KIND`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Letter
from ofsted_watch.extraction.fields.named_authority import AuthorityStep
from ofsted_watch.extraction.pdf import Text

Step = Callable[[Text, Letter], Letter]
"""Reads one field or a few that belong together: the text and the letter so far in, the letter with them filled in out.

May raise a LetterProblem. The other steps still run, so a letter whose grades cannot be read keeps its title and dates.
"""


def none_demanded(inspection_start: date) -> tuple[Area, ...]:
    """The areas that a kind without grades owes: none, whenever it began."""
    return ()


def always(*areas: Area) -> Callable[[date], tuple[Area, ...]]:
    """For a framework that judges the same areas whenever an inspection began."""
    return lambda inspection_start: areas


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of letter: how it is recognised, what it judges and how each field is read.

    `name` is the `kind` of `read --json`; `title_words` says it to a person ('ILACS inspection').
    `areas` are all areas that letters of this kind may judge, `grades` all grades they may give: both are empty
    for letters without grades, and a step that finds anything outside them raises UnlistedArea or UnlistedGrade.
    `demanded` gives the areas that an inspection begun on a day judges, all of them.
    `matches` tells from the text alone whether a letter is of this kind; exactly one kind may match a letter.
    `steps` fill in the letter, in this order: a later one sees what the earlier ones read.
    """

    name: LetterKind
    title_phrase: str
    matches: Callable[[Text], bool]
    steps: tuple[Step | AuthorityStep, ...]
    areas: frozenset[Area] = frozenset()
    grades: frozenset[Grade] = frozenset()
    demanded: Callable[[date], tuple[Area, ...]] = none_demanded
