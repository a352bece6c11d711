"""SIF reports and re-inspections, 2013 to 2018, with the review of the Local Safeguarding Children Board."""

from ofsted_watch.demo_site.letters.letter_content import Description, Style, needed
from ofsted_watch.demo_site.letters.print_formats import (
    AREA_NAMES,
    are,
    day,
    graded,
    inspection_dates,
    is_,
    month_year,
)
from ofsted_watch.demo_site.letters.sentences import findings, to_improve
from ofsted_watch.demo_site.printing.sheet import (
    Block,
    Bullets,
    Cell,
    Down,
    Heading,
    NextPage,
    Numbered,
    Para,
    Sheet,
    Table,
)
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.letter_kind import LetterKind

_SERVICES = "services for children in need of help and protection, children looked after and care leavers"

_ROWS = (
    (Area.HELP_PROTECTION, "1. Children who need help and protection", 0.0),
    (Area.LOOKED_AFTER, "2. Children looked after and achieving permanence", 0.0),
    (Area.ADOPTION, "2.1 Adoption performance", 40.0),
    (Area.CARE_LEAVERS, "2.2 Experiences and progress of care leavers", 40.0),
    (Area.LEADERSHIP, "3. Leadership, management and governance", 0.0),
)

_TOPICS = {Area.HELP_PROTECTION: "help", Area.LOOKED_AFTER: "care", Area.LEADERSHIP: "leaders"}

_MEANINGS = (
    "An outstanding local authority makes a lasting difference for children and goes well beyond what is asked of it.",
    "A local authority that is good helps, protects and cares for children, and they do well.",
    "A local authority requires improvement when no widespread failures were found but it does not yet reach what is good.",
    "An inadequate local authority leaves children harmed, or at risk of harm.",
)


def compose(facts: Description, style: Style) -> Sheet:
    """A SIF inspection or re-inspection. Its table continues on page 2, and its team is at the end."""
    again = facts.kind == LetterKind.SIF_REINSPECTION
    title = f"{'Re-inspection' if again else 'Inspection'} of {_SERVICES}"
    plural = "dates" if facts.pause or again else "date"
    blocks: list[Block] = [
        Heading(facts.council, size=26, level=1, bold=False),
        Heading(title, level=1),
        *(_board_title(style) if facts.lscb else ()),
        Heading(f"Inspection {plural}: {inspection_dates(facts, style)}", level=1, bold=False),
        Heading(f"Report published: {day(facts.published)}", level=1, bold=False),
        Down(630),  # so that the table continues on the next page
        Heading(_overall(facts, style), level=1),
        _table(facts, style),
        NextPage(),
        Heading("Executive summary"),
        *(Para(sentence) for sentence in _summary(facts)),
        *_contents(facts),
        *_local_authority(facts),
        *_sections(facts, style),
        *(_board(facts) if facts.lscb else ()),
        *_end(facts),
    ]
    return Sheet(f"{facts.council} {title}", tuple(blocks))


def _board_title(style: Style) -> tuple[Block, ...]:
    mark = "1" if style.footnote else ""
    return (
        Para("and", size=14),
        Heading(f"Review of the effectiveness of the Local Safeguarding Children Board{mark}", level=1),
    )


def _overall(facts: Description, style: Style) -> str:
    services = f"hildren’s services in {facts.place} {are(facts.grades[Area.OVERALL])}"
    return f"The overall judgement is that c{services}" if style.as_in_2014 else f"C{services}"


def _table(facts: Description, style: Style) -> Table:
    rows = []
    for area, usual, indent in _ROWS:
        label = style.labels.get(area, usual)
        if style.misnumbered and area is Area.LEADERSHIP:
            label = label.replace("3.", "2.")
        bold = indent == 0
        cells = (Cell(label, bold=bold, indent=indent), Cell(graded(facts.grades[area], style), stands=style.stands))
        rows.append(cells)
    width = max(style.label_width, 260)
    return Table((width, 453 - width), tuple(rows))


def _summary(facts: Description) -> tuple[str, ...]:
    overall = facts.grades[Area.OVERALL]
    return (
        *findings("leaders", overall, facts.place, facts.seed, 3),
        *findings("help", overall, facts.place, facts.seed, 4),
        *findings("care", overall, facts.place, facts.seed, 3),
    )


