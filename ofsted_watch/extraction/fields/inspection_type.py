"""Short or standard: no ILACS report says which it was, its days on site do.

Of 268 inspections in Ofsted's own table of outcomes those of 3 or 5 days are short and those of 12 to 17 days standard, first
and last day counted. Where inspectors came a second time, the first visit's days tell.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ofsted_watch.domain.findings import InspectionType
from ofsted_watch.domain.model import Letter
from ofsted_watch.extraction.fields.dates import dates_in, dates_label, front_page
from ofsted_watch.extraction.pdf import Text

_SHORT = frozenset({3, 5})
_STANDARD = range(12, 18)
_TWO_VISITS = 4
"""Days that the dates of two visits print."""


def inspection_type(first: date, last: date) -> InspectionType | None:
    """The type of an inspection on site from the first to the last day; None for a length that neither type has."""
    days = (last - first).days + 1
    if days in _SHORT:
        return InspectionType.SHORT
    return InspectionType.STANDARD if days in _STANDARD else None


def first_visit(printed: Sequence[date]) -> tuple[date, date] | None:
    """First and last day of the only or first visit among the days that a report prints; None where that is not clear."""
    return (printed[0], printed[1]) if len(printed) in (2, _TWO_VISITS) else None


def with_inspection_type(text: Text, letter: Letter) -> Letter:
    """The type, from the days that the first page prints. Comes after `with_inspection_dates`."""
    if letter.inspection_start is None or letter.inspection_end is None:
        return letter
    label = dates_label(front_page(text))
    printed = dates_in(label.text, not_after=letter.inspection_end) if label else ()
    visit = first_visit(printed)
    return replace(letter, inspection_type=inspection_type(*visit) if visit else None)
