"""What is news in this run: the history before compared with the history after, every difference with one cause."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from ofsted_watch.domain.gaps import Gap
from ofsted_watch.domain.grades import Grade, Strand
from ofsted_watch.domain.history.comparison import Compared, change_between, compare, direction, evidence
from ofsted_watch.domain.history.doubts import newly_disputed, with_lost_readings
from ofsted_watch.domain.history.editions import newest_editions
from ofsted_watch.domain.history.events import (
    Arrived,
    Corrected,
    DecidedEvent,
    Withdrawal,
    correction_event,
    letter_event,
    reissue_event,
    returned_event,
    unread_event,
    withdrawn_event,
)
from ofsted_watch.domain.history.inspections import History, Inspection, histories
from ofsted_watch.domain.history.pairing import Pairing, pair
from ofsted_watch.domain.history.summaries import says_the_same_but_its_kind, summary_of_letter, summary_with_comparison
from ofsted_watch.domain.identifiers import FileKey, ListingKey, ServedFile, Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Authority, Cause, Change, SetAside, StoredLetter
from ofsted_watch.errors import UnknownAuthority


@dataclass(frozen=True, slots=True)
class News:
    """The news of a run. `changes` are recorded, each with one cause; `events`, without their text, are what
    people may be notified of.

    `set_aside` are letters whose new reading must not replace the stored one (its `about` is their sha256): a lost
    reading, or two files of one inspection that contradict each other. `retracted` are the keys of withdrawals that nobody
    was told of and that are no longer true: the report is back.
    """

    changes: tuple[Change, ...] = ()
    events: tuple[DecidedEvent, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    retracted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GapNews:
    """The gaps of a run: `before` and `after` it, of all its authorities.

    `notified` maps the listing of a gap to the event that told of it. `unnoticed` are the listings whose gaps no event told of,
    because they were known at first sight or concern the past. `first_listed` maps a listing to the day on which it was first
    listed.
    """

    before: tuple[Gap, ...] = ()
    after: tuple[Gap, ...] = ()
    notified: Mapping[ListingKey, str] = field(default_factory=dict)
    unnoticed: frozenset[ListingKey] = frozenset()
    first_listed: Mapping[ListingKey, date] = field(default_factory=dict)


NO_GAPS = GapNews()


@dataclass(frozen=True, slots=True)
class _Difference:
    """What comes of one inspection: what is recorded, who is told what, and the withdrawal that is no longer true."""

    changes: Sequence[Change] = ()
    events: tuple[DecidedEvent, ...] = ()
    retracted: str | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    """One authority in this run: its two histories, and the days that decide what is late.

    `with_gone` pairs the history before, as it would be with the withdrawn reports, with the history after.
    """

    authority: Authority
    before: History
    after: History
    pairing: Pairing
    with_gone: Pairing
    withdrawals: Mapping[FileKey, Withdrawal]
    gaps: GapNews
    editions_before: Mapping[ServedFile, int]
    last_checked_on: date | None
    checks_before: Mapping[ListingKey, date | None]
    today: date
    late: timedelta

    @property
    def newest_graded(self) -> date | None:
        """The publication day of the newest graded letter we knew before this run."""
        return self.before.inspections[-1].published if self.before.inspections else None

    def is_news(self, arrived: Inspection, changes: Sequence[Change]) -> bool:
        """False if a letter changes history only: at first sight of an authority, and for a letter from before our last check.

        A letter that changes today's grade is news whatever its date: it was not listed when we checked last. So is one that may
        change it and is not compared, because an unread report is before it.
        """
        check = self._check_before(arrived)
        if check is None or (self.newest_graded is not None and arrived.published < self.newest_graded):
            return False
        return any(change.direction for change in changes) or self._is_across_gap(arrived) or not self.is_old(arrived)

    def _is_across_gap(self, arrived: Inspection) -> bool:
        earlier = self.after.predecessor(arrived) if arrived.is_compared else None
        return earlier is not None and bool(self.after.gaps_between(earlier, arrived))

    def is_old(self, arrived: Inspection) -> bool:
        """True if a letter's date is from long before the last check at which it was not listed yet."""
        check = self._check_before(arrived)
        # A check on a day in the future comes from a wrong clock; it would make a year's letters late.
        return check is None or arrived.published <= min(check, self.today) - self.late

    def is_used_again(self, arrived: Inspection) -> bool:
        """True if the number of a new inspection told of another one before: it was listed long ago, its letter was not."""
        return any(served.file_number == arrived.stored.listing.file_number for served in self.editions_before)

    def withdrawal(self, inspection: Inspection) -> Withdrawal | None:
        """The withdrawal of this inspection that was decided last."""
        urn = self.authority.urn
        decided = (self.withdrawals.get(FileKey(urn, sha256)) for sha256 in inspection.hashes)
        return max((known for known in decided if known is not None), key=lambda known: known.day, default=None)

    def _check_before(self, arrived: Inspection) -> date | None:
        number = arrived.stored.listing.file_number
        if self.is_used_again(arrived):
            return self.last_checked_on
        return self.checks_before.get(ListingKey(self.authority.urn, number), self.last_checked_on)

    def return_edition(self, inspection: Inspection) -> int | None:
        """The edition of a letter whose bytes were already stored at an earlier edition of their number, else None."""
        stored = inspection.stored
        held = self.editions_before.get(stored.served_file)
        return stored.edition if held is not None and stored.edition > held else None


