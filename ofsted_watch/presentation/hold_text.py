"""Why news waits for a person, where the reason names what the letter says. Pure."""

from datetime import date

from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.history import OtherPredecessor
from ofsted_watch.presentation.labels import GRADES, format_day, format_month

OTHER_PREDECESSOR = "previous_inspection_differs"
"""The code of this reason: the hold of an alert begins with it. Stored alerts carry it: do not change it."""


def format_other_predecessor(other: OtherPredecessor) -> str:
    """The reason with both inspections: the one that the letter names and the one that it is compared with."""
    recalled = other.recalled
    when = format_month(date(recalled.year, recalled.month, 1)) if recalled.month else str(recalled.year)
    ours = f"published on {format_day(other.published)}{_judged(other.grade)}"
    if other.started is not None:
        ours = f"that began on {format_day(other.started)}, {ours}"
    return (
        f"{OTHER_PREDECESSOR}: the letter names an inspection of {when}{_judged(recalled.grade)} as the one before, "
        f"but is compared with the one {ours}: check which is right, and whether a report between them is missing"
    )


def _judged(grade: Grade | None) -> str:
    return f" ({GRADES[grade]})" if grade is not None else ""
