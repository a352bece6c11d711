"""The order in which the site served the editions of one file number. Every choice of the newest bytes is made by it. Pure."""

from collections.abc import Iterable

from ofsted_watch.domain.model import KeptLetter


def served_order(kept: KeptLetter) -> tuple[object, ...]:
    """Sorts the editions of one file number, the one served last at the end.

    Letters stored by a version that did not record editions come first, in the order in which that version ordered them; the
    next night records the edition of the one that is served now.
    """
    return kept.edition, kept.first_seen, kept.published, kept.letter.sha256, kept.reader_version


def newest_editions(kept: Iterable[KeptLetter]) -> tuple[KeptLetter, ...]:
    """The edition served last of each authority's file numbers, whatever the order of arrival."""
    newest = {(one.listing.urn, one.listing.file_number): one for one in sorted(kept, key=served_order)}
    return tuple(newest[place] for place in sorted(newest))
