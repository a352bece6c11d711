"""SIF re-inspection: an authority judged inadequate is inspected again under the single inspection framework, to 2018."""

import re
from dataclasses import replace

from ofsted_watch.domain.grades import grade_of
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Letter, PreviousJudgement
from ofsted_watch.extraction.fields.dates import month_year_in
from ofsted_watch.extraction.fields.previous_inspection import with_inspection_before_reinspection
from ofsted_watch.extraction.fields.previous_judgement import previous_judgement
from ofsted_watch.extraction.fields.printed_grades import GRADE
from ofsted_watch.extraction.fields.single_inspection import (
    AREAS,
    GRADES,
    STEPS,
    is_reinspection,
    is_single_inspection,
)
from ofsted_watch.extraction.letter_kinds.kind import Kind, always
from ofsted_watch.extraction.pdf import Text

_PREVIOUS = re.compile(r"^previous (?:ofsted )?inspections?$", re.IGNORECASE)
_LISTED = re.compile(
    rf"\b(?P<before>(?:last|previous)\b[^•]{{0,250}}?)\boverall effectiveness:\s*(?P<grade>{GRADE})", re.IGNORECASE | re.DOTALL
)
"""'The last inspection report was published in June 2015. The judgements were: overall effectiveness: inadequate'."""


def _matches(text: Text) -> bool:
    return is_single_inspection(text) and is_reinspection(text)


def _with_previous_judgement(text: Text, letter: Letter) -> Letter:
    """The overall grade of the inspection before, as the section 'Previous Ofsted inspections' says it."""
    for section in letter.sections:
        if _PREVIOUS.match(section.heading):
            return replace(letter, previous_judgement=_listed(section.text) or previous_judgement(section.text, letter.authority))
    return letter


def _listed(text: str) -> PreviousJudgement | None:
    match = _LISTED.search(text.replace("\n\n• ", "\n\n"))
    return PreviousJudgement(grade_of(match["grade"]), month_year_in(match["before"])) if match else None


KIND = Kind(
    name=LetterKind.SIF_REINSPECTION,
    title_phrase="SIF re-inspection",
    matches=_matches,
    areas=frozenset(AREAS),
    demanded=always(*AREAS),
    grades=GRADES,
    steps=(*STEPS, _with_previous_judgement, with_inspection_before_reinspection),
)
