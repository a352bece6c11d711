"""What the invented site publishes, and what it shows on a given day."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock

from ofsted_watch.demo_site.letters.letter_content import Description
from ofsted_watch.domain.identifiers import Urn

Source = Callable[[], bytes]
"""Makes or reads a file's bytes at the first request for it."""


@dataclass(frozen=True, slots=True)
class Provider:
    """An authority as the site shows it. Its name may differ from the register's."""

    urn: Urn
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Publication:
    """A link on an authority's page and the file behind it.

    `published` is the date in the link's label, `event_date` the date beside it. The page shows the link from `published`,
    or from `appears` if it is late, until the day before `withdrawn`. `reissued` are the later days on which the same number
    starts to serve other bytes. `description` is the content of an invented letter.
    """

    number: str
    urn: Urn
    listed_as: str
    published: date
    event_date: date
    file: Source
    appears: date | None = None
    withdrawn: date | None = None
    reissued: tuple[tuple[date, Source], ...] = ()
    description: Description | None = None

    @property
    def from_day(self) -> date:
        """The first day on which the site shows the link."""
        return self.appears or self.published

    def shown_on(self, today: date) -> bool:
        """True if the authority's page lists this on the day."""
        return self.from_day <= today and (self.withdrawn is None or today < self.withdrawn)

    def edition_on(self, today: date) -> tuple[int, date]:
        """The edition of the file that is served (0 is the first), and its first day."""
        days = [self.from_day, *(day for day, _ in self.reissued if day <= today)]
        return len(days) - 1, days[-1]


@dataclass(frozen=True, slots=True)
class File:
    """A file as served: its bytes and the first day with these bytes."""

    content: bytes
    since: date


class Catalogue:
    """All providers and publications of a site. Raises ValueError if two publications share a number."""

    def __init__(self, providers: tuple[Provider, ...], publications: tuple[Publication, ...]) -> None:
        self.providers: Mapping[str, Provider] = {provider.urn: provider for provider in providers}
        self._by_number = {publication.number: publication for publication in publications}
        if len(self._by_number) < len(publications):
            raise ValueError("Two publications of this story share a file number: give each its own")
        self._of: dict[str, list[Publication]] = defaultdict(list)
        for publication in publications:
            self._of[publication.urn].append(publication)
        self._made: dict[tuple[str, int], bytes] = {}
        self._making = Lock()

    def listed(self, urn: Urn, today: date) -> tuple[Publication, ...]:
        """The publications that an authority's page lists on this day, newest first."""
        shown = [file for file in self._of.get(urn, ()) if file.shown_on(today)]
        return tuple(sorted(shown, key=lambda file: (file.published, file.number), reverse=True))

    def file(self, number: str, today: date) -> File | None:
        """The file with this number on this day; None if the site answers 'Report not found'."""
        publication = self._by_number.get(number)
        if publication is None or not publication.shown_on(today):
            return None
        edition, since = publication.edition_on(today)
        source = publication.reissued[edition - 1][1] if edition else publication.file
        with self._making:
            if (number, edition) not in self._made:
                self._made[number, edition] = source()
        return File(self._made[number, edition], since)
