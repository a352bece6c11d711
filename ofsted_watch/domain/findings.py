"""What a letter says apart from its grades: what it requires, what inspectors examined, and what came before."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.letter_kind import LetterKind


class ImprovementKind(StrEnum):
    """What a letter requires. Inspections up to 2018 recommend; ILACS and visit letters list what needs to improve."""

    IMPROVEMENT = "improvement"
    RECOMMENDATION = "recommendation"
    PRIORITY_ACTION = "priority_action"


class LetterTopic(StrEnum):
    """What a letter is about. The first six are the themes of focused visits in Ofsted's own table of inspection outcomes."""

    FRONT_DOOR = "front_door"
    HELP_PROTECTION = "help_protection"
    CHILDREN_IN_CARE = "children_in_care"
    PERMANENCE = "permanence"
    CARE_LEAVERS = "care_leavers"
    VULNERABLE_ADOLESCENTS = "vulnerable_adolescents"
    DISABLED_CHILDREN = "disabled_children"
    UNACCOMPANIED_CHILDREN = "unaccompanied_children"
    DOMESTIC_ABUSE = "domestic_abuse"
    NEGLECT = "neglect"
    LEADERSHIP = "leadership"
    EDUCATION = "education"


class InspectionType(StrEnum):
    """The type of an ILACS inspection. No report prints it: it is derived from the days on site."""

    SHORT = "short"
    STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class Improvement:
    """One item of what a letter requires, complete and in its own text.

    `page` counts from 1 and is where the item begins. `number` is as printed ('3', '2.1'), None for a bullet.
    `addressee` is the body that must act where the letter names one ('lscb', a SEND row's responsible body, a partner that a
    JTAI names), else None: the `for` of the JSON.
    """

    text: str
    page: int
    kind: ImprovementKind
    number: str | None = None
    addressee: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """Text of a letter and the page, from 1, where they begin."""

    text: str
    page: int


@dataclass(frozen=True, slots=True)
class PreviousInspection:
    """The earlier inspection that a report recalls, and the sentence that says so.

    `month` is 1 to 12, None where the letter names only the year. `grade` is the overall one, None where the
    letter does not give it.
    """

    year: int
    month: int | None
    grade: Grade | None
    text: str
    page: int


@dataclass(frozen=True, slots=True)
class LetterFindings:
    """What an event says of a letter apart from its grades. The fields are those of `Letter`, where they have the same name.

    `summary` is the whole summary with the page where it begins; of an area SEND inspection it is the sentence that gives its
    outcome, which is `outcome`. `grades` are all grades of the letter, also those that no strand compares. `days` are the first
    and the last day of the inspection.
    """

    kind: LetterKind
    inspection_type: InspectionType | None = None
    ordinal_visit: int | None = None
    grades: tuple[tuple[Area, Grade], ...] = ()
    outcome: Grade | None = None
    board: Grade | None = None
    summary: Passage | None = None
    scope: str | None = None
    topics: tuple[LetterTopic, ...] = ()
    theme: str | None = None
    progress: Passage | None = None
    improvements_heading: str | None = None
    improvements: tuple[Improvement, ...] = ()
    days: tuple[date | None, date | None] = (None, None)
    lead_inspector: str | None = None

    @property
    def priority_actions(self) -> tuple[Improvement, ...]:
        """The items that must be acted on first, in printed order."""
        return tuple(item for item in self.improvements if item.kind is ImprovementKind.PRIORITY_ACTION)

    @property
    def other_improvements(self) -> tuple[Improvement, ...]:
        """Every other item, in printed order."""
        return tuple(item for item in self.improvements if item.kind is not ImprovementKind.PRIORITY_ACTION)
