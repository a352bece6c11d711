"""Whether a letter names areas for priority action: its heading says so, unless what stands under it takes it back."""

import re
from collections.abc import Sequence

from ofsted_watch.domain.model import Section

_HEADING = re.compile(
    r"^(?:\d+[.)]?\s*)?(?:the )?area(?:s|\(s\))? (?:identified )?(?:for|of) priority action(?:s|\(s\))?\d?"
    r"(?: identified(?: (?:at|during|by|on|from) (?:this|the) (?:\w+ )?(?:visit|inspection))?)?[\s:.]*$",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"^none\b|^there (?:are|were|is|was) none\b|^not applicable|^n/a\b"
    r"|\bno (?:\w+ )?areas? (?:(?:for|of) priority action|(?:were|was|are|is|have been|has been)\b)"
    r"|\bno (?:priority action|immediate concern)"
    r"|\b(?:inspectors|visit|inspection|we|ofsted)\b.{0,20}\b(?:(?:did|have|has) not identif|identified (?:no|none)\b)",
    re.IGNORECASE,
)
_SOME_AREAS = r"(?:an?|one|two|three|four|five|\d|the following) (?:new |further |additional )?areas? for priority action"
_SAID = re.compile(
    rf"\b(?:inspectors|we|this visit|this inspection) (?:have |has )?(?:also )?identified {_SOME_AREAS}\b"
    rf"|\b{_SOME_AREAS} (?:has|have|was|were) (?:also )?(?:been )?identified\b",
    re.IGNORECASE,
)
_OF_ANOTHER_TIME = re.compile(r"\b(?:last|previous|earlier|since|had been|then|19\d\d|20\d\d)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


def names_areas_for_priority_action(sections: Sequence[Section], plain: str = "") -> bool:
    """True where a heading 'Area(s) for priority action(s)' stands over anything but 'There are no areas …'.

    Without the heading, a sentence counts that says this visit identified such areas. Near misses do not: a 'priority
    area', the 'priority actions' of an earlier inspection, a case study about one, an area for strategic priority action.
    """
    under = [_text_from(sections[place:]) for place, section in enumerate(sections) if _HEADING.match(section.heading.strip())]
    if under:
        return any(not _NONE.search(_SENTENCE_END.split(text.lstrip("• "))[0]) for text in under)
    return any(
        not _OF_ANOTHER_TIME.search(sentence)
        for paragraph in plain.split("\n\n")
        for sentence in _SENTENCE_END.split(paragraph)
        if _SAID.search(sentence)
    )


def _text_from(sections: Sequence[Section]) -> str:
    """What stands under the first of these headings; a sub-heading may come between."""
    return next((section.text.strip() for section in sections if section.text.strip()), "")
