"""Which authorities the table shows, and in which order, from its form. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ofsted_watch.domain.grades import NOT_GIVEN, Grade, Strand
from ofsted_watch.domain.model import Direction
from ofsted_watch.errors import WrongUse
from ofsted_watch.presentation.area_inspections import SEND_OUTCOMES
from ofsted_watch.presentation.labels import GRADES, STRANDS, grade_label
from ofsted_watch.presentation.tables import NOT_COMPARABLE, UNCHANGED
from ofsted_watch.web.overview import StandingRow

SCALE = (Grade.OUTSTANDING, Grade.GOOD, Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE)

DIRECTIONS = {
    Direction.IMPROVED: "improved",
    Direction.DECLINED: "declined",
    UNCHANGED: "no change",
    NOT_COMPARABLE: "cannot be compared",
}


class Order(StrEnum):
    """The orders of the table."""

    NAME = "name"
    WORST = "worst"
    BEST = "best"
    NEWEST = "newest"
    OLDEST = "oldest"


ORDERS = {
    Order.NAME: "name",
    Order.WORST: "lowest grade first",
    Order.BEST: "highest grade first",
    Order.NEWEST: "newest inspection first",
    Order.OLDEST: "oldest inspection first",
}


NO_OUTCOME, INSPECTED, NOT_INSPECTED = "no_outcome", "inspected", "not_inspected"
SEND_CHOICES: dict[str, str] = {
    **{outcome: GRADES[outcome] for outcome in SEND_OUTCOMES},
    NO_OUTCOME: "no outcome known",
}
JTAI_CHOICES = {INSPECTED: "a letter is known", NOT_INSPECTED: "no letter is known"}
"""What may be asked for of area SEND and of joint targeted area inspections."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The choice; an empty text means any. `strand` is the strand of `grade`, `direction` and an order by grade.

    `send` is an outcome or NO_OUTCOME, `jtai` INSPECTED or NOT_INSPECTED.
    """

    region: str = ""
    strand: Strand = Strand.OVERALL
    grade: str = ""
    direction: str = ""
    order: Order = Order.NAME
    send: str = ""
    jtai: str = ""


def read_choice(
    region: str,
    strand: str,
    grade: str,
    direction: str,
    order: str,
    regions: Sequence[str],
    send: str = "",
    jtai: str = "",
) -> Choice:
    """The choice in a form or a link. Raises WrongUse naming an invalid value."""
    one_of("region", region, regions)
    one_of("strand", strand, list(Strand))
    one_of("grade", grade, [*SCALE, Grade.NOT_JUDGED, NOT_GIVEN])
    one_of("direction", direction, list(DIRECTIONS))
    one_of("order", order, list(Order))
    one_of("send", send, list(SEND_CHOICES))
    one_of("jtai", jtai, list(JTAI_CHOICES))
    return Choice(region, Strand(strand or Strand.OVERALL), grade, direction, Order(order or Order.NAME), send, jtai)


def one_of(name: str, value: str, choices: Sequence[str]) -> None:
    """Returns if `value` is empty or one of the choices. Raises WrongUse naming the field and the choices."""
    if value and value not in choices:
        raise WrongUse(f"'{value[:60]}' is not a choice for {name}. Choose one of: {', '.join(choices)}")


def chosen(rows: Sequence[StandingRow], choice: Choice) -> tuple[StandingRow, ...]:
    """The matching rows in the chosen order; within it by name."""
    wanted = [row for row in rows if _is_wanted(row, choice)]
    return tuple(sorted(sorted(wanted, key=_by_name), key=_KEYS[choice.order](choice)))


def format_choice(choice: Choice, count: int, total: int) -> str:
    """'12 of 153 authorities: London, overall effectiveness inadequate'."""
    about = [choice.region] if choice.region else []
    if choice.grade:
        about.append(f"{STRANDS[choice.strand]} {grade_label(choice.grade)}")
    if choice.direction:
        about.append(f"{STRANDS[choice.strand]} {DIRECTIONS[choice.direction]}")
    if choice.send:
        about.append(f"area SEND {SEND_CHOICES[choice.send]}")
    if choice.jtai:
        about.append(f"joint inspections: {JTAI_CHOICES[choice.jtai]}")
    counted = f"{count} of {total} authorities"
    return f"{counted}: {', '.join(about)}" if about else counted


def _is_wanted(row: StandingRow, choice: Choice) -> bool:
    return (
        (not choice.region or row.authority.region == choice.region)
        and (not choice.grade or row.grades[choice.strand] == choice.grade)
        and (not choice.direction or row.directions[choice.strand] == choice.direction)
        and (not choice.send or (row.send_outcome or NO_OUTCOME) == choice.send)
        and (not choice.jtai or (INSPECTED if row.jtai_published else NOT_INSPECTED) == choice.jtai)
    )


def _by_name(row: StandingRow) -> tuple[str, str]:
    return row.authority.name, row.authority.urn


def _place(row: StandingRow, choice: Choice) -> int | None:
    grade = row.grades[choice.strand]
    return SCALE.index(Grade(grade)) if grade in SCALE else None


def _by_grade(choice: Choice, *, worst_first: bool) -> Callable[[StandingRow], tuple[bool, int]]:
    """Rows without a grade on the scale come last in either order."""

    def key(row: StandingRow) -> tuple[bool, int]:
        place = _place(row, choice)
        return (place is None, 0 if place is None else -place if worst_first else place)

    return key


def _by_day(*, newest_first: bool) -> Callable[[StandingRow], tuple[bool, int]]:
    def key(row: StandingRow) -> tuple[bool, int]:
        day = row.published or date.min
        return (row.published is None, -day.toordinal() if newest_first else day.toordinal())

    return key


_KEYS: dict[Order, Callable[[Choice], Callable[[StandingRow], tuple[object, ...]]]] = {
    Order.NAME: lambda choice: _by_name,
    Order.WORST: lambda choice: _by_grade(choice, worst_first=True),
    Order.BEST: lambda choice: _by_grade(choice, worst_first=False),
    Order.NEWEST: lambda choice: _by_day(newest_first=True),
    Order.OLDEST: lambda choice: _by_day(newest_first=False),
}
