"""What a sentence does with areas for priority action: names them, denies them, recalls another visit's, or leaves it open."""

import re
from dataclasses import dataclass
from enum import Enum


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

_NOT = r"(?: not|n['’]t)"
_AREAS = (
    r"(?:(?:new|further|additional|other|specific|immediate|urgent|such|significant) )*"
    r"(?:areas?(?: of (?:social work )?practice)?(?: (?:(?:that|which) )?(?:for|of|requir(?:e|es|ed|ing)|need(?:s|ed|ing)?) "
    r"(?:immediate |urgent )?priority actions?)?|priority actions?|(?:immediate |serious |urgent )+concerns?)"
)
_SEEN = (
    r"(?:identified|found|noted|raised|recorded|reported|seen|required|needed|necessary|recommended|made|set"
    r"|issued|highlighted|given|"
    r"proposed|named|applicable|evident|uncovered|arising|to (?:report|note|raise|record|address|identify)|from this visit)"
)
_SEE = (
    r"(?:identify|find|note|raise|record|report|see|recommend|make|set|issue|highlight|propose|name|uncover"
    r"|have|result in|lead to|"
    r"come across|require)"
)
_SAW = (
    r"(?:identified|found|noted|raised|recorded|reported|saw|recommended|made|set|issued|highlighted|proposed"
    r"|named|uncovered|have|has|had|"
    r"resulted in|led to)"
)
_IS = r"(?:is|are|was|were|has been|have been|had been)"
_VISIT = r"(?:(?:focused|monitoring|assurance|full|ilacs|send|area|joint|targeted) )*(?:visit|inspection|revisit|letter)"
_WHEN = r"(?: (?:at|during|by|on|from|in|as|for|through|following|because)\b[^.;:]*)?"
_BEFORE = r"(?:(?:at|during|on|in|as a result of|from|following|overall|currently|presently)\b[^,;:]{0,70}, )?"
_SUBJECT = (
    r"(?:(?:(?:the|our|his majesty['’]s|her majesty['’]s|ofsted) )?(?:inspectors|inspection team|inspector)"
    r"|hmi|we|they|ofsted|it|"
    rf"(?:this|the|our) {_VISIT})(?: (?:at|on|during) (?:this|the) {_VISIT})?(?: (?:also|therefore|again))?"
)
_DENIALS = re.compile(
    rf"{_BEFORE}(?:"
    rf"(?:none|nil|nothing|no|n/?a|not applicable|zero|[-–—]|nil return|none known)(?: {_IS})?(?: {_SEEN})?{_WHEN}"
    rf"|(?:{_IS}|there {_IS}(?: currently)?(?:{_NOT})?) ?(?:none|nothing|(?:no|any)(?: {_AREAS})?)(?: {_IS})?(?: {_SEEN})?{_WHEN}"
    rf"|no {_AREAS}(?: {_IS})?(?: {_SEEN})?{_WHEN}"
    rf"|{_SUBJECT} (?:did|do|does|have|has|had|was|were){_NOT} (?:able to )?(?:{_SEE}|{_SAW}) (?:(?:any|an?"
    rf"|any of) )?{_AREAS}(?: {_SEEN})?{_WHEN}"
    rf"|{_SUBJECT} (?:did|do|does|have|has|had){_NOT} (?:{_SEE}|{_SAW}) any{_WHEN}"
    rf"|{_SUBJECT} (?:(?:has|have) )?{_SAW} (?:none|no {_AREAS})(?: {_SEEN})?{_WHEN}"
    rf"|{_SUBJECT} [^.;]{{0,120}}\b(?:and|but) (?:{_SAW}|concluded (?:that )?there {_IS}) (?:none|no {_AREAS}){_WHEN}"
    rf"|(?:{_SUBJECT} )?(?:considered|concluded|found|judged|agreed)? ?(?:that )?there {_IS}(?:{_NOT})? (?:none"
    rf"|no|any) ?(?:{_AREAS})?(?: {_SEEN})?{_WHEN}"
    rf"|{_AREAS} (?:was|were|are|is|have|has){_NOT} (?:been )?{_SEEN}{_WHEN}"
    rf"|(?:nothing|no (?:area|aspect) of (?:\w+ )?practice) (?:{_IS} {_SEEN} (?:that |which )?)?(?:require|need"
    rf"|warrant|call for|amount to)(?:e?s|ed|d)?"
    rf" (?:an? )?(?:area for )?(?:immediate )?priority action{_WHEN}"
    r")[\s.:;!]*",
    re.IGNORECASE,
)
"""Whole sentences that say there are none."""
_DENIES_NOTHING = re.compile(r"\bthere (?:is|are|was|were) any\b", re.IGNORECASE)
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
    rf"^(?:{_SUBJECT} (?:did|do|have|has|had){_NOT}\b|{_SUBJECT} (?:(?:has|have) )?(?:identified|found|saw"
    rf"|noted) no\b(?! priority action)"
    rf"|no\b[^.]*\b{_IS} (?:identified|found)\b)",
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
_OF_THIS = re.compile(rf"\bthis {_VISIT}\b|\bnow\b|\bcurrently\b|\btoday\b", re.IGNORECASE)
_REMAINS = re.compile(r"\bremains?\b|\bstill\b|\bcontinues?\b|\bagain\b|\boutstanding\b", re.IGNORECASE)
_OF_ANOTHER_BODY = re.compile(
    r"\b(?:CQC|Care Quality Commission|HMICFRS|(?:HMI|HM Inspectorate of) Probation|SEND|JTAI|peer)\b"
    r"|\bjoint targeted area\b|\bspecial educational\b"
)
_IN_GENERAL = re.compile(r"\b(?:if|whether|would|should|unless)\b", re.IGNORECASE)

