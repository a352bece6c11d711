"""How letters print areas and grades: the patterns that tables, headings and sentences are read with."""

import re
from collections.abc import Iterator, Mapping

from ofsted_watch.domain.grades import Area, grade_of
from ofsted_watch.extraction.fields.joined_lines import Flow, on_one_line
from ofsted_watch.extraction.fields.statement import Statement

GRADE = r"(?:requires?\s+improvement(?:\s+to\s+be\s+good)?|outstanding|good|adequate|inadequate|not\s+judged)"
"""Every way a grade is printed. Which of them a framework gives is its own matter, not this pattern's."""

END = r"[ \t]*[\d*†‡¹²³]{0,2}[ \t]*\.?[ \t]*[\d*†‡¹²³]{0,2}[ \t]*$"
"""What may stand behind a grade up to the end of its line: a full stop, a footnote's number or sign."""

NUMBER = r"(?:\d{1,2}(?:\.\d)?\.?\s+)?"
"""The number of a row ('2.1 '), right, wrong or on a line of its own: rows are known by their words alone."""

Labels = Mapping[Area, str]
"""How a sentence names each area: a regular expression whose spaces stand for any white space."""


def flexible(phrase: str) -> str:
    """A pattern in which every space stands for any white space."""
    return phrase.replace(" ", r"\s+")


def area_pattern(labels: Labels) -> str:
    """A pattern for any of these labels, the earlier ones first; the group that matches carries the area's name."""
    return "|".join(f"(?P<{area.value}>{flexible(label)})" for area, label in labels.items())


def stated_area(match: re.Match[str], labels: Labels) -> Area:
    """The area whose label a match of `area_pattern` met."""
    return next(area for area in labels if match[area.value] is not None)


BEFORE_GRADE = r"(?:grade\s+[1-4]\s*\(\s*)?"
AFTER_GRADE = rf"(?:\s*\)|\s+\(?grade\s+[1-4]\)?)?{END}"
"""The scale of 2012-13 is numbered: 'Inadequate Grade 4', 'Grade 4 (Inadequate)'."""

GRADED = re.compile(rf"{BEFORE_GRADE}(?P<grade>{GRADE}){AFTER_GRADE}", re.IGNORECASE | re.MULTILINE)
"""A grade at the end of its line, as cells of a table and headings have it."""


def statement_of(flow: Flow, match: re.Match[str], area: Area, source: str, *, is_main: bool = False) -> Statement:
    """What a match with a group `grade` states about an area, with its page and its words."""
    printed = on_one_line(match["grade"])
    page = flow.at(match.start("grade")).page
    return Statement(area, grade_of(printed), printed, page, on_one_line(match[0]), source, is_main)


def statements_in(flow: Flow, pattern: re.Pattern[str], labels: Labels, source: str) -> Iterator[Statement]:
    """Every match of a pattern that holds `area_pattern(labels)` and a group `grade`, as what it states."""
    for match in pattern.finditer(flow.text):
        yield statement_of(flow, match, stated_area(match, labels), source)
