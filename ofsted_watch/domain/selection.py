"""A selection of letters or of changes: one value for pages, tables, feeds, the API and subscriptions. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.filters import NO_FILTERS, Filters, facts_of_letter
from ofsted_watch.domain.identifiers import ListingKey, Urn
from ofsted_watch.domain.model import Cause, Change, StoredLetter


class SelectionSubject(StrEnum):
    """What is selected."""

    CHANGES = "changes"
    LETTERS = "letters"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which letters or changes. No URNs and no region means all authorities; with both, an authority must be in both.

    `since` and `until` are days of publication, both included.
    """

    urns: frozenset[Urn] = frozenset()
    region: str | None = None
    since: date | None = None
    until: date | None = None
    filters: Filters = NO_FILTERS

    def places(self, register: AuthorityRegister) -> frozenset[Urn] | None:
        """The URNs of the selected authorities, former ones too; None for all."""
        if not self.urns and self.region is None:
            return None
        chosen = self.urns or {authority.urn for authority in register}
        return frozenset(
            urn for urn in chosen if self.region is None or (register.has(urn) and register.by_urn(urn).region == self.region)
        )

    def fits_day(self, published: date) -> bool:
        """True for a day of publication in the period."""
        return (self.since is None or published >= self.since) and (self.until is None or published <= self.until)


def changed_letter(change: Change) -> ListingKey:
    """The letter that a change is about: the later one, or the withdrawn one if one was withdrawn."""
    return ListingKey(change.urn, change.from_number if change.cause is Cause.WITHDRAWN else change.to_number)


def select_changes(
    changes: Iterable[Change], letters: Mapping[ListingKey, StoredLetter], selection: Selection, register: AuthorityRegister
) -> tuple[Change, ...]:
    """The selected changes in their order. `letters` has each letter in its newest edition.

    A change of a letter that is not among them fits only if nothing is asked of letters.
    """
    urns, filters = selection.places(register), selection.filters
    return tuple(
        change
        for change in changes
        if (urns is None or change.urn in urns)
        and selection.fits_day(change.to_published)
        and filters.fit_change(change)
        and (not filters.narrows_letters or _fits_letter(letters.get(changed_letter(change)), filters))
    )


def select_letters(
    letters: Iterable[StoredLetter],
    changes: Mapping[ListingKey, Sequence[Change]],
    selection: Selection,
    register: AuthorityRegister,
) -> tuple[StoredLetter, ...]:
    """The selected letters in their order. `changes` has each letter's changes, see `changes_by_letter`."""
    urns, filters = selection.places(register), selection.filters
    return tuple(
        stored
        for stored in letters
        if (urns is None or stored.listing.urn in urns)
        and selection.fits_day(stored.published)
        and _fits_letter(stored, filters)
        and filters.fit_changes(changes.get(stored.listing.key, ()))
    )


def changes_by_letter(changes: Iterable[Change]) -> dict[ListingKey, list[Change]]:
    """The changes of each letter, in their order."""
    by_letter: dict[ListingKey, list[Change]] = defaultdict(list)
    for change in changes:
        by_letter[changed_letter(change)].append(change)
    return by_letter


def _fits_letter(stored: StoredLetter | None, filters: Filters) -> bool:
    return stored is not None and filters.fit_letter(facts_of_letter(stored.letter))
