"""Inspection of looked after children services, 2012-13: five judgements on the old scale, which has 'adequate'.

The grades stand in the 'Record of main findings' on the last pages ('Adequate', in other copies 'Inadequate Grade 4')
and again at the head of each section ('Grade 3 (Adequate)').
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Letter
from ofsted_watch.extraction.fields.area_labels import AreaLabels, area_label
from ofsted_watch.extraction.fields.improvements import ListForm, with_improvements
from ofsted_watch.extraction.fields.joined_lines import Flow, flow_of
from ofsted_watch.extraction.fields.judgement_tables import drawn_tables
from ofsted_watch.extraction.fields.printed_grades import Labels, area_pattern, stated_area, statement_of
from ofsted_watch.extraction.fields.report_steps import (
    with_authority,
    with_inspection_dates,
    with_people,
    with_published,
    with_title,
)
from ofsted_watch.extraction.fields.statement import Statement
from ofsted_watch.extraction.fields.tagged_tables import table_by_tags
from ofsted_watch.extraction.fields.titles import title
from ofsted_watch.extraction.fields.visit_steps import with_sections
from ofsted_watch.extraction.fields.witnesses import judgements_from
from ofsted_watch.extraction.letter_kinds.kind import Kind, always
from ofsted_watch.extraction.pdf import Text

_TITLES = (
    re.compile(r"^inspection of (?:services for )?looked after children(?: services)?:? (?P<name>.+)$", re.IGNORECASE),
    re.compile(r"^(?P<name>.+?),? inspection of (?:services for )?looked after children(?: services)?$", re.IGNORECASE),
)
_AREAS = (Area.OVERALL, Area.CAPACITY_TO_IMPROVE, Area.OUTCOMES, Area.QUALITY, Area.LEADERSHIP)
_TABLE = AreaLabels(
    (
        area_label(Area.OVERALL, r"\boverall effectiveness\b", "after care effectiveness looked overall service services"),
        area_label(Area.CAPACITY_TO_IMPROVE, r"\bcapacity\b", "capacity further improve improvement improving"),
        area_label(Area.OUTCOMES, r"^(?=.*\boutcomes?\b)(?=.*\blooked after\b)", "after care looked outcome outcomes"),
        area_label(Area.QUALITY, r"^(?=.*\bquality\b)(?=.*\bprovision\b)", "provision quality service services"),
        area_label(Area.LEADERSHIP, r"^(?=.*\bleadership\b)(?=.*\bmanagement\b)", "leadership management"),
    ),
    re.compile(r"\b(?:overall|capacity|outcomes?|quality|leadership)\b"),
)
_SECTIONS: Labels = {
    Area.OVERALL: "overall effectiveness(?: of services for looked after children(?: and young people)?)?",
    Area.CAPACITY_TO_IMPROVE: "capacity (?:to improve|for improvement)",
    Area.OUTCOMES: "outcomes for looked after children(?: and young people)?",
    Area.QUALITY: "quality of provision",
    Area.LEADERSHIP: "leadership and management",
}
_RECORD = re.compile(r"^\s*record of main findings", re.IGNORECASE)
_SECTION = re.compile(
    rf"^[ \t]*(?:{area_pattern(_SECTIONS)})[ \t]*\n\s*grade\s+[1-4]\s*\((?P<grade>outstanding|good|adequate|inadequate)\)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)


def _matches(text: Text) -> bool:
    printed = title(text) or ""
    return any(pattern.match(printed) for pattern in _TITLES)


def _record_page(text: Text) -> int:
    """The page whose first lines head it 'Record of main findings'; beyond the last when there is none.

    The contents page names it too, but further down.
    """
    pages = (page.number for page in text.pages if any(_RECORD.match(line.text) for line in page.lines[:3]))
    return max(pages, default=len(text.pages) + 1)


def _sections(flow: Flow) -> Iterator[Statement]:
    for match in _SECTION.finditer(flow.text):
        yield statement_of(flow, match, stated_area(match, _SECTIONS), "heading")


def _with_judgements(text: Text, letter: Letter) -> Letter:
    record = _record_page(text)
    body = flow_of(line for page in text.pages[1 : record - 1] for line in page.lines)
    drawn = drawn_tables(text, _TABLE, starting_at=record)
    statements = (
        *drawn.rows,
        *table_by_tags(text, _TABLE, previous=drawn.previous, starting_at=record),
        *_sections(body),
    )
    return replace(letter, judgements=judgements_from(statements, _AREAS))


KIND = Kind(
    name=LetterKind.LAC_INSPECTION_2012_13,
    title_phrase="looked-after children inspection of 2012-13",
    matches=_matches,
    areas=frozenset(_AREAS),
    demanded=always(*_AREAS),
    grades=frozenset({Grade.OUTSTANDING, Grade.GOOD, Grade.ADEQUATE, Grade.INADEQUATE}),
    steps=(
        with_title,
        with_authority(_TITLES),
        with_published,
        with_inspection_dates,
        with_people,
        with_sections,
        with_improvements(ListForm(is_report=True, subheadings=True)),
        _with_judgements,
    ),
)
