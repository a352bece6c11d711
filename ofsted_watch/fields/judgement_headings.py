"""Grades that a report's body repeats in the headings of its sections: the second witness beside the table.

'The experiences and progress of care leavers: requires improvement to be good'. Lists of an earlier inspection's
grades use the same words in plain type; so only what stands out as a heading counts.
"""

import re
from collections.abc import Iterator
from functools import cache

from ofsted_watch.fields.flow import Flow
from ofsted_watch.fields.printed_grades import END, GRADE, Labels, area_pattern, stated_area, statement_of
from ofsted_watch.fields.witnesses import Statement
from ofsted_watch.grades import Area

_KEY_JUDGEMENT = re.compile(r"key\s+judge?ment\s+judge?ment\s+grade\s*$", re.IGNORECASE)
"""Head of the small table above each section of a 2014 report; its cells are in plain type."""
_HEAD_AT_MOST = 80
"""Characters that such a head takes, over its lines."""


def headings(flow: Flow, labels: Labels) -> Iterator[Statement]:
    """Every heading that gives one of these areas a grade, in order.

    A heading is in bold type, or the row under 'Key judgement / Judgement grade' with the grade on a line of its own.
    """
    for match in _pattern(tuple(labels.items())).finditer(flow.text):
        area = stated_area(match, labels)
        if _stands_out(flow, match, area):
            yield statement_of(flow, match, area, "heading")


def _stands_out(flow: Flow, match: re.Match[str], area: Area) -> bool:
    label, grade = flow.at(match.start(area.value)), flow.at(match.start("grade"))
    if label.bold and grade.bold:
        return True
    above = flow.text[max(0, match.start() - _HEAD_AT_MOST) : match.start()]
    return grade is not label and _KEY_JUDGEMENT.search(above) is not None


@cache
def _pattern(labels: tuple[tuple[Area, str], ...]) -> re.Pattern[str]:
    label = rf"^[ \t]*(?:\d(?:\.\d)?\.?[ \t]+)?(?:{area_pattern(dict(labels))})[ \t]*\d?"
    return re.compile(rf"{label}(?:\s+(?:is|are))?\s*[:–-]?\s*(?P<grade>{GRADE}){END}", re.IGNORECASE | re.MULTILINE)
