"""What a sentence does with areas for priority action: names them, denies them, recalls another visit's, or leaves it open."""

import re
from dataclasses import dataclass
from enum import Enum

from ofsted_watch.extraction.fields.denials import NOT, OF_PRIORITY_ACTION, SUBJECT, VISIT, WERE, denies


class Stance(Enum):
    """What a sentence says of areas for priority action. SILENT is for sentences of running text only."""

    NAMES = "names"
    DENIES = "denies"
    OF_ANOTHER_TIME = "of another time"
    UNCLEAR = "unclear"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without its bullet, and whether it stands in a bulleted list."""

    text: str
    is_bullet: bool


_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")

_NOT_TAKEN = re.compile(
    r"\bno (?:(?:priority|urgent|immediate|effective|decisive|timely) )*actions? (?:(?:has|have|had|was|were"
    r"|is|are|is being)\b(?: been)?)"
    r"(?: \w+ly)? (?:taken|agreed|completed|progressed|planned|carried out|put in place|implemented|started)\b",
    re.IGNORECASE,
)
"""What nobody did is what the letter asks for."""
_NEGATION = re.compile(r"\b(?:no|not|none|nil|neither|nor|without|never|nothing)\b|n['’]t\b", re.IGNORECASE)
_BY_NAME = re.compile(r"\bareas? (?:for|of) priority actions?\b|\bpriority actions?\b(?! (?:plan|board))", re.IGNORECASE)
_INSPECTORS_SAW_NOTHING = re.compile(
    rf"^(?:{SUBJECT} (?:did|do|have|has|had){NOT}\b|{SUBJECT} (?:(?:has|have) )?(?:identified|found|saw"
    rf"|noted) no\b(?! priority action)"
    rf"|no\b[^.]*\b{WERE} (?:identified|found)\b)",
    re.IGNORECASE,
)

_ANOTHER_VISIT = (
    r"(?:last|previous|earlier|first|second|third|fourth|prior|former) "
    r"(?:(?:focused|monitoring|assurance|full|ilacs|send|area|joint|ofsted|\d{4}) )*(?:visit|inspection|letter|report)"
)
_OF_ANOTHER_TIME = re.compile(
    rf"(?<!since )(?<!since the )(?<!since our )\b{_ANOTHER_VISIT}\b|\b(?:19|20)\d\d\b|\bpreviously\b|\bhad"
    rf" (?:been )?identified\b|\bthen identified\b",
    re.IGNORECASE,
)
_OF_THIS = re.compile(rf"\bthis {VISIT}\b|\bnow\b|\bcurrently\b|\btoday\b", re.IGNORECASE)
_REMAINS = re.compile(r"\bremains?\b|\bstill\b|\bcontinues?\b|\bagain\b|\boutstanding\b", re.IGNORECASE)
_OF_ANOTHER_BODY = re.compile(
    r"\b(?:CQC|Care Quality Commission|HMICFRS|(?:HMI|HM Inspectorate of) Probation|SEND|JTAI|peer)\b"
    r"|\bjoint targeted area\b|\bspecial educational\b"
)
_LEAVES_OPEN = re.compile(
    r"\bareas? (?:for|of) (?:immediate )?priority actions?\b[^.]*\?$"
    r"|\b(?:would|if|whether|unless|hardly|scarcely|disputes?|rather than|instead of)\b[^.;]*"
    r"\bareas? (?:for|of) (?:immediate )?priority action",
    re.IGNORECASE,
)
"""A question, a condition or a contrast that names no area outright."""
_NEGATED_SUBJECT = re.compile(r"\b(?:neither|none of|not one|not a single|nobody|no one|nothing)\b[^,;:]*$", re.IGNORECASE)
"""Before 'identified an area for priority action', in its own clause."""
_REPORTED = re.compile(
    r"\b(?:told|said|says|reported|stated|believes?|believed|thinks?|thought|disputes?|disputed|denies|denied)\b[^.;:]*$",
    re.IGNORECASE,
)
"""What others say of it, before the words that name it."""
_IN_GENERAL = re.compile(r"\b(?:if|whether|would|should|unless)\b", re.IGNORECASE)

_SOME = (
    r"(?:an?|one|two|three|four|five|six|several|some|these|the following|a number of|\d)(?: (?:new|further"
    r"|additional|immediate|significant))*"
    r" areas? (?:for|of) (?:immediate )?priority actions?"
)
_NAMES = re.compile(
    rf"\b{SUBJECT} (?:has |have |had )?(?:also )?(?:identified|found|named|set|noted|raised|made) "
    rf"(?:{_SOME}|areas for priority action)\b"
    rf"|\b{_SOME} (?:has|have|was|were|is|are|had) (?:also )?(?:been )?(?:identified|found|named|set|noted|raised|made)\b"
    rf"|\bthere (?:is|are|was|were|remains?) (?:also |now |still )?{_SOME}\b"
    r"|\b(?:is|are|remains?|constitutes?|represents?|amounts? to|becomes?) (?:therefore |now |also |still )?(?:an? |the )?"
    r"(?:further |immediate |serious |significant )?areas? for (?:immediate )?priority action\b"
    rf"|\b{SUBJECT} (?:has |have |had )?(?:also )?identified [^.;]{{1,120}}? as (?:an? |\w+ )?areas? for priority action\b"
    rf"|\b{SUBJECT} (?:has |have |had )?(?:also )?(?:resulted in|led to) {_SOME}\b"
    rf"|\bboth (?:this|the) [^.;]{{1,60}}? and (?:this|the) [^.;]{{1,60}}? (?:identified|found|named|resulted in|led to) "
    rf"(?:{_SOME}|areas for priority action)\b"
    rf"|\bled (?:the )?inspectors to (?:identify|name|set|raise|make) {_SOME}\b"
    rf"|\b{SUBJECT} (?:has |have |had )?(?:also )?(?:identified|found) [^.;]{{1,120}}? (?:that|which) (?:need|require)s?(?:ed)? "
    r"(?:immediate |urgent )?priority actions?\b",
    re.IGNORECASE,
)
"""How running text names them. 'Areas for priority action' alone names nothing; nor does 'strategic priority action'."""


_EARLIER_ONES = re.compile(
    r"\b(?:existing|outstanding|ongoing|remaining|earlier) (?:areas? (?:for|of) )?(?:immediate )?priority actions?\b",
    re.IGNORECASE,
)
"""'The existing areas for priority action remain': they may be this visit's or only the last one's."""
_POINTS_TO_SOME = re.compile(
    r"(?!.*\b(?:progress|addressed|completed)\b)"
    r"(?=.*\b(?:sets? out|identif(?:y|ies|ied|ying)|le(?:d|ads) to|includes?|issu(?:es?|ed|ing)|made|raised|notified|submit|below"
    r"|given|there (?:is|are))\b).*\bareas?(?: of practice)? (?:for|of|requiring|that requires?) (?:immediate )?priority action",
    re.IGNORECASE,
)
"""'We have notified the department of the areas for priority action': the letter has some, whether its list is read or not."""
_MAY_NAME = re.compile(r"\b(?:need|require|warrant)(?:s|ed)? (?:immediate |urgent )?priority actions?\b", re.IGNORECASE)
"""'The safety of these children requires priority action': in Ofsted's own words, or as the council says it of its plans."""


