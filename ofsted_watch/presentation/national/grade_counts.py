"""How many authorities stand at each grade: for each strand, for each region, and at the end of each quarter. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.grades import Grade, Strand
from ofsted_watch.domain.history import History
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.errors import UnlistedGrade
from ofsted_watch.presentation.national.grades_on_day import ANSWERS, NO_INSPECTION, SCALE, OnDay, existing
from ofsted_watch.presentation.tables import grade_or_why

FIRST_QUARTER = date(2013, 12, 31)
"""The first inspections of the single inspection framework, the first whose grades compare, began in November 2013."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many authorities have each of ANSWERS; what nobody has counts 0."""

    by_answer: Mapping[str, int]

    @property
    def total(self) -> int:
        """All authorities."""
        return sum(self.by_answer.values())

    @property
    def graded(self) -> int:
        """Those with one of the four grades."""
        return sum(self.by_answer[grade] for grade in SCALE)

    @property
    def good_or_better(self) -> int:
        """Those that are good or outstanding."""
        return self.by_answer[Grade.OUTSTANDING] + self.by_answer[Grade.GOOD]

    @property
    def inadequate(self) -> int:
        """Those that are inadequate."""
        return self.by_answer[Grade.INADEQUATE]

    @property
    def percent_good(self) -> int | None:
        """Of those with a grade, the percentage that is good or better, rounded; None if none has a grade."""
        return round(100 * self.good_or_better / self.graded) if self.graded else None


@dataclass(frozen=True, slots=True)
class RegionCounts:
    """The counts of one region."""

    region: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Quarter:
    """The counts at the end of a quarter, or on the day that was asked for."""

    day: date
    counts: Counts


def counts_of(authorities: Sequence[OnDay], strand: Strand) -> Counts:
    """The counts of a strand. Raises UnlistedGrade for a grade of another scale."""
    return _counts(each.answers[strand] for each in authorities)


def region_counts(authorities: Sequence[OnDay], strand: Strand) -> tuple[RegionCounts, ...]:
    """The counts of each region: the largest part that is good or better first, those without a grade last; then by name."""
    regions = sorted({each.authority.region for each in authorities})
    counted = [
        RegionCounts(region, counts_of([each for each in authorities if each.authority.region == region], strand))
        for region in regions
    ]
    return tuple(sorted(counted, key=lambda row: (row.counts.graded == 0, -_part(row.counts))))


def quarters(histories: Mapping[Urn, History], register: AuthorityRegister, strand: Strand, day: date) -> tuple[Quarter, ...]:
    """The counts at the end of each quarter since 2013, of the authorities that existed then; the last is on `day` itself."""
    given = {
        urn: [(inspection.published, grade_or_why(inspection, strand)) for inspection in history.inspections]
        for urn, history in histories.items()
    }
    return tuple(
        Quarter(end, _counts(_last_until(given.get(authority.urn, ()), end) for authority in existing(register, end)))
        for end in quarter_ends(day)
    )


def quarter_ends(day: date) -> Iterator[date]:
    """The last days of the quarters since FIRST_QUARTER before a day, then that day."""
    end = FIRST_QUARTER
    while end < day:
        yield end
        end = _next_end(end)
    yield day


def _counts(answers: Iterable[str]) -> Counts:
    counted = Counter(answers)
    if unlisted := counted.keys() - set(ANSWERS):
        raise UnlistedGrade(f"'{min(unlisted)}' is not on the scale on which authorities are counted")
    return Counts({answer: counted[answer] for answer in ANSWERS})


def _last_until(given: Sequence[tuple[date, str]], day: date) -> str:
    return next((answer for published, answer in reversed(given) if published <= day), NO_INSPECTION)


def _next_end(end: date) -> date:
    """2013-12-31 → 2014-03-31."""
    month = end.month + 4
    year, month = (end.year + 1, month - 12) if month > 12 else (end.year, month)
    return date(year, month, 1) - timedelta(days=1)


def _part(counts: Counts) -> float:
    return counts.good_or_better / counts.graded if counts.graded else 0.0
