"""Every correction that was released: what we said wrongly, and when it was found and published."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ofsted_watch.adapters.database.connection import Repository
from ofsted_watch.adapters.database.held_alerts import Resolution
from ofsted_watch.adapters.database.schema import events
from ofsted_watch.domain.model import Event, EventKind
from ofsted_watch.domain.visibility import is_reread
from ofsted_watch.presentation.serialization import event_from_json


@dataclass(frozen=True, slots=True)
class PublicCorrection:
    """A correction of what we read in a letter: found by a newer version of the reader, published when a person released it."""

    event: Event
    found_at: datetime
    published_at: datetime


class PublicCorrections(Repository):
    """The repository of corrections for everybody."""

    def all(self) -> tuple[PublicCorrection, ...]:
        """The released corrections, the last published first. What Ofsted withdrew or restored is not a correction of ours."""
        asked = select(events.c.event, events.c.decided_at, events.c.resolved_at).where(
            events.c.kind == EventKind.CORRECTION,
            events.c.resolved == Resolution.RELEASED,
            events.c.resolved_at.is_not(None),
        )
        with self.read_transaction() as connection:
            rows = connection.execute(asked.order_by(events.c.resolved_at.desc(), events.c.key)).all()
        corrections = (PublicCorrection(event_from_json(event), found_at, published_at) for event, found_at, published_at in rows)
        return tuple(correction for correction in corrections if is_reread(correction.event))
