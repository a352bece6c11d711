"""Dates and grades in print."""

from datetime import date

from ofsted_watch.demo_site.letters.letter_content import Dates, Description, Style
from ofsted_watch.domain.grades import Area, Grade

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth")

AREA_NAMES = {
    Area.LEADERS: "The impact of leaders on social work practice with children and families",
    Area.HELP_PROTECTION: "The experiences and progress of children who need help and protection",
    Area.IN_CARE: "The experiences and progress of children in care",
    Area.CARE_LEAVERS: "The experiences and progress of care leavers",
    Area.CARE_AND_LEAVERS: "The experiences and progress of children in care and care leavers",
    Area.LOOKED_AFTER: "The experiences and progress of children looked after and achieving permanence",
    Area.ADOPTION: "Adoption performance",
    Area.LEADERSHIP: "Leadership, management and governance",
    Area.OVERALL: "Overall effectiveness",
    Area.CAPACITY_TO_IMPROVE: "Capacity to improve",
    Area.OUTCOMES: "Outcomes for looked after children and young people",
    Area.QUALITY: "Quality of provision",
}
"""The areas as headings of ILACS and SIF reports print them. Tables of other frameworks shorten some."""


def day(when: date) -> str:
    """'2 December 2024'."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def month_year(when: date) -> str:
    """'December 2024'."""
    return f"{MONTHS[when.month - 1]} {when.year}"


def ordinal(number: int) -> str:
    """'fifth'; from the thirteenth on, '13th'."""
    return _ORDINALS[number - 1] if number <= len(_ORDINALS) else f"{number}th"


def days(start: date, end: date, form: Dates) -> str:
    """A period of days in this form; a single day as one date."""
    first, last = _one_day(start, form), _one_day(end, form)
    if start == end:
        return first
    joint = {Dates.DASH: " – ", Dates.HYPHEN: " - ", Dates.UNSPACED: "–"}.get(form, " to ")
    short = form in (Dates.RANGE, Dates.DASH, Dates.HYPHEN, Dates.UNSPACED)
    if short and (start.year, start.month) == (end.year, end.month):
        return f"{start.day}{joint}{last}"
    if short and start.year == end.year:
        return f"{start.day} {MONTHS[start.month - 1]}{joint}{last}"
    return f"{first}{joint}{last}"


def inspection_dates(facts: Description, style: Style) -> str:
    """The days of an inspection, with 'and' before a second period."""
    if facts.pause is None:
        return days(facts.start, facts.end, style.dates)
    return f"{days(facts.start, facts.pause[0], style.dates)} and {days(facts.pause[1], facts.end, style.dates)}"


def visit_days(start: date, end: date) -> str:
    """The days of a visit in running text: '3 and 4 August 2016', '22 to 26 February 2021', '5 June 2024'."""
    if (end - start).days == 1:
        if (start.year, start.month) == (end.year, end.month):
            return f"{start.day} and {day(end)}"
        return (
            f"{start.day} {MONTHS[start.month - 1]} and {day(end)}" if start.year == end.year else f"{day(start)} and {day(end)}"
        )
    return days(start, end, Dates.RANGE)


def graded(grade: Grade, style: Style, *, usually_long: bool = False) -> str:
    """A grade as a table prints it: 'Requires improvement', with 'to be good' if style or framework use the long form."""
    phrase = grade.value.replace("_", " ").capitalize()
    long = usually_long if style.long_grade is None else style.long_grade
    return f"{phrase} to be good" if grade is Grade.REQUIRES_IMPROVEMENT and long else phrase


def are(grade: Grade) -> str:
    """A grade as the end of 'Children's services in X …': 'are good', 'require improvement to be good'."""
    return "require improvement to be good" if grade is Grade.REQUIRES_IMPROVEMENT else f"are {grade.value}"


def is_(grade: Grade) -> str:
    """A grade as the end of 'The Board …': 'is good', 'requires improvement'."""
    return "requires improvement" if grade is Grade.REQUIRES_IMPROVEMENT else f"is {grade.value.replace('_', ' ')}"


def _one_day(when: date, form: Dates) -> str:
    match form:
        case Dates.SLASHES:
            return f"{when:%d/%m/%Y}"
        case Dates.PADDED:
            return f"{when.day:02} {MONTHS[when.month - 1]} {when.year}"
        case Dates.SHORT_MONTH:
            return f"{when.day} {MONTHS[when.month - 1][:3]} {when.year}"
        case Dates.RANGE | Dates.FULL | Dates.DASH | Dates.HYPHEN | Dates.UNSPACED:
            return day(when)