def _contents(facts: Description) -> tuple[Block, ...]:
    chapters = ("Executive summary", "Recommendations", *(AREA_NAMES[area] for area in _TOPICS))
    if facts.lscb:
        chapters = (*chapters, "The Local Safeguarding Children Board (LSCB)")
    rows = tuple((Cell(chapter), Cell(str(3 + place))) for place, chapter in enumerate(chapters))
    return (Heading("Contents", size=26, bold=False), Table((420, 33), rows, ruled=False))


def _local_authority(facts: Description) -> list[Block]:
    blocks: list[Block] = [NextPage(), Heading("The local authority", size=16), Heading("Previous Ofsted inspections", size=12)]
    earlier = ["The local authority runs two children’s homes. Both were judged to be good at their last inspection."]
    if facts.previous is not None:
        earlier.append(_previous(facts))
    return [
        *blocks,
        Bullets(tuple(earlier)),
        Heading("Local leadership", size=12),
        Bullets((f"The director of children’s services in {facts.place} has been in post for two years.",)),
        Heading("Recommendations"),
        Numbered(to_improve("help", "care", "leavers")),
    ]


def _previous(facts: Description) -> str:
    previous = needed(facts.previous, "previous", facts)
    sentences = [
        f"The previous inspection was in {month_year(previous.when)}. "
        f"The overall effectiveness of the local authority was judged to be {_plain(previous.overall)}."
    ]
    for area, grade in previous.grades.items():
        sentences.append(f"{AREA_NAMES[area]} {'was' if area is Area.ADOPTION else 'were'} judged to be {_plain(grade)}.")
    return " ".join(sentences)


def _plain(grade: Grade) -> str:
    return grade.value.replace("_", " ")


def _sections(facts: Description, style: Style) -> list[Block]:
    blocks: list[Block] = [NextPage()]
    first = 1
    for area, topic in _TOPICS.items():
        grade = facts.grades[area]
        stated = graded(facts.says_otherwise.get(area, grade), style)
        heading = (Cell(AREA_NAMES[area], bold=True, size=14), Cell(stated, bold=True, size=14, stands="middle"))
        headed = (Cell("Key judgement", bold=True), Cell("Judgement grade", bold=True))
        blocks.append(Table((280, 173), (headed, heading) if style.as_in_2014 else (heading,), header=style.as_in_2014))
        items = findings(topic, grade, facts.place, facts.seed, 6)
        blocks.append(Numbered(items, first))
        first += len(items)
        if area is Area.LOOKED_AFTER:
            blocks.extend(_inside_looked_after(facts, first))
            first += 4
    return blocks


def _inside_looked_after(facts: Description, first: int) -> list[Block]:
    adoption, leavers = facts.grades[Area.ADOPTION], facts.grades[Area.CARE_LEAVERS]
    return [
        Heading(f"The graded judgement for adoption performance is that it {is_(adoption)}", size=12),
        Numbered(findings("adoption", adoption, facts.place, facts.seed, 2), first),
        Heading(
            "The graded judgement about the experience and progress of care leavers is that "
            + ("they " if leavers is Grade.REQUIRES_IMPROVEMENT else "it ")
            + ("require improvement" if leavers is Grade.REQUIRES_IMPROVEMENT else is_(leavers)),
            size=12,
        ),
        Numbered(findings("leavers", leavers, facts.place, facts.seed, 2), first + 2),
    ]


def _board(facts: Description) -> list[Block]:
    grade = needed(facts.lscb, "lscb", facts)
    return [
        NextPage(),
        Heading("The Local Safeguarding Children Board (LSCB)", size=16),
        Heading(f"The Local Safeguarding Children Board {is_(grade)}"),
        Heading("Executive summary"),
        *(Para(sentence) for sentence in findings("board", grade, facts.place, facts.seed, 2)),
    ]


def _end(facts: Description) -> list[Block]:
    team = ", ".join(facts.inspectors[2:])
    return [
        NextPage(),
        Heading("What the inspection judgements mean", size=16),
        *(Para(sentence) for sentence in _MEANINGS),
        Heading("Information about this inspection", size=16),
        Para(f"Inspectors read records and met children, parents and staff. There were {len(facts.inspectors)} in the team."),
        Heading("The inspection team", size=12),
        Para(f"Lead inspector: {facts.lead}"),
        *([Para(f"Deputy lead inspector: {facts.inspectors[1]}")] if len(facts.inspectors) > 1 else []),
        *([Para(f"Team inspectors: {team}")] if team else []),
        Para("Senior data analyst: Wilf Sandover"),
    ]
