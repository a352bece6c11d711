"""Whether the heading above a table of judgements says that they are an earlier inspection's."""

import re
from collections.abc import Sequence

from ofsted_watch.extraction.fields.dates import dates_label, front_page
from ofsted_watch.extraction.pdf import Line, Text

_LINES_OF_A_HEADING = 3
_LONGEST = 110
_HEAD_OF_COLUMNS = re.compile(r"^(?:key |judge?ments?|areas?|grades?|[\s:|])+$", re.IGNORECASE)
_THIS = re.compile(
    r"\b(?:this|current|present) (?:\w+ ){0,2}(?:inspection|visit|report|judge?ments?)\b|\bsince\b|\b(?:framework|guidance)\b",
    re.IGNORECASE,
)
_PREVIOUS = re.compile(
    r"\b(?:previous|last|earlier|prior|former|preceding|past)\b(?: [\w’'-]+){0,5}? (?:inspections?"
    r"|judge?ments?|grades?|reports?|outcomes?)\b"
    r"|\bpreviously\b|\bhistor(?:y|ic|ical) |\bbefore this\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OF_A_YEAR = re.compile(
    r"\b(?:inspections?|ILACS|SIF|judge?ments?|judged|graded|rated|grades?|ratings?|outcomes?|results?|reports?|said)\b"
    r"|^\W*(?:[A-Z][a-z]+ )?(?:19|20)\d\d\W*$",
    re.IGNORECASE,
)
_DATES = re.compile(r"\bdates?\b|\bpublish", re.IGNORECASE)
_PROSE = re.compile(r"\b(?:is|are|was|were|has|have|had|be|been)\b", re.IGNORECASE)
_LEADS_IN = re.compile(r":$|\bas follows[.:]?$|^(?:how|what)\b", re.IGNORECASE)


def own_year(text: Text) -> int | None:
    """The year in which a report's own inspection began, as its first page prints the dates; None where it prints none."""
    printed = dates_label(front_page(text))
    years = _YEAR.findall(printed.text) if printed else []
    return min(map(int, years), default=None)


def is_headed_as_previous(above: Sequence[Line], year: int | None) -> bool:
    """Whether the last lines above a table head it 'Judgements at the previous inspection', 'Outcome in 2021' or the like.

    `year` is that of the report's own inspection; a heading that names a year is an earlier inspection's only where it is before
    that. The nearest line counts first. Running text that mentions the last inspection heads nothing, nor does a line of dates.
    """
    lines = [line.text for line in above if not _HEAD_OF_COLUMNS.match(line.text)][-_LINES_OF_A_HEADING:]
    phrase = ""
    for line in reversed(lines):
        if phrase and line.rstrip().endswith("."):
            return False
        phrase = f"{line} {phrase}".strip()
        if _DATES.search(phrase) or (_THIS.search(phrase) and not _PREVIOUS.search(phrase)):
            return False
        years = [int(printed) for printed in _YEAR.findall(phrase)]
        is_earlier = year is not None and bool(years) and max(years) < year and _OF_A_YEAR.search(phrase) is not None
        if years and year is not None and max(years) >= year:
            return False
        if is_earlier or _PREVIOUS.search(phrase):
            return (
                len(phrase) <= _LONGEST
                and not _THIS.search(phrase)
                and bool(_LEADS_IN.search(phrase) or not _PROSE.search(phrase))
            )
    return False
