"""Our codes as text for people: strands, areas, grades, kinds of letters, dates. Mails, pages and feeds use them."""

import re
from collections.abc import Sequence
from datetime import date

from ofsted_watch.domain.findings import InspectionType, LetterTopic
from ofsted_watch.domain.grades import JUDGED_TOGETHER, NOT_GIVEN, Area, Grade, Strand
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Cause, Change, Direction
from ofsted_watch.domain.person_reading import PersonReading
from ofsted_watch.errors import UnknownKind
from ofsted_watch.extraction.sanitize import sanitize

STRANDS: dict[Strand, str] = {
    Strand.OVERALL: "overall effectiveness",
    Strand.HELP_PROTECTION: "help and protection",
    Strand.LEADERSHIP: "leadership",
    Strand.CHILDREN_IN_CARE: "children in care",
    Strand.CARE_LEAVERS: "care leavers",
}
"""The five compared strands, in reading order."""

AREAS: dict[Area, str] = {
    Area.OVERALL: "overall effectiveness",
    Area.LEADERS: "the impact of leaders on social work practice",
    Area.HELP_PROTECTION: "children who need help and protection",
    Area.IN_CARE: "children in care",
    Area.CARE_LEAVERS: "care leavers",
    Area.CARE_AND_LEAVERS: "children in care and care leavers together",
    Area.LOOKED_AFTER: "children looked after and achieving permanence",
    Area.ADOPTION: "adoption performance",
    Area.LEADERSHIP: "leadership, management and governance",
    Area.CAPACITY_TO_IMPROVE: "capacity to improve",
    Area.OUTCOMES: "outcomes for children",
    Area.QUALITY: "quality of provision",
    Area.SEND_OUTCOME: "outcome for children with special educational needs and disabilities",
}

GRADES: dict[Grade, str] = {
    Grade.OUTSTANDING: "outstanding",
    Grade.GOOD: "good",
    Grade.REQUIRES_IMPROVEMENT: "requires improvement",
    Grade.ADEQUATE: "adequate",
    Grade.INADEQUATE: "inadequate",
    Grade.NOT_JUDGED: "not judged",
    Grade.POSITIVE: "typically positive experiences and outcomes",
    Grade.INCONSISTENT: "inconsistent experiences and outcomes",
    Grade.SYSTEMIC_FAILINGS: "widespread and/or systemic failings",
}

SEND_SHORT: dict[Grade, str] = {
    Grade.POSITIVE: "positive",
    Grade.INCONSISTENT: "inconsistent",
    Grade.SYSTEMIC_FAILINGS: "systemic failings",
}
"""The outcomes of area SEND inspections in a word or two, where the column says what they are about."""

CAUSES: dict[Cause, str] = {
    Cause.NEW_LETTER: "new letter",
    Cause.REISSUED: "letter re-issued",
    Cause.FRAMEWORK: "no longer given by this framework",
    Cause.CORRECTION: "our correction",
    Cause.WITHDRAWN: "letter withdrawn",
    Cause.HISTORY: "history",
}
"""Why a change is reported."""

_WITHOUT_GRADE = {
    NOT_GIVEN: "not given",
    JUDGED_TOGETHER: "judged with children in care",
    None: "no inspection known",
}
"""Why a cell has no grade: different reasons have different texts."""

_KINDS = {
    LetterKind.ILACS_INSPECTION: "ILACS inspection report",
    LetterKind.SIF_INSPECTION: "SIF inspection report",
    LetterKind.SIF_REINSPECTION: "SIF re-inspection report",
    LetterKind.LAC_INSPECTION_2012_13: "looked-after children inspection report",
    LetterKind.LSCB_REVIEW: "safeguarding children board review",
    LetterKind.FOCUSED_VISIT: "focused visit letter",
    LetterKind.MONITORING_VISIT: "monitoring visit letter",
    LetterKind.ASSURANCE_VISIT: "assurance visit letter",
    LetterKind.JTAI: "joint targeted area inspection letter",
    LetterKind.AREA_SEND: "area SEND report",
    LetterKind.SEND_MONITORING_VISIT: "area SEND monitoring letter",
    LetterKind.COUNCIL_NEWS: "council news page",
    LetterKind.OTHER: "letter",
}
"""Short, and different for each kind."""

_INSPECTIONS = {
    LetterKind.ILACS_INSPECTION: "inspection of local authority children's services (ILACS)",
    LetterKind.SIF_INSPECTION: "inspection under the single inspection framework (SIF)",
    LetterKind.SIF_REINSPECTION: "re-inspection under the single inspection framework (SIF)",
    LetterKind.LAC_INSPECTION_2012_13: "inspection of services for looked-after children",
    LetterKind.LSCB_REVIEW: "review of the Local Safeguarding Children Board (LSCB)",
    LetterKind.FOCUSED_VISIT: "focused visit",
    LetterKind.MONITORING_VISIT: "monitoring visit",
    LetterKind.ASSURANCE_VISIT: "assurance visit",
    LetterKind.JTAI: "joint targeted area inspection (JTAI)",
    LetterKind.AREA_SEND: "area inspection of special educational needs and disabilities (SEND)",
    LetterKind.SEND_MONITORING_VISIT: "monitoring visit about special educational needs and disabilities (SEND)",
    LetterKind.COUNCIL_NEWS: "council news page",
    LetterKind.OTHER: "letter",
}
"""In Ofsted's terms, with the long form where people know the short one."""

LONG_FORMS = {
    "ILACS": "inspection of local authority children's services",
    "SIF": "single inspection framework",
    "JTAI": "joint targeted area inspection",
    "LSCB": "Local Safeguarding Children Board",
    "SEND": "special educational needs and disabilities",
}
"""Ofsted's short forms that labels use."""

