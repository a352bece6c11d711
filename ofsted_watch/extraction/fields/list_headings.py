"""Headings over what a letter asks for: which lines are one, and what the items under it are."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ofsted_watch.domain.findings import ImprovementKind
from ofsted_watch.extraction.fields.sections import clean_heading
from ofsted_watch.extraction.pdf import Line

_AREAS = r"area(?:s|\(s\))?(?: of (?:social work )?practice)?"
_AT_THIS_VISIT = r"(?: (?:at|during|by|on|from) (?:this|the) (?!last|previous)(?:\w+ )?(?:visit|inspection))?"
_NAMES = r"(?-i:[A-Z])[\w’'&-]*(?: (?:(?:and|of|the|for|on|&) )*(?-i:[A-Z])[\w’'&-]*){0,8}"
_BODY = (
    r"(?:police(?: force)?|constabulary|council|NHS|trust|board|probation|local authority|health|social care|partnership|"
    r"partners)"
)
_A_BODY = (
    rf"(?:the )?(?:(?=[^.:;]*\b{_BODY}\b){_NAMES}(?: {_BODY})?|{_BODY}(?: (?:services?|partners|providers))?"
    rf"|children['’]s {_BODY})"
)
_FOR_A_BODY = rf"(?:(?: for|:| [–-]| in (?:relation|respect) (?:to|of)) {_A_BODY})?"
"""'Area for priority action for Thornmere Constabulary', 'Areas for improvement: health'."""
PRIORITY_ACTION = (
    rf"(?:(?:the )?(?:new |further )?{_AREAS} (?:identified )?(?:for|of|requiring|needing|that (?:require|need)s?) )?"
    r"(?:(?:immediate|urgent) (?:(?:and|or) )?)?priority(?: (?:and|or) immediate)? action(?:s|\(s\))?"
    rf"(?: identified)?{_AT_THIS_VISIT}{_FOR_A_BODY}"
)
"""A heading over areas for priority action, without those of an earlier visit."""
_IMPROVE = r"to (?:be )?improved?|improv(?:ing|ements?)"
_KINDS = (
    (
        ImprovementKind.PRIORITY_ACTION,
        re.compile(rf"{PRIORITY_ACTION}|(?:{_AREAS} for )?immediate actions?", re.IGNORECASE),
    ),
    (
        ImprovementKind.IMPROVEMENT,
        re.compile(
            r"what (?:else |still |(?:the|this) (?:local authority|council|area|partnership) (?:still )?)?"
            rf"needs? (?:{_IMPROVE})\b.{{0,60}}"
            rf"|what (?:must|should|could|has to|needs? to) (?:still |further )?(?:improve|(?:be|get|become) (?:improved|better))"
            rf"|what do(?:es)? .{{1,80}}? need to (?:be )?improved?\b.{{0,60}}"
            rf"|(?:the |key |main |further )?(?:improvements? (?:needed|required)|areas? to improve)"
            rf"|(?:the |key |main |other |further )?{_AREAS} (?:needing|where) (?:further )?improvements?"
            r"(?: (?:is|are) (?:needed|required))?"
            rf"|(?:the |key |main |other |further )?{_AREAS} (?:for|of) (?:further )?development{_AT_THIS_VISIT}"
            rf"|(?:the |key |main |other |further )?{_AREAS} (?:for|of|requiring|in need of|that (?:still )?needs?) "
            rf"(?:further )?(?:{_IMPROVE}){_AT_THIS_VISIT}{_FOR_A_BODY}"
            rf"|what (?:the )?(?:{_NAMES}|{_BODY}) needs? to (?:be )?improved?"
            r"|(?:the |key |main )?(?:priorities|points|actions|issues|aspects|matters) for (?:further )?improvement"
            rf"|what (?:the )?(?:{_NAMES}|{_BODY}|service) (?:needs? to|must|should) do (?:next )?to improve"
            r"|where (?:further )?improvements? (?:is|are) (?:needed|required)|required improvements"
            rf"|(?:{_AREAS}|aspects|things) (?:(?:where practice|that|which) (?:still )?needs? (?:{_IMPROVE})|"
            r"to (?:be )?improved?)"
            rf"|(?:the |key |main )?(?:{_AREAS} to (?:be )?develop(?:ed)?|{_AREAS} (?:needing|for|requiring) further work)",
            re.IGNORECASE,
        ),
    ),
    (ImprovementKind.RECOMMENDATION, re.compile(r"(?:key |main )?recommendations?(?: for .{1,60})?", re.IGNORECASE)),
)
_HEADS_BODY = re.compile(rf"(?: for|:| [–-]| in (?:relation|respect) (?:to|of)) (?:the )?(?P<body>{_A_BODY})$", re.IGNORECASE)
_STUCK = re.compile(
    r"[.!?:]\s*(?P<heading>What needs to improve(?: in this area of social work practice)?[?:]?)\d?$", re.IGNORECASE
)
"""A heading set on the last line of the paragraph above it."""
_NUMBER = re.compile(r"^\d{1,2}(?:\.\d)?[.)]? ")
_SENTENCE_END = re.compile(r"[.!?]['’”)]*$")
_PARTS = ("improv", "priority", "action", "recommendation", "develop", "better", "further work")
_CONTENTS = re.compile(r"^(?:table of )?contents$", re.IGNORECASE)
_LARGER = 0.6
_MOST_LINES = 3
_LONGEST = 130


class ListHeading(NamedTuple):
    """A heading over a list: its text without footnote digits, what its items are, and its lines `first` to `end`, exclusive."""

    text: str
    kind: ImprovementKind
    first: int
    end: int


class Print(NamedTuple):
    """A letter's lines and the size in which most of its text is printed, in points."""

    lines: Sequence[Line]
    size: float

    def stands_out(self, line: Line) -> bool:
        """Whether a line is printed as headings are: bold, larger than the text, or tagged so."""
        if line.tag.startswith("TOC"):
            return False
        return line.bold or line.size > self.size + _LARGER or re.fullmatch(r"H[1-6]?|Title", line.tag) is not None

    def heading_at(self, first: int) -> tuple[str, int]:
        """The heading that begins with this line, over all its lines, and where it ends."""
        line, end = self.lines[first], first + 1
        while end < len(self.lines) and end - first < _MOST_LINES and _goes_on(self.lines[end - 1], self.lines[end]):
            end += 1
        return " ".join(part.text for part in self.lines[first:end]) if end > first + 1 else line.text, end


