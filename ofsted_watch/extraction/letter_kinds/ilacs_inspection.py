"""ILACS inspection, standard or short (from January 2018): the framework 'Inspecting local authority children's services'.

What it judges changed twice, by the date of the inspection and not of its publication: until the end of 2022 children
in care and care leavers are one area, from January 2023 two; from April 2026 there is no overall effectiveness.
"""

import re
from dataclasses import replace
from datetime import date

from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Letter
from ofsted_watch.errors import DatesNotRead
from ofsted_watch.extraction.fields.area_labels import AreaLabels, area_label
from ofsted_watch.extraction.fields.bound_reports import first_report
from ofsted_watch.extraction.fields.dates import front_page
from ofsted_watch.extraction.fields.improvements import ListForm, with_improvements
from ofsted_watch.extraction.fields.inspection_type import with_inspection_type
from ofsted_watch.extraction.fields.joined_lines import flow_of
from ofsted_watch.extraction.fields.judgement_headings import headings, headings_of_front
from ofsted_watch.extraction.fields.judgement_tables import drawn_tables
from ofsted_watch.extraction.fields.previous_inspection import with_previous_inspection
from ofsted_watch.extraction.fields.printed_grades import END, GRADE, flexible
from ofsted_watch.extraction.fields.report_steps import (
    with_authority,
    with_inspection_dates,
    with_people,
    with_title,
)
from ofsted_watch.extraction.fields.summary import with_summary_of_report
from ofsted_watch.extraction.fields.tagged_tables import table_by_tags
from ofsted_watch.extraction.fields.titles import title
from ofsted_watch.extraction.fields.visit_steps import with_sections
from ofsted_watch.extraction.fields.witnesses import judgements_from
from ofsted_watch.extraction.letter_kinds.kind import Kind
from ofsted_watch.extraction.pdf import Text

_SERVICES = r"(?:local authority(?:['’]s)? )?children['’]?s (?:social care )?services"
_TITLES = (
    re.compile(rf"^(?P<name>.+?),? inspection of {_SERVICES}$", re.IGNORECASE),
    re.compile(rf"^inspection of (?P<name>.+?) {_SERVICES}$", re.IGNORECASE),
    re.compile(rf"^inspection of {_SERVICES}(?: in|:| –| -)? (?P<name>.+)$", re.IGNORECASE),
)
"""'Bolton Inspection of children's social care services' (2018-20), 'Inspection of Bolton local authority children's
services' (since), and the same with the name behind."""

_SPLIT_CARE_LEAVERS = date(2023, 1, 1)
_NO_OVERALL = date(2026, 4, 1)
_BEFORE_2023 = (Area.OVERALL, Area.LEADERS, Area.HELP_PROTECTION, Area.CARE_AND_LEAVERS)
_FROM_2023 = (Area.OVERALL, Area.LEADERS, Area.HELP_PROTECTION, Area.IN_CARE, Area.CARE_LEAVERS)
_FROM_APRIL_2026 = (Area.LEADERS, Area.HELP_PROTECTION, Area.IN_CARE, Area.CARE_LEAVERS)

_CARE_WORDS = "care council councils experience experiences leaver leavers leaving living looked after progress"
_IN_CARE = r"(?:in (?:(?:our|the|its|their|local|authority|authoritys|council|councils) )*care\b(?! leav)|looked after\b)"
_LEAVERS = r"(?:care leavers?|leaving care)"
_JOINED = rf"\b(?:and|or|care) (?:the |those )?{_LEAVERS}|{_LEAVERS} (?:and|or)\b|\bcare (?:and|or|care)\b|\bafter (?:and|or)\b"
"""What joins two groups of children, or the rest of a label that lost one of them."""

