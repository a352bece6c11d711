"""What becomes of a withdrawal after it was decided: a person drops it, or the site lists the report again."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from ofsted_watch.adapters.database.connection import in_portions, insert_absent
from ofsted_watch.adapters.database.schema import alerts, changes, events, stored_letters
from ofsted_watch.adapters.database.stored_letters import change_row, stored_letter_of, stored_statement
from ofsted_watch.domain.history import WITHDRAWN, histories, neighbour_changes
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import AlertState, Change, Event
from ofsted_watch.presentation.serialization import change_from_json

_BACK = "the site lists the report again before anybody was told that it went"
_NOTIFIER = "ofsted-watch"


def retract(connection: Connection, keys: Collection[str], at: datetime) -> None:
    """Drop the held alerts of these events: what they say is no longer true."""
    resolved = {"resolved_by": _NOTIFIER, "resolved_why": _BACK, "resolved_at": at}
    for some in in_portions(set(keys)):
        held = (alerts.c.event_key.in_(some), alerts.c.state == AlertState.HELD)
        connection.execute(alerts.update().where(*held).values({"state": AlertState.DROPPED} | resolved))
        still_open = (events.c.key.in_(some), events.c.resolved.is_(None))
        connection.execute(events.update().where(*still_open).values(resolved="dropped", resolved_at=at))


def restore(connection: Connection, dropped: Iterable[Event], at: datetime) -> None:
    """Restore the reports whose withdrawal a person has dropped, and record the changes that they are part of again.

    A restored report stays until the site has listed it once more and is then seen without it.
    """
    for event in dropped:
        if not event.key.startswith(f"{WITHDRAWN}:"):
            continue
        mine = (stored_letters.c.urn == event.urn, stored_letters.c.sha256.in_({event.sha256, *event.files}))
        gone = (*mine, stored_letters.c.withdrawn.is_not(None), stored_letters.c.withdrawn <= event.happened)
        if connection.execute(stored_letters.update().where(*gone).values(withdrawn=None, restored=at.date())).rowcount:
            _record_changes(connection, event.urn, at)


def _record_changes(connection: Connection, urn: Urn, at: datetime) -> None:
    """Record each change between neighbours that is not on record: a letter may have come while the report was away."""
    rows = connection.execute(stored_statement({urn}, with_text=False)).mappings()
    history = histories(stored_letter_of(row, with_text=False) for row in rows).get(urn)
    if history is None:
        return
    recorded = connection.execute(select(changes.c.change).where(changes.c.urn == urn)).scalars()
    known = {_what(change_from_json(change)) for change in recorded}
    new = [change for change in neighbour_changes(history) if _what(change) not in known]
    insert_absent(connection, changes, [change_row(change, at) for change in new])


def _what(change: Change) -> tuple[Any, ...]:
    return change.strand, change.from_file, change.to_file, change.from_grade, change.to_grade
