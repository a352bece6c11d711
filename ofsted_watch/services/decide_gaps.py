"""Which unread reports are gaps after a run: fetches what the decision needs from the database."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.gaps import Gap, StoredGap
from ofsted_watch.domain.history import GapNews, UnreadFile, gaps_after
from ofsted_watch.domain.identifiers import FileKey, FileNumber, ListingKey, Sha256, Urn
from ofsted_watch.domain.model import Listing, SetAside, StoredLetter
from ofsted_watch.domain.set_aside_state import WRONG_AUTHORITY, SetAsideAnswer, SetAsideSubject

_WAITS = "It is not read yet."


@dataclass(frozen=True, slots=True)
class Links:
    """What a run saw of the links on the pages: those in its window, the unread ones with the bytes served (None: none), and
    unread reports that the site says are gone. `unchecked` maps a URN to why it was not checked completely.
    """

    listed: frozenset[ListingKey] = frozenset()
    unread: Mapping[ListingKey, tuple[Listing, Sha256 | None]] = field(default_factory=dict)
    gone: frozenset[ListingKey] = frozenset()
    unchecked: Mapping[Urn, str] = field(default_factory=dict)


NO_LINKS = Links()


@dataclass(frozen=True, slots=True)
class KnownGaps:
    """The open gaps before a run, and its unread files: with both, the gaps after it follow from the letters stored."""

    before: tuple[StoredGap, ...]
    unread: tuple[UnreadFile, ...]
    links: Links
    closed: frozenset[tuple[ListingKey, Sha256 | None]]
    today: date

    @property
    def urns(self) -> frozenset[Urn]:
        """The authorities whose gaps may change."""
        seen = {key.urn for key in (*self.links.listed, *self.links.gone)}
        return frozenset(
            {file.listing.urn for file in self.unread} | {known.gap.urn for known in self.before if known.gap.urn in seen}
        )

    def news(self, stored: Sequence[StoredLetter], first_listed: Mapping[ListingKey, date]) -> GapNews:
        """The gaps before and after, for the history's decision."""
        return GapNews(
            before=tuple(known.gap for known in self.before),
            after=tuple(gap for gaps in self.after(stored, frozenset()).values() for gap in gaps),
            notified={known.gap.key: known.notified_as for known in self.before if known.notified_as is not None},
            unnoticed=frozenset(known.gap.key for known in self.before if known.notified_as is None and not known.is_migrated),
            first_listed=first_listed,
        )

    def after(self, stored: Sequence[StoredLetter], held: Collection[FileKey]) -> dict[Urn, tuple[Gap, ...]]:
        """The open gaps of each authority that has one now or had one before; letters in `held` do not close one."""
        urns = {known.gap.urn for known in self.before} | {file.listing.urn for file in self.unread}
        return {urn: self._after(urn, [letter for letter in stored if letter.listing.urn == urn], held) for urn in sorted(urns)}

    def _after(self, urn: Urn, stored: Sequence[StoredLetter], held: Collection[FileKey]) -> tuple[Gap, ...]:
        return gaps_after(
            [known.gap for known in self.before if known.gap.urn == urn],
            [file for file in self.unread if file.listing.urn == urn],
            stored,
            held=held,
            gone={key.file_number for key in self.links.gone if key.urn == urn},
            closed={(key.file_number, sha256) for key, sha256 in self.closed if key.urn == urn},
            today=self.today,
        )


def known_gaps(database: Database, links: Links, set_aside: Iterable[SetAside], urns: Iterable[Urn], today: date) -> KnownGaps:
    """The gaps before a run and its unread files; `urns` are the authorities with letters in it."""
    concerned = {*urns, *(key.urn for key in (*links.listed, *links.gone))}
    unread = _unread(database, links, set_aside)
    closed = database.gaps.closed_by_person({file.listing.urn for file in unread})
    return KnownGaps(database.gaps.open(concerned), unread, links, closed, today)


def _unread(database: Database, links: Links, set_aside: Iterable[SetAside]) -> tuple[UnreadFile, ...]:
    readings = database.readings.all_of({sha256 for _, sha256 in links.unread.values() if sha256}, with_text=False)
    kinds = {
        reading.letter.sha256: reading.letter.kind for reading in sorted(readings, key=lambda reading: reading.reader_version)
    }
    decided = (*_decided_before(database, {key.urn for key in links.unread}), *set_aside)
    reasons, elsewhere = _reasons(decided), _about_another_authority(decided)
    return tuple(
        UnreadFile(
            listing,
            sha256,
            kinds.get(sha256) if sha256 else None,
            reasons.get(FileKey(key.urn, sha256) if sha256 else key) or links.unchecked.get(key.urn, _WAITS),
        )
        for key, (listing, sha256) in sorted(links.unread.items())
        if sha256 is None or FileKey(key.urn, sha256) not in elsewhere
    )


def _about_another_authority(set_aside: Iterable[SetAside]) -> frozenset[FileKey]:
    """Letters that were read, and that another authority's page should list: no report of the one that lists them."""
    letters = (item for item in set_aside if item.what is SetAsideSubject.LETTER and item.code == WRONG_AUTHORITY)
    return frozenset(FileKey(item.urn, Sha256(item.about)) for item in letters)


def _decided_before(database: Database, urns: Iterable[Urn]) -> tuple[SetAside, ...]:
    """What of these authorities waits set aside, or was rejected."""
    items = (item for urn in sorted(set(urns)) for item in database.set_asides.find(open_only=False, urn=urn))
    return tuple(item for item in items if item.answer in (None, SetAsideAnswer.REJECTED))


def _reasons(set_aside: Iterable[SetAside]) -> dict[FileKey | ListingKey, str]:
    """Why letters and links were set aside."""
    reasons: dict[FileKey | ListingKey, str] = {}
    for item in set_aside:
        if item.what is SetAsideSubject.LETTER:
            reasons[FileKey(item.urn, Sha256(item.about))] = item.message
        elif item.what is SetAsideSubject.LISTING:
            reasons[ListingKey(item.urn, FileNumber(item.about))] = item.message
    return reasons
