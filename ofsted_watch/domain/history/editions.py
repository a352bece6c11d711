"""The order in which the site served the editions of one file number. It decides which bytes are the newest. Pure."""

from collections.abc import Iterable

from ofsted_watch.domain.model import StoredLetter


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
