"""Marks that take a whole letter back: 'WITHDRAWN' or 'DRAFT' across a page or at its head, or a sentence that says so."""

import re
from collections.abc import Iterator, Sequence

from ofsted_watch.extraction.pdf.glyphs import RawLine

_WORDS = (
    r"(?:withdrawn|draft|superseded|cancelled|revoked|rescinded|quashed|annulled|void|obsolete|embargoed"
    r"|not for (?:publication|circulation|release)|"
    r"do not (?:use|publish|circulate))"
)
_MARK = (
    rf"(?:(?:this )?(?:report|letter|document|inspection)(?: (?:is|was|has been))? (?:a )?)?{_WORDS}"
    r"(?: (?:report|letter|copy|version|document|only|inspection report))?(?: v?\d[\d.]*)?"
)
_ALONE = re.compile(rf"\W*{_MARK}(?:\W+{_MARK})*\W*", re.IGNORECASE)
"""'Draft', 'This report is withdrawn', 'Draft report – not for publication'."""
_IN_CAPITALS = re.compile(
    r"\W*(?:WITHDRAWN|DRAFT|SUPERSEDED|CANCELLED|REVOKED|RESCINDED|QUASHED|EMBARGOED|NOT FOR PUBLICATION"
    r"|DO NOT (?:USE|PUBLISH)|INVALID|NOT VALID|REPLACED|PROVISIONAL|UNPUBLISHED|PRE-PUBLICATION|SPECIMEN|SAMPLE)\b"
    r".{0,60}"
)
_AT_HEAD = re.compile(
    r"(?:Withdrawn|Superseded|Cancelled|Draft)(?: (?:report|letter|copy|version|document))?"
    r"\s*(?:[:–—(-]|(?:for|until|pending|subject to) (?!.*\b(?:is|are|was|were|has|have)\b)).{0,80}"
)
_SPELLED = re.compile(
    r"(?:WITHDRAWN|DRAFT|SUPERSEDED|CANCELLED|REVOKED|RESCINDED|QUASHED|EMBARGOED|VOID|COPY|SPECIMEN|SAMPLE)", re.IGNORECASE
)
_SENTENCE = re.compile(
    r"\b(?:this|the) (?:(?:ofsted|inspection|focused|monitoring|visit) )*(?:report|letter|document|inspection"
    r"|judge?ments?|grades?)\b[^.;]{0,60}?"
    r" (?:has|have|is|are|was|were)(?: now| since)?(?: been)? (?:formally )?(?:withdrawn|superseded|rescinded"
    r"|revoked|quashed|annulled|set aside)\b"
    r"|\bofsted (?:has |have )?(?:now |since |formally )?withdr(?:awn|ew) (?:this|the|its) (?:\w+ )?(?:report"
    r"|letter|judge?ments?|grades?|inspection)\b"
    r"|\b(?:this|the) (?:report|letter) is (?:a|an|only a|still a) (?:\w+ )?draft\b"
    r"|\bthis (?:(?:ofsted|inspection|visit) )*(?:report|letter|document) "
    r"(?:(?:has been|was|is) (?:now )?(?:replaced|published in error|no longer (?:valid|in force|current))"
    r"|(?:should|must) (?:not be (?:used|relied on)|be disregarded))\b"
    r"|\b(?:ofsted|we) (?:is|are|has|have) (?:now |since |formally )?withdr(?:awing|awn) this (?:\w+ )?(?:report|letter)\b"
    r"|\bdisregard this (?:\w+ )?(?:report|letter)\b"
    r"|\bthis is (?:only |still )?a draft(?: (?:report|letter|version|copy|document)\b|(?=\s*[.;,)]|$))",
    re.IGNORECASE,
)
_HINTS = (
    "withdr", "draft", "supersed", "cancelled", "revoke", "rescind", "quash", "annul", "void", "obsolete", "embargo", "set aside",
    "invalid", "not valid", "replaced", "provisional", "unpublished", "pre-publication", "specimen", "sample", "in error",
    "no longer", "disregard", "not be used", "relied on", "not for publication", "not for circulation", "not for release",
    "do not use", "do not publish", "do not circulate",
)  # fmt: skip
_LETTERS_OF_A_MARK = 4
_HINT = re.compile(
    r"withdr|supersed|rescind|revok|quash|annul|set aside|draft|replaced|in error|no longer|disregard|be used|relied on",
    re.IGNORECASE,
)
_LINES_OF_A_SENTENCE = 4
_LARGE = 30.0
"""Points. No letter prints its text or its title as large."""


def marks_on(number: int, lines: Sequence[RawLine], texts: Sequence[str], whole: str) -> list[str]:
    """What on this page takes the letter back; running heads and turned print count too. `whole` is its text in lower case."""
    if any(hint in whole for hint in _HINTS) or sum(len(text) <= 2 for text in texts) >= _LETTERS_OF_A_MARK:
        return [f"Page {number} says '{text}'" for text in _taken_back(lines, texts)]
    return []


def _taken_back(lines: Sequence[RawLine], texts: Sequence[str]) -> Iterator[str]:
    spelled = ""
    for place, line in enumerate(lines):
        text = texts[place].strip()
        if len(text) <= 2:
            spelled += text
            continue
        if _SPELLED.fullmatch(spelled):
            yield spelled
        spelled = ""
        if _may_be_mark(text, line) and (_ALONE.fullmatch(text) or _IN_CAPITALS.fullmatch(text) or _AT_HEAD.fullmatch(text)):
            yield " ".join(text.split())
        elif _HINT.search(text):
            yield from _sentence(texts, place)
    if _SPELLED.fullmatch(spelled):
        yield spelled


def _may_be_mark(text: str, line: RawLine) -> bool:
    """A line that is no end of a sentence: it begins with a capital letter, or is larger than any text."""
    first = next((letter for letter in text if letter.isalpha()), "")
    return len(text) <= 100 and _HINT_OF_MARK.search(text) is not None and (first.isupper() or line.y1 - line.y0 >= _LARGE)


_HINT_OF_MARK = re.compile(
    r"withdrawn|draft|superseded|cancelled|revoked|rescinded|quashed|annulled|void|obsolete|embargo|not for|do not|valid|"
    r"replaced|provisional|publi|specimen|sample",
    re.IGNORECASE,
)


def _sentence(texts: Sequence[str], place: int) -> Iterator[str]:
    """The sentence around this line, where it takes the letter back."""
    around = " ".join(text.strip() for text in texts[max(0, place - _LINES_OF_A_SENTENCE + 1) : place + _LINES_OF_A_SENTENCE])
    if match := _SENTENCE.search(" ".join(around.split())):
        yield match[0]
