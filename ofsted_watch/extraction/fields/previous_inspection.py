"""The earlier inspection that a report recalls: 'since the last inspection in 2022, when services were judged to be good'.

Only a full inspection of the authority's own services counts: not a focused or monitoring visit, not a joint inspection, and
no grade of one area alone. First inspections of the single framework recall two of before 2013, of safeguarding and of looked
after children, with a grade for each: none of them is the inspection before, so these reports have none.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from ofsted_watch.domain.findings import PreviousInspection
from ofsted_watch.domain.grades import Grade, grade_of
from ofsted_watch.domain.model import Letter
from ofsted_watch.extraction.fields.dates import dates_in, labelled
from ofsted_watch.extraction.fields.joined_lines import on_one_line
from ofsted_watch.extraction.fields.opening_paragraphs import opening_paragraphs, paragraphs_under
from ofsted_watch.extraction.fields.previous_judgement import MONTHS, NEVER_WAS, previous_judgement
from ofsted_watch.extraction.pdf import Paragraph, Text
from ofsted_watch.extraction.sentence_ends import sentences_of

_WHEN = rf"(?:(?P<month>{'|'.join(MONTHS)}),? )?(?P<year>(?:19|20)\d\d)"
_OTHER_EVENT = r"(?:focuss?ed|monitoring|assurance|joint|targeted|JTAI|peer|LGA|SEND|fostering|adoption|thematic|pilot)"
_AN_ILACS = r"(?:previous|last|full|first|most recent) ILACS"
_IN_YEAR = re.compile(
    rf"\b(?:(?:re-?)?inspection|{_AN_ILACS})\b(?:(?:(?!\b{_OTHER_EVENT}\b)[^.;]){{0,160}}?)\b{_WHEN}\b",
    re.IGNORECASE,
)
_INSPECTED_IN = re.compile(rf"\binspected\b[^.;]{{0,60}}? {_WHEN}\b", re.IGNORECASE)
_IN_YEAR_INSPECTED = re.compile(rf"(?:^|(?<=, ))in {_WHEN},? (?:[\w’'-]+ ){{1,6}}?inspected\b", re.IGNORECASE)
_OF_NO_PART = r"(?! (?:for|of|on|about) (?!(?:the )?(?:overall|local authority|council)\b|all\b|children['’]s services\b))"
_JUDGEMENT_IN = re.compile(
    rf"\b(?:inadequate|improvement|to be good|good|outstanding)[’'”]? (?:overall )?judge?ments?\b"
    rf"{_OF_NO_PART}[^.;]{{0,40}}? in {_WHEN}\b",
    re.IGNORECASE,
)
_YEARS_INSPECTION = re.compile(
    rf"\b{_WHEN} (?:(?:ILACS|SIF|Ofsted|full|judgement|graded|single|standard|short|previous) )*(?:re-?)?inspection\b",
    re.IGNORECASE,
)
_RECALLS = re.compile(
    r"\b(?:last|previous|most recent|earlier|single|full|graded|judgement|Ofsted|the|this|(?:19|20)\d\d)\b(?: [\w’'-]+){0,4}? "
    rf"(?:re-?)?inspection\b|\binspected\b|\b{_AN_ILACS}\b|"
    r"\bjudge?ments?\b[^.;]{0,40} in (?:[A-Z][a-z]+,? )?(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_OTHER_INSPECTION = re.compile(
    rf"\b{_OTHER_EVENT}\b(?: [\w’'(),-]+){{0,5}}? (?:inspection|visit|review)|\bfirst inspection of\b|\bneighbouring\b",
    re.IGNORECASE,
)
_BETWEEN = " focused visit "
"""Stands for an event of another kind while a sentence is read, so that no year behind it is taken for the inspection's."""
_GRADE = r"[‘'“\"]?(?P<grade>requir(?:es?|ed|ing) improvement(?: to be good)?|outstanding|good|inadequate)[’'”\"]?(?![\w-])"
_GRADE_WORD = re.compile(r"\b(?:improvement|outstanding|good|inadequate)\b", re.IGNORECASE)
_SERVICES = (
    r"(?:(?:children['’]?s |all |most )?(?:social care )?services(?: for [^,.;]{1,60}?| in [^,.;]{1,40}?)?|the "
    r"(?:local authority|council)|they|it)"
)
_CHANGED_FROM = re.compile(rf"\b(?:improved|declined|deteriorated|moved|fallen|risen|gone) from {_GRADE}", re.IGNORECASE)
"""What follows 'to' in such a sentence is the grade of today, unless an earlier year stands behind it."""
_GRADE_WORDS = r"requir(?:es?|ed|ing) improvement(?: to be good)?|outstanding|good|inadequate"
_FIRST_WHEN = _WHEN.replace("<month>", "<first_month>").replace("<year>", "<first_year>")
_FROM_AND_TO = re.compile(
    r"\b(?:improved|declined|deteriorated|moved|fallen|risen|gone|progressed|changed|dropped) from (?:being |an? |judgement of )*"
    rf"[‘'“]?(?P<first>{_GRADE_WORDS})[’'”]?(?:,? (?:in|at) [^.;]{{0,60}}?{_FIRST_WHEN})?,?"
    rf" to (?:being |be |an? |one of |judgement of )*[‘'“]?(?P<grade>{_GRADE_WORDS})[’'”]?(?![\w-])"
    rf"(?:,? (?:in|at) [^.;]{{0,60}}?{_WHEN})?",
    re.IGNORECASE,
)
"""'Services have moved from inadequate in 2016 to good in 2021.'"""