def news(
    before: Sequence[StoredLetter],
    after: Sequence[StoredLetter],
    *,
    authorities: Mapping[Urn, Authority],
    last_checks: Mapping[Urn, date | None],
    today: date,
    late_days: int = 30,
    checks_before: Mapping[ListingKey, date | None] | None = None,
    withdrawals: Mapping[FileKey, Withdrawal] | None = None,
    unpublished: Sequence[StoredLetter] = (),
    gaps: GapNews = NO_GAPS,
) -> News:
    """Compare what was stored with what is stored now, by the rules of 'What counts as news'.

       `after` holds all of `before`, with this run's letters and readings. `last_checks` maps a URN to the day of the last
       successful check, None for an authority never checked. `checks_before` maps (urn, file number) to the last check before
       a letter was first listed, for letters that were set aside meanwhile: waiting for review does not make them late.
    `withdrawals` maps a withdrawn
       file to the withdrawal that was decided last. `unpublished` are stored letters that are held or were dropped: `before` and
       `after` are without them, so that no mail names a grade that was never published; what they change is recorded as history.
    `gaps` are the unread reports: nothing is compared across one, a new one is told, and its letter settles what was told.

       A letter is news when it is not older than the newest graded letter we knew, and either changes that letter's grades or was
       published after that check less `late_days`. Late letters are recorded with cause `history` and make no event; neither do
       letters at first sight.
       Raises UnknownAuthority for a URN without an authority or a last look, UnknownKind and UnlistedArea (see Inspection).
    """
    known, held = _by_urn(before), _by_urn(after)
    changes: list[Change] = []
    events: list[DecidedEvent] = []
    set_aside: list[SetAside] = []
    retracted: list[str] = []
    gaps_before, gaps_after = _gaps_by_urn(gaps.before), _gaps_by_urn(gaps.after)
    for urn in sorted(known.keys() | held.keys() | gaps_after.keys()):
        if known[urn] == held[urn] and gaps_before[urn] == gaps_after[urn]:
            continue
        if urn not in authorities or urn not in last_checks:
            raise UnknownAuthority(f"letters about URN {urn} cannot be compared: no authority or no last check is known for it")
        complete, lost = with_lost_readings(urn, known[urn], held[urn])
        case = _case(
            authorities[urn],
            known[urn],
            complete,
            withdrawals or {},
            gaps,
            last_checks[urn],
            checks_before or {},
            today,
            timedelta(late_days),
        )
        set_aside += (*lost, *newly_disputed(case.before, case.after))
        for difference in _differences(case, complete):
            changes += difference.changes
            events += difference.events
            retracted += [difference.retracted] if difference.retracted else []
        changes += _changes_unpublished(case, complete, [letter for letter in unpublished if letter.listing.urn == urn])
    return News(tuple(changes), tuple(events), tuple(set_aside), tuple(retracted))


def _case(
    authority: Authority,
    known: Sequence[StoredLetter],
    complete: Sequence[StoredLetter],
    withdrawals: Mapping[FileKey, Withdrawal],
    gaps: GapNews,
    last_checked_on: date | None,
    checks_before: Mapping[ListingKey, date | None],
    today: date,
    late: timedelta,
) -> _Case:
    before = _history_of(authority.urn, known, gaps.before)
    after = _history_of(authority.urn, complete, gaps.after)
    with_gone = _history_of(authority.urn, [replace(letter, withdrawn=None) for letter in known])
    editions_before = {letter.served_file: letter.edition for letter in known}
    return _Case(
        authority,
        before,
        after,
        pair(before, after),
        pair(with_gone, after),
        withdrawals,
        gaps,
        editions_before,
        last_checked_on,
        checks_before,
        today,
        late,
    )


