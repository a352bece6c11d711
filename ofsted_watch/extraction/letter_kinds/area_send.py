"""Area SEND inspection: how an area provides for children with special educational needs and/or disabilities.

Since 2023 a report with one of three outcomes and perhaps areas for priority action; from 2016 to 2022 a letter without
any grade, which may require a written statement of action.
"""

from dataclasses import replace
from datetime import date

from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Letter
from ofsted_watch.errors import DatesNotRead
from ofsted_watch.extraction.fields.improvements import ListForm, with_improvements
from ofsted_watch.extraction.fields.previous_inspection import with_dates_of_previous_inspection
from ofsted_watch.extraction.fields.send_outcome import outcome_statements
from ofsted_watch.extraction.fields.send_steps import (
    is_send_inspection,
    with_area,
    with_area_dates,
    with_area_people,
)
from ofsted_watch.extraction.fields.visit_scope import with_send_scope
from ofsted_watch.extraction.fields.visit_steps import (
    with_letter_date,
    with_priority_action,
    with_sections,
    with_subject,
)
from ofsted_watch.extraction.fields.witnesses import judgements_from
from ofsted_watch.extraction.letter_kinds.kind import Kind
from ofsted_watch.extraction.pdf import Text

_OUTCOMES_SINCE = date(2023, 1, 1)
"""The framework of 2023 applies to inspections from January 2023; the one before ended in 2022."""


def _demanded_areas(inspection_start: date) -> tuple[Area, ...]:
    return (Area.SEND_OUTCOME,) if inspection_start >= _OUTCOMES_SINCE else ()


def _with_outcome(text: Text, letter: Letter) -> Letter:
    if letter.inspection_start is None:
        raise DatesNotRead("Without the inspection's date nobody can say whether it gives an outcome")
    demanded = _demanded_areas(letter.inspection_start)
    return replace(letter, judgements=judgements_from(outcome_statements(text), demanded)) if demanded else letter


KIND = Kind(
    name=LetterKind.AREA_SEND,
    title_phrase="area SEND inspection",
    matches=is_send_inspection,
    areas=frozenset({Area.SEND_OUTCOME}),
    demanded=_demanded_areas,
    grades=frozenset({Grade.POSITIVE, Grade.INCONSISTENT, Grade.SYSTEMIC_FAILINGS}),
    steps=(
        with_subject,
        with_area,
        with_letter_date,
        with_area_dates,
        with_area_people,
        _with_outcome,
        with_sections,
        with_improvements(ListForm(tables=True)),
        with_priority_action,
        with_send_scope,
        with_dates_of_previous_inspection,
    ),
)
