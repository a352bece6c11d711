"""Letters and reports of several inspectorates: joint targeted area inspections, area SEND and SEND monitoring visits."""

from ofsted_watch.demo_site.letters.letter_content import Description, Style
from ofsted_watch.demo_site.letters.print_formats import day, inspection_dates, visit_days
from ofsted_watch.demo_site.letters.sentences import findings, to_improve
from ofsted_watch.demo_site.printing.sheet import Block, Bullets, Cell, Heading, Lines, Para, Sheet, Table
from ofsted_watch.domain.grades import Area, Grade

_MIDDLING = Grade.REQUIRES_IMPROVEMENT

_OUTCOMES = {
    Grade.POSITIVE: (
        "The local area partnership’s arrangements typically lead to positive experiences and outcomes for children and young "
        "people with special educational needs and/or disabilities (SEND). The local area partnership is taking action where "
        "improvements are needed."
    ),
    Grade.INCONSISTENT: (
        "The local area partnership’s arrangements lead to inconsistent experiences and outcomes for children and young people "
        "with special educational needs and/or disabilities (SEND). The local area partnership must work jointly to make "
        "improvements."
    ),
    Grade.SYSTEMIC_FAILINGS: (
        "There are widespread and/or systemic failings leading to significant concerns about the experiences and outcomes of "
        "children and young people with special educational needs and/or disabilities (SEND), which the local area partnership "
        "must address urgently."
    ),
}
"""The three outcomes of the 2023 framework, in its fixed wording."""


def compose_jtai(facts: Description, style: Style) -> Sheet:
    """A joint targeted area inspection. Its title is the subject line, which names a theme before 2020."""
    themed = facts.published.year < 2020
    title = f"Joint targeted area inspection of {facts.place}"
    if themed:
        title = f"Joint targeted area inspection of the multi-agency response to {facts.theme} in {facts.place}"
    blocks: list[Block] = [
        Lines((day(facts.published),)),
        Lines(("", "Imogen Farthingale, Director of Children’s Services,", facts.council, "Ambrose Kettle, Chief Constable")),
        Para("Dear local partnership"),
        Heading(title, size=13, level=1),
        *_jtai_opening(facts, themed),
        Heading("Headline findings", size=13),
        Para(" ".join(findings("help", _MIDDLING, facts.place, facts.seed, 4))),
        *_priority_action(facts),
        Heading("What needs to improve?", size=13),
        Bullets(to_improve("help")),
        Heading("Strengths", size=13),
        Bullets(findings("help", Grade.GOOD, facts.place, facts.seed, 3)),
        Heading("Main findings", size=13),
        *(Para(sentence) for sentence in findings("help", _MIDDLING, facts.place, facts.seed, 8)),
        Heading("Next steps", size=13),
        Para("The director of children’s services should prepare a written statement of proposed action within 70 days."),
        Para("Yours sincerely"),
        Para("Gwendolyn Ashby", gap=24),
        Para("National Director, Social Care, Ofsted", gap=0),
    ]
    return Sheet(title, tuple(blocks), bullet="■" if style.press == "reportlab" else "•")


def _jtai_opening(facts: Description, themed: bool) -> list[Block]:
    majesty = facts.his_majesty
    if themed:
        same_month = (facts.start.year, facts.start.month) == (facts.end.year, facts.end.month)
        first = str(facts.start.day) if same_month else day(facts.start)
        return [
            Para(
                f"Between {first} and {day(facts.end)}, Ofsted, the Care Quality Commission (CQC), "
                "HMI Constabulary and Fire & Rescue Services (HMICFRS) and HMI Probation undertook a joint inspection of the "
                f"multi-agency response to {facts.theme} in {facts.place}."
            ),
            Para("This letter to all the service leaders in the area outlines our findings."),
        ]
    return [
        Para(
            "This letter summarises the findings of the joint targeted area inspection (JTAI) of the multi-agency response to "
            f"{facts.theme} in {facts.place}."
        ),
        Para(
            f"This inspection took place from {visit_days(facts.start, facts.end)}. It was carried out by inspectors from "
            f"Ofsted, the Care Quality Commission (CQC) and {majesty} Majesty’s Inspectorate of Constabulary and Fire & Rescue "
            f"Services (HMICFRS). The lead inspector was {facts.lead}, {majesty} Majesty’s Inspector."
        ),
    ]


def _priority_action(facts: Description) -> list[Block]:
    if not facts.priority_action:
        return []
    return [Heading("Areas for priority action", size=13), *(Para(action) for action in facts.priority_action)]


def compose_area_send(facts: Description, style: Style) -> Sheet:
    """An area SEND inspection: since 2023 a report with one of three outcomes, before that a letter without one."""
    return _area_send_2023(facts, style) if Area.SEND_OUTCOME in facts.grades else _area_send_2016(facts, style)


