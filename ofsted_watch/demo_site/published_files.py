"""What the invented site holds, and what of it can be seen on a given day."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock

from ofsted_watch.demo_site.letters.letter_content import Description
from ofsted_watch.domain.identifiers import Urn

Source = Callable[[], bytes]
"""Makes or reads a file's bytes, when somebody first asks for it."""


@dataclass(frozen=True, slots=True)
class Provider:
    """An authority as the site shows it: its name may be another form of the one we know."""

    urn: Urn
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Publication:
    """A link on an authority's page and the file behind it.

    `published` is the date of the link's label, `event_date` the date that stands beside it. The link shows from
    `published` on, or from `appears` on when it came late, until the day before `withdrawn`. `reissued` are later
    days on which the same number begins to serve other bytes. `said` is what an invented letter says.
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
    said: Description | None = None

    @property
    def from_day(self) -> date:
        """The first day on which the site shows the link."""
        return self.appears or self.published

    def shown_on(self, today: date) -> bool:
        """True on the days on which the authority's page lists this."""
        return self.from_day <= today and (self.withdrawn is None or today < self.withdrawn)

    def edition_on(self, today: date) -> tuple[int, date]:
        """Which edition of the file is served (0 is the first) and since which day."""
        days = [self.from_day, *(day for day, _ in self.reissued if day <= today)]
        return len(days) - 1, days[-1]


@dataclass(frozen=True, slots=True)
class File:
    """A file as served: its bytes and the day since which they are these."""

    content: bytes
    since: date


class Catalogue:
    """All providers and publications of a site. Raises ValueError where two publications share a number."""

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
        """What an authority's page lists on this day, newest first."""
        shown = [file for file in self._of.get(urn, ()) if file.shown_on(today)]
        return tuple(sorted(shown, key=lambda file: (file.published, file.number), reverse=True))

    def file(self, number: str, today: date) -> File | None:
        """The file behind a number on this day; None where the site would say 'Report not found'."""
        publication = self._by_number.get(number)
        if publication is None or not publication.shown_on(today):
            return None
        edition, since = publication.edition_on(today)
        source = publication.reissued[edition - 1][1] if edition else publication.file
        with self._making:
            if (number, edition) not in self._made:
                self._made[number, edition] = source()
        return File(self._made[number, edition], since)
