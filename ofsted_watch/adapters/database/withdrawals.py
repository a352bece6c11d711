"""What becomes of a withdrawal after it was decided: a person drops it, or the site lists the report again."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection

from ofsted_watch.adapters.database.change_records import record_changes
from ofsted_watch.adapters.database.connection import in_portions
from ofsted_watch.adapters.database.schema import alerts, events, stored_letters
from ofsted_watch.adapters.database.stored_gaps import open_gaps, reopen
from ofsted_watch.domain.history import WITHDRAWN
from ofsted_watch.domain.model import AlertState, Event

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
            reopen(connection, event.urn, {event.sha256, *event.files})
            record_changes(connection, event.urn, open_gaps(connection, event.urn), at)
