"""Dates as letters print them, and the one label on the first page that gives the dates of an inspection.

Printed forms met in real letters: '2 to 13 December 2024', '8 October 2018 to 19 October 2018', '27 September to
8 October 2021', with en dash, hyphen, box-drawing line or nothing between, unspaced, 'dd/mm/yyyy', '18 Feb 2014',
leading zeros, no year at all, two visits joined by 'and', visits across a year's end, a single day. Dates printed month
first are read where a year stands with them.
"""

import re
from datetime import date
from typing import NamedTuple

from ofsted_watch.errors import DatesNotRead
from ofsted_watch.extraction.fields.month_first import day_first
from ofsted_watch.extraction.pdf import Page, Text

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*"
_DAY_MONTH_YEAR = re.compile(
    r"(?<!\d)(?:"
    r"(?P<d>\d{1,2})(?P<sep>[/.])(?P<m>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d)"
    rf"|(?P<day>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?\s*(?:of\s+)?(?P<month>{_MONTH})?\.?,?\s*(?P<year>(?:19|20)\d\d)?(?!\d\d)"
    r")",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(rf"\b(?P<month>{_MONTH}),?\s+(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
_DASHES = r"\u2010-\u2015\u2500\u2501-"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_ONLY_DATES = re.compile(
    rf"(?:[\d\s/,.:;&(){_DASHES}]|to|and|between|from|until|week|{_WEEKDAY}|st|nd|rd|th|{_MONTH})+", re.IGNORECASE
)
_INSPECTION_LABEL = re.compile(
    r"^(?:(?:on-?site\s+)?(?:inspection|review)\s+(?:dates?|period|took\s+place)|dates?\s+of\s+(?:the\s+)?(?:inspection|review))"
    r"(?:\(s\))?(?![a-z])(?:\d(?=\s*:))?\s*:?\s*",
    re.IGNORECASE,
)
_PUBLISHED_LABEL = re.compile(r"^(?:report\s+)?publi(?:shed|cation\s+date)(?:\s+on)?\s*:?\s*", re.IGNORECASE)
_NO_DATE = re.compile(r"\([^()]*\)|\bweek\s+\d\b\s*:?", re.IGNORECASE)
"""'(two weeks on site)', '(week 1)', 'Week 2:': what stands in brackets, or counts weeks, explains dates and is none."""
_FIRST_OF_WEEK = re.compile(r"\bweeks? (?:commencing|beginning|starting)\b", re.IGNORECASE)
_LONGEST_INSPECTION = 200
"""Days. The longest known, two visits joined, took 72 days from first to last; a year misread makes it over 300."""


class YearLeftOut(DatesNotRead):
    """The dates are there but for their year. `words` are the dates as printed."""

    def __init__(self, phrase: str) -> None:
        super().__init__(f"'{_short(phrase)}' gives no year")
        self.text = phrase


class _Printed(NamedTuple):
    day: int
    month: int | None
    year: int | None


class LabelledDates(NamedTuple):
    """What a label on a page says in dates, and the label's place in that page's lines."""

    text: str
    line: int


def dates_in(phrase: str, *, not_after: date | None = None) -> tuple[date, ...]:
    """Every day that these words print, in order; a month or year left out is the one that the next date states.

    A year may be left out altogether when `not_after` (the publication date) is given: it is then the latest
    possible. Raises DatesNotRead when there is no date, none of them has a year, or a date does not exist.
    """
    printed = [_printed(match) for match in _DAY_MONTH_YEAR.finditer(day_first(_NO_DATE.sub(" ", phrase)))]
    if not printed or printed[-1].month is None:
        raise DatesNotRead(f"'{_short(phrase)}' holds no date that can be read")
    last = _with_year(printed, phrase, not_after)
    days = [_in_year(last, last.year, phrase)]
    for earlier in reversed(printed[:-1]):
        month = earlier.month or days[0].month
        year = earlier.year or (days[0].year - (month > days[0].month))
        days.insert(0, _in_year(_Printed(earlier.day, month, year), year, phrase))
    return tuple(days)


def month_year_in(phrase: str) -> str | None:
    """The last 'Month YYYY' in these words as 'YYYY-MM'; None where there is none."""
    months = list(_MONTH_YEAR.finditer(phrase))
    return f"{months[-1]['year']}-{_MONTHS.index(months[-1]['month'][:3].lower()) + 1:02}" if months else None


def span_in(phrase: str, *, not_after: date | None = None) -> tuple[date, date]:
    """First and last day of an inspection, two visits counted together; the same day twice for a single day.

    Raises DatesNotRead as `dates_in` does, for days that run backwards or over more than 200 days, and for weeks of which only
    the first day is printed.
    """
    if _FIRST_OF_WEEK.search(phrase):
        raise DatesNotRead(f"'{_short(phrase)}' gives the first day of a week and not the last of the inspection")
    days = dates_in(phrase, not_after=not_after)
    first, last = days[0], days[-1]
    if list(days) != sorted(days) or (last - first).days > _LONGEST_INSPECTION:
        raise DatesNotRead(f"'{_short(phrase)}' cannot be the dates of one inspection: they run backwards or too long")
    return first, last


def labelled(page: Page, label: re.Pattern[str]) -> LabelledDates | None:
    """What stands behind a label on a page, its following lines included as long as they hold only dates."""
    lines = page.lines
    for place, line in enumerate(lines):
        match = label.match(line.text.strip())
        if match is None:
            continue
        phrase = [line.text.strip()[match.end() :]]
        for following in lines[place + 1 :]:
            if not _ONLY_DATES.fullmatch(following.text.strip()):
                break
            phrase.append(following.text.strip())
        value = " ".join(phrase).strip()
        if any(character.isdigit() for character in value):
            return LabelledDates(value, place)
    return None


def dates_label(page: Page) -> LabelledDates | None:
    """The dates that stand behind 'Inspection date(s)', 'Review dates' or 'Dates of inspection' on a page."""
    return labelled(page, _INSPECTION_LABEL)


def front_page(text: Text) -> Page:
    """The first page that has words. Raises DatesNotRead when none has."""
    for page in text.pages:
        if page.lines:
            return page
    raise DatesNotRead("No page of this letter has words")


def published(text: Text) -> date | None:
    """The day behind 'Report published' or 'Published' on the first page; None where the letter prints none.

    Raises DatesNotRead when something stands there that is no date.
    """
    labelled_date = labelled(front_page(text), _PUBLISHED_LABEL)
    return dates_in(labelled_date.text)[0] if labelled_date else None


def inspection_dates(text: Text, *, not_after: date | None = None) -> tuple[date, date]:
    """First and last day of the inspection as the first page states them (page footers sometimes contradict it).

    Raises DatesNotRead when the first page states none or impossible ones, YearLeftOut when neither they nor
    `not_after` give a year.
    """
    labelled_dates = dates_label(front_page(text))
    if labelled_dates is None:
        raise DatesNotRead("The first page states no inspection dates")
    return span_in(labelled_dates.text, not_after=not_after)


def _printed(match: re.Match[str]) -> _Printed:
    if match["d"]:
        return _Printed(int(match["d"]), int(match["m"]), int(match["y"]))
    month = _MONTHS.index(match["month"][:3].lower()) + 1 if match["month"] else None
    return _Printed(int(match["day"]), month, int(match["year"]) if match["year"] else None)


def _with_year(printed: list[_Printed], phrase: str, not_after: date | None) -> _Printed:
    last = printed[-1]
    if last.year is not None:
        return last
    before = next((earlier for earlier in reversed(printed) if earlier.year and earlier.month), None)
    if before is not None and before.year and before.month and last.month:
        return last._replace(year=before.year + (last.month < before.month))
    if not_after is not None:
        return last._replace(year=not_after.year - (_in_year(last, not_after.year, phrase) > not_after))
    raise YearLeftOut(phrase)


def _in_year(printed: _Printed, year: int | None, phrase: str) -> date:
    if year is None or printed.month is None:
        raise DatesNotRead(f"'{_short(phrase)}' lacks a month or a year")
    try:
        return date(year, printed.month, printed.day)
    except ValueError:
        raise DatesNotRead(f"'{_short(phrase)}' holds a day that does not exist") from None


def _short(phrase: str) -> str:
    return " ".join(phrase.split())[:80]
