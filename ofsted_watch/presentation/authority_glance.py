"""An authority at one glance: each grade, since when it stands, how it moved, and how the region and neighbours stand. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.grades import Strand
from ofsted_watch.domain.history import History, compare
from ofsted_watch.domain.history.comparison import direction
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority
from ofsted_watch.presentation.national.grade_counts import Counts, counts_of
from ofsted_watch.presentation.national.grades_on_day import SCALE, on_day
from ofsted_watch.presentation.tables import NOT_COMPARABLE, UNCHANGED, grade_or_why


@dataclass(frozen=True, slots=True)
class GlanceRow:
    """One strand now. `answer` is its grade or why there is none; `since` is the day of the first report that gave this grade
    without another in between, None without a grade; `direction` is None without an inspection before.

    `neighbours` is None where no statistical neighbours are known.
    """

    strand: Strand
    answer: str
    since: date | None
    direction: str | None
    region: Counts
    neighbours: Counts | None


def glance(
    authority: Authority,
    histories: Mapping[Urn, History],
    register: AuthorityRegister,
    today: date,
) -> tuple[GlanceRow, ...]:
    """The five strands of an authority now; empty without a graded inspection."""
    history = histories.get(authority.urn, History(authority.urn))
    if not history.inspections:
        return ()
    region = on_day(histories, [other for other in register.current() if other.region == authority.region], today)
    nearest = on_day(histories, register.neighbours(authority.urn), today)
    return tuple(
        GlanceRow(
            strand,
            grade_or_why(history.inspections[-1], strand),
            _since(history, strand),
            _direction(history, strand),
            counts_of(region, strand),
            counts_of(nearest, strand) if nearest else None,
        )
        for strand in Strand
    )


def _since(history: History, strand: Strand) -> date | None:
    given: Sequence[tuple[date, str]] = [(each.published, grade_or_why(each, strand)) for each in history.inspections]
    grade, since = given[-1][1], given[-1][0]
    if grade not in SCALE:
        return None
    for place in range(len(given) - 1, 0, -1):
        if given[place - 1][1] != grade or history.gaps_between(history.inspections[place - 1], history.inspections[place]):
            break
        since = given[place - 1][0]
    return since


def _direction(history: History, strand: Strand) -> str | None:
    if len(history.inspections) == 1:
        return None
    for compared in compare(history, history.inspections[-1]):
        if compared.strand is strand and compared.can_be_compared:
            moved = direction(*compared.grades)
            return str(moved) if moved else UNCHANGED
    return NOT_COMPARABLE
