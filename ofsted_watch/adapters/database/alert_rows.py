"""Rows of the outbox → Alerts. An event sent to ten thousand people is read once."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, select

from ofsted_watch.adapters.database.connection import in_portions
from ofsted_watch.adapters.database.schema import alerts, events, subscriptions
from ofsted_watch.adapters.database.subscribers import subscription_of
from ofsted_watch.domain.model import Alert, AlertState, Event
from ofsted_watch.presentation.serialization import event_from_json


def wanted_columns() -> Select[Any]:
    """Alerts with their subscription; add the rows wanted with `where`."""
    person = [column.label(f"person_{column.name}") for column in subscriptions.columns]
    return select(alerts, *person).join(subscriptions, alerts.c.subscription_id == subscriptions.c.id)


def alerts_of(connection: Connection, asked: Select[Any]) -> tuple[Alert, ...]:
    """The alerts that a select made from `wanted_columns` finds, in its order. Two statements for any number of alerts."""
    rows = connection.execute(asked).mappings().all()
    notified = _events(connection, {row["event_key"] for row in rows})
    return tuple(_alert(row, notified[row["event_key"]]) for row in rows)


def _events(connection: Connection, keys: Collection[str]) -> dict[str, Event]:
    events_by_key: dict[str, Event] = {}
    for some in in_portions(keys):
        rows = connection.execute(select(events.c.key, events.c.event).where(events.c.key.in_(some)))
        events_by_key.update((key, event_from_json(event)) for key, event in rows)
    return events_by_key


def _alert(row: RowMapping, event: Event) -> Alert:
    return Alert(
        id=row["id"],
        subscription=subscription_of({column.name: row[f"person_{column.name}"] for column in subscriptions.columns}),
        event=event,
        state=AlertState(row["state"]),
        hold=row["hold"],
        created=row["created_at"],
        attempts=row["attempts"],
        answer=row["answer"],
        not_before=row["not_before"],
        message_id=row["message_id"],
        resolved_by=row["resolved_by"],
        resolved_why=row["resolved_why"],
    )
