"""The bodies of pages that could not be read, stored on disk so that ops can see what the site served."""

import hashlib
import logging
from datetime import datetime, timedelta
from pathlib import Path

log = logging.getLogger("ofsted_watch.site")

RETENTION = timedelta(days=30)


class ChangedPages:
    """A folder of page bodies by the sha256 of their bytes. Nothing older than RETENTION stays in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def store(self, body: bytes, url: str, at: datetime) -> Path | None:
        """Store the body and delete what is too old. `at` is UTC. Returns the file, or None if it cannot be written.

        The run goes on without the copy: the error raised for the page says what is wrong with it.
        """
        path = self._folder / f"{hashlib.sha256(body).hexdigest()[:16]}.html"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.write_bytes(body)
            for file in self._folder.glob("*.html"):
                if file.stat().st_mtime < (at - RETENTION).timestamp():
                    file.unlink(missing_ok=True)
        except OSError as error:
            log.warning("The page %s cannot be read and could not be stored: %s", url, error)
            return None
        log.warning("The page %s cannot be read; the page as served is in %s", url, path)
        return path
