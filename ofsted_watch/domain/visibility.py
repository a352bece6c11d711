"""What may be told in public: as with mails, what a run holds back stays back until a person has released it. Pure.

Letters and changes stand here as they did before the run that is held; once released they are there like all others. A letter
that a newer reader reads otherwise stands as it was read before, until a person has released the correction.
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
    """The correction of a letter read anew and what a person said of it; it waits where it is neither released nor dropped."""

    event: Event
    is_released: bool
    is_dropped: bool


@dataclass(frozen=True, slots=True)
class Embargo:
    """What may not be told.

    `events` are held or dropped. `hidden` are files of which nothing is told, `earlier` those told as they were read before.
    `waiting` are files with a newer reading that a person has still to look at.
    """

    events: tuple[Event, ...] = ()
    hidden: frozenset[FileKey] = frozenset()
    earlier: Mapping[FileKey, Reading] = field(default_factory=dict)
    waiting: frozenset[FileKey] = frozenset()


def embargoed(held: Sequence[Event], corrections: Iterable[Correction], readings: Iterable[Reading]) -> Embargo:
    """What these held or dropped events keep back.

    `corrections` are all those of the letters that a held or dropped one is about, released ones too, in the order in which
    they were decided; `readings` all readings of those letters. Where the reading that we told of is not known, the letter is
    hidden: neither reading may be told then.
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
        # Another file of the same inspection, which the version before never read, says what it always said.
        if any(not one.is_dropped for one in unpublished):
            waiting.add(FileKey(urn, sha256))
    return Embargo(tuple(held), frozenset(hidden), earlier, frozenset(waiting))


def is_reread(event: Event) -> bool:
    """True for the correction of a letter that was read anew; that a report was withdrawn corrects no reading."""
    return event.kind is EventKind.CORRECTION and event.key.startswith("correction:")


def public_letters(stored: Iterable[StoredLetter], embargo: Embargo) -> tuple[StoredLetter, ...]:
    """The letters without those (or those editions) that are hidden, each as it may be told, in their order."""
    return tuple(
        _as_published(one, embargo.earlier.get(place)) for one in stored if (place := one.file_key) not in embargo.hidden
    )


def as_published(stored: Iterable[StoredLetter], embargo: Embargo) -> tuple[StoredLetter, ...]:
    """All the letters in their order, each as it was told last: what the next letter is news against."""
    return tuple(_as_published(one, embargo.earlier.get(one.file_key)) for one in stored)


def public_changes(changes: Iterable[Change], embargo: Embargo) -> tuple[Change, ...]:
    """The changes without those that held news tells of, in their order."""
    hidden = {change.key for event in embargo.events for change in event.changes}
    return tuple(change for change in changes if change.key not in hidden)


def newest_letters(stored: Iterable[StoredLetter]) -> tuple[StoredLetter, ...]:
    """The newest edition of each letter (authority and file number), the newest published letter first."""
    return tuple(sorted(newest_editions(stored), key=_by_day, reverse=True))


def _unpublished(corrections: Iterable[Correction]) -> dict[FileKey, list[Correction]]:
    """Of each file the corrections that nobody may be told of and that no later release has overtaken, the first one first."""
    unpublished: dict[FileKey, list[Correction]] = defaultdict(list)
    for one in corrections:
        for sha256 in {one.event.sha256, *one.event.files}:
            place = FileKey(one.event.urn, sha256)
            if one.is_released:
                unpublished.pop(place, None)
            else:
                unpublished[place].append(one)
    return unpublished


def _published_before(first: Event, readings: Sequence[Reading]) -> Reading | None:
    """The reading that was told when this correction was found; None where that is not known.

    Where an event of an older program does not say which one that was, it is the only other one there is.
    """
    if first.read_before is not None:
        return next((one for one in readings if one.reader_version == first.read_before), None)
    others = [one for one in readings if one.reader_version != first.key.rpartition(":")[2]]
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
