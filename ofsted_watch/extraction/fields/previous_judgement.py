"""The earlier overall grade that a visit letter recalls: 'the local authority was judged inadequate in June 2014'.

Only the authority's own last overall judgement counts. Visit letters are full of grade words that are none: 'remain
good', 'required improvement to be good', an area's grade, an audit's, a school's, another authority's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ofsted_watch.domain.grades import Grade, grade_of
from ofsted_watch.domain.model import PreviousJudgement

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH_YEAR = re.compile(rf"\b(?P<month>{'|'.join(_MONTHS)}),? (?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
_IN_MONTH = r"(?:,? (?:in|of|from) [A-Z][a-z]+ \d{4},?)?"
_NOT_AS_A_GRADE = r"(?![\w-]| (?:enough|practice|progress|quality|in (?:some|many|most|part)))"
_GRADE = (
    r"[‘'“\"]?(?P<grade>requir(?:es?|ed|ing) improvement(?: to be good)?|outstanding|good|adequate|inadequate)[’'”\"]?"
    rf"{_NOT_AS_A_GRADE}"
)
_SERVICES = r"children['’]?s (?:social care )?services"
_AUTHORITY = rf"(?:the |this )?(?:local authority|council|authority)(?:['’]s)?(?: {_SERVICES})?(?: \(.{{0,60}}?\))?"
_OVERALL = r"(?:the |its |their )?overall effectiveness(?: of [^.;]{0,80}?)?"
_ITS_SERVICES = (
    rf"(?:the |its )?{_SERVICES}(?: in [^.,;]{{1,60}}?)?"
    r"|services for children(?: and (?:young people|families))?(?: in [^.,;]{1,60}?)?"
)
_BARE = r"(?:^|(?<=[,;] )|(?<=when )|(?<=since )|(?<=that ))services|(?<=when )(?:it|they)"
_TO_BE = r"(?: to (?:be|have been)| as(?: being)?| to)?(?: overall)?"
_WAS = r"(?:which )?(?:was|were|had been|has been|have been|is|are)(?: again| first| previously| last| also| subsequently)?"
_JUDGED = r"(?:judged|graded|rated|found|deemed|assessed)(?: by Ofsted| overall| again| as a whole)*"
_WAS_JUDGED = (
    rf"(?:{_WAS} {_JUDGED}{_TO_BE}|(?:had|received|was given|were given|was awarded) an? (?:overall )?(?:judgement|grade) of)"
)
_OFSTED_JUDGED = r"\b(?:Ofsted|inspectors|inspection)\b[^.;]{0,60}?\b(?:judged|graded|rated|found)"
_STATED_OVERALL = rf"\boverall (?:effectiveness|judgement|grade)\b[^.;]{{0,60}}? (?:was|were|of)(?: judged)?{_TO_BE} {_GRADE}"
_LAST_INSPECTED = r"(?:was|were) (?:last |previously |most recently )?inspected\b[^.;]{0,80}?\b(?:and|when (?:it|they))"
"""'The local authority was last inspected in March 2019 and was judged to be good.'"""
_PLAINLY_A_JUDGEMENT = re.compile(r"\b(?:judged|graded|judgement|overall)\b", re.IGNORECASE)
"""What may be believed without its month: 'found to be good' may be what this visit saw."""

_ABOUT_SOMETHING_ELSE = re.compile(
    r"\b(?:experiences? and progress|impact of leaders|(?:help and protection|children in care|care leavers) (?:was|were)|"
    r"adoption|leadership|neighbouring|regional|another (?:local )?authority|homes?|schools?|settings?|fostering|"
    r"joint targeted|audit(?:s|ed|or|ors)?|self-evaluation|peer review)\b",
    re.IGNORECASE,
)
_FOR_ONE_AREA = re.compile(
    r"^,? (?:for|in relation to|in respect of|in terms of) (?:the |its |their )?"
    r"(?:quality|experiences?|impact|help|leader|adoption|care\b|children|early|front door|practice)",
    re.IGNORECASE,
)
_HANGS_ON = re.compile(r"\b(?:by|of|in|from|to|with|at|for|near|within)\s+$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z‘“])")
_EARLIER_INSPECTION = re.compile(
    r"\b(?:previous|last|most recent|earlier|single|full) (?:[\w’'-]+ ){0,3}?inspection\b", re.IGNORECASE
)
_FAR = 60
"""Characters between a grade and a month that still belongs to it ('for overall effectiveness at the inspection in …')."""


@dataclass(frozen=True, slots=True)
class _Recalled:
    grade: Grade
    month_year: str | None


def previous_judgement(plain: str, authority: str | None) -> PreviousJudgement | None:
    """The authority's last overall judgement before this visit, as the letter recalls it; None where it recalls none.

    `plain` is the letter's text with a blank line between paragraphs, `authority` its name as printed. Where several are
    recalled the newest counts; two grades for one time are believed neither. `month_year` is None where the letter gives
    the grade without its month.
    """
    recalled = [one for paragraph in plain.split("\n\n") for one in _recalled(paragraph, authority)]
    if not recalled:
        return None
    newest = max((one.month_year for one in recalled), key=lambda month: month or "")
    grades = {one.grade for one in recalled if one.month_year == newest}
    return PreviousJudgement(grades.pop(), newest) if len(grades) == 1 else None


def _recalled(paragraph: str, authority: str | None) -> Iterator[_Recalled]:
    name = rf"|{re.escape(authority)}(?:['’]s)?(?: {_SERVICES})?" if authority else ""
    subject = rf"(?:{_AUTHORITY}|{_OVERALL}|{_ITS_SERVICES}|{_BARE}{name})"
    patterns = (
        re.compile(rf"{subject},?{_IN_MONTH} {_WAS_JUDGED} {_GRADE}", re.IGNORECASE),
        re.compile(rf"{subject},? {_LAST_INSPECTED} (?:was |were )?{_JUDGED}{_TO_BE} {_GRADE}", re.IGNORECASE),
        re.compile(
            rf"{subject},? (?:received|was given|had) an? (?:overall )?{_GRADE} (?:overall )?(?:judgement|grade)\b", re.IGNORECASE
        ),
        re.compile(rf"{_OFSTED_JUDGED} (?:{subject}|them|it|services(?: overall)?){_TO_BE} {_GRADE}", re.IGNORECASE),
        re.compile(_STATED_OVERALL, re.IGNORECASE),
    )
    before = ""
    for sentence in _SENTENCE_END.split(paragraph):
        for found in (match for pattern in patterns for match in pattern.finditer(sentence)):
            month = _month_near(sentence, found) or _month_of_inspection(before)
            believable = month is not None or _PLAINLY_A_JUDGEMENT.search(found[0])
            if believable and not _is_of_something_else(sentence, found):
                yield _Recalled(_grade(found["grade"]), month)
        before = sentence


def _is_of_something_else(sentence: str, match: re.Match[str]) -> bool:
    """Whether the judgement is an area's, an audit's, a home's or another authority's, or hangs on another subject."""
    before = sentence[: match.start()]
    clause = re.split(r"[;:]", before)[-1][-60:]
    if _ABOUT_SOMETHING_ELSE.search(match[0]) or _ABOUT_SOMETHING_ELSE.search(clause):
        return True
    return bool(_HANGS_ON.search(before) or _FOR_ONE_AREA.match(sentence[match.end() :]))


def _grade(printed: str) -> Grade:
    return grade_of(re.sub(r"^requir(?:ed|ing)", "requires", printed.lower()))


def _month_near(sentence: str, match: re.Match[str]) -> str | None:
    """The month that belongs to a judgement: the first one close behind it in the sentence, else the last one before it."""
    behind = _MONTH_YEAR.search(sentence, match.end("grade"))
    before = list(_MONTH_YEAR.finditer(sentence, 0, match.end("grade")))
    month = before[-1] if before and (behind is None or behind.start() - match.end("grade") > _FAR) else behind
    return _as_year_and_month(month) if month else None


def _month_of_inspection(sentence: str) -> str | None:
    """The month of an earlier inspection that the sentence before spoke of ('The previous inspection was in April 2014.')."""
    months = list(_MONTH_YEAR.finditer(sentence))
    return _as_year_and_month(months[0]) if len(months) == 1 and _EARLIER_INSPECTION.search(sentence) else None


def _as_year_and_month(month: re.Match[str]) -> str:
    return f"{month['year']}-{_MONTHS.index(month['month'].lower()) + 1:02d}"
