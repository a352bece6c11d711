"""What was listed and fetched: listings as first seen, files by edition."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, Select, func, select, update

from ofsted_watch.adapters.database.connection import Repository, in_portions, insert_absent, take_turn
from ofsted_watch.adapters.database.schema import checks, files, listings
from ofsted_watch.domain.identifiers import FileNumber, LetterKey, ListingKey, Sha256, Urn
from ofsted_watch.domain.model import FileRecord, Listing


@dataclass(frozen=True, slots=True)
class FirstListing:
    """When a file number was first listed, and the last successful check of its authority before that (None: there was none)."""

    first_listed: date
    checked_before: date | None


@dataclass(frozen=True, slots=True)
class Served:
    """An edition of a file and the first day on which the site served it."""

    edition: int
    since: date


class FileRepository(Repository):
    """The repository of listings and files. Rows are only added, never overwritten or deleted."""

    def record_listings(self, seen: Iterable[Listing], today: date, at: datetime | None = None) -> None:
        """Note the day each file number was first listed, with the last check at that moment. Known ones are unchanged.

        `at` is the moment itself, from which freshness is measured.
        """
        numbers = {listing.key for listing in seen}
        with self.write_transaction() as connection:
            asked = select(checks.c.urn, checks.c.last_checked_on).where(checks.c.urn.in_({urn for urn, _ in numbers}))
            last = dict(connection.execute(asked).tuples().all())
            rows = [
                {
                    "urn": urn,
                    "file_number": number,
                    "first_listed": today,
                    "checked_before": last.get(urn),
                    "listed_at": at,
                }
                for urn, number in sorted(numbers)
            ]
            insert_absent(connection, listings, rows)

    def checks_before(self, urns: Collection[Urn]) -> dict[ListingKey, FirstListing]:
        """When each was first listed and the last look before that, for all listings of these authorities."""
        by_number: dict[ListingKey, FirstListing] = {}
        with self.read_transaction() as connection:
            for some in in_portions(set(urns)):
                for row in connection.execute(select(listings).where(listings.c.urn.in_(some))).mappings():
                    by_number[ListingKey(row["urn"], row["file_number"])] = FirstListing(
                        row["first_listed"], row["checked_before"]
                    )
        return by_number

    def files_of(self, urn: Urn) -> dict[FileNumber, FileRecord]:
        """File number → the newest edition stored."""
        asked = select(files).where(files.c.urn == urn).order_by(files.c.file_number, files.c.edition)
        with self.read_transaction() as connection:
            rows = connection.execute(asked).mappings().all()
        return {row["file_number"]: _record(row) for row in rows}

    def numbered(self, file_number: FileNumber) -> tuple[FileRecord, ...]:
        """The newest edition stored under this number: one for each authority that lists it."""
        asked = select(files).where(files.c.file_number == file_number).order_by(files.c.urn, files.c.edition)
        with self.read_transaction() as connection:
            rows = connection.execute(asked).mappings().all()
        return tuple({row["urn"]: _record(row) for row in rows}.values())

    def newest_editions(self, urns: Collection[Urn]) -> dict[LetterKey, Served]:
        """The newest edition at which the site served each file of these authorities."""
        columns = (files.c.urn, files.c.file_number, files.c.sha256, files.c.edition, files.c.first_seen)
        by_number: dict[LetterKey, Served] = {}
        with self.read_transaction() as connection:
            for some in in_portions(set(urns)):
                asked = select(*columns).where(files.c.urn.in_(some)).order_by(files.c.edition)
                for urn, number, sha256, edition, first_seen in connection.execute(asked):
                    by_number[LetterKey(urn, number, sha256)] = Served(edition, first_seen)
        return by_number

    def count_hashes(self) -> int:
        """The number of different files, by sha256, ever fetched: the archive must have at least as many."""
        with self.read_transaction() as connection:
            return connection.execute(select(func.count(files.c.sha256.distinct()))).scalar_one()

    def record_file(
        self,
        listing: Listing,
        *,
        sha256: Sha256,
        size: int,
        etag: str | None,
        last_modified: str | None,
        at: datetime,
        today: date,
    ) -> None:
        """Record the bytes served for a listing: a new edition if they differ from the newest one, else another check of it.

        `size` in bytes; `etag` and `last_modified` as the site sent them.
        """
        served = _label(listing) | {"etag": etag, "last_modified": last_modified, "checked_at": at}
        with self.write_transaction() as connection:
            take_turn(connection, f"file {listing.urn} {listing.file_number}")
            newest = connection.execute(_newest_edition(listing)).mappings().first()
            if newest and newest["sha256"] == sha256:
                connection.execute(update(files).where(files.c.id == newest["id"]).values(served))
                return
            row = served | {
                "urn": listing.urn,
                "file_number": listing.file_number,
                "edition": newest["edition"] + 1 if newest else 1,
                "sha256": sha256,
                "size": size,
                "first_seen": today,
                "fetched_at": at,
            }
            insert_absent(connection, files, [row])

    def record_checked(self, listing: Listing, at: datetime) -> None:
        """Record that the site still serves the newest edition, under the label it has now."""
        with self.write_transaction() as connection:
            take_turn(connection, f"file {listing.urn} {listing.file_number}")
            newest = connection.execute(_newest_edition(listing)).mappings().first()
            if newest:
                values = _label(listing) | {"checked_at": at}
                connection.execute(update(files).where(files.c.id == newest["id"]).values(values))


def _newest_edition(listing: Listing) -> Select[Any]:
    mine = (files.c.urn == listing.urn, files.c.file_number == listing.file_number)
    return select(files.c.id, files.c.edition, files.c.sha256).where(*mine).order_by(files.c.edition.desc()).limit(1)


def _label(listing: Listing) -> dict[str, Any]:
    return {
        "url": listing.url,
        "listed_as": listing.listed_as,
        "listed": listing.published,
        "event_date": listing.event_date,
    }


def _record(row: RowMapping) -> FileRecord:
    return FileRecord(
        urn=row["urn"],
        file_number=row["file_number"],
        url=row["url"],
        listed_as=row["listed_as"],
        listed=row["listed"],
        sha256=row["sha256"],
        size=row["size"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        first_seen=row["first_seen"],
        fetched_at=row["fetched_at"],
        checked_at=row["checked_at"],
        edition=row["edition"],
        event_date=row["event_date"],
    )
