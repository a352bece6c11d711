"""Queries of the pages only: one letter, one authority, and whether anything changed since the last time."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, text

from ofsted_watch.adapters.database.connection import Repository
from ofsted_watch.adapters.database.schema import (
    UNPUBLISHED,
    authorities,
    changes,
    events,
    files,
    gaps,
    runs,
    stored_letters,
    stored_settings,
)
from ofsted_watch.adapters.database.stored_letters import stored_letter_of, stored_statement
from ofsted_watch.domain.identifiers import FileNumber, Sha256, Urn
from ofsted_watch.domain.model import StoredLetter

Stamp = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Served:
    """Bytes that the site served under a file number: their label, date, address, and when we first had them."""

    file_number: FileNumber
    url: str
    listed_as: str
    listed: date | None
    sha256: Sha256
    first_seen: date


class PageQueries(Repository):
    """Queries that a reader waits for: each reads few rows, by an index."""

    def stamp(self) -> Stamp:
        """A value that changes with whatever is stored, changed, released or ended, with the register and stored settings."""
        newest = select(runs.c.id, runs.c.state, runs.c.finished_at).order_by(runs.c.id.desc()).limit(1)
        ever_held = select(func.count()).select_from(events).where(events.c.hold.is_not(None))
        unpublished = select(func.count()).select_from(events).where(text(UNPUBLISHED))
        counted = select(
            select(func.max(stored_letters.c.id)).scalar_subquery(),
            select(func.count()).select_from(changes).scalar_subquery(),
            ever_held.scalar_subquery(),
            unpublished.scalar_subquery(),
            select(func.max(gaps.c.id)).scalar_subquery(),
            select(func.count()).select_from(gaps).where(gaps.c.closed_at.is_(None)).scalar_subquery(),
            select(func.count()).select_from(authorities).scalar_subquery(),
            select(func.max(authorities.c.changed_at)).scalar_subquery(),
            select(func.count()).select_from(stored_settings).scalar_subquery(),
            select(func.max(stored_settings.c.changed_at)).scalar_subquery(),
        )
        with self.read_transaction() as connection:
            run = connection.execute(newest).first()
            return (*(run or (None,)), *connection.execute(counted).one())

    def editions(self, urn: Urn, file_number: FileNumber) -> tuple[StoredLetter, ...]:
        """Every stored edition of one letter with its text, by date of publication; empty if none is stored."""
        asked = stored_statement({urn}, with_text=True).where(stored_letters.c.file_number == file_number)
        with self.read_transaction() as connection:
            return tuple(stored_letter_of(row, with_text=True) for row in connection.execute(asked).mappings())

    def served(self, urn: Urn) -> tuple[Served, ...]:
        """Everything the site ever served of an authority, by file number, the newest edition last."""
        asked = select(files).where(files.c.urn == urn).order_by(files.c.file_number, files.c.edition)
        with self.read_transaction() as connection:
            return tuple(
                Served(row["file_number"], row["url"], row["listed_as"], row["listed"], row["sha256"], row["first_seen"])
                for row in connection.execute(asked).mappings()
            )
