"""The promises that a watch must keep at any moment, whatever crashed or failed, and those that hold after a run."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text

from ofsted_watch.adapters.archive import Archive
from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.schema import files, readings, stored_letters
from ofsted_watch.demo_site.stories import DemoSite
from ofsted_watch.domain.model import AlertState, EventKind
from ofsted_watch.errors import ArchiveDamaged
from ofsted_watch.settings import Settings


@dataclass(frozen=True, slots=True)
class Left:
    """The part of the result that must be the same whether or not something failed."""

    changes: tuple[str, ...]
    events: tuple[tuple[str, int, AlertState], ...]
    letters: tuple[tuple[str, str, str, object], ...]
    checks: tuple[tuple[str, object], ...]


def left(settings: Settings) -> Left:
    """Read the result from the database."""
    with Database(settings.database) as database:
        stored = database.letters.stored()
        urns = sorted({letter.listing.urn for letter in stored})
        return Left(
            changes=tuple(sorted(change.key for change in database.letters.changes())),
            # That a report could not be read for a night is told at once, and no undisturbed night has it.
            events=tuple(
                sorted(
                    (alert.event.key, alert.subscription.id, alert.state)
                    for alert in database.alerts.find()
                    if alert.event.kind is not EventKind.UNREAD
                )
            ),
            letters=tuple(sorted((k.listing.urn, k.listing.file_number, k.letter.sha256, k.first_seen) for k in stored)),
            checks=tuple(sorted(database.letters.last_checks(urns).items())),
        )


def broken_now(settings: Settings) -> list[str]:
    """The promises that do not hold now, as sentences: database and archive agree, and nothing is stored twice."""
    with Database(settings.database) as database:
        return [*_database_damaged(database), *_not_in_the_archive(database, settings), *_doubled(database)]


def broken_in_the_end(settings: Settings, site: DemoSite, today: date) -> list[str]:
    """The same, and the promises after a run that ended well: every listed letter stored or named, no alert open."""
    with Database(settings.database) as database:
        return [*broken_now(settings), *_unaccounted(database, site, today), *_open(database)]


def _database_damaged(database: Database) -> Iterator[str]:
    with database.read_transaction() as connection:
        if connection.dialect.name == "sqlite":
            phrases = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
            phrases += [f"foreign key: {row}" for row in connection.execute(text("PRAGMA foreign_key_check"))]
            yield from (f"the database is damaged: {phrase}" for phrase in phrases if phrase != "ok")


def _not_in_the_archive(database: Database, settings: Settings) -> Iterator[str]:
    """A file that only the archive has is not a fault: a crash between the two leaves one."""
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
            yield f"the database names a file that is not in the archive: {error}"


def _doubled(database: Database) -> Iterator[str]:
    notified = Counter(
        (change.urn, change.strand, change.cause, change.from_file, change.to_file) for change in database.letters.changes()
    )
    yield from (f"a change is stored {count} times: {what}" for what, count in notified.items() if count > 1)
    asked = Counter((alert.event.key, alert.subscription.email) for alert in database.alerts.find())
    yield from (f"an alert is stored {count} times: {what}" for what, count in asked.items() if count > 1)


def _unaccounted(database: Database, site: DemoSite, today: date) -> Iterator[str]:
    stored = {(letter.listing.urn, letter.listing.file_number) for letter in database.letters.stored()}
    aside = {(item.urn, item.about) for item in database.set_asides.find()}  # an item is about a file number, or about bytes
    for authority in site.authorities:
        held = database.files.files_of(authority.urn)
        for publication in site.catalogue.listed(authority.urn, today):
            names = {publication.number, held[publication.number].sha256} if publication.number in held else {publication.number}
            if (authority.urn, publication.number) not in stored and not {(authority.urn, name) for name in names} & aside:
                yield f"file {publication.number} of {authority.name} is listed, and neither stored nor set aside"


def _open(database: Database) -> Iterator[str]:
    for alert in database.alerts.find([AlertState.PENDING, AlertState.SENDING]):
        yield f"an alert to {alert.subscription.email} is still {alert.state}"
