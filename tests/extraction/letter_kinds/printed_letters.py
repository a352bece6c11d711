"""Whole letters about invented authorities, printed on the spot, and what must come out of each, written by eye."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ofsted_watch.demo_site.printing.sheet import Block, Bullets, Cell, Gap, Heading, Lines, Numbered, Para, Sheet, Table
from ofsted_watch.domain.model import Letter

PROSE = (
    "Children in Thornmere see their social workers often, and their views are written down. Leaders know what works well and "
    "what does not. They read children’s records, and they ask parents, carers and partners what has changed for the better."
)
OPENING = "This letter summarises the findings of the focused visit to Thornmere children’s services on "
INSPECTORS = "His Majesty’s Inspectors for this visit were Amara Nwosu and Gareth Pugh."
PLANS = "The quality of plans, so that children and families understand them."
VISITS = "The timeliness of visits to children who wait for a first assessment, and what is written down after each of them."
OVERSIGHT = "Management oversight, so that decisions are recorded and children do not wait without a reason that they are told."
TO_IMPROVE = Heading("What needs to improve in this area of social work practice?", size=13)
FINDINGS: tuple[Block, ...] = (Heading("Main findings", size=13), Para(PROSE))
LIST: tuple[Block, ...] = (TO_IMPROVE, Bullets((PLANS,)), *FINDINGS)


@dataclass(frozen=True)
class Printed:
    """A letter to be printed, and some of what it says: a name of `values_of` → the value."""

    name: str
    sheet: Sheet
    says: Mapping[str, object]


def visit(name: str, *blocks: Block, days: str = "4 and 5 October 2022", people: str = INSPECTORS, head: str = "15 November 2022",
          subject: str = "Focused visit to Thornmere children’s services", opening: str = "", scope: str | None = None,
          sheet: Mapping[str, Any] | None = None, **says: object) -> Printed:  # fmt: skip
    """A letter about a visit: its head, subject, opening, the headline findings, these blocks and the signature."""
    about = "Inspectors looked at the local authority’s arrangements for care leavers." if scope is None else scope
    letter: tuple[Block, ...] = (
        Lines(("Ofsted", "1 Invented Way", "Nowhere"), size=9, right=True),
        Lines((head,)) if head else Gap(1),
        Lines(("", "Ms Oriel Tansy", "Director of Children’s Services", "Thornmere Council")),
        Para("Dear Ms Tansy"),
        Heading(subject, level=1),
        Para(opening or f"{OPENING}{days}. {people}"),
        *((Para(about),) if about else ()),
        *blocks,
        Para("Yours sincerely"),
        Para("Amara Nwosu", gap=24),
        Para("His Majesty’s Inspector", gap=0),
    )
    return Printed(name, Sheet(subject, letter, **(sheet or {})), {"problem": None, **says})


AREAS = {
    "leaders": "The impact of leaders on social work practice with children and families",
    "help_protection": "The experiences and progress of children who need help and protection",
    "in_care": "The experiences and progress of children in care",
    "care_leavers": "The experiences and progress of care leavers",
    "overall": "Overall effectiveness",
}
GRADED = {"leaders": "Good", "help_protection": "Good", "in_care": "Outstanding", "care_leavers": "Good", "overall": "Good"}
GRADES = {area: grade.lower() for area, grade in GRADED.items()}


def table(grades: Mapping[str, str], labels: Mapping[str, str] | None = None) -> Table:
    """A table of judgements as ILACS reports print it."""
    rows = (((labels or {}).get(area, AREAS[area]), grade) for area, grade in grades.items())
    return Table(
        (320, 133), ((Cell("Judgement"), Cell("Grade")), *((Cell(label), Cell(grade)) for label, grade in rows)), header=True
    )


def report(name: str, *blocks: Block, dates: str = "2 to 13 December 2024", grades: Table | None = None,
           first: str = "Leaders have set themselves high goals for children.", says_of_help: str = "good",
           sheet: Mapping[str, Any] | None = None, **says: object) -> Printed:  # fmt: skip
    """An ILACS report: its title, dates, table, a summary that begins so, these blocks and the first section."""
    title = "Inspection of Thornmere local authority children’s services"
    printed: tuple[Block, ...] = (
        Heading(title, size=26, level=1, bold=False),
        Para(f"Inspection dates: {dates}", bold=True),
        Para("Lead inspector: Ada Fenwick, His Majesty’s Inspector", bold=True),
        grades or table(GRADED),
        Para(first),
        Para(PROSE),
        *blocks,
        Heading(f"{AREAS['help_protection']}: {says_of_help}"),
        Numbered(("Children get help.",)),
    )
    return Printed(name, Sheet(title, printed, footer=(title, dates), **(sheet or {})), {"problem": None, **says})


def values_of(letter: Letter) -> dict[str, object]:
    """What a letter says, by short names, in plain values."""
    was, before = letter.previous_judgement, letter.previous_inspection
    return {
        "problem": letter.problem.code if letter.problem else None,
        "kind": str(letter.kind),
        "urn": letter.urn,
        "published": str(letter.published),
        "days": (str(letter.inspection_start), str(letter.inspection_end)),
        "people": list(letter.inspectors),
        "lead": letter.lead_inspector,
        "ordinal": letter.ordinal_visit,
        "previous": (str(was.grade), was.month_year) if was else None,
        "inspection_before": (before.year, before.month, before.grade and str(before.grade)) if before else None,
        "priority_action": letter.areas_for_priority_action,
        "asked": [item.text for item in letter.improvements],
        "kinds": [str(item.kind) for item in letter.improvements],
        "for": [item.addressee for item in letter.improvements],
        "heading": letter.improvements_heading,
        "scope": letter.scope,
        "topics": {str(topic) for topic in letter.topics},
        "progress": letter.progress.text if letter.progress else None,
        "grades": {str(given.area): str(given.grade) for given in letter.judgements},
        "type": letter.inspection_type and str(letter.inspection_type),
    }
