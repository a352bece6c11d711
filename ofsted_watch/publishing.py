"""What may be told in public: as with mails, what a run holds back stays back until a person has released it. Pure.

Letters and changes stand here as they did before the run that is held; once released they are there like all others.
"""

from collections.abc import Iterable
from datetime import date

from ofsted_watch.model import Change, Event, EventKind, KeptLetter


def public_letters(kept: Iterable[KeptLetter], held: Iterable[Event]) -> tuple[KeptLetter, ...]:
    """The letters without those (or those editions) whose announcement is held, in their order."""
    hidden = hidden_files(held)
    return tuple(one for one in kept if (one.listing.urn, one.letter.sha256) not in hidden)


def public_changes(changes: Iterable[Change], held: Iterable[Event]) -> tuple[Change, ...]:
    """The changes without those that held news tells of, in their order."""
    hidden = {change.key for event in held for change in event.changes}
    return tuple(change for change in changes if change.key not in hidden)


def hidden_files(held: Iterable[Event]) -> frozenset[tuple[str, str]]:
    """(URN, sha256) of the letters whose announcement is held. A held correction hides no letter: it was told of before."""
    return frozenset((event.urn, event.sha256) for event in held if event.kind is EventKind.LETTER)


def newest_letters(kept: Iterable[KeptLetter]) -> tuple[KeptLetter, ...]:
    """The newest edition of each letter (authority and file number), the newest published letter first."""
    newest: dict[tuple[str, str], KeptLetter] = {}
    for one in sorted(kept, key=lambda one: (one.first_seen, one.published)):
        newest[one.listing.urn, one.listing.file_number] = one
    return tuple(sorted(newest.values(), key=_by_day, reverse=True))


def _by_day(one: KeptLetter) -> tuple[date, str, str]:
    return one.published, one.listing.urn, one.listing.file_number