def _differences(case: _Case, complete: Sequence[StoredLetter]) -> Iterator[_Difference]:
    for inspection in (*case.after.inspections, *case.after.others):
        known = case.pairing.earlier(inspection)
        gone = case.with_gone.earlier(inspection) if known is None else None
        if known is not None:
            yield _changed_in_place(case, known, inspection)
        elif gone is not None:
            yield from _returned(case, gone, inspection)
        else:
            yield _arrived(case, inspection)
    yield _Difference(events=tuple(_unread(case, complete)))
    for inspection in case.before.inspections:
        if case.pairing.later(inspection) is None and _is_withdrawn(inspection, complete):
            yield _withdrawn(case, inspection)


def _arrived(case: _Case, inspection: Inspection) -> _Difference:
    """A new letter: its changes from its neighbour, and its event unless it is late."""
    earlier = case.after.predecessor(inspection) if inspection.is_compared else None
    compared = compare(case.after, inspection) if earlier is not None else ()
    changes = [] if earlier is None else list(_changes(earlier, inspection, compared, Cause.NEW_LETTER))
    unread = {gap.key for gap in case.before.gaps if gap.after is None and gap.file_number in inspection.numbers}
    settles = next((case.gaps.notified[key] for key in sorted(unread) if key in case.gaps.notified), None)
    is_news = settles is not None or (not unread & case.gaps.unnoticed and case.is_news(inspection, changes))
    if not is_news:
        return _Difference([replace(change, cause=Cause.HISTORY) for change in changes])
    # A council's news may confirm a judgement, never make one, and nobody subscribes to it.
    if inspection.stored.letter.kind == LetterKind.COUNCIL_NEWS:
        return _Difference(changes)
    event = letter_event(case.after, inspection, changes, case.authority, case.return_edition(inspection))
    if case.is_old(inspection) and isinstance(event.content, Arrived):
        listed = inspection.stored.served if case.is_used_again(inspection) else inspection.stored.first_seen
        event = replace(event, content=replace(event.content, listed_late=listed))
    return _Difference(changes, (replace(event, settles=settles),))


def _unread(case: _Case, complete: Sequence[StoredLetter]) -> Iterator[DecidedEvent]:
    """Reports that were listed for the first time, may carry grades and could not be read. First sight is never news."""
    known = {gap.key for gap in case.before.gaps} | {letter.listing.key for letter in complete}
    for gap in case.after.gaps:
        if gap.after is not None or gap.key in known or case.last_checked_on is None:
            continue
        is_new = case.gaps.first_listed.get(gap.key, case.today) >= case.last_checked_on
        if is_new and (case.newest_graded is None or gap.published > case.newest_graded):
            yield unread_event(gap, case.authority)


def _returned(case: _Case, gone: Inspection, inspection: Inspection) -> Iterator[_Difference]:
    """A report that is listed again after its withdrawal, under its number or another: it counts as it did before.

    Who was told that it went is told that it is back. If it says something else now, it is a re-issue as well.
    """
    withdrawal = case.withdrawal(gone)
    earlier = case.after.predecessor(inspection) if inspection.is_compared else None
    if earlier is not None:
        yield _Difference(list(_changes(earlier, inspection, compare(case.after, inspection), Cause.HISTORY)))
    if withdrawal is not None and withdrawal.is_released:
        yield _Difference(events=(returned_event(gone, inspection, withdrawal, case.authority, case.today),))
    elif withdrawal is not None and withdrawal.is_released is None:
        yield _Difference(retracted=withdrawal.key)
    if not _says_the_same(gone, inspection):
        yield _changed_in_place(case, gone, inspection)


def _changes_unpublished(case: _Case, complete: Sequence[StoredLetter], unpublished: Sequence[StoredLetter]) -> Iterator[Change]:
    """What arrives against neighbours that are not published: once they are, this is the history."""
    if not unpublished:
        return
    whole = _history_of(case.authority.urn, [*complete, *unpublished], case.gaps.after)
    new = {inspection.stored.letter.sha256 for inspection in case.after.inspections if case.pairing.earlier(inspection) is None}
    for earlier, later in pairwise(whole.inspections):
        if new & {earlier.stored.letter.sha256, later.stored.letter.sha256}:
            yield from _changes(earlier, later, compare(whole, later), Cause.HISTORY)