TOPICS = {
    LetterTopic.FRONT_DOOR: "the front door",
    LetterTopic.HELP_PROTECTION: "help and protection",
    LetterTopic.CHILDREN_IN_CARE: "children in care",
    LetterTopic.PERMANENCE: "permanence",
    LetterTopic.CARE_LEAVERS: "care leavers",
    LetterTopic.VULNERABLE_ADOLESCENTS: "vulnerable adolescents",
    LetterTopic.DISABLED_CHILDREN: "disabled children",
    LetterTopic.UNACCOMPANIED_CHILDREN: "unaccompanied children",
    LetterTopic.DOMESTIC_ABUSE: "domestic abuse",
    LetterTopic.NEGLECT: "neglect",
    LetterTopic.LEADERSHIP: "leadership",
    LetterTopic.EDUCATION: "education",
}
"""The topics of letters as they stand behind 'about'; the first six are near the themes of Ofsted's own table."""

BODIES = {"lscb": "the Local Safeguarding Children Board"}
"""The bodies that must act, where a letter is read as naming them by a code of ours."""


def kind_label(kind: LetterKind) -> str:
    """'focused_visit' → 'focused visit letter': the document. Raises UnknownKind for a kind that has no words here yet."""
    if kind not in _KINDS:
        raise UnknownKind(f"The kind of letter '{kind}' has no label: add one to ofsted_watch/presentation/labels.py")
    return _KINDS[kind]


def code_label(code: str) -> str:
    """'lac_inspection_2012_13' → 'looked-after children inspection report': for a page that documents our codes.

    '' for a code that says itself what it is.
    """
    for labels in (_KINDS, AREAS, STRANDS, GRADES, TOPICS):
        label = next((text for known, text in labels.items() if known == code), None)
        if label is not None:
            return "" if label == code else label
    return ""


def without_codes(text: str) -> str:
    """The text with our codes as people say them: "about 'leaders'" → "about the impact of leaders on social work practice".

    A quoted code is replaced by its label, and so is every word with '_', which becomes ' ' if it has none.
    """
    labelled = re.sub(r"'([a-z][a-z0-9_]*)'", lambda match: code_label(match[1]) or match[0], text)
    return re.sub(
        r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b", lambda match: code_label(match[0]) or match[0].replace("_", " "), labelled
    )


def direction_label(change: Change) -> str:
    """'up', 'down', 'corrected' or 'first judgement': what became of a grade, in a word or two."""
    if change.cause is Cause.CORRECTION:
        return "corrected"
    if change.direction is not None:
        return "up" if change.direction is Direction.IMPROVED else "down"
    if change.to_grade is None:
        return "no longer given"
    return "first judgement" if change.from_grade is None else "cannot be compared"


def letter_label(kind: LetterKind, inspection_type: InspectionType | None = None, topics: Sequence[LetterTopic] = ()) -> str:
    """'short ILACS inspection report', 'focused visit letter (care leavers)': the document with what tells it from others.

    Raises UnknownKind for a kind without a label.
    """
    label = kind_label(kind)
    if inspection_type is InspectionType.SHORT:
        label = f"short {label}"
    return f"{label} ({', '.join(TOPICS[topic].removeprefix('the ') for topic in topics)})" if topics else label


def grade_label(grade: str | None) -> str:
    """A cell's text: the grade, or why there is none. Raises KeyError for anything else."""
    return _WITHOUT_GRADE[grade] if grade in _WITHOUT_GRADE else GRADES[Grade(str(grade))]


def inspection_label(kind: LetterKind, inspection_type: InspectionType | None = None, topics: Sequence[LetterTopic] = ()) -> str:
    """'joint targeted area inspection (JTAI)', 'short inspection of local authority children's services (ILACS)', 'focused visit
    (care leavers)': what took place, for the first mention in a text.

    Raises UnknownKind for a kind without a label.
    """
    if kind not in _INSPECTIONS:
        raise UnknownKind(f"The kind of letter '{kind}' has no label: add one to ofsted_watch/presentation/labels.py")
    label = _INSPECTIONS[kind]
    if inspection_type is InspectionType.SHORT:
        label = f"short {label}"
    return f"{label} ({', '.join(TOPICS[topic].removeprefix('the ') for topic in topics)})" if topics else label


def spelled_out(text: str) -> str:
    """'ILACS: inspection of local authority children's services' for a text with the short form alone, else ''."""
    used = (short for short in LONG_FORMS if re.search(rf"\b{short}\b", text) and LONG_FORMS[short] not in text)
    return "; ".join(f"{short}: {LONG_FORMS[short]}" for short in used)


def format_day(day: date) -> str:
    """2017-06-13 → '13 June 2017'."""
    return f"{day.day} {day:%B %Y}"


def format_month(day: date) -> str:
    """2017-06-13 → 'June 2017'."""
    return f"{day:%B %Y}"


def format_days(first: date | None, last: date | None) -> str | None:
    """'13 to 24 March 2017', '31 January to 1 February 2024', '15 March 2019' (a single day), None when either is unknown."""
    if first is None or last is None:
        return None
    if first == last:
        return format_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {format_day(last)}"
    start = f"{first.day} {first:%B}" if first.year == last.year else format_day(first)
    return f"{start} to {format_day(last)}"


def person_sentence(read_by: PersonReading) -> str:
    """'Read by a person on 12 May 2026: the table of grades is a picture.'"""
    return f"Read by a person on {format_day(read_by.on)}: {sanitize(read_by.reason).strip().rstrip('.')}."


def sentence(text: str) -> str:
    """The text with a capital first letter and otherwise unchanged: 'care leavers' → 'Care leavers'."""
    return text[:1].upper() + text[1:]
