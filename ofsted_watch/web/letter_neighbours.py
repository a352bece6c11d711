"""The letters before and after a letter of an authority, by the day of publication. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ofsted_watch.domain.identifiers import FileNumber
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import StoredLetter
from ofsted_watch.domain.visibility import newest_letters


@dataclass(frozen=True, slots=True)
class LetterBeside:
    """A letter of the same authority, for a link to it."""

    file_number: FileNumber
    published: date
    kind: LetterKind


@dataclass(frozen=True, slots=True)
class Beside:
    """The letter published before and the one published after; None at either end."""

    earlier: LetterBeside | None
    later: LetterBeside | None


def letters_beside(letters: Sequence[StoredLetter], file_number: FileNumber) -> Beside:
    """The neighbours of a letter among the authority's published letters, also withdrawn ones: each has its page."""
    in_order = newest_letters(letters)
    place = next((place for place, each in enumerate(in_order) if each.listing.file_number == file_number), None)
    if place is None:
        return Beside(None, None)
    earlier = in_order[place + 1] if place + 1 < len(in_order) else None
    later = in_order[place - 1] if place else None
    return Beside(_beside(earlier), _beside(later))


def _beside(stored: StoredLetter | None) -> LetterBeside | None:
    return LetterBeside(stored.listing.file_number, stored.published, stored.letter.kind) if stored else None