_SOME = (
    r"(?:an?|one|two|three|four|five|six|several|some|these|the following|a number of|\d)(?: (?:new|further"
    r"|additional|immediate|significant))*"
    r" areas? (?:for|of) (?:immediate )?priority actions?"
)
_NAMES = re.compile(
    rf"\b{_SUBJECT} (?:has |have |had )?(?:also )?(?:identified|found|named|set|noted|raised|made) {_SOME}\b"
    rf"|\b{_SOME} (?:has|have|was|were|is|are|had) (?:also )?(?:been )?(?:identified|found|named|set|noted|raised|made)\b"
    rf"|\bthere (?:is|are|was|were|remains?) (?:also |now |still )?{_SOME}\b"
    r"|\b(?:is|are|remains?|constitutes?|represents?|amounts? to|becomes?) (?:therefore |now |also |still )?(?:an? |the )?"
    r"(?:further |immediate |serious |significant )?areas? for (?:immediate )?priority action\b"
    rf"|\b{_SUBJECT} (?:has |have |had )?(?:also )?identified [^.;]{{1,120}}? as (?:an? |\w+ )?areas? for priority action\b",
    re.IGNORECASE,
)
"""How running text names them. 'Areas for priority action' alone names nothing; nor does 'strategic priority action'."""


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
    if _denies(sentence):
        return Stance.OF_ANOTHER_TIME if _is_of_another_time(sentence) else Stance.DENIES
    if _NOT_TAKEN.search(sentence):
        return Stance.NAMES
    if _BY_NAME.search(sentence) and _is_of_another_time(sentence):
        return Stance.UNCLEAR if _REMAINS.search(sentence) else Stance.OF_ANOTHER_TIME
    if (_NEGATION.search(sentence) and _BY_NAME.search(sentence)) or (is_first and _INSPECTORS_SAW_NOTHING.match(sentence)):
        return Stance.UNCLEAR
    return Stance.NAMES


def denies_by_name(sentence: str) -> bool:
    """Whether a sentence of running text says that this visit names no areas for priority action."""
    return bool(_BY_NAME.search(sentence)) and _denies(sentence) and not _is_of_another_time(sentence)


def names_in_prose(sentence: str, *, is_joint: bool) -> Stance:
    """NAMES where a sentence of running text names such areas, UNCLEAR where it may mean an earlier visit's, else SILENT."""
    found = _NAMES.search(sentence)
    if found is None or _IN_GENERAL.search(sentence[: found.end()]) or (not is_joint and _OF_ANOTHER_BODY.search(sentence)):
        return Stance.SILENT
    if not _OF_ANOTHER_TIME.search(sentence):
        return Stance.NAMES
    return Stance.UNCLEAR if _REMAINS.search(sentence) or _OF_THIS.search(sentence) else Stance.SILENT


def _denies(sentence: str) -> bool:
    return _DENIALS.fullmatch(sentence) is not None and not _DENIES_NOTHING.match(sentence)


def _is_of_another_time(sentence: str) -> bool:
    return _OF_ANOTHER_TIME.search(sentence) is not None and not _OF_THIS.search(sentence)