def sentences_in(text: str) -> tuple[Sentence, ...]:
    """The sentences of these paragraphs (parted by blank lines), in order."""
    return tuple(
        Sentence(sentence.strip(), paragraph.startswith("•"))
        for paragraph in text.split("\n\n")
        for sentence in _SENTENCE_END.split(paragraph.lstrip("• ").strip())
        if sentence.strip()
    )


def stance(sentence: str, *, is_first: bool = False) -> Stance:
    """What a sentence under the heading 'Areas for priority action' does: never SILENT, for the heading speaks of them.

    What inspectors did not see is part of a finding, unless the sentence `is_first` under the heading.
    """
    if denies(sentence, OF_PRIORITY_ACTION):
        return Stance.OF_ANOTHER_TIME if _is_of_another_time(sentence) else Stance.DENIES
    if _NOT_TAKEN.search(sentence):
        return Stance.NAMES
    if _EARLIER_ONES.search(sentence):
        return Stance.UNCLEAR
    if _BY_NAME.search(sentence) and _is_of_another_time(sentence):
        return Stance.UNCLEAR if _REMAINS.search(sentence) else Stance.OF_ANOTHER_TIME
    if _LEAVES_OPEN.search(sentence):
        return Stance.UNCLEAR
    if (_NEGATION.search(sentence) and _BY_NAME.search(sentence)) or (is_first and _INSPECTORS_SAW_NOTHING.match(sentence)):
        return Stance.UNCLEAR
    return Stance.NAMES


def denies_by_name(sentence: str) -> bool:
    """Whether a sentence of running text says that this visit names no areas for priority action."""
    return bool(_BY_NAME.search(sentence)) and denies(sentence, OF_PRIORITY_ACTION) and not _is_of_another_time(sentence)


def names_in_prose(sentence: str, *, is_joint: bool) -> Stance:
    """NAMES where a sentence of running text names such areas, UNCLEAR where it may mean an earlier visit's, else SILENT."""
    match = _NAMES.search(sentence)
    if match is None and (_MAY_NAME.search(sentence) or _POINTS_TO_SOME.match(sentence)) and not _NEGATION.search(sentence):
        aside = _OF_ANOTHER_TIME.search(sentence) or _IN_GENERAL.search(sentence) or _EARLIER_ONES.search(sentence)
        return Stance.SILENT if aside or (not is_joint and _OF_ANOTHER_BODY.search(sentence)) else Stance.UNCLEAR
    if match is None or _IN_GENERAL.search(sentence[: match.end()]) or (not is_joint and _OF_ANOTHER_BODY.search(sentence)):
        return Stance.SILENT
    before = sentence[: match.end()]
    if _NEGATED_SUBJECT.search(before) and denies(sentence, OF_PRIORITY_ACTION):
        return Stance.SILENT
    if not _OF_ANOTHER_TIME.search(sentence):
        return Stance.UNCLEAR if _NEGATED_SUBJECT.search(before) or _REPORTED.search(before) else Stance.NAMES
    return Stance.UNCLEAR if _REMAINS.search(sentence) or _OF_THIS.search(sentence) else Stance.SILENT


def _is_of_another_time(sentence: str) -> bool:
    return _OF_ANOTHER_TIME.search(sentence) is not None and not _OF_THIS.search(sentence)
