"""When a visit was, as a letter's opening sentences say it: 'on 4 and 5 October 2022', 'Between 20 and 24 June, …'."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from ofsted_watch.domain.letter_dates import LONGEST_WAIT
from ofsted_watch.errors import DatesContradict, DatesNotRead
from ofsted_watch.extraction.fields.dates import span_in
from ofsted_watch.extraction.fields.month_first import day_first

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri)day,? (?:the )?)?"
_DAY = rf"{_WEEKDAY}\d{{1,2}}(?:st|nd|rd|th)?(?!\d)"
_SLASHED = r"(?:\d{1,2}/\d{1,2}/|\d{1,2}\.\d{1,2}\.)(?:19|20)\d\d"
_DATED = rf"(?:{_SLASHED}|{_DAY} ?(?:of )?{_MONTH}(?:,? ?(?:19|20)\d\d(?!\d))?)"
_ASIDE = r"(?:\([^()]{1,30}\)\s*)?"
_FURTHER_DAY = (
    r",?\s*(?:and|with)\s+(?:a\s+|one\s+|two\s+)?(?:further|final|additional|second|third|last)\s+days?(?:\s+[a-z-]+)?(?=\s+on\b)"
)
_JOIN = (
    rf"\s*{_ASIDE}(?:{_FURTHER_DAY}|,\s*and|,|and|&|to|until|through|/|[-\u2010-\u2015\u2500\u2501])\s*{_ASIDE}"
    r"(?:(?:on|from|between|then)\s+)?(?:the\s+)?"
)
"""'on 4 May (remotely) and 5 May 2021'."""
_NEXT_DAY = r"\s(?=\d{1,2}(?:st|nd|rd|th)?\s*(?:,|and\b|&|to\b))"
"""'13 14 and 15 March': a comma is missing."""
_SPAN = re.compile(rf"(?<![\d/])(?:(?:{_DATED}|{_DAY})(?:{_JOIN}|{_NEXT_DAY})){{0,12}}{_DATED}", re.IGNORECASE)
_NOT_OF_THIS_VISIT = re.compile(
    r"(?:\b(?:issued|dated|published|sent|received|signed|submitted|agreed|born|by|before|until|since|after|letter of|"
    r"(?:previous|last|earlier|prior) (?:inspection|visit) (?:on|of|from)|statement of action (?:on|of))(?:\s+(?:on|from))?"
    r"|\bweek (?:beginning|commencing|starting|ending|of)(?: on)?|\b(?:starting|beginning|commencing|ending)(?: on)?"
    r"|\bas at|\bfollowing the [\w ]{0,40})\s*$",
    re.IGNORECASE,
)
_STATES_THE_VISIT = re.compile(
    r"\b(?:(?:findings|outcomes?)\b[^.!?]{0,200}\bvisit|(?:this|the) (?:[a-z]+ )?visit (?:took place|was (?:carried out|held)))\b"
    r"[^.!?]*$",
    re.IGNORECASE,
)
"""'This letter summarises the findings of the focused visit to Thornmere on …': what follows is said of this visit."""
_FOR_DAYS = re.compile(
    r",? (?:for|over|and lasted|lasting) (?:two|three|four|five|ten|\d{1,2}) (?:working |further )?days\b", re.IGNORECASE
)
_FROM = re.compile(r"\bfrom (?:the )?$", re.IGNORECASE)
"""'from 3 November 2021', 'on 3 November 2021 for two days': only the first day is printed."""
_LONGEST_LEAD = 600
"""Characters before a day that say what it is the day of."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LONGEST_VISIT = timedelta(days=31)


def visit_span(phrase: str, *, published: date | None = None) -> tuple[date, date]:
    """First and last day of the visit: the first days that these sentences state of it, else the first of no other event.

    Passed over are dates 'issued on', 'published on', 'since' and the like, and days that lie after the letter's own
    date or more than 200 days before it. A year left out is taken from the letter's date. Raises DatesNotRead where no days
    are left, and DatesContradict where days that the letter states of this visit exclude each other or the letter's date.
    """
    contradicts: DatesContradict | None = None
    visit: tuple[date, date] | None = None
    for printed, before in _spans(phrase):
        states = bool(_STATES_THE_VISIT.search(before))
        try:
            first, last = span_in(printed, not_after=published)
        except DatesNotRead:
            contradicts = contradicts or (_within_itself(printed, published) if states else None)
            continue
        if published is None or last <= published <= last + LONGEST_WAIT:
            visit = (first, last) if states or visit is None else visit
            if states:
                break
            continue
        contradicts = contradicts or (_with_the_letters_day(printed, first, last, published) if states else None)
    if contradicts is not None:
        raise contradicts
    if visit is None:
        raise DatesNotRead("The letter's opening does not say on which days the visit was: look at its first page")
    return visit


def published_by_misprint(candidates: Sequence[date], last: date) -> date | None:
    """The day of a letter whose head misprints it, if only one of the days that it may mean follows the visit in time."""
    fitting = [day for day in candidates if last <= day <= last + LONGEST_WAIT]
    return fitting[0] if len(fitting) == 1 else None


def _within_itself(printed: str, published: date | None) -> DatesContradict | None:
    """'24 October 2022 to 25 October 2023': the visit was in one of the years that are printed, if it is to be one visit."""
    years = sorted(set(_YEAR.findall(printed)))
    alternatives: list[tuple[date | None, date, date]] = []
    for year in years:
        try:
            first, last = span_in(_YEAR.sub(year, printed))
        except DatesNotRead:
            continue
        if last - first <= _LONGEST_VISIT and (published is None or last <= published <= last + LONGEST_WAIT):
            alternatives.append((published, first, last))
    if len(years) < 2:
        return None
    return DatesContradict(f"The letter says that the visit was on '{printed}', which no visit was.", tuple(alternatives))


def _with_the_letters_day(printed: str, first: date, last: date, published: date) -> DatesContradict:
    """A visit after the day of its letter, or long before it: the year of the one or of the other is a misprint."""
    alternatives: list[tuple[date | None, date, date]] = []
    for year in (last.year, last.year + 1):
        if (day := _in_year(published, year)) and last <= day <= last + LONGEST_WAIT:
            alternatives.append((day, first, last))
    for years in (published.year - last.year, published.year - 1 - last.year):
        begin, end = _in_year(first, first.year + years), _in_year(last, last.year + years)
        if begin and end and end <= published <= end + LONGEST_WAIT:
            alternatives.append((published, begin, end))
    return DatesContradict(
        f"The letter says that it was written on {published:%-d %B %Y} and that the visit was on {printed}.", tuple(alternatives)
    )


def _in_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None


def _spans(phrase: str) -> Iterator[tuple[str, str]]:
    """The days that a text prints, each with what stands before them. A first day whose last is not printed is left out."""
    phrase = day_first(phrase)
    for match in _SPAN.finditer(phrase):
        before = phrase[max(0, match.start() - _LONGEST_LEAD) : match.start()]
        is_single = len(re.findall(r"\d{1,2}(?!\d)", _YEAR.sub("", match[0]))) == 1
        only_first = is_single and (_FROM.search(before) or _FOR_DAYS.match(phrase, match.end()))
        if not only_first and not _NOT_OF_THIS_VISIT.search(before):
            printed = re.sub(_WEEKDAY, "", match[0], flags=re.IGNORECASE) if re.match(_WEEKDAY, match[0]) else match[0]
            yield printed, before
