"""The bodies of pages that could not be read, stored on disk so that ops can see what the site served."""

import hashlib
import json
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ofsted_watch.runs.unread_pages import UnreadPage

log = logging.getLogger("ofsted_watch.site")

RETENTION = timedelta(days=30)


class ChangedPages:
    """A folder of page bodies by the sha256 of their bytes, each with a file that says whose page it was and what is wrong.

    Nothing older than RETENTION stays in it. `stored_here` are the pages that this object stored, in order: those of a run.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.stored_here: list[UnreadPage] = []

    def store(self, body: bytes, url: str, reason: str, at: datetime) -> UnreadPage | None:
        """Store the body and delete what is too old. `at` is UTC. Returns what was stored, or None if it cannot be written.

        The run goes on without the copy: the error raised for the page says what is wrong with it.
        """
        page = UnreadPage(hashlib.sha256(body).hexdigest()[:16], url, reason, at)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(f"{page.file}.html", body)
            about = {"url": url, "reason": reason, "at": at.isoformat()}
            self._write(f"{page.file}.json", json.dumps(about, ensure_ascii=False).encode("utf-8", "replace"))
            self.delete_old(at)
        except OSError as error:
            log.warning("The page %s cannot be read and could not be stored: %s", url, error)
            return None
        self.stored_here.append(page)
        log.warning("The page %s cannot be read; the page as served is in %s", url, self._folder / f"{page.file}.html")
        return page

    def newest_first(self, now: datetime) -> tuple[UnreadPage, ...]:
        """The pages that were stored within RETENTION. A file that cannot be read is left out."""
        pages = [page for path in self._folder.glob("*.json") if (page := _read(path)) and page.at >= now - RETENTION]
        return tuple(sorted(pages, key=lambda page: (page.at, page.file), reverse=True))

    def delete_old(self, now: datetime) -> None:
        """Delete what was stored longer than RETENTION ago. A file that cannot be deleted is left to the next time."""
        for path in [*self._folder.glob("*.html"), *self._folder.glob("*.json")]:
            try:
                if path.stat().st_mtime < (now - RETENTION).timestamp():
                    path.unlink(missing_ok=True)
            except OSError as error:
                log.warning("The stored page %s could not be deleted: %s", path, error)

    def _write(self, name: str, content: bytes) -> None:
        unfinished = self._folder / f".{name}"
        unfinished.write_bytes(content)
        unfinished.replace(self._folder / name)


def _read(path: Path) -> UnreadPage | None:
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        at = datetime.fromisoformat(about["at"])
        return UnreadPage(path.stem, str(about["url"]), str(about["reason"]), at if at.tzinfo else at.replace(tzinfo=UTC))
    except (OSError, ValueError, KeyError, TypeError):
        return None
