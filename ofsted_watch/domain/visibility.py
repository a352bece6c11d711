"""What may be published: as with mails, news that a run holds is not published until it is released. Pure.

Letters and changes are shown as they were before the held run; once released they are shown like all others. A letter
that a newer reader reads differently is shown as it was read before, until the correction is released.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ofsted_watch.domain.history.editions import newest_editions
from ofsted_watch.domain.identifiers import FileKey, Sha256
from ofsted_watch.domain.model import Change, Event, EventKind, Letter, StoredLetter


@dataclass(frozen=True, slots=True)
class Reading:
    """What one version of the reader read in a file."""

    letter: Letter
    reader_version: str


@dataclass(frozen=True, slots=True)
class Correction:
    """The correction of a letter read again and the decision on it; it waits if it is neither released nor dropped."""

    event: Event
    is_released: bool
    is_dropped: bool


@dataclass(frozen=True, slots=True)
class Embargo:
    """What may not be published.

    `events` are held or dropped. `hidden` are files that are not shown, `earlier` those shown as they were read before.
    `waiting` are files with a newer reading that waits for review.
    """

    events: tuple[Event, ...] = ()
    hidden: frozenset[FileKey] = frozenset()
    earlier: Mapping[FileKey, Reading] = field(default_factory=dict)
    waiting: frozenset[FileKey] = frozenset()


def embargoed(held: Sequence[Event], corrections: Iterable[Correction], readings: Iterable[Reading]) -> Embargo:
    """What is not published because of these held or dropped events.

    `corrections` are all corrections of the letters that a held or dropped one is about, including released ones, in the order
    decided; `readings` are all readings of those letters. If the reading that we published is not known, the letter is
    hidden: neither reading may be shown then.
    """
    hidden = {FileKey(event.urn, event.sha256) for event in held if event.kind is EventKind.LETTER}
    earlier: dict[FileKey, Reading] = {}
    waiting: set[FileKey] = set()
    read: dict[Sha256, list[Reading]] = defaultdict(list)
    for reading in readings:
        read[reading.letter.sha256].append(reading)
    for (urn, sha256), unpublished in _unpublished(corrections).items():
        first = unpublished[0].event
        notified = _published_before(first, read[sha256])
        if notified is not None:
            earlier[FileKey(urn, sha256)] = notified
        elif sha256 == first.sha256:
            hidden.add(FileKey(urn, sha256))
        # Another file of the same inspection, which the earlier version never read, is unchanged.
        if any(not correction.is_dropped for correction in unpublished):
            waiting.add(FileKey(urn, sha256))
    return Embargo(tuple(held), frozenset(hidden), earlier, frozenset(waiting))


def is_reread(event: Event) -> bool:
    """True for the correction of a letter that was read again; a withdrawal does not correct a reading."""
    return event.kind is EventKind.CORRECTION and event.key.startswith("correction:")


def public_letters(stored: Iterable[StoredLetter], embargo: Embargo) -> tuple[StoredLetter, ...]:
    """The letters without hidden ones (or hidden editions), each as it may be shown, in their order."""
    return tuple(
        _as_published(letter, embargo.earlier.get(place)) for letter in stored if (place := letter.file_key) not in embargo.hidden
    )


def as_published(stored: Iterable[StoredLetter], embargo: Embargo) -> tuple[StoredLetter, ...]:
    """All the letters in their order, each as it was last published; one that never was stays as it is stored."""
    return tuple(_as_published(letter, embargo.earlier.get(letter.file_key)) for letter in stored)


def public_changes(changes: Iterable[Change], embargo: Embargo) -> tuple[Change, ...]:
    """The changes without those in held news and those of hidden letters, in their order."""
    hidden = {change.key for event in embargo.events for change in event.changes}
    return tuple(
        change
        for change in changes
        if change.key not in hidden
        and not embargo.hidden & {FileKey(change.urn, change.from_file), FileKey(change.urn, change.to_file)}
    )


def newest_letters(stored: Iterable[StoredLetter]) -> tuple[StoredLetter, ...]:
    """The newest edition of each letter (authority and file number), the newest published letter first."""
    return tuple(sorted(newest_editions(stored), key=_by_day, reverse=True))


def _unpublished(corrections: Iterable[Correction]) -> dict[FileKey, list[Correction]]:
    """For each file, the corrections not published and not followed by a later release, the first correction first."""
    unpublished: dict[FileKey, list[Correction]] = defaultdict(list)
    for correction in corrections:
        for sha256 in {correction.event.sha256, *correction.event.files}:
            place = FileKey(correction.event.urn, sha256)
            if correction.is_released:
                unpublished.pop(place, None)
            else:
                unpublished[place].append(correction)
    return unpublished


def _published_before(first: Event, readings: Sequence[Reading]) -> Reading | None:
    """The reading that was published when this correction was found; None if that is not known.

    If an event of an older version does not name that reading, it is the only other reading.
    """
    if first.read_before is not None:
        return next((reading for reading in readings if reading.reader_version == first.read_before), None)
    others = [reading for reading in readings if reading.reader_version != first.key.rpartition(":")[2]]
    return others[0] if len(others) == 1 else None


def _as_published(stored: StoredLetter, earlier: Reading | None) -> StoredLetter:
    if earlier is None or earlier.reader_version == stored.reader_version:
        return stored
    return replace(
        stored,
        letter=replace(earlier.letter, file=stored.letter.file),
        published=earlier.letter.published or stored.listing.published or stored.published,
        reader_version=earlier.reader_version,
    )


def _by_day(stored: StoredLetter) -> tuple[date, str, str]:
    return stored.published, stored.listing.urn, stored.listing.file_number
