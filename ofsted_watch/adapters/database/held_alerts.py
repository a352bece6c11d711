"""The review of alerts: list them, see who has been notified, release or drop."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, select, text

from ofsted_watch.adapters.database.alert_rows import alerts_of, wanted_columns
from ofsted_watch.adapters.database.connection import Repository, in_portions
from ofsted_watch.adapters.database.schema import UNPUBLISHED, alerts, events
from ofsted_watch.adapters.database.withdrawals import restore
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Alert, AlertState, Event, EventKind
from ofsted_watch.domain.visibility import Correction
from ofsted_watch.errors import WrongUse
from ofsted_watch.presentation.serialization import event_from_json

_RELEASABLE = (AlertState.HELD, AlertState.UNKNOWN, AlertState.FAILED)
_DROPPABLE = (AlertState.HELD, AlertState.PENDING, AlertState.UNKNOWN, AlertState.FAILED)
# Dropped and refused mails were never delivered; a held one may still be, and then its correction must be too.
_NOTIFIED = (AlertState.HELD, AlertState.PENDING, AlertState.SENDING, AlertState.SENT, AlertState.UNKNOWN)

_NO_ALERT_HELD = ~exists().where(alerts.c.event_key == events.c.key, alerts.c.state == AlertState.HELD)


class Resolution(StrEnum):
    """What a person decided on held news."""

    RELEASED = "released"
    DROPPED = "dropped"


class AlertRepository(Repository):
    """The repository for reviewing alerts."""

    def find(self, states: Collection[AlertState] | None = None, urns: Collection[Urn] | None = None) -> tuple[Alert, ...]:
        """The alerts in these states about these authorities (None: any), in the order they were decided."""
        asked = wanted_columns().order_by(alerts.c.id)
        if states is not None:
            asked = asked.where(alerts.c.state.in_(set(states)))
        if urns is not None:
            asked = asked.join(events, alerts.c.event_key == events.c.key).where(events.c.urn.in_(set(urns)))
        with self.read_transaction() as connection:
            return alerts_of(connection, asked)

    def counts(self) -> dict[AlertState, int]:
        """The number of alerts in each state, including 0: fast, for `status`."""
        asked = select(alerts.c.state, func.count()).group_by(alerts.c.state)
        with self.read_transaction() as connection:
            counted: dict[str, int] = dict(connection.execute(asked).tuples().all())
        return {state: counted.get(state, 0) for state in AlertState}

    def notified(self, event_keys: Collection[str]) -> dict[str, frozenset[int]]:
        """Event key → the ids of the subscriptions that got it or may still get it. Keys without any are left out.

        The key of a letter covers every time its bytes were announced: the site may serve earlier bytes again.
        """
        notified: dict[str, set[int]] = {}
        with self.read_transaction() as connection:
            meant = _announcements(connection, event_keys)
            asked = select(alerts.c.event_key, alerts.c.subscription_id).where(
                alerts.c.event_key.in_(meant), alerts.c.state.in_(_NOTIFIED)
            )
            for key, subscription_id in connection.execute(asked):
                notified.setdefault(meant[key], set()).add(subscription_id)
        return {key: frozenset(ids) for key, ids in notified.items()}

    def message_id(self, subscription_id: int, event_key: str) -> str | None:
        """The stored Message-ID of an event's alert to a subscription; None if there is no such alert."""
        asked = select(alerts.c.message_id).where(alerts.c.subscription_id == subscription_id, alerts.c.event_key == event_key)
        with self.read_transaction() as connection:
            return connection.execute(asked).scalar()

    def release(self, ids: Collection[int] | None, *, by: str, why: str, at: datetime) -> int:
        """Release held alerts (None: all that are held), or send failed and unknown ones again by id. Returns how many.

        Their news is published from now on. None also releases held news that nobody subscribed to, which is
        counted if there is no alert at all. Raises WrongUse if one of the ids is not in such a state; then none is released.
        """
        values = {"state": AlertState.PENDING, "not_before": at, "claimed_at": None, "send_begun_at": None}
        return self._decide(Resolution.RELEASED, ids, _RELEASABLE, values | _by(by, why, at))

    def held_events(self, urns: Collection[Urn] | None = None) -> tuple[Event, ...]:
        """What must not be published: news that is held, or that was dropped while it was held.

        Of these authorities, None: of all. The cost depends only on the unpublished rows.
        """
        asked = select(events.c.event).where(text(UNPUBLISHED)).order_by(events.c.urn, events.c.key)
        if urns is not None:
            asked = asked.where(events.c.urn.in_(set(urns)))
        with self.read_transaction() as connection:
            return tuple(event_from_json(event) for event in connection.execute(asked).scalars())

    def corrections(self, urns: Collection[Urn]) -> tuple[Correction, ...]:
        """All corrections that were ever held about these authorities, in the order decided."""
        corrections: list[Correction] = []
        held = (events.c.kind == EventKind.CORRECTION, events.c.hold.is_not(None))
        with self.read_transaction() as connection:
            for some in in_portions(set(urns)):
                asked = select(events.c.event, events.c.resolved).where(events.c.urn.in_(some), *held)
                for event, resolved in connection.execute(asked.order_by(events.c.decided_at, events.c.key)):
                    corrections.append(
                        Correction(event_from_json(event), resolved == Resolution.RELEASED, resolved == Resolution.DROPPED)
                    )
        return tuple(corrections)

    def publish(self, hold: str, urns: Collection[Urn], at: datetime) -> int:
        """Publish news about these authorities that was held for this reason. Returns the number."""
        held = (events.c.hold == hold, events.c.resolved.is_(None), events.c.urn.in_(set(urns)))
        with self.write_transaction() as connection:
            return connection.execute(events.update().where(*held).values(resolved=Resolution.RELEASED, resolved_at=at)).rowcount

    def drop(self, ids: Collection[int] | None, *, by: str, why: str, at: datetime) -> int:
        """Never send these alerts (None: all that are held). Returns how many. Raises as `release` does; then none is dropped."""
        return self._decide(Resolution.DROPPED, ids, _DROPPABLE, {"state": AlertState.DROPPED} | _by(by, why, at))

    def _decide(
        self, what: Resolution, ids: Collection[int] | None, states: Collection[AlertState], values: Mapping[str, Any]
    ) -> int:
        resolved = {"resolved": what, "resolved_at": values["resolved_at"]}
        with self.write_transaction() as connection:
            if ids is None:
                moved = _move(connection, (alerts.c.state == AlertState.HELD,), values)
                news = _resolve_news(connection, resolved, set(moved.values()))
                unread = _resolve_unread_news(connection, resolved)
                _restore(connection, what, [*news, *unread], values["resolved_at"])
                return len(moved) or len(unread)
            moved = {}
            for some in in_portions(set(ids)):
                moved |= _move(connection, (alerts.c.id.in_(some), alerts.c.state.in_(states)), values)
            if refused := sorted(set(ids) - moved.keys()):
                if connection.execute(select(alerts.c.id).where(alerts.c.id == refused[0])).first() is None:
                    raise WrongUse(f"There is no alert {refused[0]}: list the alerts to see their ids")
                raise WrongUse(
                    f"Alert {refused[0]} cannot be {what}: it is not {' or '.join(states)}. List the alerts to see its state"
                )
            news = _resolve_news(connection, resolved, set(moved.values()))
            _restore(connection, what, news, values["resolved_at"])
            return len(moved)


