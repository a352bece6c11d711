"""What must be true of a watch at any moment, whatever died or failed, and what it must have done in the end."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text

from ofsted_watch.adapters.archive import Archive
from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.schema import files, readings, stored_letters
from ofsted_watch.demo_site.stories import DemoSite
from ofsted_watch.domain.model import AlertState
from ofsted_watch.errors import ArchiveDamaged
from ofsted_watch.settings import Settings


@dataclass(frozen=True, slots=True)
class Left:
    """What is left behind, as far as it must be the same whether or not something went wrong."""

    changes: tuple[str, ...]
    events: tuple[tuple[str, int, AlertState], ...]
    letters: tuple[tuple[str, str, str, object], ...]
    checks: tuple[tuple[str, object], ...]


def left(settings: Settings) -> Left:
    """What the database holds now."""
    with Database(settings.database) as database:
        stored = database.letters.stored()
        urns = sorted({one.listing.urn for one in stored})
        return Left(
            changes=tuple(sorted(change.key for change in database.letters.changes())),
            events=tuple(sorted((one.event.key, one.subscription.id, one.state) for one in database.alerts.find())),
            letters=tuple(sorted((k.listing.urn, k.listing.file_number, k.letter.sha256, k.first_seen) for k in stored)),
            checks=tuple(sorted(database.letters.last_checks(urns).items())),
        )


def broken_now(settings: Settings) -> list[str]:
    """The promises that do not hold at this moment, in words: database and archive agree, and nothing is there twice."""
    with Database(settings.database) as database:
        return [*_database_damaged(database), *_not_in_the_archive(database, settings), *_doubled(database)]


def broken_in_the_end(settings: Settings, site: DemoSite, today: date) -> list[str]:
    """The same, and what must be done once a run has ended well: every listed letter kept or named, no alert open."""
    with Database(settings.database) as database:
        return [*broken_now(settings), *_unaccounted(database, site, today), *_open(database)]


def _database_damaged(database: Database) -> Iterator[str]:
    with database.read_transaction() as connection:
        if connection.dialect.name == "sqlite":
            found = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
            found += [f"foreign key: {row}" for row in connection.execute(text("PRAGMA foreign_key_check"))]
            yield from (f"the database is damaged: {phrase}" for phrase in found if phrase != "ok")


def _not_in_the_archive(database: Database, settings: Settings) -> Iterator[str]:
    """Files in the archive of which no database knows are no fault: a death between the two leaves one."""
    archive = Archive(settings.archive)
    with database.read_transaction() as connection:
        known = {
            row[0]
            for table in (files, stored_letters, readings)
            for row in connection.execute(table.select().with_only_columns(table.c.sha256))
        }
    for sha256 in sorted(known):
        try:
            archive.get(sha256)
        except ArchiveDamaged as error:
            yield f"the database knows a file that the archive does not hold: {error}"


def _doubled(database: Database) -> Iterator[str]:
    notified = Counter((one.urn, one.strand, one.cause, one.from_file, one.to_file) for one in database.letters.changes())
    yield from (f"a change is there {count} times: {what}" for what, count in notified.items() if count > 1)
    asked = Counter((one.event.key, one.subscription.email) for one in database.alerts.find())
    yield from (f"an alert is there {count} times: {what}" for what, count in asked.items() if count > 1)


def _unaccounted(database: Database, site: DemoSite, today: date) -> Iterator[str]:
    stored = {(one.listing.urn, one.listing.file_number) for one in database.letters.stored()}
    aside = {(one.urn, one.about) for one in database.set_asides.find()}  # about a file's number, or about its bytes
    for authority in site.authorities:
        held = database.files.files_of(authority.urn)
        for found in site.catalogue.listed(authority.urn, today):
            names = {found.number, held[found.number].sha256} if found.number in held else {found.number}
            if (authority.urn, found.number) not in stored and not {(authority.urn, name) for name in names} & aside:
                yield f"file {found.number} of {authority.name} is listed, and neither kept nor set aside"


def _open(database: Database) -> Iterator[str]:
    for alert in database.alerts.find([AlertState.PENDING, AlertState.SENDING]):
        yield f"an alert to {alert.subscription.email} is still {alert.state}"
