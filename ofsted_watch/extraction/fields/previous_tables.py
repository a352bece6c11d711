"""Whether the heading above a table of judgements says that they are an earlier inspection's."""

import re
from collections.abc import Sequence

from ofsted_watch.extraction.pdf import Line

_LINES_OF_A_HEADING = 3
_HEAD_OF_COLUMNS = re.compile(r"^(?:key |judge?ments?|areas?|grades?|[\s:|])+$", re.IGNORECASE)
_THIS = re.compile(r"\b(?:this|current|present) (?:\w+ ){0,2}(?:inspection|visit|report|judge?ments?)\b", re.IGNORECASE)
_PREVIOUS = re.compile(
    r"\b(?:previous|last|earlier|prior|former|preceding|past)\b(?: [\w’'-]+){0,5}? (?:inspections?"
    r"|judge?ments?|grades?|reports?|outcomes?)\b"
    r"|\b(?:inspections?|judge?ments?|grades?) (?:in|of|from|at|before) (?:[A-Z][a-z]+ )?(?:19|20)\d\d\b"
    r"|\bpreviously\b|\bhistor(?:y|ic|ical) ",
    re.IGNORECASE,
)
_DATES = re.compile(r"\bdates?\b", re.IGNORECASE)
_PROSE = re.compile(r"\b(?:is|are|was|were|has|have|had|be|been)\b", re.IGNORECASE)


def is_headed_as_previous(above: Sequence[Line]) -> bool:
    """Whether the last lines above a table head it 'Judgements at the previous inspection' or the like.

    The nearest line counts first. Running text that mentions the last inspection heads nothing, nor does a line of dates.
    """
    lines = [line.text for line in above if not _HEAD_OF_COLUMNS.match(line.text)][-_LINES_OF_A_HEADING:]
    phrase = ""
    for line in reversed(lines):
        if phrase and line.rstrip().endswith("."):
            return False
        phrase = f"{line} {phrase}".strip()
        if _THIS.search(phrase) or _DATES.search(phrase):
            return False
        if _PREVIOUS.search(phrase):
            return phrase.endswith(":") or not _PROSE.search(phrase)
    return False