def _changes(earlier: Inspection, later: Inspection, strands: Sequence[Compared], cause: Cause) -> Iterator[Change]:
    for strand in strands:
        if strand.is_change:
            yield change_between(earlier, later, strand, cause)
        elif strand.dropped_by_framework:
            yield change_between(earlier, later, strand, Cause.FRAMEWORK)


def _changed_in_place(case: _Case, known: Inspection, inspection: Inspection) -> _Difference:
    """A known inspection: other bytes, another reading of the same bytes, or another neighbour before it."""
    if _says_the_same(known, inspection):
        return _other_neighbour(case, known, inspection)
    if known.stored.letter.sha256 == inspection.stored.letter.sha256 or _is_against_a_person(known, inspection):
        restated = _restated(known, inspection, Cause.CORRECTION)
        return _corrected(case, known, inspection, [*restated, *_against_neighbour(case, known, inspection, Cause.CORRECTION)])
    newest = case.newest_graded
    if case.last_checked_on is None or (newest is not None and known.published < newest):
        return _Difference(list(_restated(known, inspection, Cause.HISTORY)))
    if says_the_same_but_its_kind(known, inspection):
        return _corrected(case, known, inspection, list(_against_neighbour(case, known, inspection, Cause.CORRECTION)))
    again = case.return_edition(inspection)
    changes = [replace(change, return_edition=again) for change in _restated(known, inspection, Cause.REISSUED)]
    return _Difference(changes, (reissue_event(case.after, known, inspection, changes, case.authority, again),))


def _is_against_a_person(known: Inspection, inspection: Inspection) -> bool:
    """True if the reader reads other bytes otherwise than a person read those before: a person says which is correct."""
    return known.stored.letter.read_by is not None and inspection.stored.letter.read_by is None


def _says_the_same(known: Inspection, inspection: Inspection) -> bool:
    """True if two views of an inspection give the same grades and, in other bytes, the same first day on site."""
    was, now = known.stored.letter, inspection.stored.letter
    days = (was.inspection_start, now.inspection_start)
    is_restarted = was.sha256 != now.sha256 and None not in days and days[0] != days[1]
    return not is_restarted and summary_of_letter(known) == summary_of_letter(inspection)


def _restated(known: Inspection, inspection: Inspection, cause: Cause) -> Iterator[Change]:
    """What one letter said before, compared with what it says now: both sides are the same inspection."""
    before = known.strands() if known.is_compared else {}
    now = inspection.strands() if inspection.is_compared else {}
    for strand in (strand for strand in before if strand in now):
        moved = direction(before[strand].grade, now[strand].grade)
        if moved is not None:
            yield Change(
                urn=inspection.stored.listing.urn,
                strand=strand,
                from_grade=before[strand].grade,
                to_grade=now[strand].grade,
                direction=moved,
                cause=cause,
                from_published=known.stored.published,
                to_published=inspection.stored.published,
                from_file=known.stored.letter.sha256,
                to_file=inspection.stored.letter.sha256,
                from_number=known.stored.listing.file_number,
                to_number=inspection.stored.listing.file_number,
                evidence=evidence(now[strand]),
            )


def _corrected(case: _Case, known: Inspection, inspection: Inspection, changes: Sequence[Change]) -> _Difference:
    before, now = summary_with_comparison(case.before, known), summary_with_comparison(case.after, inspection)
    content = Corrected(before, now, inspection.stored.letter.read_by)
    return _Difference(changes, (correction_event(known, inspection, changes, content, case.authority, case.today),))


def _other_neighbour(case: _Case, known: Inspection, inspection: Inspection) -> _Difference:
    """The letter says the same; if the previous inspection is another one now, or says something else, the history changes."""
    if not inspection.is_compared or not known.is_compared:
        return _Difference()
    if _has_same_neighbour(case, known, inspection) and _grades(case.before, known) == _grades(case.after, inspection):
        return _Difference()
    cause = _cause_of_neighbour(case, known, inspection)
    changes = list(_against_neighbour(case, known, inspection, cause))
    if cause is Cause.CORRECTION:
        return _corrected(case, known, inspection, changes)
    return _Difference(changes)


