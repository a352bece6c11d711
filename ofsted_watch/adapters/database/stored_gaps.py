"""The open gaps: reports that are published, may carry grades and are not read."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select

from ofsted_watch.adapters.database.change_records import record_changes
from ofsted_watch.adapters.database.connection import Repository, in_portions, insert_absent
from ofsted_watch.adapters.database.schema import gaps
from ofsted_watch.domain.gaps import Gap, StoredGap
from ofsted_watch.domain.identifiers import FileNumber, ListingKey, Sha256, Urn
from ofsted_watch.domain.model import StoredLetter
from ofsted_watch.errors import WrongUse

_OURSELVES = "ofsted-watch"
_READ = "the report is read"
_NOT_LISTED = "the site serves something else now, or lists it no longer"


class GapRepository(Repository):
    """Every run brings the gaps of the authorities that it saw up to date, in the transaction that stores its outcome."""

    def open(self, urns: Collection[Urn] | None = None) -> tuple[StoredGap, ...]:
        """The open gaps of these authorities (None: of all), by URN and day."""
        asked = _open_gaps().order_by(gaps.c.urn, gaps.c.published, gaps.c.id)
        if urns is not None:
            asked = asked.where(gaps.c.urn.in_(set(urns)))
        with self.read_transaction() as connection:
            return tuple(_stored(row) for row in connection.execute(asked).mappings())

    def closed_by_person(self, urns: Collection[Urn]) -> frozenset[tuple[ListingKey, Sha256 | None]]:
        """The bytes of these authorities' listings that a person said are no graded inspection."""
        closed: set[tuple[ListingKey, Sha256 | None]] = set()
        with self.read_transaction() as connection:
            for some in in_portions(set(urns)):
                asked = select(gaps.c.urn, gaps.c.file_number, gaps.c.sha256).where(
                    gaps.c.urn.in_(some), gaps.c.closed_at.is_not(None), gaps.c.closed_by != _OURSELVES
                )
                for urn, number, sha256 in connection.execute(asked):
                    closed.add((ListingKey(urn, number), sha256 or None))
        return frozenset(closed)

    def close(self, number: int, *, by: str, why: str, at: datetime) -> Gap:
        """Close an open gap because the report carries no grades. Raises WrongUse if this id has no open one."""
        closing = gaps.update().where(gaps.c.id == number, gaps.c.closed_at.is_(None))
        with self.write_transaction() as connection:
            closed = connection.execute(closing.values(closed_at=at, closed_by=by, closed_why=why)).rowcount
            row = connection.execute(select(gaps).where(gaps.c.id == number)).mappings().first()
            if closed and row is not None:
                record_changes(connection, row["urn"], open_gaps(connection, row["urn"]), at)
        if row is None:
            raise WrongUse(f"There is no gap {number}; list the gaps to see those that are open")
        if not closed:
            raise WrongUse(f"Gap {number} was closed already, by {row['closed_by']}: {row['closed_why']}")
        return _stored(row).gap


def update_gaps(
    connection: Connection,
    now: Mapping[Urn, Sequence[Gap]],
    notified_as: Mapping[ListingKey, str],
    stored: Collection[StoredLetter],
    *,
    today: date,
    run_id: int | None,
    at: datetime,
) -> None:
    """Make these the open gaps of these authorities. `notified_as` maps a new gap's listing to the event that tells of it."""
    if not now:
        return
    held = {(row["urn"], row["file_number"], row["sha256"]): row for row in _open_rows(connection, now.keys())}
    rows = {(row["urn"], row["file_number"], row["sha256"]): row for own in now.values() for row in map(_row, own)}
    read = {(letter.listing.urn, letter.listing.file_number) for letter in stored if letter.withdrawn is None}
    for key in held.keys() - rows.keys():
        why = _READ if key[:2] in read else _NOT_LISTED
        closed = {"closed_at": at, "closed_by": _OURSELVES, "closed_why": why}
        connection.execute(gaps.update().where(gaps.c.id == held[key]["id"]).values(closed))
    for key in held.keys() & rows.keys():
        if any(held[key][name] != value for name, value in rows[key].items()):
            connection.execute(gaps.update().where(gaps.c.id == held[key]["id"]).values(rows[key]))
    new = [rows[key] for key in rows.keys() - held.keys()]
    notified = _notified_before(connection, {row["urn"] for row in new})
    new = [
        row
        | {"since": today, "run_id": run_id}
        | {"event_key": notified_as.get(ListingKey(row["urn"], row["file_number"])) or notified.get(_report(row))}
        for row in new
    ]
    insert_absent(connection, gaps, new)


def _notified_before(connection: Connection, urns: Collection[Urn]) -> dict[Hashable, str]:
    """The event that told of a report, also where its gap was closed: whoever was told of it still waits for its grades."""
    asked = select(gaps).where(gaps.c.urn.in_(urns), gaps.c.event_key.is_not(None)).order_by(gaps.c.id)
    return {_report(row): row["event_key"] for row in connection.execute(asked).mappings()}


def _report(row: Mapping[str, Any] | RowMapping) -> Hashable:
    """A number may be used again: the day of its link tells one report from the other."""
    return row["urn"], row["file_number"], row["published"]


def reopen(connection: Connection, urn: Urn, numbers: Collection[FileNumber], hashes: Collection[Sha256]) -> None:
    """Open the gaps again that closed when these reports were withdrawn: each number's last one, if it is a later edition."""
    these = (gaps.c.urn == urn, gaps.c.file_number.in_(numbers), gaps.c.after.in_(hashes))
    went = (gaps.c.closed_by == _OURSELVES, gaps.c.closed_why == _NOT_LISTED)
    last = select(func.max(gaps.c.id)).where(*these, *went).group_by(gaps.c.file_number)
    again = {"closed_at": None, "closed_by": None, "closed_why": None}
    connection.execute(gaps.update().where(gaps.c.id.in_(last)).values(again))


def open_gaps(connection: Connection, urn: Urn) -> tuple[Gap, ...]:
    """The open gaps of an authority, within a transaction."""
    return tuple(_stored(row).gap for row in _open_rows(connection, [urn]))


def _open_gaps() -> Select[Any]:
    return select(gaps).where(gaps.c.closed_at.is_(None))


def _open_rows(connection: Connection, urns: Collection[Urn]) -> list[RowMapping]:
    rows: list[RowMapping] = []
    for some in in_portions(set(urns)):
        rows += connection.execute(_open_gaps().where(gaps.c.urn.in_(some))).mappings().all()
    return rows


def _row(gap: Gap) -> dict[str, Any]:
    return {
        "urn": gap.urn,
        "file_number": gap.file_number,
        "sha256": gap.sha256 or "",
        "published": gap.published,
        "listed_as": gap.listed_as,
        "url": gap.url,
        "reason": gap.reason,
        "after": gap.after,
    }


def _stored(row: RowMapping) -> StoredGap:
    gap = Gap(
        Urn(row["urn"]),
        FileNumber(row["file_number"]),
        row["published"],
        row["listed_as"],
        row["url"],
        row["reason"],
        row["after"],
        row["sha256"] or None,
    )
    return StoredGap(row["id"], gap, row["since"], row["event_key"], row["run_id"] is None)
