"""The one transaction of a run: everything it decided is stored, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, select

from ofsted_watch.adapters.database.auto_resolved import auto_resolve
from ofsted_watch.adapters.database.connection import Connections, Repository, in_portions, insert_absent, take_turn
from ofsted_watch.adapters.database.installation import Installation
from ofsted_watch.adapters.database.readings import reading_row, store_readings
from ofsted_watch.adapters.database.schema import alerts, changes, checks, events, readings, stored_letters, subscriptions
from ofsted_watch.adapters.database.set_aside_items import put_aside
from ofsted_watch.adapters.database.stored_gaps import update_gaps
from ofsted_watch.adapters.database.stored_letters import change_row, stored_row
from ofsted_watch.adapters.database.withdrawals import retract
from ofsted_watch.domain.identifiers import LetterKey, ListingKey, Sha256, Urn
from ofsted_watch.domain.model import AlertState, Event, EventKind, NewAlert, Outcome, StoredLetter
from ofsted_watch.presentation.serialization import event_to_json
from ofsted_watch.subscriptions.matching import CORRECTION_HOLD, message_id


@dataclass(frozen=True, slots=True)
class Applied:
    """What an outcome added."""

    stored: int = 0
    set_aside: int = 0
    changes: int = 0
    events: int = 0
    alerts: int = 0


class OutcomeWriter(Repository):
    """Applying is idempotent: the unique keys are those of the values, so the second time adds nothing."""

    def __init__(self, connections: Connections, installation: Installation) -> None:
        super().__init__(connections)
        self._installation = installation

    def apply(self, outcome: Outcome, *, run_id: int | None, at: datetime) -> Applied:
        """Store a complete outcome. Raises DatabaseUnavailable, and then nothing of it is stored.

        Alerts to people who have left meanwhile are left out. A letter already stored is updated
        (a better reader, withdrawn, a new label); the day it was first seen stays.
        """
        with self.write_transaction() as connection:
            take_turn(connection, "apply an outcome")
            new_letters = _store(connection, outcome.stored, at)
            auto_resolve(connection, outcome.stored, new_letters, at)
            opened = put_aside(connection, outcome.set_aside, run_id=run_id, at=at)
            known = {"run_id": run_id}
            new_changes = insert_absent(connection, changes, [change_row(change, at) | known for change in outcome.changes])
            new_events = insert_absent(connection, events, [_event_row(event, outcome, at) | known for event in outcome.events])
            domain = self._installation.fixed_id_domain(connection)
            rows = [_alert_row(alert, at, domain) | known for alert in _to_those_still_here(connection, outcome.alerts)]
            new_alerts = insert_absent(connection, alerts, rows)
            retract(connection, outcome.retracted, at)
            told = {
                ListingKey(event.urn, event.file_number): event.key for event in outcome.events if event.kind is EventKind.UNREAD
            }
            update_gaps(connection, outcome.gaps, told, outcome.stored, today=outcome.today, run_id=run_id, at=at)
            _check(connection, outcome.checked_urns, outcome.today)
        return Applied(len(new_letters), opened, new_changes, new_events, new_alerts)


def _alert_row(alert: NewAlert, at: datetime, domain: str) -> dict[str, Any]:
    return {
        "subscription_id": alert.subscription_id,
        "event_key": alert.event_key,
        "state": AlertState.HELD if alert.hold else AlertState.PENDING,
        "hold": alert.hold,
        "created_at": at,
        "attempts": 0,
        "not_before": at,
        "message_id": message_id(alert.subscription_id, alert.event_key, domain),
    }


def _store(connection: Connection, stored: tuple[StoredLetter, ...], at: datetime) -> frozenset[LetterKey]:
    """Insert new letters, update known ones. Returns the keys of the new ones."""
    _read(connection, stored, at)
    asked = select(stored_letters).where(stored_letters.c.urn.in_({letter.listing.urn for letter in stored}))
    held = {_key(row): row for row in connection.execute(asked).mappings()} if stored else {}
    rows = {_key(row): row for row in map(stored_row, stored)}
    new = {key: row for key, row in rows.items() if key not in held}
    insert_absent(connection, stored_letters, list(new.values()))
    for key in rows.keys() - new.keys():
        row = rows[key] | {"first_seen": held[key]["first_seen"]}
        if held[key]["edition"] > row["edition"]:
            # A run that loaded the letter before another run recorded a newer edition does not undo that edition.
            row |= {name: held[key][name] for name in ("edition", "served")}
        if any(held[key][name] != value for name, value in row.items()):
            connection.execute(stored_letters.update().where(stored_letters.c.id == held[key]["id"]).values(row))
    return frozenset(new)


def _key(row: Mapping[str, Any] | RowMapping) -> LetterKey:
    return LetterKey(row["urn"], row["file_number"], row["sha256"])


class _ReadingKey(NamedTuple):
    """What one version of the reader read in one file."""

    sha256: Sha256
    reader_version: str


def _read(connection: Connection, stored: tuple[StoredLetter, ...], at: datetime) -> None:
    """Store the readings that are not there yet. A letter without text was loaded without it: its reading exists."""
    read = {
        _ReadingKey(letter.letter.sha256, letter.reader_version): letter.letter
        for letter in stored
        if letter.letter.text or letter.letter.problem
    }
    known: set[_ReadingKey] = set()
    for some in in_portions({sha256 for sha256, _ in read}):
        asked = select(readings.c.sha256, readings.c.reader_version).where(readings.c.sha256.in_(some))
        known.update(_ReadingKey(*row) for row in connection.execute(asked).tuples())
    new = {key: letter for key, letter in read.items() if key not in known}
    rows = [reading_row(letter, version, at) for (_, version), letter in new.items()]
    store_readings(connection, rows)


def _event_row(event: Event, outcome: Outcome, at: datetime) -> dict[str, Any]:
    hold = outcome.holds.get(event.key) or outcome.hold
    return {
        "hold": CORRECTION_HOLD if event.kind is EventKind.CORRECTION else hold,
        "key": event.key,
        "urn": event.urn,
        "kind": event.kind,
        "happened": event.happened,
        "event": event_to_json(event),
        "decided_at": at,
    }


def _to_those_still_here(connection: Connection, decided: tuple[NewAlert, ...]) -> tuple[NewAlert, ...]:
    """Without the alerts whose subscription ended between deciding and now."""
    if not decided:
        return ()
    asked = select(subscriptions.c.id).where(subscriptions.c.unsubscribed_at.is_(None))
    here = set(connection.execute(asked.with_for_update(read=True, key_share=True)).scalars())
    return tuple(alert for alert in decided if alert.subscription_id in here)


def _check(connection: Connection, urns: tuple[Urn, ...], today: date) -> None:
    """Move the last check of these authorities to `today`, never back."""
    insert_absent(connection, checks, [{"urn": urn} for urn in sorted(set(urns))])
    earlier = checks.c.last_checked_on.is_(None) | (checks.c.last_checked_on < today)
    for some in in_portions(set(urns)):
        connection.execute(checks.update().where(checks.c.urn.in_(some), earlier).values(last_checked_on=today))
