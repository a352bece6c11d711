"""Inspections of looked after children's services to 2013, and separate reviews of a Safeguarding Children Board."""

from ofsted_watch.demo_site.letters.letter_content import Description, Style, needed
from ofsted_watch.demo_site.letters.print_formats import AREA_NAMES, day, graded, inspection_dates, is_
from ofsted_watch.demo_site.letters.sentences import findings
from ofsted_watch.demo_site.printing.sheet import (
    Block,
    Cell,
    Gap,
    Heading,
    NextPage,
    Numbered,
    Para,
    Sheet,
    Table,
)
from ofsted_watch.domain.grades import Area, Grade

_NUMBERS = {Grade.OUTSTANDING: 1, Grade.GOOD: 2, Grade.ADEQUATE: 3, Grade.INADEQUATE: 4}

_SECTIONS = {
    Area.OVERALL: "Overall effectiveness of services for looked after children and young people",
    Area.LEADERSHIP: "Leadership and management",
}
"""Headings of sections that differ from the area's name in `AREA_NAMES`."""

_ROWS = (Area.OVERALL, Area.CAPACITY_TO_IMPROVE, Area.OUTCOMES, Area.QUALITY, Area.LEADERSHIP)


def compose_looked_after(facts: Description, style: Style) -> Sheet:
    """An inspection of looked after children services of 2012-13: a cover, findings, the record of main findings at the end.

    With `long_grade` the record adds the grade's number, as some real ones do: 'Inadequate Grade 4'.
    """
    title = "Inspection of looked after children services"
    blocks: list[Block] = [
        Gap(60),
        Heading(title, size=26, level=1, bold=False),
        Heading(facts.council, size=18, level=1, bold=False),
        Gap(230),
        _cover("Inspection dates:", inspection_dates(facts, style), "Reporting inspector", f"{facts.lead} HMI"),
        Gap(80),
        _cover("Age group:", "All", "Published:", day(facts.published)),
        NextPage(),
        Heading("The inspection judgements and what they mean", size=18),
        Para("Every judgement of this inspection stands on a scale of four points."),
        _scale(),
        *(block for area in _ROWS for block in _section(facts, area)),
        NextPage(),
        Heading("Record of main findings", size=18),
        Heading("Services for looked after children", size=14),
        _record(facts, style),
    ]
    return Sheet(f"{facts.council} {title}", tuple(blocks), header=f"{facts.council} {title}", margin=85)


def compose_board_review(facts: Description, style: Style) -> Sheet:
    """A separate review of the Local Safeguarding Children Board: one grade, in a sentence and in a heading."""
    grade = needed(facts.lscb, "lscb", facts)
    title = "Review of the effectiveness of the Local Safeguarding Children Board"
    board = f"The Local Safeguarding Children Board {is_(grade)}"
    blocks: list[Block] = [
        Heading(facts.council, size=26, level=1, bold=False),
        Heading(f"{title}1" if style.footnote else title, level=1),
        Heading(f"Review dates: {inspection_dates(facts, style)}", level=1, bold=False),
        Heading(f"Report published: {day(facts.published)}", level=1, bold=False),
        Heading(board, level=1),
        Para(f"The Board in {facts.place} was reviewed on its own, some months after the inspection of the local authority."),
        Heading("Executive summary"),
        *(Para(sentence) for sentence in findings("board", grade, facts.place, facts.seed, 2)),
        Heading("Recommendations"),
        Numbered(("Agree with partners what the Board wants to know, and ask for it.", "Carry out three audits a year.")),
        NextPage(),
        Heading("Inspection findings – the Board"),
        Numbered(findings("leaders", grade, facts.place, facts.seed, 5), 3),
        Heading("What the inspection judgements mean", size=16),
        Para("An outstanding LSCB changes practice and learns from it."),
        Para("An LSCB that is good coordinates what partners do and checks whether it works."),
        Para("An LSCB requires improvement if it does not yet reach what is good."),
        Para("An LSCB that is inadequate does not know how well children are protected."),
        Heading("Information about this review", size=16),
        Para(f"Lead inspector: {facts.lead}"),
    ]
    return Sheet(f"{facts.council} {title}", tuple(blocks))


def _cover(*phrase: str) -> Table:
    rows = tuple(
        (Cell(label, bold=True, size=10), Cell(value, bold=True, size=10))
        for label, value in zip(phrase[::2], phrase[1::2], strict=True)
    )
    return Table((130, 290), rows, ruled=False)


def _scale() -> Table:
    meanings = ("far more than", "more than", "only", "less than")
    rows = tuple(
        (Cell(f"{grade.value.capitalize()} (Grade {number})", size=11), Cell(f"A service that does {meaning} it must", size=11))
        for (grade, number), meaning in zip(_NUMBERS.items(), meanings, strict=True)
    )
    return Table((150, 270), rows)


def _section(facts: Description, area: Area) -> tuple[Block, ...]:
    """An area's findings below its name and its grade: 'Grade 3 (Adequate)'."""
    grade = facts.grades[area]
    topic = "leaders" if area in (Area.CAPACITY_TO_IMPROVE, Area.LEADERSHIP) else "care"
    seed = facts.seed + _ROWS.index(area)
    return (
        Heading(_SECTIONS.get(area, AREA_NAMES[area]), size=18),
        Heading(f"Grade {_NUMBERS[grade]} ({grade.value.capitalize()})", size=14, level=3),
        Numbered(findings(topic, grade, facts.place, seed, 4), first=4 * _ROWS.index(area) + 1),
    )


def _record(facts: Description, style: Style) -> Table:
    rows = []
    for area in _ROWS:
        label = _SECTIONS[area] if area is Area.LEADERSHIP else AREA_NAMES[area]
        grade = graded(facts.grades[area], style)
        if style.long_grade:
            grade = f"{grade} Grade {_NUMBERS[facts.grades[area]]}"
        rows.append((Cell(label, bold=True, size=11), Cell(grade, size=11, stands=style.stands)))
    return Table((style.label_width, 425 - style.label_width), tuple(rows))
