"""The order in which the site served the editions of one file number. Every choice of the newest bytes is made by it. Pure."""

from collections.abc import Iterable

from ofsted_watch.domain.model import StoredLetter


def served_order(stored: StoredLetter) -> tuple[object, ...]:
    """Sorts the editions of one file number, the one served last at the end.

    Letters stored by a version that did not record editions come first, in the order in which that version ordered them; the
    next night records the edition of the one that is served now.
    """
    return stored.edition, stored.first_seen, stored.published, stored.letter.sha256, stored.reader_version


def newest_editions(stored: Iterable[StoredLetter]) -> tuple[StoredLetter, ...]:
    """The edition served last of each authority's file numbers, whatever the order of arrival."""
    newest = {one.listing.key: one for one in sorted(stored, key=served_order)}
    return tuple(newest[place] for place in sorted(newest))
