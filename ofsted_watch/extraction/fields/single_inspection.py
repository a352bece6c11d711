"""What SIF inspections and re-inspections share: the single inspection framework, late 2013 to early 2018.

'Inspection of services for children in need of help and protection, children looked after and care leavers'. The
table gives five areas; overall effectiveness stands only in a sentence above it. The Local Safeguarding Children
Board (LSCB) is judged on the first page (2014) or at the head of its own section far inside.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.model import Letter
from ofsted_watch.extraction.fields.area_labels import AreaLabels, area_label
from ofsted_watch.extraction.fields.bound_reports import first_report
from ofsted_watch.extraction.fields.dates import front_page
from ofsted_watch.extraction.fields.improvements import ListForm, with_improvements
from ofsted_watch.extraction.fields.joined_lines import flow_of
from ofsted_watch.extraction.fields.judgement_headings import headings, headings_of_front
from ofsted_watch.extraction.fields.judgement_tables import drawn_tables
from ofsted_watch.extraction.fields.printed_grades import (
    END,
    GRADE,
    NUMBER,
    Labels,
    area_pattern,
    flexible,
    statement_of,
    statements_in,
)
from ofsted_watch.extraction.fields.report_steps import (
    with_authority,
    with_inspection_dates,
    with_people,
    with_published,
    with_title,
)
from ofsted_watch.extraction.fields.safeguarding_board import BOARD_REVIEW, with_board
from ofsted_watch.extraction.fields.statement import Statement
from ofsted_watch.extraction.fields.tagged_tables import table_by_tags
from ofsted_watch.extraction.fields.titles import title
from ofsted_watch.extraction.fields.visit_steps import with_sections
from ofsted_watch.extraction.fields.witnesses import judgements_from
from ofsted_watch.extraction.pdf import Line, Page, Text

GRADES = frozenset({Grade.OUTSTANDING, Grade.GOOD, Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE, Grade.NOT_JUDGED})
AREAS = (Area.OVERALL, Area.HELP_PROTECTION, Area.LOOKED_AFTER, Area.ADOPTION, Area.CARE_LEAVERS, Area.LEADERSHIP)

_LEAVERS = r"(?:care leavers?|leaving care)"
_JOINED = rf"\b(?:and|or|care) (?:the |those )?{_LEAVERS}|{_LEAVERS} (?:and|or)\b"
LABELS = AreaLabels(
    (
        area_label(
            Area.HELP_PROTECTION,
            r"^(?=.*\bhelp)(?=.*\bprotect)",
            "experience experiences help helped need needing needs progress protected protection",
        ),
        area_label(
            Area.LOOKED_AFTER,
            r"^(?!.*\b(?:after|care) (?:and|or) (?!achiev|permanen))(?=.*\b(?:looked after|in care)\b)",
            "achieve achieving after care experience experiences looked permanence permanency progress",
        ),
        area_label(Area.ADOPTION, r"\badoption\b", "adoption performance service services"),
        area_label(
            Area.CARE_LEAVERS,
            rf"^(?!.*\b(?:in|looked)\b)(?!.*(?:{_JOINED}))(?=.*\b{_LEAVERS})",
            "care experience experiences leaver leavers leaving progress",
        ),
        area_label(
            Area.LEADERSHIP, r"^(?=.*\bleadership\b)(?=.*\b(?:management|governance)\b)", "governance leadership management"
        ),
    ),
    re.compile(r"\b(?:experiences?|progress|who need|in need|achieving|adoption performance|leadership)\b"),
)

SERVICES = re.compile(r"services for children in need of help|children looked after and care leavers", re.IGNORECASE)
"""Either half of the long title will do: no other kind of letter has one of them there."""
REINSPECTION = re.compile(r"\bre-? ?inspection of services for children in need", re.IGNORECASE)
TITLES = (
    re.compile(r"^(?P<name>.+?),? (?:re-? ?)?inspection of services for children in need", re.IGNORECASE),
    re.compile(
        r"inspection of services for children in need of help and protection,? children looked after and care leavers"
        r"(?: in|:| –| -)? (?!and )(?P<name>.+?)(?: and review of .*)?$",
        re.IGNORECASE,
    ),
)
_SAYS_REINSPECTION = re.compile(
    flexible(
        r"\bre-?inspection\b|\b(?:previous|last) (?:ofsted |single )*inspection of (?:the )?(?:local authority['’]?s? )?"
        r"services for children in need of help and protection"
    ),
    re.IGNORECASE,
)

_SAYS_THE_GRADE = (
    flexible(
        r"(?:(?:are|is|is that (?:they|it)(?: are| is)?|have been|has been)(?: now| (?:judged|rated)(?: to be| as)?)? (?=\w)|"
        r"(?=requires? improvement))(?P<grade>"
    )
    + GRADE
    + ")"
)
_OVERALL = re.compile(
    flexible(r"^(?:the overall (?:judge?ment|effectiveness)|children['’]?s services)\b(?:[^.]|\bst\.){0,120}? ")
    + _SAYS_THE_GRADE
    + END,
    re.IGNORECASE | re.MULTILINE,
)
"""'The overall judgement is that children's services require improvement', 'Children's services in X are good'."""
_OVERALL_OTHERWISE = re.compile(
    flexible(
        r"^(?!.*\bboard\b)(?:(?:st\.|[\w’'&,-]+) ){0,9}?(?:children['’]?s? (?:social care )?services|services for children)\b"
        r"(?:(?!\bboard\b|\blscb\b)[^.]|\bst\.){0,120}? "
    )
    + _SAYS_THE_GRADE
    + END,
    re.IGNORECASE | re.MULTILINE,
)
"""'Overall, children's services in X are good', 'X children's services are good': believed where the usual words are missing."""

_NAME_BEFORE_VERDICT = r"(?:(?!(?:are|is|was|were|that|which|requires?)\b)(?:st\.|[^\s.;:]+) ){1,8}?"
_OPENING = re.compile(
    flexible("^(?:children['’]?s services (?:in|on) " + _NAME_BEFORE_VERDICT + "|this local authority )")
    + _SAYS_THE_GRADE
    + flexible(r"(?: and is not yet good)?(?:[.,;:]| because\b)"),
    re.IGNORECASE | re.MULTILINE,
)
"""How the summary on the next pages opens: the same grade in a sentence of its own."""

_BEGINS_ROW = re.compile(
    r"\s*(?:(?:(?:key )?judge?ments?|grades?)\s+)*"
    rf"{NUMBER}(?:children who need help|children looked after and achieving|adoption performance|leadership,)",
    re.IGNORECASE,
)
"""Any row may be the first; care leavers' row begins like headings do, and is never alone."""