_PLAIN_LABELS = (
    area_label(
        Area.LEADERS,
        r"\b(?:leaders?|leadership)\b",
        "effectiveness impact leader leaders leadership management managers practice quality senior services social work",
    ),
    area_label(
        Area.HELP_PROTECTION,
        r"^(?=.*\bhelp)(?=.*\bprotect)",
        "experience experiences help helped need needing needs progress protected protection require",
    ),
    area_label(Area.IN_CARE, rf"^(?!.*\bleav)(?!.*(?:{_JOINED}))(?=.*\b{_IN_CARE})", _CARE_WORDS),
    area_label(Area.CARE_LEAVERS, rf"^(?!.*\b(?:in|looked)\b)(?!.*(?:{_JOINED}))(?=.*\b{_LEAVERS})", _CARE_WORDS),
    area_label(
        Area.OVERALL,
        r"\boverall\b",
        "care council councils effectiveness grade judgement judgment overall quality service services social",
    ),
)
_NAMES_BOTH = area_label(Area.CARE_AND_LEAVERS, rf"^(?=.*\b{_IN_CARE})(?=.*\bleav)", _CARE_WORDS)
_LEAVES_OPEN = area_label(
    (Area.CARE_AND_LEAVERS, Area.IN_CARE, Area.CARE_LEAVERS), rf"\b(?:in care|looked after|{_LEAVERS})\b", _CARE_WORDS
)
"""'Children in care leavers': one of the two groups, or both."""
_WHOLE = re.compile(r"\b(?:experiences?|progress|impact|overall)\b")

LABELS_BEFORE_2023 = AreaLabels((*_PLAIN_LABELS, _NAMES_BOTH, _LEAVES_OPEN), _WHOLE)
LABELS_FROM_2023 = AreaLabels((*_PLAIN_LABELS, _LEAVES_OPEN), _WHOLE)
"""From 2023 a label that names both groups belongs to no area of the framework: which one it means is open."""

_ROW_OF_LEADERS = re.compile(
    r"^[ \t]*(?:(?:judge?ments?|grades?)\s+)*"
    + flexible(r"(?:the )?impact of leader(?:s|ship) on (?:social work )?practice(?: with children(?: and families)?)? ")
    + rf"\s*{GRADE}{END}",
    re.IGNORECASE | re.MULTILINE,
)


def demanded_areas(inspection_start: date) -> tuple[Area, ...]:
    """The areas that an inspection begun on this day judges, all of them."""
    if inspection_start < _SPLIT_CARE_LEAVERS:
        return _BEFORE_2023
    return _FROM_2023 if inspection_start < _NO_OVERALL else _FROM_APRIL_2026


def _matches(text: Text) -> bool:
    """By its title; or, whatever its title, by a graded row on the first page that only this framework has."""
    printed = title(text)
    if printed is None:
        return False
    return any(pattern.match(printed) for pattern in _TITLES) or bool(
        _ROW_OF_LEADERS.search(flow_of(front_page(text).lines).text)
    )


def _with_judgements(text: Text, letter: Letter) -> Letter:
    if letter.inspection_start is None:
        raise DatesNotRead("Without the inspection's date nobody can say which areas it judges")
    text = first_report(text)
    labels = LABELS_BEFORE_2023 if letter.inspection_start < _SPLIT_CARE_LEAVERS else LABELS_FROM_2023
    drawn = drawn_tables(text, labels)
    front = front_page(text)
    body = flow_of(line for page in text.pages[front.number :] for line in page.lines)
    statements = (
        *drawn.rows,
        *table_by_tags(text, labels, previous=drawn.previous),
        *headings_of_front(flow_of(front.lines), labels),
        *headings(body, labels),
    )
    return replace(letter, judgements=judgements_from(statements, demanded_areas(letter.inspection_start)))


KIND = Kind(
    name=LetterKind.ILACS_INSPECTION,
    title_phrase="ILACS inspection",
    matches=_matches,
    demanded=demanded_areas,
    areas=LABELS_BEFORE_2023.areas,
    grades=frozenset({Grade.OUTSTANDING, Grade.GOOD, Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE, Grade.NOT_JUDGED}),
    steps=(
        with_title,
        with_authority(_TITLES),
        with_inspection_dates,
        with_people,
        with_sections,
        with_improvements(ListForm(is_report=True)),
        _with_judgements,
        with_inspection_type,
        with_summary_of_report,
        with_previous_inspection,
    ),
)
