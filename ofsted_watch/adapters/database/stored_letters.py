"""The stored letters, the changes between them, and the last checks."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, not_, select, tuple_

from ofsted_watch.adapters.database.connection import Repository, in_portions, insert_absent
from ofsted_watch.adapters.database.readings import letter_of, split_letter
from ofsted_watch.adapters.database.schema import changes, checks, readings, stored_letters
from ofsted_watch.domain.identifiers import FileKey, Urn
from ofsted_watch.domain.model import Change, Listing, StoredLetter
from ofsted_watch.presentation.serialization import change_from_json, stored_change


class LetterRepository(Repository):
    """The repository of letters, changes and checks."""

    def stored(self, urns: Collection[Urn] | None = None, *, with_text: bool = False) -> tuple[StoredLetter, ...]:
        """The kept letters of these authorities (None: of all), by URN and date of publication.

        Text and sections only if `with_text`. One statement for any number of letters, for up to some thousand authorities.
        """
        letters: list[StoredLetter] = []
        with self.read_transaction() as connection:
            for some in (None,) if urns is None else in_portions(set(urns)):
                rows = connection.execute(stored_statement(some, with_text=with_text)).mappings()
                letters.extend(stored_letter_of(row, with_text=with_text) for row in rows)
        return tuple(letters)

    def newest(self, limit: int) -> tuple[StoredLetter, ...]:
        """The letters published last, each in its newest edition, the newest first, at most `limit`."""
        newest = select(stored_letters).where(is_newest_edition())
        asked = newest.order_by(stored_letters.c.published.desc(), stored_letters.c.id.desc()).limit(limit)
        with self.read_transaction() as connection:
            return tuple(stored_letter_of(row, with_text=False) for row in connection.execute(asked).mappings())

    def changes(self, urns: Collection[Urn] | None = None, since: date | None = None) -> tuple[Change, ...]:
        """The changes of these authorities (None: of all) whose later letter was published on `since` or after it.

        By URN and day of publication; changes of one letter in the order in which they were found.
        """
        order = (changes.c.urn, changes.c.to_published, changes.c.found_at, changes.c.strand, changes.c.key)
        asked = select(changes.c.change).order_by(*order)
        if urns is not None:
            asked = asked.where(changes.c.urn.in_(set(urns)))
        if since is not None:
            asked = asked.where(changes.c.to_published >= since)
        with self.read_transaction() as connection:
            return tuple(change_from_json(change) for change in connection.execute(asked).scalars())

    def last_checks(self, urns: Collection[Urn]) -> dict[Urn, date | None]:
        """URN → the last day on which its letters were seen with success; None when there was none."""
        known: dict[Urn, date | None] = {}
        with self.read_transaction() as connection:
            for some in in_portions(set(urns)):
                asked = select(checks.c.urn, checks.c.last_checked_on).where(checks.c.urn.in_(some))
                known.update(connection.execute(asked).tuples().all())
        return {urn: known.get(urn) for urn in urns}

    def listed_counts(self) -> dict[Urn, int]:
        """URN → how many letters its page listed when it was last looked at, for every authority ever listed."""
        asked = select(checks.c.urn, checks.c.listed).where(checks.c.listed.is_not(None))
        with self.read_transaction() as connection:
            return {urn: count for urn, count in connection.execute(asked) if count is not None}

    def latest_reports(self, urns: Collection[Urn]) -> dict[Urn, str | None]:
        """URN → the newest report as the search gave it at the last check (see `polling.latest_reports`); None: never checked."""
        known: dict[Urn, str | None] = {}
        with self.read_transaction() as connection:
            for some in in_portions(set(urns)):
                asked = select(checks.c.urn, checks.c.latest_report).where(checks.c.urn.in_(some))
                known.update(connection.execute(asked).tuples().all())
        return {urn: known.get(urn) for urn in urns}

    def record_latest_reports(self, reports: Mapping[Urn, str]) -> None:
        """Note the newest report of each authority, as the search gave it before a check that saw the authority whole."""
        with self.write_transaction() as connection:
            for urn, report in sorted(reports.items()):
                another = checks.c.latest_report.is_(None) | (checks.c.latest_report != report)
                connection.execute(checks.update().where(checks.c.urn == urn, another).values(latest_report=report))

    def record_listed(self, counts: Mapping[Urn, int]) -> None:
        """Note how many letters each authority's page listed. This is not a look: only an Outcome moves that."""
        with self.write_transaction() as connection:
            insert_absent(connection, checks, [{"urn": urn} for urn in sorted(counts)])
            for urn, count in sorted(counts.items()):
                connection.execute(checks.update().where(checks.c.urn == urn).values(listed=count))


