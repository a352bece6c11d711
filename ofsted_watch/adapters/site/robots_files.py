"""Each host's robots.txt, stored for a day, so that 22 polls a day do not request it 22 times."""

import logging
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

log = logging.getLogger("ofsted_watch.site")

FRESH_FOR = timedelta(hours=20)
"""RFC 9309, 2.4, allows a day; with less, the first run of a working day reads it again."""


class RobotsFiles:
    """A folder with one file a host. Shared by the processes of one machine; without the folder each process asks the host."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, host: str, now: datetime) -> str | None:
        """The text stored for the host, or None if there is none that is fresh. `now` is UTC."""
        path = self._path(host)
        try:
            age = now - datetime.fromtimestamp(path.stat().st_mtime, UTC)
            return path.read_text(encoding="utf-8") if timedelta(0) <= age < FRESH_FOR else None
        except (OSError, UnicodeDecodeError):
            return None

    def store(self, host: str, text: str) -> None:
        """Store the text just read. A disk that cannot be written is logged: the next process asks the host again."""
        path = self._path(host)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            unfinished = path.with_suffix(".new")
            unfinished.write_text(text, encoding="utf-8")
            unfinished.replace(path)
        except OSError as error:
            log.warning("The robots.txt of %s could not be stored: %s", host, error)

    def _path(self, host: str) -> Path:
        return self._folder / f"{re.sub(r'[^a-z0-9.-]', '_', host.lower())}.txt"