_SENTENCES: Labels = {
    Area.ADOPTION: "(?:the )?adoption performance",
    Area.CARE_LEAVERS: "(?:the )?experiences? and progress of care leavers",
}
_GRADED_JUDGEMENT = re.compile(
    flexible(r"^[ \t]*the graded judge?ment (?:for|about|of|on) (?:the )?(?:")
    + area_pattern(_SENTENCES)
    + flexible(r") is (?:that )?(?:it |they )?(?:is |are )?(?P<grade>")
    + GRADE
    + ")"
    + END,
    re.IGNORECASE | re.MULTILINE,
)


def is_single_inspection(text: Text) -> bool:
    """Whether the title is one of the single inspection framework, first inspection or re-inspection."""
    return SERVICES.search(title(text) or "") is not None


def is_reinspection(text: Text) -> bool:
    """Whether a report of this framework is a re-inspection.

    Its title says so; or, titled 'Inspection' only, it reviews no board (as re-inspections seldom do) and its words say
    that this framework has been there before.
    """
    printed = title(text) or ""
    if REINSPECTION.search(printed):
        return True
    return BOARD_REVIEW.search(printed) is None and _SAYS_REINSPECTION.search(text.plain) is not None


def with_judgements(text: Text, letter: Letter) -> Letter:
    """The six areas, each with its witnesses. Raises the same as `judgements_from` and `drawn_tables`."""
    text = first_report(text)
    front = front_page(text)
    body = flow_of(line for page in text.pages[front.number :] for line in page.lines)
    drawn = drawn_tables(text, LABELS)
    statements = (
        *_overall(text),
        *drawn.rows,
        *table_by_tags(text, LABELS, previous=drawn.previous),
        *headings_of_front(flow_of(front.lines), LABELS),
        *headings(body, LABELS),
        *statements_in(body, _GRADED_JUDGEMENT, _SENTENCES, "sentence"),
    )
    return replace(letter, judgements=judgements_from(statements, AREAS))


def _overall(text: Text) -> Iterable[Statement]:
    """The sentence above the table on the first page, then the summary's opening on the pages behind it."""
    front = front_page(text)
    above = flow_of(_above_table(front))
    stated = _OVERALL.search(above.text) or _OVERALL_OTHERWISE.search(above.text)
    if stated is not None:
        yield statement_of(above, stated, Area.OVERALL, "sentence", is_main=True)
    summary = flow_of(line for page in text.pages[front.number : front.number + 3] for line in page.lines)
    again = _OPENING.search(summary.text)
    if again is not None:
        yield statement_of(summary, again, Area.OVERALL, "sentence")


def _above_table(page: Page) -> tuple[Line, ...]:
    """The lines that stand above the first row of the table, in whatever order they are drawn; all where it has no row."""
    rows = [line.top for line in page.lines if _BEGINS_ROW.match(line.text)]
    return tuple(line for line in page.lines if line.top < min(rows)) if rows else page.lines


_LISTS = ListForm(is_report=True, numbered=True, subheadings=True, to_board=True)

STEPS = (
    with_title,
    with_authority(TITLES),
    with_published,
    with_inspection_dates,
    with_people,
    with_sections,
    with_improvements(_LISTS),
    with_judgements,
    with_board,
)
"""How both kinds of this framework are read."""
