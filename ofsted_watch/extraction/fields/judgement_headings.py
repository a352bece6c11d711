"""Grades that a report's body repeats in the headings of its sections: the second witness beside the table.

'The experiences and progress of care leavers: requires improvement to be good'. Lists of an earlier inspection's
grades use the same words in plain type; so only what stands out as a heading counts.
"""

import re
from collections import Counter
from collections.abc import Iterator

from ofsted_watch.domain.grades import grade_of
from ofsted_watch.extraction.fields.area_labels import (
    LONGEST,
    AreaLabels,
    areas_meant,
    begins_as_label,
    end_of_head,
    is_whole,
)
from ofsted_watch.extraction.fields.joined_lines import Flow, on_one_line
from ofsted_watch.extraction.fields.printed_grades import END, GRADE
from ofsted_watch.extraction.fields.statement import Statement
from ofsted_watch.extraction.pdf import Line

_GRADED = re.compile(rf"(?P<grade>{GRADE}){END}", re.IGNORECASE | re.MULTILINE)
_KEY_JUDGEMENT = re.compile(r"[ \t]*key\s+judge?ment\s+judge?ment\s+grade\b", re.IGNORECASE)
"""Head of the small table above each section of a 2014 report; its cells are in plain type."""
_BEFORE_GRADE = re.compile(r"(?:\s+(?:is|are))?\s*[:–-]?\s*$", re.IGNORECASE)
_SAYS = re.compile(r"(?:[:–-]|\b(?:is|are))\s*$")
_LINES_OF_A_HEADING = 7
_LARGER = 1.5
"""Points by which a heading that is not bold is larger than the text."""
_HEADING_TAG = re.compile(r"H[1-6]?")


def headings(flow: Flow, labels: AreaLabels) -> Iterator[Statement]:
    """Every heading that gives one of these areas a grade, in order.

    A heading is in bold type, tagged as one or larger than the text, or the row under 'Key judgement / Judgement grade' with the
    grade on a line of its own.
    """
    floor, size = 0, _usual_size(flow)
    for match in _grades(flow, size):
        start = _start(flow, labels, size, range(floor, match.start()))
        if start is not None:
            label = _label(flow, start, match.start())
            areas = areas_meant(label, labels)
            printed = on_one_line(match["grade"])
            page, phrase = flow.at(match.start()).page, on_one_line(flow.text[start : match.end()])
            yield Statement(areas[0], grade_of(printed), printed, page, phrase, "heading", False, on_one_line(label), areas[1:])
        floor = match.end()


def headings_of_front(flow: Flow, labels: AreaLabels) -> Iterator[Statement]:
    """The headings of a first page that also holds the table: those with a colon, a dash or a verb before the grade."""
    for stated in headings(flow, labels):
        if _SAYS.search(stated.text.casefold().removesuffix(stated.printed.casefold())):
            yield stated


def _grades(flow: Flow, size: float) -> Iterator[re.Match[str]]:
    """The grades that end a line in bold type, or any line where a 'Key judgement' stands; they may run on to the next line."""
    has_key_judgement = _KEY_JUDGEMENT.search(flow.text) is not None
    ends = [*flow.starts[1:], len(flow.text) + 1]
    behind = 0
    for place, line in enumerate(flow.lines):
        if has_key_judgement or _stands_out(line, size):
            end = ends[min(place + 1, len(ends) - 1)] - 1
            match = _GRADED.search(flow.text, max(flow.starts[place], behind), end)
            if match is not None and match.start() < ends[place]:
                behind = match.end()
                yield match


def _usual_size(flow: Flow) -> float:
    """The size in which most of the text is printed."""
    sizes: Counter[float] = Counter()
    for line in flow.lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _stands_out(line: Line, size: float) -> bool:
    return line.bold or line.size > size + _LARGER or _HEADING_TAG.fullmatch(line.tag) is not None


def _start(flow: Flow, labels: AreaLabels, size: float, within: range) -> int | None:
    """Where the longest label in full that ends in a grade, at the end of `within`, begins in a heading."""
    floor, end = within.start, within.stop
    line = flow.index(end)
    stands_out = _stands_out(flow.lines[line], size)
    begin = None
    for above in range(line, max(-1, line - _LINES_OF_A_HEADING), -1):
        start = flow.starts[above]
        if start < floor or end - start > LONGEST or (stands_out and not _stands_out(flow.lines[above], size)):
            break
        if start == end or not (stands_out or (above < line and _KEY_JUDGEMENT.match(flow.text, start))):
            continue
        label = _label(flow, start, end)
        if begins_as_label(label) and is_whole(label, labels) and areas_meant(label, labels):
            begin = start + end_of_head(label)
    return begin


def _label(flow: Flow, start: int, end: int) -> str:
    return _BEFORE_GRADE.sub("", flow.text[start:end])
