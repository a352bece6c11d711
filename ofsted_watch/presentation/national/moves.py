"""Which judgements moved up or down from one graded inspection to the next: in each year, and in the last twelve months. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.grades import Grade, Strand
from ofsted_watch.domain.history import History, compare
from ofsted_watch.domain.history.comparison import direction
from ofsted_watch.domain.identifiers import FileNumber, Urn
from ofsted_watch.domain.model import Authority, Direction


@dataclass(frozen=True, slots=True)
class Move:
    """One strand of an authority that an inspection judged otherwise than the one before it."""

    authority: Authority
    published: date
    file_number: FileNumber
    from_grade: Grade
    to_grade: Grade
    direction: Direction


@dataclass(frozen=True, slots=True)
class YearOfMoves:
    """How many judgements moved up and down by reports of one year."""

    year: int
    up: int
    down: int


def moves(histories: Mapping[Urn, History], register: AuthorityRegister, strand: Strand, until: date) -> tuple[Move, ...]:
    """Every move of a strand by a report published until a day, the newest first."""
    moved = [move for history in histories.values() for move in _of_history(history, register, strand, until)]
    return tuple(sorted(moved, key=lambda move: (-move.published.toordinal(), move.authority.name)))


def by_year(moved: Sequence[Move], until: date) -> tuple[YearOfMoves, ...]:
    """The moves of each year from the first move to the year of a day; empty without a move."""
    if not moved:
        return ()
    first = min(move.published.year for move in moved)
    return tuple(
        YearOfMoves(
            year,
            sum(move.published.year == year and move.direction is Direction.IMPROVED for move in moved),
            sum(move.published.year == year and move.direction is Direction.DECLINED for move in moved),
        )
        for year in range(first, until.year + 1)
    )


def last_twelve_months(moved: Sequence[Move], until: date) -> tuple[Move, ...]:
    """The moves since the same day of the year before, that day not included."""
    # 29 February has no such day: its year begins on 1 March.
    since = date(until.year - 1, 3, 1) if (until.month, until.day) == (2, 29) else until.replace(year=until.year - 1)
    return tuple(move for move in moved if since < move.published <= until)


def _of_history(history: History, register: AuthorityRegister, strand: Strand, until: date) -> list[Move]:
    authority = register.display(history.urn)
    moved = []
    for inspection in history.inspections:
        if inspection.published > until:
            continue
        for compared in compare(history, inspection):
            before, now = compared.grades
            way = direction(before, now)
            if compared.strand is strand and way is not None and before is not None and now is not None:
                number = inspection.stored.listing.file_number
                moved.append(Move(authority, inspection.published, number, before, now, way))
    return moved
