"""Authorities beside each other and beside groups of them: their grades, how they moved, what their letters are about. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.grades import Strand
from ofsted_watch.domain.history import History, Inspection, compare
from ofsted_watch.domain.history.comparison import direction
from ofsted_watch.domain.identifiers import FileNumber, Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Authority
from ofsted_watch.presentation.labels import TOPICS
from ofsted_watch.presentation.national.grade_counts import Counts, counts_of
from ofsted_watch.presentation.national.grades_on_day import OnDay, on_day
from ofsted_watch.presentation.tables import NOT_COMPARABLE, UNCHANGED, Row

MOST_AUTHORITIES = 30
"""So many fit on a page beside each other."""


@dataclass(frozen=True, slots=True)
class Beside:
    """An authority in the comparison. `answers` are its grades or why there is none, `directions` how each moved.

    `asked` counts what its newest graded inspection requires; `topics` are those of its letters since then, with that one.
    """

    authority: Authority
    published: date | None
    kind: LetterKind | None
    file_number: FileNumber | None
    answers: Mapping[Strand, str]
    directions: Mapping[Strand, str | None]
    asked: int | None
    topics: tuple[LetterTopic, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A group of authorities that the comparison is held against: its name, and the counts of each strand."""

    name: str
    counts: Mapping[Strand, Counts]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The comparison. `chosen` are those that were asked for, `neighbours` the statistical neighbours of a single one."""

    chosen: tuple[Beside, ...]
    neighbours: tuple[Beside, ...]
    groups: tuple[Group, ...]

    @property
    def all(self) -> tuple[Beside, ...]:
        """Every authority in the comparison, those that were asked for first."""
        return (*self.chosen, *self.neighbours)


COMPARE_COLUMNS: dict[str, str] = {
    "urn": "the authority's number",
    "authority": "its name",
    "region": "its region",
    "asked_for": "chosen, or neighbour: a statistical neighbour of the one that was chosen",
    "published": "the day its newest graded inspection was published",
    "kind": "the kind of that inspection",
    **{str(strand): f"its grade for {strand.replace('_', ' ')}, or why there is none" for strand in Strand},
    **{
        f"{strand}_direction": f"how {strand.replace('_', ' ')} moved: improved, declined, unchanged or not_comparable"
        for strand in Strand
    },
    "improvements": "how many improvements that inspection asks for",
    "topics": "the topics of its letters since then, separated by semicolons",
}
"""The columns of a comparison as data."""


def side_by_side(
    chosen: Sequence[Authority],
    histories: Mapping[Urn, History],
    register: AuthorityRegister,
    today: date,
) -> SideBySide:
    """These authorities beside each other, and beside their neighbours (of a single one), their regions and the country."""
    nearest = register.neighbours(chosen[0].urn) if len(chosen) == 1 else ()
    regions = sorted({authority.region for authority in chosen})
    groups = [
        *([(f"{len(nearest)} statistical neighbours", nearest)] if nearest else []),
        *((region, tuple(other for other in register.current() if other.region == region)) for region in regions),
        ("All authorities", register.current()),
    ]
    return SideBySide(
        tuple(_beside(each, histories) for each in on_day(histories, chosen, today)),
        tuple(_beside(each, histories) for authority in nearest for each in on_day(histories, (authority,), today)),
        tuple(_group(name, on_day(histories, authorities, today)) for name, authorities in groups),
    )


def side_rows(compared: SideBySide) -> list[Row]:
    """The comparison as data, one row for each authority."""
    return [_row(each, "chosen") for each in compared.chosen] + [_row(each, "neighbour") for each in compared.neighbours]


def _group(name: str, members: Sequence[OnDay]) -> Group:
    return Group(name, {strand: counts_of(members, strand) for strand in Strand})


def _beside(each: OnDay, histories: Mapping[Urn, History]) -> Beside:
    newest, history = each.newest, histories.get(each.authority.urn, History(each.authority.urn))
    letter = newest.stored.letter if newest else None
    return Beside(
        authority=each.authority,
        published=each.published,
        kind=letter.kind if letter else None,
        file_number=newest.stored.listing.file_number if newest else None,
        answers=each.answers,
        directions=_directions(history, newest),
        asked=len(letter.improvements) if letter else None,
        topics=_topics(history, newest),
    )


def _directions(history: History, newest: Inspection | None) -> dict[Strand, str | None]:
    before = history.predecessor(newest) if newest else None
    if newest is None or before is None:
        return dict.fromkeys(Strand)
    ways: dict[Strand, str | None] = dict.fromkeys(Strand, NOT_COMPARABLE)
    for compared in compare(history, newest):
        if compared.can_be_compared:
            moved = direction(*compared.grades)
            ways[compared.strand] = str(moved) if moved else UNCHANGED
    return ways


def _topics(history: History, newest: Inspection | None) -> tuple[LetterTopic, ...]:
    since = newest.published if newest else date.min
    letters: Iterable[Inspection] = (*history.inspections, *history.others)
    given = {topic for letter in letters if letter.published >= since for topic in letter.stored.letter.topics}
    return tuple(topic for topic in LetterTopic if topic in given)


def _row(each: Beside, asked_for: str) -> Row:
    return {
        "urn": each.authority.urn,
        "authority": each.authority.name,
        "region": each.authority.region,
        "asked_for": asked_for,
        "published": each.published,
        "kind": each.kind,
        **{str(strand): each.answers[strand] for strand in Strand},
        **{f"{strand}_direction": each.directions[strand] for strand in Strand},
        "improvements": None if each.asked is None else str(each.asked),
        "topics": "; ".join(TOPICS[topic] for topic in each.topics) or None,
    }
