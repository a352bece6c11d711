"""What Ofsted's table of inspection outcomes and our letters say of the same inspections and visits, value by value. Pure.

The letter decides: a difference is shown, not believed.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from importlib import resources
from types import MappingProxyType

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.grades import Strand
from ofsted_watch.domain.history import COMPARED_KINDS, Inspection, histories
from ofsted_watch.domain.identifiers import FileNumber, Sha256, Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Authority, StoredLetter
from ofsted_watch.domain.official_rows import OfficialRow, OfficialTable
from ofsted_watch.errors import UnknownAuthority

_THEMES = tuple(LetterTopic)[:6]
"""The themes of visits that the table tells apart."""

_NOTHING_SET_ASIDE: Mapping[tuple[Urn, date], str] = MappingProxyType({})


class Subject(StrEnum):
    """What a pair of values is about."""

    GRADES = "grades"
    PUBLICATION_DAYS = "publication_days"
    INSPECTION_DAYS = "inspection_days"
    INSPECTION_TYPES = "inspection_types"
    VISIT_THEMES = "visit_themes"


class Result(StrEnum):
    """How the two values of a pair compare. OFSTED_ONLY and OURS_ONLY: the other side gives none."""

    AGREE = "agree"
    DIFFER = "differ"
    OFSTED_ONLY = "ofsted_only"
    OURS_ONLY = "ours_only"


@dataclass(frozen=True, slots=True)
class Pair:
    """One value of one inspection or visit, in the codes of the contract, as both sides give it; None where a side does not.

    `kind` is inspection, focused_visit or monitoring_visit.
    `day` is the first day on site (the table's, else ours). `strand` is what a grade is about. `table_rows` name the sheets and
    rows that it stands in; empty where the table does not know the inspection at all, as `file_number` and `sha256` are None
    where we do not. `known_reason` says why a difference is expected (known_differences.csv); `set_aside`
    is the code of the problem with which our letter about it waits for a person.
    """

    urn: Urn
    authority: str
    kind: str
    day: date
    subject: Subject
    strand: Strand | None
    theirs: str | None
    ours: str | None
    result: Result
    table_rows: tuple[tuple[str, int], ...]
    file_number: FileNumber | None
    sha256: Sha256 | None
    known_reason: str | None = None
    set_aside: str | None = None

    @property
    def differs(self) -> bool:
        """True where the two values differ, or where one side lacks a grade or theme of an inspection that both know."""
        both_know = bool(self.table_rows) and self.file_number is not None
        is_lost = self.result is not Result.AGREE and self.subject in (Subject.GRADES, Subject.VISIT_THEMES) and both_know
        return self.result is Result.DIFFER or is_lost

    @property
    def field(self) -> str:
        """The name that known_differences.csv uses: the strand of a grade, else the subject."""
        return self.strand or self.subject


@dataclass(frozen=True, slots=True)
class KnownDifference:
    """A mistake of the table (or of a letter) that a person has checked: these two values, and why they differ."""

    authority: str
    day: date
    field: str
    theirs: str
    ours: str
    reason: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many values of one subject were compared, agree, differ, differ as known, and are known to one side only."""

    compared: int
    agree: int
    differ: int
    known: int
    ofsted_only: int
    ours_only: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """All pairs, the rows whose authority or letter is not certain, and the authorities of which we hold no letter.

    `unplaced` are (where, why) of rows that were compared with nothing. `inspections` and `visits` count those that both sides
    know.
    """

    pairs: tuple[Pair, ...]
    unplaced: tuple[tuple[str, str], ...]
    not_stored: tuple[str, ...]
    inspections: int
    visits: int

    @property
    def differences(self) -> tuple[Pair, ...]:
        """The pairs that do not agree and that nobody has explained yet.

        What one side does not know is no difference, but for a grade or theme of an inspection that both know.
        """
        return tuple(pair for pair in self.pairs if pair.differs and pair.known_reason is None)

    @property
    def one_sided(self) -> tuple[Pair, ...]:
        """The pairs of which one side gives no value, and that are no difference."""
        unmatched = (pair for pair in self.pairs if pair.result != Result.AGREE and pair.known_reason is None)
        return tuple(pair for pair in unmatched if not pair.differs)

    @property
    def known(self) -> tuple[Pair, ...]:
        """The pairs that do not agree, with a reason."""
        return tuple(pair for pair in self.pairs if pair.known_reason is not None)

    @property
    def is_clean(self) -> bool:
        """True when something was compared and nothing is left to explain."""
        return bool(self.inspections or self.visits) and not self.differences and not self.unplaced

    def counts(self, subject: Subject) -> Counts:
        """The figures of one subject. A known difference counts as compared where both sides give a value."""
        pairs = [pair for pair in self.pairs if pair.subject == subject]
        by_result = Counter(pair.result for pair in pairs if pair.known_reason is None)
        return Counts(
            compared=sum(pair.theirs is not None and pair.ours is not None for pair in pairs),
            agree=by_result[Result.AGREE],
            differ=by_result[Result.DIFFER],
            known=sum(pair.known_reason is not None for pair in pairs),
            ofsted_only=by_result[Result.OFSTED_ONLY],
            ours_only=by_result[Result.OURS_ONLY],
        )


def reconcile(
    table: OfficialTable,
    stored: Iterable[StoredLetter],
    register: AuthorityRegister,
    known: Sequence[KnownDifference] = (),
    set_aside: Mapping[tuple[Urn, date], str] = _NOTHING_SET_ASIDE,
) -> Reconciliation:
    """Compares every row of the table with our letters, and our letters of the table's period with its rows.

    `set_aside` maps the authority and the first day of each letter that waits for a person to its problem's code.
    An authority of which we hold no letter is not compared, nor one that no longer exists and that the register does not
    name. Rows of several sheets about one inspection are one; where they contradict each other, both values are theirs.
    """
    letters = tuple(stored)
    events = {urn: (*history.inspections, *history.others) for urn, history in histories(letters).items()}
    held = {urn: events.get(urn, ()) for urn in (*(letter.listing.urn for letter in letters), *(urn for urn, _ in set_aside))}
    placed = _placed(table, held, register)
    pairs: list[Pair] = []
    for (urn, place), rows in placed.with_letter.items():
        pairs += _pairs(placed.authorities[urn], rows, held[urn][place])
    for (urn, _, _), rows in placed.without_letter.items():
        reason = set_aside.get((urn, rows[0].first_day))
        pairs += (replace(pair, set_aside=reason) for pair in _pairs(placed.authorities[urn], rows, None))
    for urn, authority in placed.authorities.items():
        for place, event in enumerate(held[urn]):
            if (urn, place) not in placed.with_letter and _is_of_the_period(event, table):
                pairs += _pairs(authority, [], event)
    order = sorted(pairs, key=lambda pair: (pair.authority, pair.day, list(Subject).index(pair.subject), pair.field))
    both = Counter(rows[0].kind.is_visit for rows in placed.with_letter.values())
    return Reconciliation(
        pairs=tuple(replace(pair, known_reason=_reason(pair, known)) for pair in order),
        unplaced=tuple(placed.unplaced),
        not_stored=tuple(sorted(placed.not_stored)),
        inspections=both[False],
        visits=both[True],
    )


@dataclass(slots=True)
class _Placed:
    """The table's rows by what they are about: one of our inspections (its place in the history), or one that we do not have."""

    with_letter: dict[tuple[Urn, int], list[OfficialRow]] = field(default_factory=lambda: defaultdict(list))
    without_letter: dict[tuple[Urn, date, bool], list[OfficialRow]] = field(default_factory=lambda: defaultdict(list))
    authorities: dict[Urn, Authority] = field(default_factory=dict)
    unplaced: list[tuple[str, str]] = field(default_factory=list)
    not_stored: set[str] = field(default_factory=set)


def _placed(table: OfficialTable, held: Mapping[Urn, Sequence[Inspection]], register: AuthorityRegister) -> _Placed:
    placed = _Placed()
    for row in table.rows:
        try:
            authority = authority_of_row(row, register)
        except UnknownAuthority as unknown:
            if row.is_former:
                placed.not_stored.add(row.name)
            else:
                placed.unplaced.append((row.source, str(unknown)))
            continue
        if authority.urn not in held:
            placed.not_stored.add(authority.name)
            continue
        placed.authorities[authority.urn] = authority
        places = matching(row, held[authority.urn])
        if len(places) > 1:
            reason = f"{authority.name}, {row.first_day}: {len(places)} letters match, and no day tells which is meant"
            placed.unplaced.append((row.source, reason))
        elif places:
            placed.with_letter[authority.urn, places[0]].append(row)
        else:
            placed.without_letter[authority.urn, row.first_day, row.kind.is_visit].append(row)
    return placed


def authority_of_row(row: OfficialRow, register: AuthorityRegister) -> Authority:
    """The authority that a row is about, by its name and its ONS code. Raises UnknownAuthority where they do not agree.

    An edition's codes may be older than the register's: a code that an authority had before is its own, and one that nobody has
    or had says nothing against the name.
    """
    by_its_code = None
    with suppress(UnknownAuthority):
        by_its_code = register.by_ons_code(row.ons_code)
    try:
        by_its_name = register.named(row.name)
    except UnknownAuthority:
        if by_its_code is None:
            raise
        return by_its_code
    if by_its_code is not None and by_its_code.urn != by_its_name.urn:
        raise UnknownAuthority(
            f"The name '{row.name}' is that of {by_its_name.name}, but the area code {row.ons_code} that of {by_its_code.name}"
        )
    return by_its_name


def matching(row: OfficialRow, events: Sequence[Inspection]) -> list[int]:
    """The places of the inspections or visits that a row is about: best by its first day, else by its day of publication.

    More than one only where nothing tells them apart; none where no letter fits.
    """
    best = 0
    places: list[int] = []
    for place, event in enumerate(events):
        letter = event.stored.letter
        is_of_the_kind = letter.kind == LetterKind(row.kind) if row.kind.is_visit else letter.kind in COMPARED_KINDS
        start, end = letter.inspection_start, letter.inspection_end
        begins_then = start == row.first_day
        is_then = begins_then or (start is not None and end is not None and start <= row.first_day <= end)
        score = 4 * begins_then + 2 * is_then + (row.published in _published(event))
        if not is_of_the_kind or score == 0 or score < best:
            continue
        best, places = score, [*(places if score == best else ()), place]
    return places


def known_differences() -> tuple[KnownDifference, ...]:
    """The checked mistakes of Ofsted's tables, from known_differences.csv beside this module."""
    text = resources.files("ofsted_watch.domain").joinpath("known_differences.csv").read_text(encoding="utf-8")
    return tuple(
        KnownDifference(
            row["authority"], date.fromisoformat(row["date"]), row["field"], row["theirs"], row["ours"], row["reason"]
        )
        for row in csv.DictReader(text.splitlines())
    )


def _pairs(authority: Authority, rows: Sequence[OfficialRow], event: Inspection | None) -> Iterator[Pair]:
    """Every value that either side gives of one inspection or visit. `rows` may be empty, or `event` None, not both."""
    letter = event.stored.letter if event else None
    first_day = rows[0].first_day if rows else letter.inspection_start if letter else None
    day = first_day or (event.published if event else rows[0].published)
    kinds = [
        *(row.kind for row in rows if row.kind.is_visit),
        *([letter.kind] if letter and letter.kind.endswith("_visit") else []),
    ]
    kind = str(kinds[0]) if kinds else "inspection"
    table_rows = tuple((row.sheet, row.row) for row in rows)
    file_number = event.stored.listing.file_number if event else None

    def pair(subject: Subject, theirs: Iterable[str], ours: Sequence[str], strand: Strand | None = None) -> Iterator[Pair]:
        table_values = tuple(dict.fromkeys(theirs))
        if table_values or ours:
            yield Pair(
                authority.urn,
                authority.name,
                kind,
                day,
                subject,
                strand,
                " / ".join(table_values) or None,
                " + ".join(ours) or None,
                _result(table_values, ours),
                table_rows,
                file_number,
                letter.sha256 if letter else None,
            )

    strands = event.strands() if event and event.is_compared else {}
    for strand in Strand:
        given = [str(strands[strand].grade)] if strand in strands else []
        yield from pair(Subject.GRADES, (row.grades[strand] for row in rows if strand in row.grades), given, strand)
    yield from pair(
        Subject.PUBLICATION_DAYS,
        (row.published.isoformat() for row in rows),
        _nearest([row.published for row in rows], _published(event) if event else ()),
    )
    on_site = [letter.inspection_start.isoformat()] if letter and letter.inspection_start else []
    yield from pair(Subject.INSPECTION_DAYS, (row.first_day.isoformat() for row in rows), on_site)
    types = (row.kind.inspection_type for row in rows)
    read_type = [str(letter.inspection_type)] if letter and letter.inspection_type else []
    yield from pair(Subject.INSPECTION_TYPES, (str(official) for official in types if official), read_type)
    topics = [str(topic) for topic in letter.topics if topic in _THEMES] if letter and letter.kind.endswith("_visit") else []
    yield from pair(Subject.VISIT_THEMES, (str(theme) for row in rows for theme in row.themes), topics)


def _result(theirs: Sequence[str], ours: Sequence[str]) -> Result:
    """The table gives a visit one theme, a letter may be about several: they agree when the letter's hold all of the table's."""
    if not ours:
        return Result.OFSTED_ONLY
    if not theirs:
        return Result.OURS_ONLY
    return Result.AGREE if set(theirs) <= set(ours) else Result.DIFFER


def _published(event: Inspection) -> tuple[date, ...]:
    """The days on which an inspection was published, as the site's link and the letter's head give them."""
    days = (event.published, event.stored.published, event.stored.listing.published)
    return tuple(dict.fromkeys(day for day in days if day is not None))


def _nearest(theirs: Sequence[date], ours: Sequence[date]) -> list[str]:
    """The table's day where it is one of ours (a letter's head and the site's link may differ by days), else our first."""
    return [day.isoformat() for day in ([day for day in ours if day in theirs] or ours)[:1]]


def _is_of_the_period(event: Inspection, table: OfficialTable) -> bool:
    """True when the table must know it: an ILACS inspection since its first, or a visit of its year, published when it was."""
    start = event.stored.letter.inspection_start
    if start is None or start > table.as_at or event.published > max(row.published for row in table.rows):
        return False
    if event.stored.letter.kind == LetterKind.ILACS_INSPECTION:
        return start >= min(row.first_day for row in table.rows if not row.kind.is_visit)
    year = table.as_at - timedelta(days=365)
    return event.stored.letter.kind in (LetterKind.FOCUSED_VISIT, LetterKind.MONITORING_VISIT) and start > year


def _reason(pair: Pair, known: Sequence[KnownDifference]) -> str | None:
    if pair.result == Result.AGREE:
        return None
    values = (pair.authority, pair.day, pair.field, pair.theirs or "", pair.ours or "")
    return next(
        (
            difference.reason
            for difference in known
            if (difference.authority, difference.day, difference.field, difference.theirs, difference.ours) == values
        ),
        None,
    )
