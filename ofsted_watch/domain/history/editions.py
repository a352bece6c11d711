"""The order in which the site served the editions of one file number. It decides which bytes are the newest. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from ofsted_watch.domain.gaps import Gap
from ofsted_watch.domain.model import StoredLetter

MOVED = timedelta(days=60)
"""A re-issue keeps the days of its inspection and of its link; more than this apart, both tell of another inspection."""


def served_order(stored: StoredLetter) -> tuple[object, ...]:
    """Sorts the editions of one file number, the last served at the end.

    Letters stored by a version that did not record editions come first, in that version's order; the
    next run records the edition that is served now.
    """
    return stored.edition, stored.first_seen, stored.published, stored.letter.sha256, stored.reader_version


def newest_editions(stored: Iterable[StoredLetter]) -> tuple[StoredLetter, ...]:
    """The edition served last of each authority's file numbers, whatever the order of arrival."""
    newest = {letter.listing.key: letter for letter in sorted(stored, key=served_order)}
    return tuple(newest[place] for place in sorted(newest))


def lives(editions: Iterable[StoredLetter]) -> tuple[tuple[StoredLetter, ...], ...]:
    """The editions of one file number in the order in which they were served, parted where the number was used again.

    A number is used again when the day of its link and the first day of the inspection both move by more than 60 days. A
    letter that does not give that first day is taken for a re-issue.
    """
    parted: list[list[StoredLetter]] = []
    for edition in sorted(editions, key=served_order):
        if not parted or _is_another_inspection(parted[-1], edition):
            parted.append([])
        parted[-1].append(edition)
    return tuple(tuple(life) for life in parted)


def read_since(gap: Gap, stored: Iterable[StoredLetter]) -> tuple[StoredLetter, ...]:
    """The readable letters of a gap's number that were served since what was read there before, oldest first."""
    number = sorted((letter for letter in stored if letter.listing.key == gap.key), key=served_order)
    known = [place for place, letter in enumerate(number) if letter.letter.sha256 == gap.after]
    return tuple(letter for letter in number[known[-1] + 1 if known else 0 :] if letter.letter.problem is None)


def link_day(stored: StoredLetter) -> date:
    """The day of the link; the letter's own if the link has none."""
    return stored.listing.published or stored.published


def _is_another_inspection(life: Sequence[StoredLetter], edition: StoredLetter) -> bool:
    if abs(link_day(edition) - link_day(life[-1])) <= MOVED:
        return False
    was = next((earlier.letter.inspection_start for earlier in reversed(life) if earlier.letter.problem is None), None)
    now = edition.letter.inspection_start
    return was is not None and now is not None and abs(now - was) > MOVED