def _announcements(connection: Connection, event_keys: Collection[str]) -> dict[str, str]:
    """Each of these keys, and the keys of the events that announced the same bytes again: key → the key that it repeats."""
    meant = {key: key for key in event_keys}
    urns = {key.split(":")[1] for key in event_keys if key.startswith("letter:")}
    for key in connection.execute(select(events.c.key).where(events.c.urn.in_(urns))).scalars():
        first, _, edition = key.rpartition(":")
        if first in meant and edition.isdigit():
            meant[key] = first
    return meant


def _move(connection: Connection, may: Collection[ColumnElement[bool]], values: Mapping[str, Any]) -> dict[int, str]:
    """Move these alerts. Returns their ids, each with the key of the event it is about."""
    moved = alerts.update().where(*may).values(values).returning(alerts.c.id, alerts.c.event_key)
    return dict(connection.execute(moved).tuples().all())


def _resolve_news(connection: Connection, resolved: Mapping[str, Any], about: Collection[str]) -> list[Event]:
    """Held news that was decided on. Released for one reader, it is released; dropped only if no alert is still held."""
    still = (_NO_ALERT_HELD, events.c.resolved.is_(None)) if resolved["resolved"] == Resolution.DROPPED else ()
    news: list[Event] = []
    for some in in_portions(about):
        news += _resolve(connection, resolved, (events.c.key.in_(some), events.c.hold.is_not(None), *still))
    return news


def _resolve_unread_news(connection: Connection, resolved: Mapping[str, Any]) -> list[Event]:
    """Held news without a held alert: nobody subscribed to it, or they left."""
    return _resolve(connection, resolved, (events.c.hold.is_not(None), events.c.resolved.is_(None), _NO_ALERT_HELD))


def _resolve(connection: Connection, resolved: Mapping[str, Any], which: Collection[ColumnElement[bool]]) -> list[Event]:
    decided = connection.execute(events.update().where(*which).values(resolved).returning(events.c.event)).scalars()
    return [event_from_json(event) for event in decided]


def _restore(connection: Connection, what: Resolution, news: Collection[Event], at: datetime) -> None:
    """A dropped withdrawal gives the report its place back; both happen or neither."""
    if what is Resolution.DROPPED:
        restore(connection, news, at)


def _by(by: str, why: str, at: datetime) -> dict[str, Any]:
    return {"resolved_by": by, "resolved_why": why, "resolved_at": at}
