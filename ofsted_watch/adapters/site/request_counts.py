"""How many requests this machine sent to the site on each day: a file a day in which each request is one byte."""

import logging
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

log = logging.getLogger("ofsted_watch.site")

RETENTION = timedelta(days=30)
_LONDON = ZoneInfo("Europe/London")


class RequestCounts:
    """A folder with one file a day in London. Processes that append at the same moment lose no count."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, now: datetime) -> None:
        """Count one request. A disk that cannot be written stops no request: it is logged."""
        path = self._path(now.astimezone(_LONDON).date())
        try:
            if not path.exists():
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._delete_old(now)
            with path.open("ab") as file:
                file.write(b".")
        except OSError as error:
            log.warning("The requests to the site could not be counted: %s", error)

    def of(self, day: date) -> int:
        """The requests of a day in London; 0 for a day without any."""
        try:
            return self._path(day).stat().st_size
        except OSError:
            return 0

    def _delete_old(self, now: datetime) -> None:
        for file in self._folder.glob("????-??-??"):
            if datetime.fromtimestamp(file.stat().st_mtime, UTC) < now - RETENTION:
                file.unlink(missing_ok=True)

    def _path(self, day: date) -> Path:
        return self._folder / day.isoformat()
