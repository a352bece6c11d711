"""Whole sentences that say that a list is empty: 'There are no areas for priority action', 'None', 'Inspectors found no …'.

The sentence as a whole is matched, for 'No child is seen alone' and 'None of the care leavers has a plan' name what is wrong.
"""

import re

NOT = r"(?: not|n['’]t)"
_SEEN = (
    r"(?:identified|found|noted|raised|recorded|reported|seen|required|needed|necessary|recommended|made|set"
    r"|issued|highlighted|given|proposed|named|applicable|evident|uncovered|arising"
    r"|to (?:report|note|raise|record|address|identify)|from this visit)"
)
_SEE = (
    r"(?:identify|find|note|raise|record|report|see|recommend|make|set|issue|highlight|propose|name|uncover"
    r"|have|result in|lead to|come across|require)"
)
_SAW = (
    r"(?:identified|found|noted|raised|recorded|reported|saw|recommended|made|set|issued|highlighted|proposed"
    r"|named|uncovered|have|has|had|resulted in|led to)"
)
WERE = r"(?:is|are|was|were|has been|have been|had been)"
VISIT = r"(?:(?:focused|monitoring|assurance|full|ilacs|send|area|joint|targeted) )*(?:visit|inspection|revisit|letter)"
_WHEN = r"(?: (?:at|during|by|on|from|in|as|for|through|following|because)\b[^.;:]*)?"
_BEFORE = r"(?:(?:at|during|on|in|as a result of|from|following|overall|currently|presently)\b[^,;:]{0,70}, )?"
SUBJECT = (
    r"(?:(?:(?:the|our|his majesty['’]s|her majesty['’]s|ofsted) )?(?:inspectors|inspection team|inspector)"
    r"|hmi|we|they|ofsted|it|"
    rf"(?:this|the|our) {VISIT})(?: (?:at|on|during) (?:this|the) {VISIT})?(?: (?:also|therefore|again))?"
)
_EVENT = (
    r"(?:(?:of )?(?:the|this|that|our|any) )?(?:[\w’'-]+ ){0,4}?(?:visits?|inspections?|inspectors?|hmi|letters?|reports?|ones?)"
    r"(?: before(?: (?:it|that))?| (?:in|of) (?:[a-z]+ )?(?:19|20)\d\d)?"
)
"""'this visit', 'the one before', 'the inspection in May 2022': who or what may have identified something."""
_DENIES_NOTHING = re.compile(r"\bthere (?:is|are|was|were) any\b", re.IGNORECASE)


def _denials(areas: str, calls_for: str) -> re.Pattern[str]:
    """Sentences without such areas, and without anything that calls for them."""
    calls = rf"(?:require|need|warrant|call for|amount to|constitute|represent)(?:e?s|ed|d)? (?:an? )?(?:{calls_for})"
    weak = (
        r"(?:(?:any|other|serious|significant|widespread|immediate) )*"
        r"(?:practice|weakness(?:es)?|failings?|concerns?|shortfalls?|issues?|matters?|deficits?|gaps?)"
        rf" (?:(?:that|which) (?:would |could |might )?{calls}"
        rf"|(?:requiring|needing|warranting|calling for) (?:an? )?(?:{calls_for}))"
    )
    none = rf"(?:{areas}|{weak})"
    return re.compile(
        rf"{_BEFORE}(?:"
        rf"(?:none|nil|nothing|no|n/?a|not applicable|zero|[-–—]|nil return|none known)(?: {WERE})?(?: {_SEEN})?{_WHEN}"
        rf"|(?:{WERE}|there {WERE}(?: currently)?(?:{NOT})?) ?(?:none|nothing|(?:no|any)(?: {none})?)"
        rf"(?: {WERE})?(?: {_SEEN})?{_WHEN}"
        rf"|(?:no|not one|not a single|no single) {none}(?: {WERE})?(?: {_SEEN})?{_WHEN}"
        rf"|(?:neither|none|not one) {_EVENT}(?: nor {_EVENT})? (?:(?:has|have|had) )?{_SAW} "
        rf"(?:(?:any|an?|a single) )?{areas}{_WHEN}"
        rf"|(?:none|not one) of (?:the|these|those|them)\b(?: [^.:;,]{{1,80}}?)? "
        rf"(?:{WERE} an? area for {calls_for}|{calls}){_WHEN}"
        rf"|{SUBJECT} (?:did|do|does|have|has|had|was|were){NOT} (?:able to )?(?:{_SEE}|{_SAW}) (?:(?:any|an?"
        rf"|any of) )?{none}(?: {_SEEN})?{_WHEN}"
        rf"|{SUBJECT} (?:did|do|does|have|has|had){NOT} (?:{_SEE}|{_SAW}) any{_WHEN}"
        rf"|{SUBJECT} (?:(?:has|have) )?{_SAW} (?:none|no {none})(?: {_SEEN})?{_WHEN}"
        rf"|{SUBJECT} [^.;]{{0,120}}\b(?:and|but) (?:{_SAW}|concluded (?:that )?there {WERE}) (?:none|no {none}){_WHEN}"
        rf"|(?:{SUBJECT} )?(?:considered|concluded|found|judged|agreed)? ?(?:that )?there {WERE}(?:{NOT})? (?:none"
        rf"|no|any) ?(?:{none})?(?: {_SEEN})?{_WHEN}"
        rf"|{areas} (?:was|were|are|is|have|has){NOT} (?:been )?{_SEEN}{_WHEN}"
        rf"|(?:nothing|no (?:area|aspect) of (?:\w+ )?practice) (?:(?:that )?{WERE} {_SEEN} (?:that |which )?)?"
        rf"(?:(?:at|during) (?:this|the) {VISIT} )?{calls}{_WHEN}"
        r")[\s.:;!]*",
        re.IGNORECASE,
    )


_AREAS_OF_PRACTICE = (
    r"(?:(?:new|further|additional|other|specific|immediate|urgent|such|significant) )*areas?(?: of (?:social work )?practice)?"
)
_FOR = r"(?:(?:that |which )?(?:for|of|in need of|requir(?:e|es|ed|ing)|need(?:s|ed|ing)?))"
OF_PRIORITY_ACTION = _denials(
    rf"(?:{_AREAS_OF_PRACTICE}(?: {_FOR} (?:immediate |urgent )?priority actions?)?"
    r"|(?:(?:new|further|additional|other|immediate|urgent|such) )*priority actions?|(?:immediate |serious |urgent )+concerns?)",
    r"(?:area for )?(?:immediate )?priority action",
)
"""There are no areas for priority action."""
OF_IMPROVEMENT = _denials(
    rf"(?:{_AREAS_OF_PRACTICE}(?: {_FOR} (?:further )?improvements?| (?:that |which )?needs? to (?:be )?improved?)?"
    r"|(?:(?:new|further|additional|other|specific|such|formal) )*recommendations?"
    r"|(?:further |significant )?improvements? (?:required|needed|necessary))",
    r"(?:area for )?(?:further )?improvement",
)
"""There are no areas for improvement, or no recommendations."""


def denies(sentence: str, denials: re.Pattern[str]) -> bool:
    """Whether this sentence says that there are none."""
    return denials.fullmatch(sentence) is not None and not _DENIES_NOTHING.match(sentence)
