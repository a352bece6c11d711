"""The one transaction of a run: everything it decided is there afterwards, or nothing is."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from ofsted_watch.adapters.database.auto_resolved import settle_mended
from ofsted_watch.adapters.database.connection import Store, in_portions, insert_absent, take_turn
from ofsted_watch.adapters.database.readings import keep_readings, reading_row
from ofsted_watch.adapters.database.schema import alerts, changes, events, kept_letters, looks, readings, subscriptions
from ofsted_watch.adapters.database.set_aside_items import put_aside
from ofsted_watch.adapters.database.stored_letters import kept_row
from ofsted_watch.domain.model import AlertState, Change, Event, EventKind, KeptLetter, NewAlert, Outcome
from ofsted_watch.presentation.serialization import event_to_json, stored_change
from ofsted_watch.subscriptions.matching import CORRECTION_HOLD, message_id


@dataclass(frozen=True, slots=True)
class Applied:
    """What an outcome brought that was not there before."""

    kept: int = 0
    set_aside: int = 0
    changes: int = 0
    events: int = 0
    alerts: int = 0


class Outcomes(Store):
    """Applying is idempotent: the unique keys are those of the values, so the second time brings nothing."""

    message_domain: str

    def apply(self, outcome: Outcome, *, run_id: int | None, at: datetime) -> Applied:
        """Keep an outcome whole. Raises DatabaseUnavailable, and then nothing of it is there.

        Alerts to people who have left meanwhile are left out. A letter already kept is brought up to date
        (a better reader, withdrawn, a new label); the day it was first seen stays.
        """
        with self.writing() as connection:
            take_turn(connection, "apply an outcome")
            new_letters = _keep(connection, outcome.kept, at)
            settle_mended(connection, outcome.kept, new_letters, at)
            opened = put_aside(connection, outcome.set_aside, run_id=run_id, at=at)
            known = {"run_id": run_id}
            new_changes = insert_absent(connection, changes, [_change_row(one, at) | known for one in outcome.changes])
            new_events = insert_absent(connection, events, [_event_row(one, outcome, at) | known for one in outcome.events])
            rows = [self._alert_row(one, at) | known for one in _to_those_still_here(connection, outcome.alerts)]
            new_alerts = insert_absent(connection, alerts, rows)
            _look(connection, outcome.looked_at, outcome.today)
        return Applied(len(new_letters), opened, new_changes, new_events, new_alerts)

    def _alert_row(self, alert: NewAlert, at: datetime) -> dict[str, Any]:
        return {
            "subscription_id": alert.subscription_id,
            "event_key": alert.event_key,
            "state": AlertState.HELD if alert.hold else AlertState.PENDING,
            "hold": alert.hold,
            "created_at": at,
            "attempts": 0,
            "not_before": at,
            "message_id": message_id(alert.subscription_id, alert.event_key, self.message_domain),
        }


def _keep(connection: Connection, kept: tuple[KeptLetter, ...], at: datetime) -> frozenset[tuple[str, str, str]]:
    """Insert new letters, bring known ones up to date. Returns (urn, file number, sha256) of the new ones."""
    _read(connection, kept, at)
    asked = select(kept_letters).where(kept_letters.c.urn.in_({one.listing.urn for one in kept}))
    held = {(row["urn"], row["file_number"], row["sha256"]): row for row in connection.execute(asked).mappings()} if kept else {}
    rows = {(row["urn"], row["file_number"], row["sha256"]): row for row in map(kept_row, kept)}
    new = {key: row for key, row in rows.items() if key not in held}
    insert_absent(connection, kept_letters, list(new.values()))
    for key in rows.keys() - new.keys():
        row = rows[key] | {"first_seen": held[key]["first_seen"]}
        if held[key]["edition"] > row["edition"]:
            # A run that loaded the letter before a night recorded its newer edition does not take that edition back.
            row |= {name: held[key][name] for name in ("edition", "served")}
        if any(held[key][name] != value for name, value in row.items()):
            connection.execute(kept_letters.update().where(kept_letters.c.id == held[key]["id"]).values(row))
    return frozenset(new)


def _read(connection: Connection, kept: tuple[KeptLetter, ...], at: datetime) -> None:
    """Keep the readings that are not there yet. A letter without text was loaded without it: its reading is there already."""
    read = {(one.letter.sha256, one.reader_version): one.letter for one in kept if one.letter.text or one.letter.problem}
    known: set[tuple[str, str]] = set()
    for some in in_portions({sha256 for sha256, _ in read}):
        asked = select(readings.c.sha256, readings.c.reader_version).where(readings.c.sha256.in_(some))
        known.update(connection.execute(asked).tuples())
    rows = [reading_row(letter, version, at) for (sha256, version), letter in read.items() if (sha256, version) not in known]
    keep_readings(connection, rows)


def _change_row(change: Change, at: datetime) -> dict[str, Any]:
    return {
        "key": change.key,
        "urn": change.urn,
        "line": change.line,
        "cause": change.cause,
        "to_published": change.to_published,
        "change": stored_change(change, ""),
        "found_at": at,
    }


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


def _look(connection: Connection, urns: tuple[str, ...], today: date) -> None:
    """Move the last look of these authorities to `today`, never back."""
    insert_absent(connection, looks, [{"urn": urn} for urn in sorted(set(urns))])
    earlier = looks.c.last_look.is_(None) | (looks.c.last_look < today)
    for some in in_portions(set(urns)):
        connection.execute(looks.update().where(looks.c.urn.in_(some), earlier).values(last_look=today))
