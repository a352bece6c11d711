"""Kept letters for the tests: invented authorities, our own words."""

from datetime import date, timedelta

from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.history import History, compare
from ofsted_watch.domain.history.comparison import change_between
from ofsted_watch.domain.model import (
    Authority,
    Cause,
    Change,
    Judgement,
    Problem,
    Section,
    StoredLetter,
    Witness,
)
from ofsted_watch.presentation.labels import AREAS, GRADES
from tests import factories

MARSHFORD = Authority("90001", "Marshford", "E99000001", "North West")
UNDERBY = Authority("90002", "Underby", "E99000002", "London")
AUTHORITIES = {authority.urn: authority for authority in (MARSHFORD, UNDERBY)}

G, RI, I, O, NJ = Grade.GOOD, Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE, Grade.OUTSTANDING, Grade.NOT_JUDGED  # noqa: E741

SIF_AREAS = (Area.OVERALL, Area.HELP_PROTECTION, Area.LEADERSHIP, Area.LOOKED_AFTER, Area.CARE_LEAVERS)
ILACS_THREE = (Area.OVERALL, Area.HELP_PROTECTION, Area.LEADERS, Area.CARE_AND_LEAVERS)
ILACS_FOUR = (Area.OVERALL, Area.HELP_PROTECTION, Area.LEADERS, Area.IN_CARE, Area.CARE_LEAVERS)
ILACS_2026 = ILACS_FOUR[1:]


def day(text: str) -> date:
    return date.fromisoformat(text)


PRIORITY_SECTION = Section(
    "Area for priority action",
    "Children in Marshford wait too long for a decision when somebody reports that they are at risk of harm.",
)

LISTED_AS = {
    "ilacs_inspection": "Children's services inspection",
    "sif_inspection": "Single inspection of LA children's services as pdf",
    "focused_visit": "Children's services focused visit",
    "jtai": "Joint area child protection inspection",
}


def judged(area: Area, grade: Grade) -> Judgement:
    """A judgement with the three witnesses that a tagged letter gives."""
    name, text = AREAS[area].capitalize(), GRADES[grade].capitalize()
    witnesses = (
        Witness(1, f"{name}: {text}", "table"),
        Witness(1, f"{name} | {text}", "tag_tree"),
        Witness(4, f"In Marshford, {AREAS[area]}: {GRADES[grade]}", "heading"),
    )
    return factories.judgement(area=area, grade=grade, printed=text, witnesses=witnesses)


def stored(
    kind: str,
    published: str,
    grades: dict[Area, Grade] | None = None,
    *,
    urn: str = MARSHFORD.urn,
    number: str | None = None,
    sha: str | None = None,
    inspected: tuple[str, str] | None = None,
    seen: str | None = None,
    version: str = "1",
    problem: Problem | None = None,
    withdrawn: str | None = None,
    priority: bool | None = None,
) -> StoredLetter:
    """A kept letter; what is not said follows from the day of publication, so that two letters never collide by chance."""
    came = day(published)
    number = number or f"5{came:%Y%m%d}"
    sha = sha or f"{urn}{came:%Y%m%d}{kind}".encode().hex()[:64].ljust(64, "0")
    start, end = (day(text) for text in inspected) if inspected else (came - timedelta(40), came - timedelta(30))
    letter = factories.letter(
        file=f"{number}.pdf",
        sha256=sha,
        kind=kind,
        title=f"{kind} of Marshford",
        authority=None,
        urn=urn,
        inspection_start=start,
        inspection_end=end,
        lead_inspector="Ada Invented",
        judgements=tuple(judged(area, grade) for area, grade in (grades or {}).items()),
        areas_for_priority_action=priority,
        sections=(PRIORITY_SECTION,) if priority else (),
        text="",
        problem=problem,
    )
    listing = factories.listing(
        urn=urn,
        file_number=number,
        url=f"https://files.example/v1/file/{number}",
        listed_as=LISTED_AS.get(kind, "Children's services letter"),
        published=came,
        event_date=None,
    )
    first_seen = day(seen) if seen else came
    return StoredLetter(listing, letter, came, first_seen, version, day(withdrawn) if withdrawn else None)


def sif(published: str, *grades: Grade, kind: str = "sif_inspection", **more: object) -> StoredLetter:
    """Overall, help and protection, leadership, looked after, care leavers."""
    return stored(kind, published, dict(zip(SIF_AREAS, grades, strict=True)), **more)  # type: ignore[arg-type]


def ilacs3(published: str, *grades: Grade, **more: object) -> StoredLetter:
    """Overall, help and protection, leaders, care and leavers together."""
    return stored("ilacs_inspection", published, dict(zip(ILACS_THREE, grades, strict=True)), **more)  # type: ignore[arg-type]


def ilacs(published: str, *grades: Grade, **more: object) -> StoredLetter:
    """Overall, help and protection, leaders, in care, care leavers."""
    return stored("ilacs_inspection", published, dict(zip(ILACS_FOUR, grades, strict=True)), **more)  # type: ignore[arg-type]


def ilacs_2026(published: str, *grades: Grade, **more: object) -> StoredLetter:
    """Help and protection, leaders, in care, care leavers; no overall."""
    return stored("ilacs_inspection", published, dict(zip(ILACS_2026, grades, strict=True)), **more)  # type: ignore[arg-type]


def changes_of(history: History) -> tuple[Change, ...]:
    """Every change of judgement between neighbouring inspections of one authority, oldest first, as history."""
    found = []
    for inspection in history.inspections:
        earlier = history.predecessor(inspection)
        if earlier is not None:
            moved = (compared for compared in compare(history, inspection) if compared.is_change)
            found += [change_between(earlier, inspection, compared, Cause.HISTORY) for compared in moved]
    return tuple(found)
