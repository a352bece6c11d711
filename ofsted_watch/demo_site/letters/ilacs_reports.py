"""ILACS reports: three areas and overall before 2023, then four and overall, from April 2026 four without overall."""

import random
from datetime import date
from typing import assert_never

from ofsted_watch.demo_site.letters.letter_content import Description, Style
from ofsted_watch.demo_site.letters.print_formats import AREA_NAMES, graded, inspection_dates, is_
from ofsted_watch.demo_site.letters.sentences import findings, to_improve
from ofsted_watch.demo_site.printing.sheet import Block, Bullets, Cell, Heading, Numbered, Para, Sheet, Table
from ofsted_watch.domain.grades import Area, Grade

_TOPICS = {
    Area.HELP_PROTECTION: "help",
    Area.IN_CARE: "care",
    Area.CARE_AND_LEAVERS: "care",
    Area.CARE_LEAVERS: "leavers",
    Area.LEADERS: "leaders",
}

USUAL_ORDER = (
    Area.LEADERS,
    Area.HELP_PROTECTION,
    Area.IN_CARE,
    Area.CARE_AND_LEAVERS,
    Area.CARE_LEAVERS,
    Area.OVERALL,
)


def areas_on(first_day: date) -> tuple[Area, ...]:
    """The areas that an ILACS inspection with this first day judges (ofsted-domain.md: January 2023, April 2026)."""
    if first_day < date(2023, 1, 1):
        return (Area.LEADERS, Area.HELP_PROTECTION, Area.CARE_AND_LEAVERS, Area.OVERALL)
    four = (Area.LEADERS, Area.HELP_PROTECTION, Area.IN_CARE, Area.CARE_LEAVERS)
    return four if first_day >= date(2026, 4, 1) else (*four, Area.OVERALL)


def compose(facts: Description, style: Style) -> Sheet:
    """An ILACS report: title, dates, lead inspector, table, summary, what needs to improve, a section for each area."""
    title = f"Inspection of {facts.place} local authority children’s services"
    dates = inspection_dates(facts, style)
    blocks: list[Block] = [
        *_cover(facts, style, title),
        Para(f"Inspection dates: {dates}", bold=True),
        Para(f"Lead inspector: {facts.lead}, {facts.his_majesty} Majesty’s Inspector", bold=True),
        _table(facts, style),
        *_summary(facts),
        Heading("What needs to improve?"),
        Bullets(to_improve("help", "care", "leaders")),
        *_sections(facts, style),
    ]
    return Sheet(title, tuple(blocks), footer=(title, dates))


def _cover(facts: Description, style: Style, title: str) -> tuple[Heading, ...]:
    mark = "1" if style.footnote else ""
    if style.council_first:
        older = "Inspection of children’s social care services"
        return (Heading(facts.council, size=26, level=1, bold=False), Heading(f"{older}{mark}", size=16, level=1))
    return (Heading(f"{title}{mark}", size=26, level=1, bold=False),)


def _table(facts: Description, style: Style) -> Table:
    areas = [area for area in USUAL_ORDER if area in facts.grades]
    if style.row_order is not None:
        random.Random(style.row_order).shuffle(areas)  # noqa: S311  the order of rows is not secret
    rows = [(Cell("Judgement", bold=True), Cell("Grade", bold=True))]
    for place, area in enumerate(areas):
        grade = graded(facts.grades[area], style, usually_long=True) + ("1" if style.footnote and place == 0 else "")
        rows.append((Cell(style.labels.get(area, AREA_NAMES[area])), Cell(grade, stands=style.stands)))
    return Table((style.label_width, 453 - style.label_width), tuple(rows), header=True)


def _summary(facts: Description) -> list[Para]:
    worst = min(facts.grades.values(), key=lambda grade: "inadequate requires_improvement good outstanding".index(grade))
    first = f"Since the last inspection, leaders in {facts.place} have set themselves high goals for children."
    if facts.previous is not None:
        word = facts.previous.overall.value.replace("_", " ")
        first = (
            f"Since the last inspection in {facts.previous.when.year}, when children’s services in {facts.place} were judged "
            f"to be {word} overall, leaders have set themselves high goals for children."
        )
    paragraphs = (
        findings(topic, worst, facts.place, facts.seed, count) for topic, count in (("help", 5), ("care", 4), ("leaders", 4))
    )
    return [Para(first), *(Para(" ".join(sentences)) for sentences in paragraphs)]


def _sections(facts: Description, style: Style) -> list[Block]:
    blocks: list[Block] = []
    first = 1
    for area in (Area.HELP_PROTECTION, Area.IN_CARE, Area.CARE_AND_LEAVERS, Area.CARE_LEAVERS, Area.LEADERS):
        if area not in facts.grades:
            continue
        grade = facts.grades[area]
        blocks.append(Heading(_with_grade(AREA_NAMES[area], facts.says_otherwise.get(area, grade), style)))
        items = findings(_TOPICS[area], grade, facts.place, facts.seed, 5)
        blocks.append(Numbered(items, first))
        first += len(items)
    return blocks


def _with_grade(name: str, grade: Grade, style: Style) -> str:
    match style.headings:
        case "colon":
            return f"{name}: {graded(grade, style, usually_long=True).lower()}"
        case "is":
            return f"{name} {is_(grade)}"
        case "none":
            return name
        case _:
            assert_never(style.headings)
