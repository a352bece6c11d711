"""When a visit was, as a letter's opening sentences say it: 'on 4 and 5 October 2022', 'Between 20 and 24 June, …'."""

import re
from collections.abc import Iterator
from datetime import date

from ofsted_watch.errors import DatesNotRead
from ofsted_watch.extraction.fields.dates import span_in

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri)day,? (?:the )?)?"
_DAY = rf"{_WEEKDAY}\d{{1,2}}(?:st|nd|rd|th)?(?!\d)"
_SLASHED = r"(?:\d{1,2}/\d{1,2}/|\d{1,2}\.\d{1,2}\.)(?:19|20)\d\d"
_DATED = rf"(?:{_SLASHED}|{_DAY} ?(?:of )?{_MONTH}(?:,? ?(?:19|20)\d\d(?!\d))?)"
_JOIN = r"\s*(?:,\s*and|,|and|&|to|until|through|/|[-\u2010-\u2015\u2500\u2501])\s*(?:(?:on|from|between|then)\s+)?(?:the\s+)?"
_SPAN = re.compile(rf"(?<![\d/])(?:(?:{_DATED}|{_DAY}){_JOIN})*{_DATED}", re.IGNORECASE)
_NOT_OF_THIS_VISIT = re.compile(
    r"(?:\b(?:issued|dated|published|sent|received|signed|submitted|agreed|born|by|before|until|since|after|letter of|"
    r"(?:previous|last) (?:inspection|visit) (?:on|of|from)|statement of action (?:on|of))(?:\s+(?:on|from))?"
    r"|\bas at|\bfollowing the [\w ]{0,40})\s*$",
    re.IGNORECASE,
)
_LONGEST_WAIT = 400
"""Days between a visit and its letter. The longest known is under half a year; a year more would be another visit's."""


def visit_span(phrase: str, *, published: date | None = None) -> tuple[date, date]:
    """First and last day of the visit: the first days these sentences name that are not said of something else.

    Passed over are dates 'issued on', 'published on', 'since' and the like, and days that lie after the letter's own
    date or more than 400 days before it. A year left out is taken from the letter's date. Raises DatesNotRead.
    """
    for said in _spans(phrase):
        try:
            first, last = span_in(said, not_after=published)
        except DatesNotRead:
            continue
        if published is None or (last <= published and (published - first).days <= _LONGEST_WAIT):
            return first, last
    raise DatesNotRead("The letter's opening does not say on which days the visit was: look at its first page")


def _spans(phrase: str) -> Iterator[str]:
    for found in _SPAN.finditer(phrase):
        if not _NOT_OF_THIS_VISIT.search(phrase[: found.start()]):
            yield re.sub(_WEEKDAY, "", found[0], flags=re.IGNORECASE) if re.match(_WEEKDAY, found[0]) else found[0]
