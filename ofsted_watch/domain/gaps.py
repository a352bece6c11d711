"""A gap: a report that Ofsted publishes, that may carry grades and that is not read. Unread is not absent."""

from dataclasses import dataclass
from datetime import date

from ofsted_watch.domain.identifiers import FileNumber, ListingKey, Sha256, Urn


@dataclass(frozen=True, slots=True)
class Gap:
    """A listed report without a reading. `published` is the day of its link, `listed_as` its kind in the site's words.

    `reason` is a sentence. `after` is the sha256 of what was read before under this number, where the report is a later
    edition of it; None for a report of its own. `sha256` is None where no bytes were served.
    """

    urn: Urn
    file_number: FileNumber
    published: date
    listed_as: str
    url: str
    reason: str
    after: Sha256 | None = None
    sha256: Sha256 | None = None

    @property
    def key(self) -> ListingKey:
        """The authority and the file number."""
        return ListingKey(self.urn, self.file_number)


@dataclass(frozen=True, slots=True)
class StoredGap:
    """An open gap as stored. `since` is the day on which it was opened.

    `notified_as` is the key of the event that told people of it, None if nobody was told. `is_migrated` is true if it was made
    from what an earlier version had set aside: then nobody has decided yet whether it is news.
    """

    id: int
    gap: Gap
    since: date
    notified_as: str | None = None
    is_migrated: bool = False
