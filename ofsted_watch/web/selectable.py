"""What can be selected: every published change, and every letter in its newest edition, once for pages, feeds and API. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ofsted_watch.domain.identifiers import ListingKey
from ofsted_watch.domain.model import Change, StoredLetter
from ofsted_watch.domain.selection import Selection, changed_letter, changes_by_letter, select_changes, select_letters
from ofsted_watch.domain.visibility import newest_letters
from ofsted_watch.web.published import Published


@dataclass(frozen=True, slots=True)
class Selectable:
    """`letters` are the newest edition of each, the newest publication first; `changes` come in the order of `published`."""

    published: Published
    letters: tuple[StoredLetter, ...]
    by_key: Mapping[ListingKey, StoredLetter]
    by_letter: Mapping[ListingKey, Sequence[Change]]

    def changes(self, selection: Selection) -> tuple[Change, ...]:
        """The selected changes, the newest first."""
        return select_changes(self.published.changes, self.by_key, selection, self.published.register)

    def selected_letters(self, selection: Selection) -> tuple[StoredLetter, ...]:
        """The selected letters, the newest first."""
        return select_letters(self.letters, self.by_letter, selection, self.published.register)

    def editions(self, selection: Selection) -> tuple[StoredLetter, ...]:
        """Every edition of the selected letters, the newest first: an edition fits by what it says itself."""
        return select_letters(self.published.letters, self.by_letter, selection, self.published.register)

    def changed_letters(self, selection: Selection) -> frozenset[ListingKey]:
        """The letters of the selected changes."""
        return frozenset(map(changed_letter, self.changes(selection)))


def selectable_of(published: Published) -> Selectable:
    """What can be selected of all that may be told."""
    letters = newest_letters(published.letters)
    return Selectable(
        published, letters, {letter.listing.key: letter for letter in letters}, changes_by_letter(published.changes)
    )
