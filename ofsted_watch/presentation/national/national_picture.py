"""All that the page of the country shows of one day and one strand. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.grades import Strand
from ofsted_watch.domain.history import History
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.presentation.national.grade_counts import Counts, Quarter, RegionCounts, counts_of, quarters, region_counts
from ofsted_watch.presentation.national.grades_on_day import OnDay, existing, on_day
from ofsted_watch.presentation.national.last_inspections import LastInspection, last_inspections
from ofsted_watch.presentation.national.moves import Move, YearOfMoves, by_year, last_twelve_months, moves


@dataclass(frozen=True, slots=True)
class NationalPicture:
    """The country on a day. `recent` are the moves of the last twelve months, `waiting` has the longest wait first."""

    day: date
    strand: Strand
    authorities: tuple[OnDay, ...]
    strands: Mapping[Strand, Counts]
    regions: tuple[RegionCounts, ...]
    quarters: tuple[Quarter, ...]
    years: tuple[YearOfMoves, ...]
    recent: tuple[Move, ...]
    waiting: tuple[LastInspection, ...]

    @property
    def counts(self) -> Counts:
        """The counts of the strand that was asked for."""
        return self.strands[self.strand]

    @property
    def unread(self) -> tuple[OnDay, ...]:
        """The authorities whose newest report is published and not read: counted with the grades before it."""
        return tuple(each for each in self.authorities if each.is_unread)


def national_picture(histories: Mapping[Urn, History], register: AuthorityRegister, strand: Strand, day: date) -> NationalPicture:
    """The country on a day, for one strand in detail. Raises UnlistedGrade for a grade of another scale."""
    authorities = on_day(histories, existing(register, day), day)
    moved = moves(histories, register, strand, day)
    return NationalPicture(
        day=day,
        strand=strand,
        authorities=authorities,
        strands={each: counts_of(authorities, each) for each in Strand},
        regions=region_counts(authorities, strand),
        quarters=quarters(histories, register, strand, day),
        years=by_year(moved, day),
        recent=last_twelve_months(moved, day),
        waiting=last_inspections(authorities, day),
    )
