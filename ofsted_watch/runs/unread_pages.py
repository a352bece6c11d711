"""Pages of the site that could not be read: what is stored of each, and how a run and `status` name them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ofsted_watch.domain.plurals import format_count

FOLDER = "changed-pages"
"""The folder in the data folder, and the path on the reports server, with the pages as served."""

SHOWN = 20
"""Pages named one by one; a redesign makes 153 unreadable at once."""


@dataclass(frozen=True, slots=True)
class UnreadPage:
    """A page that could not be read. `file` is the name of its stored body (16 hex digits), `at` when it was served, in UTC."""

    file: str
    url: str
    reason: str
    at: datetime

    def place(self, served_at: str, data_dir: str) -> str:
        """Where the page as served is opened: its address below `served_at`, or its path where the reports are not served."""
        return f"{served_at.rstrip('/')}/{FOLDER}/{self.file}" if served_at else f"{data_dir}/{FOLDER}/{self.file}.html"


@dataclass(frozen=True, slots=True)
class PagePlace:
    """One line about an unread page: its address, what is wrong with it, and where the page as served is opened."""

    url: str
    reason: str
    place: str


def page_places(pages: Iterable[UnreadPage], served_at: str, data_dir: str) -> tuple[PagePlace, ...]:
    """One line a stored body: pages that served the same one share it, for the same reason."""
    by_file: dict[str, list[UnreadPage]] = {}
    for page in pages:
        by_file.setdefault(page.file, []).append(page)
    places = []
    for same in by_file.values():
        first, others = same[0], len({page.url for page in same}) - 1
        url = f"{first.url} and {format_count(others, 'other page')}" if others else first.url
        places.append(PagePlace(url, first.reason, first.place(served_at, data_dir)))
    return tuple(places)


@dataclass(frozen=True, slots=True)
class StoredPages:
    """The pages stored in the last 30 days, the newest first, and where they are opened: what `status` shows."""

    newest_first: tuple[UnreadPage, ...] = ()
    served_at: str = ""
    data_dir: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """One line that names the newest; none where every page could be read."""
        if not self.newest_first:
            return ()
        newest = self.newest_first[0]
        return (
            f"{format_count(len(self.newest_first), 'page')} of the site could not be read in 30 days; the newest, of "
            f"{newest.at:%-d %B %Y at %H:%M} UTC: {newest.url}, as served: {newest.place(self.served_at, self.data_dir)}",
        )

    def as_json(self) -> list[dict[str, Any]]:
        """The list `changed_pages` of `status --json`."""
        return [
            {
                "url": page.url,
                "at": page.at.isoformat(),
                "reason": page.reason,
                "place": page.place(self.served_at, self.data_dir),
            }
            for page in self.newest_first[:SHOWN]
        ]


NO_PAGES = StoredPages()