_IS_RECALLED = (
    re.compile(rf"\boverall effectiveness (?:was|as)(?: judged)?(?: to be| as)? {_GRADE}", re.IGNORECASE),
    re.compile(
        rf"\bjudged (?:the )?(?:all |most )?(?:overall effectiveness|children[’']s services|services|areas|aspects|"
        rf"judgements)(?: of [^,.;]{{1,40}}?)? (?:as|to be) {_GRADE}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\bwhen (?:the )?(?:overall effectiveness|{_SERVICES})(?: of [^,.;]{{1,60}}?)? (?:was|were) (?:overall )?{_GRADE}", re.I
    ),
    re.compile(
        rf"\b(?:judged|rated|graded|found|deemed)(?: overall| as a whole)?(?: to be| to| as(?: being)?)? (?:overall )?{_GRADE}"
        r"(?! (?:services?|practice|arrangements|support|planning|oversight|responses?|care|help|progress)\b)",
        re.I,
    ),
    re.compile(rf"\b(?:{_GRADE}) (?:overall )?judge?ment\b{_OF_NO_PART}", re.IGNORECASE),
    re.compile(
        r"\b(?:children['’]s services|services(?: (?:for|to) children(?: and (?:young people|families))?)?|overall "
        r"effectiveness) (?:in (?-i:[A-Z])[^,.;]{1,40}? )?were "
        rf"{_GRADE}",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:services|authority|council) (?P<grade>required improvement(?: to be good)?)(?! in\b)", re.IGNORECASE),
    re.compile(
        r"\b(?:remains?|have remained|has remained|continues? to be|continues? to) " + _GRADE + r"(?= overall| and|[.,;]|$)",
        re.I,
    ),
)
_ONE_AREA = re.compile(
    r"\b(?:practice|help and protection|early help|quality of|children in need|experiences?|care leavers|children in care|"
    r"leadership|"
    r"adoption|"
    r"(?:this|these|some|those|many|few|several|areas?|aspects?) (?:of )?(?:the )?(?:services?|area|areas|"
    r"practice)?)\b[^,.;]{0,50}$",
    re.IGNORECASE,
)
_ALL_OF = re.compile(r"\ball (?:aspects|areas|parts) of ", re.IGNORECASE)
_OF_ONE_AREA = re.compile(
    r"^(?:(?!\bservices for\b|\bchildren['’]?s services\b)[^.;,])*\b(?:practice|help and protection|children in "
    r"need)\b[^.;]*, when (?:it|they) ",
    re.IGNORECASE,
)
"""'The quality of practice for children in need has improved since the inspection in 2018, when it was judged …'."""