def _area_send_2023(facts: Description, style: Style) -> Sheet:
    title = f"Area SEND inspection of {facts.place} Local Area Partnership"
    outcome = facts.grades[Area.SEND_OUTCOME]
    dates = inspection_dates(facts, style)
    before = f"Dates of previous inspection: {visit_days(facts.previous.when, facts.previous.when)}" if facts.previous else ""
    blocks: list[Block] = [
        Heading(title, size=26, level=1),
        Para(f"Inspection dates: {dates}"),
        *([Para(before)] if before else []),
        Heading("Inspection outcome"),
        Para(_OUTCOMES[outcome]),
        Para("Ofsted and the Care Quality Commission (CQC) ask that the partnership updates and publishes its strategic plan."),
        Heading("Information about the local area partnership"),
        Para(f"{facts.council} and the local health board plan and pay together for services for children with SEND."),
        Heading("What is it like to be a child or young person with SEND in this area?"),
        *(Para(sentence) for sentence in findings("area", outcome, facts.place, facts.seed, 3)),
        *_priority_action(facts),
        Heading("What is the area partnership doing that is effective?"),
        Bullets(findings("area", Grade.POSITIVE, facts.place, facts.seed, 3)),
        Heading("What does the area partnership need to do better?"),
        Bullets(to_improve("area")),
        Heading("Inspection team"),
        _team(facts),
    ]
    return Sheet(
        title,
        tuple(blocks),
        footer=(f"Area SEND inspection report: {facts.place} Local Area Partnership", dates),
        margin=57,
    )


def _team(facts: Description) -> Table:
    rows = [
        (Cell("Ofsted", bold=True), Cell("Care Quality Commission", bold=True)),
        (Cell(f"{facts.lead}, Ofsted HMI lead inspector"), Cell("Barnaby Quill, CQC lead inspector")),
        *((Cell(f"{name}, Ofsted HMI"), Cell("")) for name in facts.inspectors[1:]),
    ]
    return Table((240, 240), tuple(rows), header=True)


def _area_send_2016(facts: Description, style: Style) -> Sheet:
    title = f"Joint local area SEND inspection in {facts.place}"
    blocks: list[Block] = [
        Lines((day(facts.published),)),
        Lines(("", "Ms Imogen Farthingale", "Director of Children’s Services", facts.council)),
        Para("Dear Ms Farthingale"),
        Heading(title, level=1),
        Para(
            f"Between {day(facts.start)} and {day(facts.end)}, Ofsted and the Care Quality Commission (CQC) conducted a joint "
            f"inspection of the local area of {facts.place} to judge the effectiveness of the area in implementing the special "
            "educational needs and disability (SEND) reforms as set out in the Children and Families Act 2014."
        ),
        Para(
            f"The inspection was led by {facts.lead}, one of {facts.his_majesty} Majesty’s Inspectors from Ofsted, with a team "
            "that included a children’s services inspector from the CQC."
        ),
        *_written_statement(facts),
        Heading("Main findings"),
        Bullets(findings("area", _MIDDLING, facts.place, facts.seed, 6)),
        Heading("The effectiveness of the local area in identifying children and young people’s needs"),
        Bullets(findings("area", Grade.GOOD, facts.place, facts.seed, 3)),
        Para("Yours sincerely"),
        Para(facts.lead, gap=24),
        Para(f"{facts.his_majesty} Majesty’s Inspector", gap=0),
    ]
    return Sheet(title, tuple(blocks), bullet="■" if style.press == "reportlab" else "•")


def _written_statement(facts: Description) -> list[Block]:
    if not facts.priority_action:
        return []
    return [
        Para(
            f"As a result of the findings of this inspection, {facts.his_majesty} Majesty’s Chief Inspector has determined that "
            "a written statement of action is required because of significant areas of weakness in the area’s practice."
        )
    ]


def compose_send_monitoring(facts: Description, style: Style) -> Sheet:
    """A SEND revisit, which says whether the area made sufficient progress since its written statement of action."""
    title = f"Joint area SEND revisit in {facts.place}"
    blocks: list[Block] = [
        Lines((day(facts.published),)),
        Lines(("", "Ms Imogen Farthingale", "Director of Children’s Services", facts.council)),
        Para("Dear Ms Farthingale"),
        Heading(title, level=1),
        Para(
            f"Between {day(facts.start)} and {day(facts.end)}, Ofsted and the Care Quality Commission (CQC) revisited the area "
            f"of {facts.place} to decide whether the area has made sufficient progress in addressing the areas of significant "
            "weakness detailed in the written statement of action."
        ),
        Para("The area has made sufficient progress in addressing all of the significant weaknesses. This letter outlines why."),
        Para(f"{facts.his_majesty} Majesty’s Inspectors for this visit were {_and(facts.inspectors)}."),
        Heading("Main findings"),
        *(Para(sentence) for sentence in findings("area", Grade.GOOD, facts.place, facts.seed, 6)),
        Heading("Next steps"),
        Para("No further formal monitoring visits are planned."),
        Para("Yours sincerely"),
        Para(facts.lead, gap=24),
        Para(f"{facts.his_majesty} Majesty’s Inspector", gap=0),
    ]
    return Sheet(title, tuple(blocks), bullet="■" if style.press == "reportlab" else "•")


def _and(names: tuple[str, ...]) -> str:
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