def stored_row(stored: StoredLetter) -> dict[str, Any]:
    """The row of `stored_letters` for a stored letter."""
    return {
        "urn": stored.listing.urn,
        "file_number": stored.listing.file_number,
        "sha256": stored.letter.sha256,
        "url": stored.listing.url,
        "listed_as": stored.listing.listed_as,
        "listed": stored.listing.published,
        "event_date": stored.listing.event_date,
        "published": stored.published,
        "first_seen": stored.first_seen,
        "reader_version": stored.reader_version,
        "withdrawn": stored.withdrawn,
        "edition": stored.edition,
        "served": stored.served,
        "restored": stored.restored,
        "letter": split_letter(stored.letter)[0],
    }


def change_row(change: Change, at: datetime) -> dict[str, Any]:
    """The row of `changes` for a change found at this time; the run that found it comes with the outcome."""
    return {
        "key": change.key,
        "urn": change.urn,
        "strand": change.strand,
        "cause": change.cause,
        "to_published": change.to_published,
        "change": stored_change(change, ""),
        "found_at": at,
    }


def stored_statement(urns: Collection[Urn] | None, *, with_text: bool) -> Select[Any]:
    """Asks for kept letters, by URN and date of publication; `kept_letter_of` reads its rows."""
    asked = select(stored_letters).order_by(
        stored_letters.c.urn,
        stored_letters.c.published,
        stored_letters.c.file_number,
        stored_letters.c.edition,
        stored_letters.c.id,
    )
    if with_text:
        read = and_(readings.c.sha256 == stored_letters.c.sha256, readings.c.reader_version == stored_letters.c.reader_version)
        asked = asked.add_columns(readings.c.text).join(readings, read, isouter=True)
    if urns is not None:
        asked = asked.where(stored_letters.c.urn.in_(set(urns)))
    return asked


def stored_letter_of(row: RowMapping, *, with_text: bool) -> StoredLetter:
    """The stored letter in a row of `stored_letters`; `with_text` if the row has its reading's `text` too."""
    return StoredLetter(
        listing=Listing(
            urn=row["urn"],
            file_number=row["file_number"],
            url=row["url"],
            listed_as=row["listed_as"],
            published=row["listed"],
            event_date=row["event_date"],
        ),
        letter=letter_of(row["letter"], row["text"] if with_text else None),
        published=row["published"],
        first_seen=row["first_seen"],
        reader_version=row["reader_version"],
        withdrawn=row["withdrawn"],
        edition=row["edition"],
        served=row["served"],
        restored=row["restored"],
    )


def is_newest_edition(hidden: Collection[FileKey] = ()) -> ColumnElement[bool]:
    """True for the edition of a file number that was served last: the order of `history.served_order`, in SQL.

    Editions in `hidden` are not published, so the one before them counts.
    """
    later = stored_letters.alias("later")
    same_number = [later.c.urn == stored_letters.c.urn, later.c.file_number == stored_letters.c.file_number]
    if hidden:
        same_number.append(tuple_(later.c.urn, later.c.sha256).not_in(sorted(hidden)))
    order = ("edition", "first_seen", "published", "sha256")
    is_later = tuple_(*(later.c[name] for name in order)) > tuple_(*(stored_letters.c[name] for name in order))
    return not_(select(later.c.id).where(*same_number, is_later).exists())
