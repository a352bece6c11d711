"""The desk where a person decides on alerts: which there are, who has been told, release or drop."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from ofsted_watch.adapters.database.alert_rows import alerts_of, wanted_columns
from ofsted_watch.adapters.database.connection import Store, in_portions
from ofsted_watch.adapters.database.schema import alerts, events
from ofsted_watch.errors import WrongUse
from ofsted_watch.model import Alert, AlertState

_RELEASABLE = (AlertState.HELD, AlertState.UNKNOWN, AlertState.FAILED)
_DROPPABLE = (AlertState.HELD, AlertState.PENDING, AlertState.UNKNOWN, AlertState.FAILED)
# Dropped and refused mails never came; a held one may still come, and then its correction must, too.
_TOLD = (AlertState.HELD, AlertState.PENDING, AlertState.SENDING, AlertState.SENT, AlertState.UNKNOWN)


class HoldDesk(Store):
    """What a person may ask of the outbox, and say to it."""

    def alerts(self, states: Collection[AlertState] | None = None, urns: Collection[str] | None = None) -> tuple[Alert, ...]:
        """The alerts in these states about these authorities (None: any), in the order they were decided."""
        asked = wanted_columns().order_by(alerts.c.id)
        if states is not None:
            asked = asked.where(alerts.c.state.in_(set(states)))
        if urns is not None:
            asked = asked.join(events, alerts.c.event_key == events.c.key).where(events.c.urn.in_(set(urns)))
        with self.asking() as connection:
            return alerts_of(connection, asked)

    def alert_counts(self) -> dict[AlertState, int]:
        """How many alerts stand in each state, 0 included: cheap, for `status`."""
        asked = select(alerts.c.state, func.count()).group_by(alerts.c.state)
        with self.asking() as connection:
            counted: dict[str, int] = dict(connection.execute(asked).tuples().all())
        return {state: counted.get(state, 0) for state in AlertState}

    def told(self, event_keys: Collection[str]) -> dict[str, frozenset[int]]:
        """Event key → the ids of the subscriptions that got it or may still get it. Keys nobody was told of are not in it."""
        asked = select(alerts.c.event_key, alerts.c.subscription_id).where(
            alerts.c.event_key.in_(set(event_keys)), alerts.c.state.in_(_TOLD)
        )
        found: dict[str, set[int]] = {}
        with self.asking() as connection:
            for key, subscription_id in connection.execute(asked):
                found.setdefault(key, set()).add(subscription_id)
        return {key: frozenset(ids) for key, ids in found.items()}

    def release(self, ids: Collection[int] | None, *, by: str, why: str, at: datetime) -> int:
        """Let held alerts go (None: all that are held), or send failed and unknown ones named by id again. Returns how many.

        Raises WrongUse when one of the ids is in no such state; then none is released.
        """
        values = {"state": AlertState.PENDING, "not_before": at, "claimed_at": None, "send_begun_at": None}
        return self._decide("released", ids, _RELEASABLE, values | _by(by, why, at))

    def drop(self, ids: Collection[int] | None, *, by: str, why: str, at: datetime) -> int:
        """Never send these alerts (None: all that are held). Returns how many. Raises as `release` does; then none is dropped."""
        return self._decide("dropped", ids, _DROPPABLE, {"state": AlertState.DROPPED} | _by(by, why, at))

    def _decide(self, what: str, ids: Collection[int] | None, states: Collection[AlertState], values: Mapping[str, Any]) -> int:
        with self.writing() as connection:
            if ids is None:
                return connection.execute(alerts.update().where(alerts.c.state == AlertState.HELD).values(values)).rowcount
            moved: set[int] = set()
            for some in in_portions(set(ids)):
                may: tuple[ColumnElement[bool], ...] = (alerts.c.id.in_(some), alerts.c.state.in_(states))
                moved.update(connection.execute(alerts.update().where(*may).values(values).returning(alerts.c.id)).scalars())
            if refused := sorted(set(ids) - moved):
                raise WrongUse(
                    f"Alert {refused[0]} cannot be {what}: it is not {' or '.join(states)}. "
                    "`ofsted-watch alerts list` shows its state"
                )
            return len(moved)


def _by(by: str, why: str, at: datetime) -> dict[str, Any]:
    return {"settled_by": by, "settled_why": why, "settled_at": at}
