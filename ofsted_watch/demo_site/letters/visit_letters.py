"""Letters about a focused, monitoring or assurance visit to one authority. They give no grade."""

from collections.abc import Callable

from ofsted_watch.demo_site.letters.letter_content import Description, Style, needed
from ofsted_watch.demo_site.letters.print_formats import day, month_year, ordinal, visit_days
from ofsted_watch.demo_site.letters.sentences import findings, to_improve
from ofsted_watch.demo_site.printing.sheet import Block, Bullets, Heading, Lines, Para, Sheet
from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.letter_kind import LetterKind

_OFFICE = ("Ofsted", "1 Invented Way", "Nowhere", "ZZ1 1ZZ", "T 0300 000 0000", "www.gov.uk/ofsted")

_MIDDLING = Grade.REQUIRES_IMPROVEMENT
"""Visit letters have good and bad findings, as our sentences for this grade do."""


def compose_focused(facts: Description, style: Style) -> Sheet:
    """A focused visit letter. Areas for priority action, if any, come before what needs to improve."""
    title = f"Focused visit to {facts.place} children’s services"
    names = _and(facts.inspectors)
    blocks: list[Block] = [
        *_letterhead(facts, title),
        Para(
            f"This letter summarises the findings of the focused visit to {facts.place} children’s services on "
            f"{visit_days(facts.start, facts.end)}. {facts.his_majesty} Majesty’s Inspectors for this visit were {names}."
        ),
        Para(f"Inspectors looked at the local authority’s arrangements for {facts.theme}. This included:"),
        Bullets(("how decisions are made, and who checks them", "what children say about the help they are given")),
        Para(
            "This visit was carried out in line with the inspection of local authority children’s services (ILACS) framework. "
            "Inspectors read electronic records and met social workers, managers and young people."
        ),
        Heading("Headline findings", size=13),
        Para(_since(facts)),
        Para(" ".join(findings("help", _MIDDLING, facts.place, facts.seed, 4))),
        *_priority_action(facts, style),
        Heading("What needs to improve in this area of social work practice?", size=13),
        Bullets(to_improve("leavers", "leaders")),
        Heading("Main findings", size=13),
        *(Para(sentence) for sentence in findings("care", _MIDDLING, facts.place, facts.seed, 8)),
        *(Para(sentence) for sentence in findings("leaders", _MIDDLING, facts.place, facts.seed, 4)),
        Para("Ofsted will take the findings from this focused visit into account when planning the next inspection or visit."),
        *_signed(facts),
    ]
    return Sheet(title, tuple(blocks), margin=68, bullet="■" if style.press == "reportlab" else "•")


def compose_monitoring(facts: Description, style: Style) -> Sheet:
    """A monitoring visit letter: the number of the visit, the inspection before it, and the progress."""
    title = f"Monitoring visit to {facts.council} children’s services"
    number = ordinal(needed(facts.ordinal, "ordinal", facts))
    previous = needed(facts.previous, "previous", facts)
    judged = previous.overall.value.replace("_", " ")
    blocks: list[Block] = [
        *_letterhead(facts, title),
        Para(
            f"This letter summarises the findings of the monitoring visit to {facts.place} children’s services on "
            f"{visit_days(facts.start, facts.end)}. This was the {number} monitoring visit since the local authority was judged "
            f"{judged} in {month_year(previous.when)}. {facts.his_majesty} Majesty’s Inspectors for this visit were "
            f"{_and(facts.inspectors)}."
        ),
        Para(
            "The local authority is making some progress, but change is slow for the children who most need it. "
            "Services for a few of them remain inadequate."
        ),
        Heading("Areas covered by the visit", size=13),
        Para(f"During this visit, inspectors looked at {facts.theme}."),
        Para("They read children’s records, listened to children and parents, and met social workers and their managers."),
        Heading("Summary of findings", size=13),
        Bullets(findings("help", _MIDDLING, facts.place, facts.seed, 5)),
        Heading("Evaluation of progress", size=13),
        *(Para(sentence) for sentence in findings("leaders", _MIDDLING, facts.place, facts.seed, 8)),
        Para("A copy of this letter goes to the Department for Education, and it will be published on the Ofsted website."),
        *_signed(facts),
    ]
    return Sheet(title, tuple(blocks), margin=68, bullet="■" if style.press == "reportlab" else "•")


def compose_assurance(facts: Description, style: Style) -> Sheet:
    """An assurance visit letter of 2020-21."""
    title = f"Assurance visit to {facts.council} children’s services"
    blocks: list[Block] = [
        *_letterhead(facts, title),
        Para(
            f"This letter summarises the findings of an assurance visit to {facts.council} children’s services between "
            f"{day(facts.start)} and {day(facts.end)}. {facts.his_majesty} Majesty’s Inspectors for this visit were "
            f"{_and(facts.inspectors)}. Inspectors worked remotely for part of it."
        ),
        Para(
            "The visit used the inspection of local authority children’s services (ILACS) framework in a shorter form. "
            "No graded judgement is given."
        ),
        Heading("Overview", size=13),
        Para(_since(facts)),
        Para(" ".join(findings("leaders", _MIDDLING, facts.place, facts.seed, 4))),
        *_priority_action(facts, style),
        Heading("What needs to improve in this area of social work practice", size=13),
        Bullets(to_improve("care")),
        Heading("Findings", size=13),
        *(Para(sentence) for sentence in findings("care", _MIDDLING, facts.place, facts.seed, 9)),
        *_signed(facts),
    ]
    return Sheet(title, tuple(blocks), margin=68, bullet="■" if style.press == "reportlab" else "•")


COMPOSERS: dict[LetterKind, Callable[[Description, Style], Sheet]] = {
    LetterKind.FOCUSED_VISIT: compose_focused,
    LetterKind.MONITORING_VISIT: compose_monitoring,
    LetterKind.ASSURANCE_VISIT: compose_assurance,
}


def _letterhead(facts: Description, title: str) -> tuple[Block, ...]:
    return (
        Lines(_OFFICE, size=9, right=True),
        Lines((day(facts.published),)),
        Lines(("", "Imogen Farthingale", "Director of Children’s Services", facts.council)),
        Para("Dear Ms Farthingale"),
        Heading(title, level=1),
    )


def _since(facts: Description) -> str:
    if facts.previous is None:
        return f"This was the first visit to {facts.place} under this framework."
    judged = facts.previous.overall.value.replace("_", " ")
    return (
        f"Services for children in {facts.place} were judged to be {judged} in {month_year(facts.previous.when)}. "
        "What schools say of the front door remains good."
    )


def _priority_action(facts: Description, style: Style) -> list[Block]:
    if not facts.priority_action:
        denied: list[Block] = [Heading("Areas for priority action", size=13), Para("There are no areas for priority action.")]
        return denied if style.denies_priority_action else []
    heading = "Areas for priority action" if len(facts.priority_action) > 1 else "Area for priority action"
    return [Heading(heading, size=13), Bullets(facts.priority_action)]


def _signed(facts: Description) -> tuple[Block, ...]:
    return (
        Para("Yours sincerely"),
        Para(facts.lead, gap=24),
        Para(f"{facts.his_majesty} Majesty’s Inspector", gap=0),
    )


def _and(names: tuple[str, ...]) -> str:
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
