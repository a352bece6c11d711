"""The outbox: alerts are claimed by one delivery at a time, and every answer is recorded at once."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from ofsted_watch.adapters.database.alert_rows import alerts_of, wanted_columns
from ofsted_watch.adapters.database.connection import Repository, in_portions
from ofsted_watch.adapters.database.schema import alerts, subscriptions
from ofsted_watch.adapters.database.subscribers import left
from ofsted_watch.domain.model import Alert, AlertState, Frequency

_LONGEST_WAIT = timedelta(days=1)
"""Longer than any backoff."""
_REACHABLE = (subscriptions.c.unsubscribed_at.is_(None), subscriptions.c.paused.is_(None))
_NOT_RESOLVED = (AlertState.PENDING, AlertState.SENDING, AlertState.UNKNOWN)


class Outbox(Repository):
    """Pending → sending → sent, failed or unknown. Only the claimer of an alert may send it."""

    def claim(self, now: datetime, *, limit: int) -> tuple[Alert, ...]:
        """Claim at most `limit` due at-once alerts, the longest due first; no other delivery gets them. Skips paused ones."""
        at_once = (alerts.c.state == AlertState.PENDING, subscriptions.c.frequency == Frequency.AT_ONCE, *_REACHABLE)
        due = (*at_once, alerts.c.not_before <= now)
        chosen = select(alerts.c.id).join(subscriptions).where(*due).order_by(alerts.c.not_before, alerts.c.id).limit(limit)
        with self.write_transaction() as connection:
            return _claim(connection, chosen.with_for_update(of=alerts, skip_locked=True), now)

    def end_backoff(self, now: datetime) -> int:
        """Make every alert in backoff due. Returns how many."""
        waiting = (alerts.c.state == AlertState.PENDING, alerts.c.not_before > now)
        with self.write_transaction() as connection:
            return connection.execute(alerts.update().where(*waiting).values(not_before=now)).rowcount

    def digest_addresses(self, frequency: Frequency, now: datetime) -> tuple[str, ...]:
        """The addresses with this frequency that have undelivered alerts due, in order."""
        asked = select(subscriptions.c.email).join(alerts).where(*_in_digest(frequency), alerts.c.not_before <= now)
        with self.read_transaction() as connection:
            return tuple(connection.execute(asked.distinct().order_by(subscriptions.c.email)).scalars())

    def claim_digest(self, now: datetime, frequency: Frequency, email: str) -> tuple[Alert, ...]:
        """Claim all undelivered alerts of this frequency to one address; none if another delivery was first.

        Alerts in backoff are included: a digest is one mail.
        """
        mine = subscriptions.c.email == email
        with self.write_transaction() as connection:
            # The lock is on the person, not on each alert: two deliveries must not split a digest.
            connection.execute(select(subscriptions.c.id).where(mine).with_for_update())
            chosen = select(alerts.c.id).join(subscriptions).where(*_in_digest(frequency), mine).order_by(alerts.c.id)
            return _claim(connection, chosen, now)

    def begin_send(self, ids: Collection[int], at: datetime, *, claimed_at: datetime) -> frozenset[int]:
        """Check, right before mails are sent, that the caller still has the claim on these alerts, made at `claimed_at`.

        Returns the ids of which it has; send no other: another delivery has taken it over, or its reader has left. From now
        on they do not count as abandoned before `older_than` has passed again.
        """
        mine = (alerts.c.state == AlertState.SENDING, alerts.c.claimed_at == claimed_at)
        begun: set[int] = set()
        with self.write_transaction() as connection:
            for some in in_portions(ids):
                chosen = alerts.update().where(alerts.c.id.in_(some), *mine).values(send_begun_at=at)
                begun.update(connection.execute(chosen.returning(alerts.c.id)).scalars())
        return frozenset(begun)

    def put_back(self, ids: Collection[int], why: str) -> int:
        """Return claimed alerts that were not tried: they are due as before, and no attempt is counted."""
        values = {"state": AlertState.PENDING, "answer": why, "claimed_at": None, "send_begun_at": None}
        return self._resolve(ids, values, alerts.c.state == AlertState.SENDING)

    def oldest_unsent(self) -> datetime | None:
        """When the oldest at-once alert that is neither sent nor resolved was decided; None if there is none."""
        open_ = (alerts.c.state.in_((AlertState.PENDING, AlertState.SENDING)), subscriptions.c.frequency == Frequency.AT_ONCE)
        asked = select(alerts.c.created_at).join(subscriptions).where(*open_, *_REACHABLE).order_by(alerts.c.created_at).limit(1)
        with self.read_transaction() as connection:
            return connection.execute(asked).scalar()

    def recipients(self, message_ids: Collection[str]) -> frozenset[str]:
        """The addresses to which alerts with these Message-IDs went, or may have gone."""
        addresses: set[str] = set()
        handed_over = alerts.c.state.in_((AlertState.SENDING, AlertState.SENT, AlertState.UNKNOWN))
        with self.read_transaction() as connection:
            for some in in_portions(set(message_ids)):
                asked = select(subscriptions.c.email).join(alerts).where(alerts.c.message_id.in_(some), handed_over)
                addresses.update(connection.execute(asked).scalars())
        return frozenset(addresses)

    def next_due(self) -> datetime | None:
        """When the first at-once alert that waits is due, be it past or to come; None if none waits."""
        waiting = (alerts.c.state == AlertState.PENDING, subscriptions.c.frequency == Frequency.AT_ONCE, *_REACHABLE)
        with self.read_transaction() as connection:
            return connection.execute(select(func.min(alerts.c.not_before)).join(subscriptions).where(*waiting)).scalar()

    def mark_sent(self, answers: Mapping[int, str], at: datetime) -> int:
        """The server accepted these alerts' mails, with an answer for each: all in one transaction. Returns how many.

        This also applies to an alert that was considered abandoned meanwhile.
        """
        sent: dict[str, Any] = {"state": AlertState.SENT, "attempts": alerts.c.attempts + 1, "resolved_at": at}
        with self.write_transaction() as connection:
            return sum(
                connection.execute(
                    alerts.update()
                    .where(alerts.c.id == id_, alerts.c.state.in_(_NOT_RESOLVED))
                    .values(**sent, answer=answers[id_])
                ).rowcount
                for id_ in sorted(answers)
            )

    def mark_retry(self, ids: Collection[int], answer: str, not_before: datetime) -> int:
        """A temporary refusal: the alerts are due again at `not_before`."""
        values = {
            "state": AlertState.PENDING,
            "answer": answer,
            "not_before": not_before,
            "claimed_at": None,
            "send_begun_at": None,
        }
        return self._tried(ids, (AlertState.SENDING,), values)

    def mark_failed(self, ids: Collection[int], answer: str, at: datetime) -> int:
        """A final refusal: there are no more attempts."""
        return self._tried(ids, (AlertState.SENDING,), {"state": AlertState.FAILED, "answer": answer, "resolved_at": at})

    def mark_unknown(self, ids: Collection[int], answer: str, at: datetime) -> int:
        """The mail may or may not have been accepted."""
        return self._tried(ids, (AlertState.SENDING,), {"state": AlertState.UNKNOWN, "answer": answer, "resolved_at": at})

    def recover_hung(self, now: datetime, older_than: timedelta) -> tuple[int, ...]:
        """Return to pending alerts that a delivery claimed or began to send longer ago than `older_than` and never finished.

        A start further in the future than that comes from a wrong clock, as does a wait
        for another attempt beyond `_LONGEST_WAIT`: neither may delay a mail until that day.

        Returns the ids. One of them may already be with its server: it is sent again with the same Message-ID, the only
        documented duplicate.
        """
        last_sign = func.coalesce(alerts.c.send_begun_at, alerts.c.claimed_at)
        hung = (alerts.c.state == AlertState.SENDING, (last_sign < now - older_than) | (last_sign > now + older_than))
        never_due = (alerts.c.state == AlertState.PENDING, alerts.c.not_before > now + _LONGEST_WAIT)
        values = {
            "state": AlertState.PENDING,
            "answer": "the delivery ended before the server's answer was recorded",
            "not_before": now,
            "claimed_at": None,
            "send_begun_at": None,
        }
        with self.write_transaction() as connection:
            ids = connection.execute(alerts.update().where(*hung).values(values).returning(alerts.c.id)).scalars()
            recovered = tuple(sorted(ids))
            connection.execute(alerts.update().where(*never_due).values(not_before=now))
            # The person left during the delivery; no delivery would claim these any more.
            gone = select(subscriptions.c.id).where(subscriptions.c.unsubscribed_at.is_not(None))
            stranded = (alerts.c.state == AlertState.PENDING, alerts.c.subscription_id.in_(gone))
            connection.execute(alerts.update().where(*stranded).values(left(now)))
        return recovered

    def _tried(self, ids: Collection[int], states: Collection[AlertState], values: Mapping[str, Any]) -> int:
        return self._resolve(ids, {"attempts": alerts.c.attempts + 1, **values}, alerts.c.state.in_(states))

    def _resolve(self, ids: Collection[int], values: Mapping[str, Any], *still: ColumnElement[bool]) -> int:
        """Compare and set: change only alerts still in the state `still`. Returns how many."""
        with self.write_transaction() as connection:
            return sum(
                connection.execute(alerts.update().where(alerts.c.id.in_(some), *still).values(values)).rowcount
                for some in in_portions(ids)
            )


def _in_digest(frequency: Frequency) -> tuple[ColumnElement[bool], ...]:
    return (alerts.c.state == AlertState.PENDING, subscriptions.c.frequency == frequency, *_REACHABLE)


def _claim(connection: Connection, chosen: Select[Any], now: datetime) -> tuple[Alert, ...]:
    """Move the chosen alerts to sending, if they are still pending, and load them."""
    ids = list(connection.execute(chosen).scalars())
    taken: list[int] = []
    for some in in_portions(ids):
        still = (alerts.c.id.in_(some), alerts.c.state == AlertState.PENDING)
        values = {"state": AlertState.SENDING, "claimed_at": now, "send_begun_at": None}
        taken.extend(connection.execute(alerts.update().where(*still).values(values).returning(alerts.c.id)).scalars())
    loaded = {
        alert.id: alert
        for some in in_portions(taken)
        for alert in alerts_of(connection, wanted_columns().where(alerts.c.id.in_(some)))
    }
    return tuple(loaded[id_] for id_ in ids if id_ in loaded)
