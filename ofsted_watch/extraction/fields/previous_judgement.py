"""The earlier overall grade that a visit letter recalls: 'the local authority was judged inadequate in June 2014'.

Only the authority's own last overall judgement counts. Visit letters are full of grade words that are none: 'remain
good', 'required improvement to be good', an area's grade, an audit's, a school's, another authority's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ofsted_watch.domain.grades import Grade, grade_of
from ofsted_watch.domain.model import PreviousJudgement

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH_NAME = rf"(?P<month>{'|'.join(MONTHS)})"
_TIME = re.compile(
    rf"\b(?:{_MONTH_NAME},? |(?<=\bin )|(?<=\bof )|(?<=\bfrom )|(?<=\bduring )|(?<=\bsince )|(?<=\bboth )|(?<=\()|"
    rf"(?=\d{{4}} (?:[\w’'-]+ ){{0,2}}?(?:inspection|ILACS)\b))"
    r"(?P<year>(?:19|20)\d\d)\b(?![–/-]\d)",
    re.IGNORECASE,
)
"""'June 2014', or a year alone ('in 2014'); not '2014–15'."""
_NEXT_TIME = re.compile(
    rf"(?:,|,? and|,? then) (?:(?:again|then|later|once more|most recently),? )*(?:in |at |of )?(?:{_MONTH_NAME},? )?"
    r"(?P<year>(?:19|20)\d\d)\b(?![–/-]\d)",
    re.IGNORECASE,
)
"""'(in 2014) and in 2018': one grade given at several times."""
_TIMES_END = re.compile(r"\s*(?:[.;)]|$|,? (?:and|but|when|which|with|since|before|after|while|although|having|by)\b)")
"""What may stand behind the last of several times of one grade; not '(inadequate in 2014 and in 2018), it was judged good'."""
_IN_MONTH = r"(?:,? (?:in|of|from) (?:[A-Z][a-z]+ )?\d{4},?)?"
_NOT_AS_A_GRADE = r"(?![\w-]| (?:enough|practice|progress|quality|in (?:some|many|most|part)))"
_WORDS_OF_GRADE = r"requir(?:es?|ed|ing) improvement(?: to be good)?|outstanding|good|adequate|inadequate"
_GRADE = rf"[‘'“\"]?(?P<grade>{_WORDS_OF_GRADE})[’'”\"]?{_NOT_AS_A_GRADE}"
_MENTIONS_A_GRADE = re.compile(rf"\b(?:{_WORDS_OF_GRADE})\b", re.IGNORECASE)
_SERVICES = r"children['’]?s (?:social care |social work )?services?"
_TO_CHILDREN = r"(?:to|for) children(?:,? and (?:young people|(?:their )?families)|, young people)*"
_AUTHORITY = (
    rf"(?:the |this )?(?:local authority|council|authority)(?:['’]s)?(?: (?:{_SERVICES}|services(?: {_TO_CHILDREN})?))?"
    r"(?: \(.{0,60}?\))?"
)
_OVERALL = r"(?:the |its |their )?overall effectiveness(?: of [^.;]{0,80}?)?"
_PLACE = r"(?-i:[A-Z][\w’'.-]*(?: (?:(?:and|of|upon|with|the|on|in|le|&) )*[A-Z][\w’'.-]*){0,6})"
_NAMED = (
    rf"(?P<place>{_PLACE})(?:['’]s?)?"
    r"(?: (?:local authority|(?:(?:metropolitan|city|county|borough|district) )*council)(?:['’]s)?)?"
    rf"(?: {_SERVICES}| services(?: {_TO_CHILDREN})?)?"
)
"""'Thornmere's services to children': the name must be the letter's own authority's."""
_ITS_SERVICES = (
    rf"(?:the (?:overall )?effectiveness of )?(?:the |its |overall )*{_SERVICES}(?: in (?-i:[A-Z])[^.,;]{{1,60}}?)?"
    rf"|(?:the (?:overall )?effectiveness of )?(?:overall )?services {_TO_CHILDREN}(?: in (?-i:[A-Z])[^.,;]{{1,60}}?)?"
)
_EVERYTHING = (
    r"(?:all|every)(?: of)?(?: the| its| their)?(?: key| judgement| inspected| main)* (?:areas?|services?|aspects?|judgements?)"
    r"(?: of (?:the )?(?:service|social work practice|practice))?"
)
_CLAUSE_BEGINS = r"(?:^|(?<=[,;:] )|(?<=when )|(?<=where )|(?<=since )|(?<=that )|(?<=which )|(?<=\b(?:19|20)\d\d ))"
_BARE = rf"{_CLAUSE_BEGINS}(?:the |its |these |overall )*services?(?: overall| as a whole)?|(?:(?<=when )|(?<=where ))(?:it|they)"
_SUBJECT = rf"(?:{_AUTHORITY}|{_OVERALL}|{_ITS_SERVICES}|{_EVERYTHING}|{_BARE}|{_NAMED})"
_TO_BE = r"(?: to (?:be|have been)| as(?: being)?| to)?(?: overall)?"
_WAS = (
    r"(?:which )?(?:was|were|being|had been|has been|have been|is|are)"
    r"(?: all| again| first| previously| last| also| subsequently| most recently)?"
)
_JUDGED = r"(?:judged|graded|rated|found|deemed|assessed)(?: by Ofsted| overall| again| as a whole)*"
_THEN = r"(?:,? (?:in|at|during) [^.,;]{0,40}?\b(?:19|20)\d\d,?)?"
"""'was judged (in June 2018) to be good'."""
_WAS_JUDGED = (
    rf"(?:{_WAS} {_JUDGED}{_THEN}{_TO_BE}|"
    r"(?:had|received|was given|were given|was awarded) an? (?:overall )?(?:judgement|grade|rating) of)"
)
_OFSTED_JUDGED = r"\b(?:Ofsted|inspectors|inspections?)\b[^.;]{0,120}?\b(?:judged|graded|rated|found)"
_WHAT_OFSTED_JUDGED = (
    rf"(?:{_SUBJECT}|them|it|(?:the |its |their |these |overall )*services?"
    rf"(?: in (?-i:[A-Z])[^.,;]{{1,40}}?)?(?: overall| as a whole)?|"
    r"(?:the )?overall quality of services)"
)
_LAST_INSPECTED = r"(?:was|were) (?:last |previously |most recently )?inspected\b[^.;]{0,80}?\b(?:and|when (?:it|they))"
"""'The local authority was last inspected in March 2019 and was judged to be good.'"""
_IMPROVED = r"(?:(?: had| have| has)? (?:improved|declined|deteriorated|strengthened)[^.,;]{0,40}? and)?"
_NOUN = r"(?:judgement|grade|rating)"
_AT_A_TIME = (
    r"(?=(?: overall| by Ofsted| from Ofsted)*,? (?:in|at|of|during|from) (?:(?:the|its|their|an) [^.,;]{0,40}?inspections?,? "
    r"(?:in|of) )?(?:[A-Z][a-z]+ )?(?:19|20)\d\d\b)"
)
_CHANGED = r"(?:improved|moved|progressed|declined|deteriorated|changed|gone|risen|fallen|dropped)"
_GRADE_BEFORE = (
    rf"(?:being |an? |{_NOUN} of )*[‘'“]?(?:{_WORDS_OF_GRADE})[’'”]?(?: {_NOUN})?(?: overall)?(?:,? (?:in|at) [^.,;]{{0,60}}?,?)?"
)
"""'(moved from) inadequate in 2016 (to good in 2021)'."""
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_SUBJECT},?{_IN_MONTH}{_IMPROVED} {_WAS_JUDGED} {_GRADE}",
        rf"{_SUBJECT},? {_LAST_INSPECTED} (?:was |were )?{_JUDGED}{_TO_BE} {_GRADE}",
        rf"{_SUBJECT},? (?:received|was given|were given|had) an? (?:overall )?{_GRADE} (?:overall )?{_NOUN}\b",
        rf"{_OFSTED_JUDGED}(?: that)? {_WHAT_OFSTED_JUDGED}(?:{_TO_BE}| was| were) {_GRADE}",
        rf"{_SUBJECT},? (?:was|were) {_GRADE} (?:overall )?(?:at|in|following) (?:the|its|their) "
        r"(?:last|previous|most recent|full)\b",
        rf"\binspection\b[^.;]{{0,100}}?\b(?:judgement|grade|rating) of {_GRADE}",
        rf"\b(?:following|after|since|despite|with) (?:the|an?|its|their|this) (?:(?:overall|Ofsted|previous|last|earlier) )*"
        rf"(?:(?:{_NOUN}|{_NOUN} of overall effectiveness) (?:of|as) {_GRADE}|"
        rf"{_GRADE.replace('<grade>', '<noun_grade>')} (?:(?:overall|Ofsted|inspection) )*{_NOUN}){_AT_A_TIME}",
        rf"\b{_NOUN} (?:was|is) that {_SUBJECT} (?:was|were|is|are)(?: {_JUDGED})?{_TO_BE} {_GRADE}",
        rf"\b(?:when|where) (?:{_AUTHORITY}|{_ITS_SERVICES}|{_BARE}|overall effectiveness) "
        r"(?P<grade>required improvement to be good)\b",
        rf"\b(?:since|after|following|from) being {_JUDGED}{_TO_BE} {_GRADE}",
        rf"\binspected\b[^.;]{{0,120}}?,? (?:judging|grading|rating|finding) {_WHAT_OFSTED_JUDGED}{_TO_BE} {_GRADE}",
        rf"{_SUBJECT}(?: had)? {_CHANGED} from {_GRADE_BEFORE} to (?:being |be |an? |one of |{_NOUN} of )*{_GRADE}",
        rf"{_SUBJECT} (?:has|have)(?: since| now)? {_CHANGED} from {_GRADE_BEFORE}"
        rf" to (?:being |be |an? |one of |{_NOUN} of )*{_GRADE}(?=[^.;]{{0,60}}?\b(?:19|20)\d\d\b)",
    )
)
_OVERALL_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\boverall effectiveness\b(?: of [^.;]{0,60}?)? (?P<grade>required improvement to be good)\b",
        rf"\boverall (?:effectiveness|{_NOUN})\b[^.;]{{0,60}}? (?:was|were|is|of|as)(?: judged| that (?:the )?services?)?"
        rf"{_TO_BE} {_GRADE}",
        rf"\b(?:the|an?|its|their|this|received|retained|maintained) (?:previous |last )?overall {_GRADE} "
        rf"(?:inspection |Ofsted )?{_NOUN}\b",
        rf"\b(?:judged|graded|rated|found|judgement|grade|rating)\b[^.;]{{0,150}}?\b{_GRADE} overall\b",
        rf"\b{_GRADE} overall,? (?:at|in|since|following) [^.;]{{0,60}}?\b(?:19|20)\d\d\b",
    )
)
_THEY_WERE = re.compile(
    rf"^(?:in|at|by|following) [^.;]{{0,60}}?\b(?:19|20)\d\d\b[^.,;]{{0,40}},? (?:they|it) (?:was|were) "
    rf"{_JUDGED}{_TO_BE} {_GRADE}",
    re.IGNORECASE,
)
"""'(The council's services were judged inadequate in 2016.) In June 2021, they were judged to be good.'"""
_AGAIN = re.compile(
    rf"[^.;]{{0,60}}? and (?:then |subsequently |again |most recently )*(?:judged )?(?:as |to be |to )*{_GRADE}(?: overall)?"
    r" (?:in|at)\b[^.;]{0,50}?\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
"""'… was judged inadequate in 2016 and requires improvement in 2019': the second grade has the first one's subject."""
_JUDGED_AGAIN = re.compile(
    rf"[^.;]{{0,60}}?(?:,|\b(?:and|but|before|until))(?:,? (?:then|later|subsequently|again))*"
    r"(?:,? (?:in|at|by|during) [^.;,]{0,40}?\b(?:19|20)\d\d\b,?)? "
    rf"(?:(?:it|they) )?(?:was|were)(?: again| then| subsequently| most recently| last)* {_JUDGED}{_THEN}{_TO_BE} {_GRADE}",
    re.IGNORECASE,
)
"""'… was judged inadequate in 2014 and, in June 2018, was judged good'."""
_IN_YEAR_AGAIN = re.compile(
    r"[^.;]{0,60}?(?:,|;|\b(?:and|but))(?: (?:and|but|then))?,? in (?:[A-Z][a-z]+ )?(?:19|20)\d\d,? (?:as |to be )?"
    rf"{_GRADE}(?=[.,;]|$)",
    re.IGNORECASE,
)
"""'In 2014 the council was judged inadequate, and in 2018 good.'"""
_GRADED_AGAIN = (_AGAIN, _JUDGED_AGAIN, _IN_YEAR_AGAIN)
_OF_THIS_VISIT = re.compile(r"\bthis (?:[a-z]+ )?visit\b", re.IGNORECASE)
_PLAINLY_A_JUDGEMENT = re.compile(r"\b(?:judged|judging|graded|rated|judgement|overall)\b", re.IGNORECASE)
"""What may be believed without its month: 'found to be good' may be what this visit saw."""

_ABOUT_SOMETHING_ELSE = re.compile(
    r"\b(?:experiences? and progress|progress and experiences?|impact of leaders|"
    r"(?:help (?:and|or) protection|children in care|care leavers) (?:was|were)|"
    r"adoption|leadership|neighbouring|regional|another (?:local )?authority|homes?|schools?|settings?|fostering|"
    r"joint targeted|audit(?:s|ed|or|ors)?|self-evaluation|peer review|CQC|Care Quality Commission|HMICFRS|probation|"
    r"constabulary|police|youth (?:justice|offending))\b",
    re.IGNORECASE,
)
NEVER_WAS = re.compile(
    r"\b(?:would|might|could|should)(?: (?:not|never|probably|likely|well|then|also))* have (?:been|received|had)\b"
    r"|\b(?:would|might|could) (?:probably |likely |well |then )*be (?:judged|graded|rated)\b",
    re.IGNORECASE,
)
"""'Had it been inspected in 2018, the council would have been judged inadequate': nobody judged it."""
_VISIT_FOUND = re.compile(r"\b(?:focuss?ed|monitoring|assurance) visit\b[^.;]{0,80}?\b(?:found|judged|rated)\b", re.IGNORECASE)
"""A visit gives no grade, whatever it found."""
_FOR_ONE_AREA = re.compile(
    r"^,?(?: (?:at|in|during|following) (?:the|its|their) [^.,;]{0,40}?inspection(?:,? (?:in|of) (?:[A-Z][a-z]+ )?\d{4})?,?)?"
    r" (?:for|in relation to|in respect of|in terms of|in|at) (?:the |its |their )?(?:areas? of |arrangements for )?"
    r"(?:quality|experiences?|impact|help|leader|adoption|care\b|children|early|front door|practice|support|protect|keeping)",
    re.IGNORECASE,
)
_BEGINS_ANEW = re.compile(r"\b(?:and|but|while)(?: the| its)? $", re.IGNORECASE)
"""'Help and protection was judged …, and the overall effectiveness was judged …'."""
_HANGS_ON = re.compile(r"\b(?:by|of|in|from|to|with|at|for|near|within)\s+$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z‘“])")
_EARLIER_INSPECTION = re.compile(
    r"\b(?:previous|last|most recent|earlier|single|full) (?:[\w’'-]+ ){0,3}?inspection\b", re.IGNORECASE
)
_LONGEST_SENTENCE = 2_000
"""Characters of a sentence that are looked at; the longest real one has 900."""
_FAR = 60
"""Characters between a grade and a month that still belongs to it ('for overall effectiveness at the inspection in …')."""
_NEW_CLAUSE = re.compile(r"[,;:]|\b(?:and|but|since|until)\b")
_NO_NAME = frozenset(
    (
        "in", "at", "the", "when", "where", "since", "however", "although", "and", "of",
        "city", "county", "council", "borough", "metropolitan", "london", "royal",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Recalled:
    grade: Grade
    month_year: str | None
    is_overall: bool


def previous_judgement(plain: str, authority: str | None) -> PreviousJudgement | None:
    """The authority's last overall judgement before this visit, as the letter recalls it; None where it recalls none.

    `plain` is the letter's text with a blank line between paragraphs, `authority` its name as printed. Where several are
    recalled the newest counts; of two in one sentence the one that it calls overall; two grades for one time are believed
    neither. `month_year` is 'YYYY' where the letter gives the year alone, None where it gives the grade without its time.
    """
    recalled = [recall for paragraph in plain.split("\n\n") for recall in _recalled(paragraph, authority)]
    if not recalled:
        return None
    newest = max(((recall.month_year or "")[:4] for recall in recalled), default="")
    of_year = [recall for recall in recalled if (recall.month_year or "")[:4] == newest]
    month = max((recall.month_year or "" for recall in of_year), default="") or None
    grades = {recall.grade for recall in of_year if (recall.month_year or "") in (month or "", newest)}
    return PreviousJudgement(grades.pop(), month) if len(grades) == 1 else None


def _recalled(paragraph: str, authority: str | None) -> Iterator[_Recalled]:
    if not _MENTIONS_A_GRADE.search(paragraph):
        return
    before, was_judged = "", False
    for sentence in (part[:_LONGEST_SENTENCE] for part in _SENTENCE_END.split(paragraph)):
        if _MENTIONS_A_GRADE.search(sentence) and not NEVER_WAS.search(sentence):
            here = list(_in_sentence(sentence, before, authority))
            if was_judged and not here and (they := _THEY_WERE.match(sentence)):
                here = [_Recalled(_grade(they["grade"]), _month_near(sentence, they), "overall" in they[0])]
            was_judged = bool(here)
            yield from [recall for recall in here if recall.is_overall] or here
        else:
            was_judged = False
        before = sentence


def _in_sentence(sentence: str, before: str, authority: str | None) -> Iterator[_Recalled]:
    ordinary = ((match, False) for pattern in _PATTERNS for match in pattern.finditer(sentence))
    overall = ((match, True) for pattern in _OVERALL_PATTERNS for match in pattern.finditer(sentence))
    for recalling, is_overall in (*ordinary, *overall):
        if not is_overall and not _is_its_name(recalling.groupdict().get("place"), authority):
            continue
        month = _month_near(sentence, recalling) or _month_of_inspection(before)
        believable = _PLAINLY_A_JUDGEMENT.search(recalling[0]) or (month is not None and not _OF_THIS_VISIT.search(sentence))
        if believable and not _is_of_something_else(sentence, recalling, may_hang=is_overall):
            says_overall = (
                is_overall or "overall" in recalling[0].lower() or sentence[recalling.end() :].lower().startswith(" overall")
            )
            yield _Recalled(_grade(_printed_grade(recalling)), month, says_overall)
            again = next((match for each in _GRADED_AGAIN if (match := each.match(sentence, recalling.end()))), None)
            if again and not _ABOUT_SOMETHING_ELSE.search(again[0]) and not _FOR_ONE_AREA.match(sentence[again.end() :]):
                yield _Recalled(_grade(again["grade"]), _month_near(sentence, again), says_overall)


def _is_its_name(place: str | None, authority: str | None) -> bool:
    """Whether a name in a sentence is the authority's: no other word with a capital stands in it. True where none is named."""
    if place is None:
        return True
    own = _name_parts(authority or "")
    named = _name_parts(place) - _NO_NAME
    return bool(named) and named <= own


def _name_parts(name: str) -> set[str]:
    return set(re.findall(r"[\w-]+", re.sub(r"['’](?:s\b)?", "", name).replace("-", " ").lower()))


def _is_of_something_else(sentence: str, match: re.Match[str], *, may_hang: bool) -> bool:
    """Whether the judgement is an area's, an audit's, a home's or another authority's, or hangs on another subject."""
    before = sentence[: match.start()]
    clause = "" if may_hang and _BEGINS_ANEW.search(before) else re.split(r"[;:]", before)[-1][-60:]
    if _ABOUT_SOMETHING_ELSE.search(match[0]) or _VISIT_FOUND.search(match[0]) or _ABOUT_SOMETHING_ELSE.search(clause):
        return True
    return bool((not may_hang and _HANGS_ON.search(before)) or _FOR_ONE_AREA.match(sentence[match.end() :]))


def _grade(printed: str) -> Grade:
    return grade_of(re.sub(r"^requir(?:ed|ing)\b", "requires", printed.lower()))


def _printed_grade(match: re.Match[str]) -> str:
    return match["grade"] or match.groupdict()["noun_grade"]


def _month_near(sentence: str, match: re.Match[str]) -> str | None:
    """The time that belongs to a judgement: the first one close behind it in its clause, else the last one before it, else the
    first one close behind it at all.
    """
    end = max(match.end("grade"), match.end("noun_grade") if "noun_grade" in match.re.groupindex else 0)
    behind = _TIME.search(sentence, end)
    before = list(_TIME.finditer(sentence, 0, end))
    if behind is not None and behind.start() - end > _FAR:
        behind = None
    if behind is not None and (not before or not _NEW_CLAUSE.search(sentence, end, behind.start())):
        return _last_of_several(sentence, behind)
    return _last_of_several(sentence, before[-1], until=end) if before else None


def _last_of_several(sentence: str, time: re.Match[str], until: int = 0) -> str:
    """The newest of the times that stand in a row from this one: 'twice, in 2014 and in 2018'.

    Before the grade, which ends at `until`, all of them are its times.
    """
    times, end = [time], time.end()
    while following := _NEXT_TIME.match(sentence, end):
        times.append(following)
        end = following.end()
    ends_there = end <= until or _TIMES_END.match(sentence, end)
    return max(map(_as_year_and_month, times)) if ends_there else _as_year_and_month(time)


def _month_of_inspection(sentence: str) -> str | None:
    """The time of an earlier inspection that the sentence before spoke of ('The previous inspection was in April 2014.')."""
    months = list(_TIME.finditer(sentence))
    return _as_year_and_month(months[0]) if len(months) == 1 and _EARLIER_INSPECTION.search(sentence) else None


def _as_year_and_month(time: re.Match[str]) -> str:
    month = time["month"]
    return f"{time['year']}-{MONTHS.index(month.lower()) + 1:02d}" if month else time["year"]