def _against_neighbour(case: _Case, known: Inspection, inspection: Inspection, cause: Cause) -> Iterator[Change]:
    """The changes from the previous inspection, if it is another one now or the two grades are not the two stored."""
    earlier = case.after.predecessor(inspection) if inspection.is_compared else None
    if earlier is not None:
        before = _grades(case.before, known) if _has_same_neighbour(case, known, inspection) else {}
        moved = [strand for strand in compare(case.after, inspection) if before.get(strand.strand) != strand.grades]
        yield from _changes(earlier, inspection, moved, cause)


def _has_same_neighbour(case: _Case, known: Inspection, inspection: Inspection) -> bool:
    if not known.is_compared or not inspection.is_compared:
        return False
    was, now = case.before.predecessor(known), case.after.predecessor(inspection)
    return (was is None and now is None) or (was is not None and now is not None and case.pairing.earlier(now) is was)


def _grades(history: History, inspection: Inspection) -> dict[Strand, tuple[Grade | None, Grade | None]]:
    return {compared.strand: compared.grades for compared in compare(history, inspection)}


def _cause_of_neighbour(case: _Case, known: Inspection, inspection: Inspection) -> Cause:
    was, now = case.before.predecessor(known), case.after.predecessor(inspection)
    if was is not None and case.pairing.later(was) is None:
        return Cause.WITHDRAWN
    if now is None or case.pairing.earlier(now) is None:
        return Cause.HISTORY  # an older letter found late is between them now
    reread = any(
        earlier is not None and other is not None and _same_bytes_read_anew(earlier, other)
        for earlier, other in (
            (was, case.pairing.later(was) if was else None),
            (case.pairing.earlier(now), now),
            (known, inspection),
        )
    )
    return Cause.CORRECTION if reread else Cause.HISTORY


def _same_bytes_read_anew(known: Inspection, inspection: Inspection) -> bool:
    stored, other = known.stored, inspection.stored
    return stored.letter.sha256 == other.letter.sha256 and stored.reader_version != other.reader_version


def _withdrawn(case: _Case, inspection: Inspection) -> _Difference:
    """A report the site no longer lists: if it was the newest, the previous one counts again."""
    if inspection is not case.before.inspections[-1]:
        return _Difference()
    left = case.after.inspections[-1] if case.after.inspections else None
    stands = left.strands() if left is not None else {}
    changes = []
    for strand, judgement in inspection.strands().items():
        now = stands.get(strand)
        if now is not None and now.grade == judgement.grade:
            continue
        last = left or inspection
        changes.append(
            Change(
                urn=case.authority.urn,
                strand=strand,
                from_grade=judgement.grade,
                to_grade=now.grade if now else None,
                direction=direction(judgement.grade, now.grade if now else None),
                cause=Cause.WITHDRAWN,
                from_published=inspection.published,
                to_published=last.published,
                from_file=inspection.stored.letter.sha256,
                to_file=last.stored.letter.sha256,
                from_number=inspection.stored.listing.file_number,
                to_number=last.stored.listing.file_number,
                evidence=evidence(now),
                withdrawn_on=case.today,
            )
        )
    return _Difference(changes, (withdrawn_event(inspection, changes, case.authority, case.today),))


def _is_withdrawn(inspection: Inspection, complete: Sequence[StoredLetter]) -> bool:
    served_last = {stored.listing.file_number: stored for stored in newest_editions(complete)}
    return all(number in served_last and served_last[number].withdrawn is not None for number in inspection.numbers)


def _by_urn(stored: Sequence[StoredLetter]) -> dict[Urn, list[StoredLetter]]:
    by_urn: dict[Urn, list[StoredLetter]] = defaultdict(list)
    for letter in stored:
        by_urn[letter.listing.urn].append(letter)
    return by_urn


def _gaps_by_urn(gaps: Iterable[Gap]) -> dict[Urn, set[Gap]]:
    by_urn: dict[Urn, set[Gap]] = defaultdict(set)
    for gap in gaps:
        by_urn[gap.urn].add(gap)
    return by_urn


def _history_of(urn: Urn, stored: Sequence[StoredLetter], gaps: Iterable[Gap] = ()) -> History:
    return histories(stored, [gap for gap in gaps if gap.urn == urn]).get(urn, History(urn))
