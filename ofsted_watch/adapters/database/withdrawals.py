"""What becomes of held news that the site overtakes, and of a withdrawal that a person drops."""

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
_ANOTHER_EDITION = "the site serves another edition of the letter, whose own alerts take the place of these"
_NOTIFIER = "ofsted-watch"


def retract(connection: Connection, keys: Collection[str], at: datetime) -> None:
    """Drop the held alerts of these events: what they say is no longer true."""
    for reason, some in ((_BACK, _of_withdrawals(keys)), (_ANOTHER_EDITION, set(keys) - _of_withdrawals(keys))):
        resolved = {"resolved_by": _NOTIFIER, "resolved_why": reason, "resolved_at": at}
        for portion in in_portions(some):
            held = (alerts.c.event_key.in_(portion), alerts.c.state == AlertState.HELD)
            connection.execute(alerts.update().where(*held).values({"state": AlertState.DROPPED} | resolved))
            still_open = (events.c.key.in_(portion), events.c.resolved.is_(None))
            connection.execute(events.update().where(*still_open).values(resolved="dropped", resolved_at=at))


def _of_withdrawals(keys: Collection[str]) -> set[str]:
    return {key for key in keys if key.startswith(f"{WITHDRAWN}:")}


def restore(connection: Connection, dropped: Iterable[Event], at: datetime) -> None:
    """Restore the reports whose withdrawal a person has dropped, and record the changes that they are part of again.

    A restored report stays until the site has listed it once more and is then seen without it.
    """
    for event in dropped:
        if not event.key.startswith(f"{WITHDRAWN}:"):
            continue
        mine = (stored_letters.c.urn == event.urn, stored_letters.c.sha256.in_({event.sha256, *event.files}))
        # A number that the report had before, and that went earlier, told of what it was then.
        gone = stored_letters.update().where(*mine, stored_letters.c.withdrawn == event.happened)
        restored = gone.values(withdrawn=None, restored=at.date()).returning(stored_letters.c.file_number)
        if numbers := set(connection.execute(restored).scalars()):
            reopen(connection, event.urn, numbers, {event.sha256, *event.files})
            record_changes(connection, event.urn, open_gaps(connection, event.urn), at)
