"""The earlier overall grade that a visit letter recalls: 'the local authority was judged inadequate in June 2014'.

Only the authority's own last overall judgement counts. Visit letters are full of grade words that are none: 'remain
good', 'required improvement to be good', an area's grade, an audit's, a school's, another authority's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ofsted_watch.errors import UnlistedGrade
from ofsted_watch.grades import Grade, grade_of
from ofsted_watch.model import PreviousJudgement

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH_YEAR = re.compile(rf"\b(?P<month>{'|'.join(_MONTHS)}),? (?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
_NOT_AS_A_GRADE = r"(?![\w-]| (?:enough|practice|progress|quality|in (?:some|many|most|part)))"
_GRADE = (
    r"[‘'“\"]?(?P<grade>requir(?:es?|ed|ing) improvement(?: to be good)?|outstanding|good|adequate|inadequate)[’'”\"]?"
    rf"{_NOT_AS_A_GRADE}"
)
_JUDGED = (
    r"(?:(?:which )?(?:was|were|had been|has been|have been|is|are)(?: again| first| previously| last| also| all| subsequently)? "
    r"(?:judged|graded|rated|found|deemed|assessed)(?: by Ofsted| overall| again| as a whole)*"
    r"(?: to (?:be|have been)| as(?: being)?| to)?(?: overall)?"
    r"|(?:received|was given|were given|was awarded) an? (?:overall )?(?:judgement|grade|grading) of(?: overall)?)"
)
_JUDGED_IT = r"\b(?:Ofsted|inspectors|the (?:last |previous |full )*inspection)(?: had| last)? (?:judged|graded|rated|found)"
_SERVICES = r"children['’]?s (?:social care )?services"
_OVERALL_SUBJECT = (
    r"(?:(?:the |this )?(?:local authority|council|authority)(?:['’]s)?(?: {services})?(?: \(.{{0,60}}?\))?"
    r"|(?:(?:the |its |their )?overall effectiveness(?: of [^.;]{{0,80}}?)?)"
    r"|(?:(?:the |its )?{services}(?: in [^.,;]{{1,60}}?)?)"
    r"|services for children(?: and (?:young people|families))?(?: in [^.,;]{{1,60}}?)?"
    r"|(?:^|(?<=[,;] )|(?<=when )|(?<=since )|(?<=that ))services|{name}(?:['’]s)?(?: {services})?)"
)
_AN_AREA = re.compile(
    r"\b(?:experiences? and progress|impact of leaders|(?:help and protection|children in care|care leavers) (?:was|were)|"
    r"adoption|leadership|neighbouring|regional|another (?:local )?authority|homes?|schools?|settings?|fostering|"
    r"joint targeted|audit(?:s|ed|or|ors)?|self-evaluation|peer review)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z‘“])|\n\n")
_PART_OF_SOMETHING_ELSE = re.compile(r"\b(?:by|of|in|from|to|with|at|for|near|within)\s+$", re.IGNORECASE)
_FAR = 60
"""Characters between a grade and a month that still belongs to it ('for overall effectiveness at the inspection in …')."""


@dataclass(frozen=True, slots=True)
class _Recalled:
    grade: Grade
    month_year: str | None


def previous_judgement(plain: str, authority: str | None) -> PreviousJudgement | None:
    """The authority's last overall judgement before this visit, as the letter recalls it; None where it recalls none.

    `authority` is its name as printed in the title. Where several are recalled the newest counts, where none has a
    date the first. `month_year` is None where the letter gives the grade without its month.
    """
    recalled = list(_recalled(plain, authority))
    if not recalled:
        return None
    newest = max(recalled, key=lambda earlier: earlier.month_year or "")
    return PreviousJudgement(newest.grade, newest.month_year)


def _recalled(plain: str, authority: str | None) -> Iterator[_Recalled]:
    name = re.escape(authority) if authority else r"(?!)"
    subject = _OVERALL_SUBJECT.format(services=_SERVICES, name=name)
    passive = re.compile(rf"{subject},?(?: in [A-Z][a-z]+ \d{{4}},?)? {_JUDGED} {_GRADE}", re.IGNORECASE)
    active = re.compile(rf"{_JUDGED_IT} {subject}(?: to (?:be|have been)| as| to)?(?: overall)? {_GRADE}", re.IGNORECASE)
    for sentence in _SENTENCE_END.split(plain):
        for found in sorted((*passive.finditer(sentence), *active.finditer(sentence)), key=lambda match: match.start()):
            if not _is_of_something_else(sentence, found):
                yield _Recalled(_grade(found["grade"]), _month_near(sentence, found))


def _is_of_something_else(sentence: str, found: re.Match[str]) -> bool:
    """Whether the judgement is an area's, an audit's, a home's or another authority's, or hangs on another subject."""
    before = sentence[: found.start()]
    clause = re.split(r"[;:]", before)[-1]
    return bool(_AN_AREA.search(found[0]) or _AN_AREA.search(clause[-60:]) or _PART_OF_SOMETHING_ELSE.search(before))


def _grade(printed: str) -> Grade:
    words = re.sub(r"^requir(?:ed|ing)", "requires", printed.lower())
    try:
        return grade_of(words)
    except UnlistedGrade as unlisted:
        raise AssertionError(f"the pattern of grades lets '{printed}' through, which is none") from unlisted


def _month_near(sentence: str, found: re.Match[str]) -> str | None:
    """The month that belongs to a judgement: the first one behind it in the sentence, else the last one before it."""
    behind = _MONTH_YEAR.search(sentence, found.end("grade"))
    before = list(_MONTH_YEAR.finditer(sentence, 0, found.end("grade")))
    month = before[-1] if before and (behind is None or behind.start() - found.end("grade") > _FAR) else behind
    if month is None:
        return None
    return f"{month['year']}-{_MONTHS.index(month['month'].lower()) + 1:02d}"