def list_headings(printed: Print) -> list[ListHeading]:
    """Every heading over a list of what the letter asks for, in order. A table of contents has none."""
    lines = printed.lines
    contents = {line.page for line in lines if _CONTENTS.match(line.text)}
    headings: list[ListHeading] = []
    for place, line in enumerate(lines):
        if _may_be_one(line.text) and line.page not in contents and (not headings or place >= headings[-1].end):
            heading = _heading(printed, place)
            if heading is not None:
                headings.append(heading)
    return headings


def _may_be_one(text: str) -> bool:
    """A quick look: nearly every line of a letter is text."""
    lower = text.casefold()
    return len(text) <= _LONGEST and any(part in lower for part in _PARTS)


def _heading(printed: Print, place: int) -> ListHeading | None:
    lines = printed.lines
    line = lines[place]
    before_bullet = place + 1 < len(lines) and lines[place + 1].text.startswith("•")
    after_sentence = place > 0 and line.text[0].isupper() and _SENTENCE_END.search(lines[place - 1].text) is not None
    if printed.stands_out(line) or before_bullet or after_sentence:
        text, end = printed.heading_at(place)
        for last in range(end, place, -1):
            whole = " ".join(part.text for part in lines[place:last]) if last < end else text
            kind = kind_of(whole)
            if kind is not None:
                return ListHeading(clean_heading(_NUMBER.sub("", whole)), kind, place, last)
    above = f"{lines[place - 1].text} " if place else ""  # the heading itself may be broken between two lines
    stuck = (_STUCK.search(line.text) or _STUCK.search(above + line.text)) if before_bullet else None
    return ListHeading(stuck["heading"], ImprovementKind.IMPROVEMENT, place, place + 1) if stuck else None


def kind_of(heading: str) -> ImprovementKind | None:
    """What the items under such a heading are; None where it is the heading of something else."""
    text = _NUMBER.sub("", clean_heading(heading)).rstrip(" ?:.–-")
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(text)), None)


def body_in(heading: str) -> str | None:
    """The body that such a heading names, as printed; None where it names none."""
    match = _HEADS_BODY.search(clean_heading(heading).rstrip(" ?:.–-"))
    return match["body"] if match else None


def _goes_on(before: Line, line: Line) -> bool:
    """Whether a heading runs on to this line."""
    alike = before.bold == line.bold and abs(before.size - line.size) <= _LARGER
    together = before.block == line.block or line.text[0].islower()
    return (
        alike
        and together
        and before.page == line.page
        and 0 < line.top - before.top <= 1.6 * line.size
        and not line.text.startswith("•")
    )