_PREVIOUS_INSPECTIONS = re.compile(r"^previous (?:ofsted )?inspections?$", re.IGNORECASE)
_PREVIOUS_DATES = re.compile(r"^dates? of (?:the )?previous inspections?\s*:?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Mention:
    sentence: str
    page: int
    year: int | None
    month: int | None
    grade: Grade | None


def previous_inspection(paragraphs: Iterable[Paragraph], *, authority: str | None, before: date) -> PreviousInspection | None:
    """The newest earlier inspection that these paragraphs recall with its year; None where they recall none.

    `before` is the first day of the report's own inspection. The grade is None where no sentence gives the overall one.
    """
    mentions = list(_mentions(paragraphs, authority, before))
    dated = [mention for mention in mentions if mention.year is not None]
    if not dated:
        return None
    newest = max(mention.year or 0 for mention in dated)
    of_newest = [mention for mention in dated if mention.year == newest]
    told = next((mention for mention in of_newest if mention.grade), of_newest[0])
    undated = next((mention.grade for mention in mentions if mention.year is None and mention.grade), None)
    month = told.month or next((mention.month for mention in of_newest if mention.month), None)
    return PreviousInspection(newest, month, told.grade or undated, told.sentence, told.page)


def _mentions(paragraphs: Iterable[Paragraph], authority: str | None, before: date) -> Iterator[_Mention]:
    for paragraph in paragraphs:
        for sentence in sentences_of(paragraph.text):
            if NEVER_WAS.search(sentence) and _GRADE_WORD.search(sentence):
                continue
            own = _OTHER_INSPECTION.sub(_BETWEEN, sentence)
            if (moved := _moved(own, before)) is not None:
                yield _Mention(sentence, paragraph.page, *moved)
                continue
            year, month, grade = _judged(own, authority, before)
            if _RECALLS.search(own):
                inspected = _year_and_month(own, before)
                if year is None or (inspected[0] or 0) >= year:
                    year, month = inspected
                grade = _overall_grade(own, authority)
            elif year is None:
                continue
            yield _Mention(sentence, paragraph.page, year, month, grade)


def _judged(sentence: str, authority: str | None, before: date) -> tuple[int | None, int | None, Grade | None]:
    """Year, month and grade of an overall judgement before `before` that the sentence recalls with its time."""
    if not _GRADE_WORD.search(sentence) or _BETWEEN in sentence or _OF_ONE_AREA.match(sentence):
        return None, None, None
    judged = previous_judgement(sentence, authority)
    if judged is None or judged.month_year is None:
        return None, None, None
    year, _, month = judged.month_year.partition("-")
    if (int(year), int(month or 12)) >= (before.year, before.month):
        return None, None, None
    return int(year), int(month) if month else None, judged.grade


def _moved(sentence: str, before: date) -> tuple[int, int | None, Grade] | None:
    """Year, month and grade of the last inspection before `before` that such a sentence dates; None where it dates none."""
    moved = _FROM_AND_TO.search(sentence)
    if moved is None or _ONE_AREA.search(sentence[: moved.start()]):
        return None
    for year, month, grade in (("year", "month", "grade"), ("first_year", "first_month", "first")):
        if moved[year] is None:
            continue
        when = int(moved[year]), MONTHS.index(moved[month].lower()) + 1 if moved[month] else None
        if (when[0], when[1] or 12) < (before.year, before.month):
            return *when, _grade(moved[grade])
    return None


def _year_and_month(sentence: str, before: date) -> tuple[int | None, int | None]:
    for pattern in (_IN_YEAR, _YEARS_INSPECTION, _INSPECTED_IN, _IN_YEAR_INSPECTED, _JUDGEMENT_IN):
        for match in pattern.finditer(sentence):
            year = int(match["year"])
            month = MONTHS.index(match["month"].lower()) + 1 if match["month"] else None
            if (year, month or 1) < (before.year, before.month):
                return year, month
    return None, None


def _overall_grade(sentence: str, authority: str | None) -> Grade | None:
    if not _GRADE_WORD.search(sentence) or _OF_ONE_AREA.match(sentence):
        return None
    if changed := _CHANGED_FROM.search(sentence):
        return None if _ONE_AREA.search(sentence[: changed.start()]) else _grade(changed["grade"])
    sentence = _ALL_OF.sub("", sentence)
    judged = previous_judgement(sentence, authority)
    if judged is not None:
        return judged.grade
    for pattern in _IS_RECALLED:
        for match in pattern.finditer(sentence):
            if not _ONE_AREA.search(sentence[: match.start()]):
                return _grade(match["grade"])
    return None


def _grade(printed: str) -> Grade:
    return grade_of(re.sub(r"^requir(?:ed|ing)", "requires", printed.lower()))


def with_previous_inspection(text: Text, letter: Letter) -> Letter:
    """The earlier inspection as the summary recalls it. Comes after `with_inspection_dates` and `with_sections`."""
    if letter.inspection_start is None:
        return letter
    recalled = previous_inspection(
        opening_paragraphs(text, letter.headings), authority=letter.authority, before=letter.inspection_start
    )
    return replace(letter, previous_inspection=recalled)


def with_inspection_before_reinspection(text: Text, letter: Letter) -> Letter:
    """The inspection that a re-inspection follows, with the grade of `previous_judgement`; the words are where its year stands.

    Comes after `with_sections` and the step that reads `previous_judgement`.
    """
    was = letter.previous_judgement
    if was is None or was.month_year is None:
        return letter
    year, _, month = was.month_year.partition("-")  # a letter may give the year alone
    headings = [heading for heading in letter.headings if _PREVIOUS_INSPECTIONS.match(heading)]
    for paragraph in (paragraph for heading in headings for paragraph in paragraphs_under(text, heading)):
        sentences = sentences_of(paragraph.text)
        for place, sentence in enumerate(sentences):
            if year in sentence and _RECALLS.search(sentence):
                words = " ".join(sentences[place : place + 2])
                recalled = PreviousInspection(int(year), int(month) if month else None, was.grade, words, paragraph.page)
                return replace(letter, previous_inspection=recalled)
    return letter


def with_dates_of_previous_inspection(text: Text, letter: Letter) -> Letter:
    """The earlier inspection whose dates an area SEND report prints below its own; it gave no grade."""
    front = next((page for page in text.pages if page.lines), None)
    printed = labelled(front, _PREVIOUS_DATES) if front else None
    if front is None or printed is None:
        return letter
    days = dates_in(printed.text)
    months = {day.month for day in days}
    month = months.pop() if len(months) == 1 else None
    line = on_one_line(front.lines[printed.line].text)
    return replace(letter, previous_inspection=PreviousInspection(days[-1].year, month, None, line, front.number))
