"""What the site's search lists: authorities, page by page, and what of it could not be read."""

from dataclasses import dataclass
from datetime import date

from ofsted_watch.domain.identifiers import Urn


@dataclass(frozen=True, slots=True)
class FoundAuthority:
    """One result of the site's search: the authority as the site names it, and its newest report's date.

    `council_number` is set where the site links to the council's number in place of the URN (14 authorities in August 2023).
    `note` says why the date could not be read.
    """

    urn: Urn
    name: str
    latest_report: date | None
    council_number: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class UnreadResult:
    """A result of the site's search that leads to no URN, and why. `text` is how it begins."""

    name: str
    council_number: str | None
    latest_report: date | None
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of search results. `total` is what the site states for all pages together, None where it states nothing.

    `total_source` is 'element' or 'text'.
    """

    total: int | None
    total_source: str | None
    found: tuple[FoundAuthority, ...]
    unread: tuple[UnreadResult, ...]
    next_path: str | None


@dataclass(frozen=True, slots=True)
class SearchListing:
    """All pages of the search together. `notes` say what was unusual."""

    found: tuple[FoundAuthority, ...]
    unread: tuple[UnreadResult, ...] = ()
    notes: tuple[str, ...] = ()
