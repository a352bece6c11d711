"""Dates printed month first ('November 3 to 5, 2021') put as British letters put them: '3 to 5 November 2021'.

Only a month's name says which number is the month: '03/11/2021' is never turned round.
"""

import re

_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?![\d/])"
_JOIN = r"\s*(?:,\s*and|,|and|&|to|until|through|[-\u2010-\u2015\u2500\u2501])\s*(?:the\s+)?"
_DAYS = rf"{_DAY}(?:{_JOIN}{_DAY})*"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_ONE = rf"{_NAME}\s+(?:the\s+)?{_DAYS}"
_DATED = rf"{_ONE},?\s+{_YEAR}"
_GOES_ON = rf"(?!\s*(?:{_NAME}|of\s+{_NAME}))"
"""What another month follows is its day: 'to 3 November, 5 December'."""
_MONTH_FIRST = re.compile(
    rf"(?<![\w/])(?<!\d )(?<!\dst )(?<!\dnd )(?<!\drd )(?<!\dth )(?<!\bof )(?:{_ONE}(?:,?\s+{_YEAR})?{_JOIN})*{_DATED}{_GOES_ON}",
    re.IGNORECASE,
)
_PART = re.compile(rf"(?P<month>{_NAME})\s+(?:the\s+)?(?P<days>{_DAYS})(?:,?\s+(?P<year>{_YEAR}))?", re.IGNORECASE)


def day_first(phrase: str) -> str:
    """These words with each date that is printed month first, and whose year is given, printed day first."""
    return _MONTH_FIRST.sub(lambda dates: _PART.sub(_turned, dates[0]), phrase)


def _turned(part: re.Match[str]) -> str:
    year = f" {part['year']}" if part["year"] else ""
    return f"{part['days']} {part['month']}{year}"
