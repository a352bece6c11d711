"""ILACS reports: three areas and overall before 2023, four and overall after, four without overall from April 2026."""

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
    """The areas that an ILACS inspection beginning on this day judges (ofsted-domain.md: January 2023, April 2026)."""
    if first_day < date(2023, 1, 1):
        return (Area.LEADERS, Area.HELP_PROTECTION, Area.CARE_AND_LEAVERS, Area.OVERALL)
    four = (Area.LEADERS, Area.HELP_PROTECTION, Area.IN_CARE, Area.CARE_LEAVERS)
    return four if first_day >= date(2026, 4, 1) else (*four, Area.OVERALL)


def compose(said: Description, style: Style) -> Sheet:
    """An ILACS report: title, dates, lead inspector, table, summary, what needs to improve, a section for each area."""
    title = f"Inspection of {said.place} local authority children’s services"
    dates = inspection_dates(said, style)
    blocks: list[Block] = [
        *_cover(said, style, title),
        Para(f"Inspection dates: {dates}", bold=True),
        Para(f"Lead inspector: {said.lead}, {said.his_majesty} Majesty’s Inspector", bold=True),
        _table(said, style),
        *_summary(said),
        Heading("What needs to improve?"),
        Bullets(to_improve("help", "care", "leaders")),
        *_sections(said, style),
    ]
    return Sheet(title, tuple(blocks), footer=(title, dates))


def _cover(said: Description, style: Style, title: str) -> tuple[Heading, ...]:
    mark = "1" if style.footnote else ""
    if style.council_first:
        older = "Inspection of children’s social care services"
        return (Heading(said.council, size=26, level=1, bold=False), Heading(f"{older}{mark}", size=16, level=1))
    return (Heading(f"{title}{mark}", size=26, level=1, bold=False),)


def _table(said: Description, style: Style) -> Table:
    areas = [area for area in USUAL_ORDER if area in said.grades]
    if style.row_order is not None:
        random.Random(style.row_order).shuffle(areas)  # noqa: S311  the order of rows is no secret
    rows = [(Cell("Judgement", bold=True), Cell("Grade", bold=True))]
    for place, area in enumerate(areas):
        grade = graded(said.grades[area], style, usually_long=True) + ("1" if style.footnote and place == 0 else "")
        rows.append((Cell(style.labels.get(area, AREA_NAMES[area])), Cell(grade, stands=style.stands)))
    return Table((style.label_width, 453 - style.label_width), tuple(rows), header=True)


def _summary(said: Description) -> list[Para]:
    worst = min(said.grades.values(), key=lambda grade: "inadequate requires_improvement good outstanding".index(grade))
    first = f"Since the last inspection, leaders in {said.place} have set themselves high goals for children."
    if said.previous is not None and said.previous.overall != worst:
        word = said.previous.overall.value.replace("_", " ")
        first = f"At the last inspection, services in {said.place} were judged to be {word}. Much has changed since then."
    told = (findings(topic, worst, said.place, said.seed, count) for topic, count in (("help", 5), ("care", 4), ("leaders", 4)))
    return [Para(first), *(Para(" ".join(sentences)) for sentences in told)]


def _sections(said: Description, style: Style) -> list[Block]:
    blocks: list[Block] = []
    first = 1
    for area in (Area.HELP_PROTECTION, Area.IN_CARE, Area.CARE_AND_LEAVERS, Area.CARE_LEAVERS, Area.LEADERS):
        if area not in said.grades:
            continue
        grade = said.grades[area]
        blocks.append(Heading(_with_grade(AREA_NAMES[area], said.says_otherwise.get(area, grade), style)))
        items = findings(_TOPICS[area], grade, said.place, said.seed, 5)
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
