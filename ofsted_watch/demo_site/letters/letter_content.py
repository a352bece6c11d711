"""The content of a letter as plain values, and how letters vary in print."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal, TypeVar

from ofsted_watch.demo_site.invented_authorities import council_name
from ofsted_watch.demo_site.printing.sheet import Stands
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Authority


@dataclass(frozen=True, slots=True)
class Previous:
    """An earlier inspection that a letter mentions: its overall grade, its date and its other grades."""

    overall: Grade
    when: date
    grades: Mapping[Area, Grade] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Description:
    """The content of a letter. Fields that its kind does not have are empty.

    `start` and `end` are the first and last day of the inspection or visit, `published` is the day of the link.
    `inspectors` begins with the lead. `grades` are the grades that the letter gives, `lscb` is the Safeguarding Board's.
    `priority_action` are the texts of areas for priority action. `pause` is the last day before and the first day after an
    interruption. `says_otherwise` are grades in section headings that contradict the table. `seed` chooses the sentences.
    """

    kind: LetterKind
    authority: Authority
    start: date
    end: date
    published: date
    inspectors: tuple[str, ...]
    grades: Mapping[Area, Grade] = field(default_factory=dict)
    lscb: Grade | None = None
    previous: Previous | None = None
    ordinal: int | None = None
    theme: str = ""
    priority_action: tuple[str, ...] = ()
    pause: tuple[date, date] | None = None
    says_otherwise: Mapping[Area, Grade] = field(default_factory=dict)
    seed: int = 0

    @property
    def place(self) -> str:
        """The authority's short name, as sentences use it."""
        return self.authority.name

    @property
    def council(self) -> str:
        """The authority's name as its council prints it."""
        return council_name(self.authority)

    @property
    def lead(self) -> str:
        """The lead inspector: the first name."""
        return self.inspectors[0]

    @property
    def his_majesty(self) -> str:
        """The first word of inspectors' titles: 'Her' until 8 September 2022, 'His' after that."""
        return "His" if self.published > date(2022, 9, 8) else "Her"


class Dates(StrEnum):
    """How a period of days is printed."""

    RANGE = "2 to 13 December 2024"
    FULL = "2 December 2024 to 13 December 2024"
    DASH = "2 – 13 December 2024"
    HYPHEN = "2 - 13 December 2024"
    UNSPACED = "2–13 December 2024"
    SLASHES = "02/12/2024 to 13/12/2024"
    PADDED = "02 December 2024 to 13 December 2024"
    SHORT_MONTH = "2 Dec 2024 to 13 Dec 2024"


Press = Literal["reportlab", "fpdf2"]


@dataclass(frozen=True, slots=True)
class Style:
    """How a letter is printed: every way in which real letters with the same content differ.

    `press`: the PDF producer; 'reportlab' prints a tag tree, 'fpdf2' none. `curly`: curly apostrophes, else straight ones.
    `row_order`: a seed that shuffles the rows of an ILACS table, None for the usual order. `label_width`: the width of a
    judgement table's first column in points. `stands`: the position of a short grade beside a label of several lines.
    `long_grade`: 'requires improvement to be good', or the number after a grade of 2012-13; None as the framework usually does.
    `footnote`: a footnote's digit sticks to the title and to the first grade. `headings`: how an ILACS section's heading
    repeats its grade. `council_first`: an ILACS report begins with the council's name, as in 2018. `misnumbered`: a SIF row
    has the wrong number. `as_in_2014`: the overall sentence and section headings of early SIF reports. `hyphenate`: long words
    are split at line ends. `labels`: labels of a judgement table that differ from the framework's.
    `denies_priority_action`: below the heading 'Areas for priority action' the letter says 'There are no areas'.
    """

    press: Press = "reportlab"
    dates: Dates = Dates.RANGE
    curly: bool = True
    row_order: int | None = None
    label_width: float = 230
    stands: Stands = "top"
    long_grade: bool | None = None
    footnote: bool = False
    headings: Literal["colon", "is", "none"] = "colon"
    council_first: bool = False
    misnumbered: bool = False
    as_in_2014: bool = False
    hyphenate: bool = False
    denies_priority_action: bool = False
    labels: Mapping[Area, str] = field(default_factory=dict)


Given = TypeVar("Given")


def needed(value: Given | None, what: str, facts: Description) -> Given:
    """A value that this kind of letter needs. Raises ValueError, which names the missing value."""
    if value is None:
        raise ValueError(f"A letter of kind {facts.kind} cannot be written without '{what}': add it to the facts")
    return value
