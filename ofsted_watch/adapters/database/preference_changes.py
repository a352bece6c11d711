"""Changed preferences: the subscription stays the same row, so that nobody is notified twice and every link stays valid."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Text, cast, select

from ofsted_watch.adapters.database.alert_rows import alerts_of, wanted_columns
from ofsted_watch.adapters.database.connection import Repository
from ofsted_watch.adapters.database.schema import alerts, subscriptions
from ofsted_watch.adapters.database.subscribers import preference_columns, preferences_in_turn, stored_address, subscription_of
from ofsted_watch.domain.model import Alert, AlertState, Subscription
from ofsted_watch.subscriptions.preferences import Preferences

_WAITING = (AlertState.HELD, AlertState.PENDING)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A used confirmation link: its subscription, and whether that has ended since."""

    subscription: Subscription
    has_ended: bool


class PreferenceChanges(Repository):
    """The repository for changing subscriptions."""

    def confirmed_with(self, email: str, confirmation: str) -> Confirmed | None:
        """The use of the link with this fingerprint; None if it was not used yet."""
        mine = (subscriptions.c.email == stored_address(email), subscriptions.c.confirmation == confirmation)
        with self.read_transaction() as connection:
            row = connection.execute(select(subscriptions).where(*mine)).mappings().first()
        return None if row is None else Confirmed(subscription_of(row), row["unsubscribed_at"] is not None)

    def waiting_for(self, subscription_id: int) -> tuple[Alert, ...]:
        """The alerts of this subscription not sent yet, including held ones."""
        asked = wanted_columns().where(alerts.c.subscription_id == subscription_id, alerts.c.state.in_(_WAITING))
        with self.read_transaction() as connection:
            return alerts_of(connection, asked.order_by(alerts.c.id))

    def change(
        self, email: str, subscription_id: int, preferences: Preferences, *, unwanted: Collection[int], at: datetime
    ) -> Subscription | None:
        """Replace the preferences of a subscription, and drop its waiting `unwanted` alerts (ids).

        The other alerts go out with the new frequency. None, and nothing is changed, if the address has no such subscription
        any more, or already has one with exactly these preferences.
        """
        columns = preference_columns(preferences)
        same_preferences = (
            subscriptions.c.email == stored_address(email),
            subscriptions.c.preferences == columns["preferences"],
            subscriptions.c.id != subscription_id,
        )
        mine = (
            subscriptions.c.id == subscription_id,
            subscriptions.c.email == stored_address(email),
            subscriptions.c.unsubscribed_at.is_(None),
        )
        resolved = {
            "state": AlertState.DROPPED,
            "resolved_by": "subscriber",
            "resolved_why": "changed the preferences",
            "resolved_at": at,
        }
        with self.write_transaction() as connection:
            preferences_in_turn(connection, stored_address(email))
            here = connection.execute(select(subscriptions.c.id).where(*mine).with_for_update()).first()
            other = connection.execute(select(subscriptions.c.unsubscribed_at).where(*same_preferences).with_for_update()).first()
            if here is None or (other is not None and other.unsubscribed_at is None):
                return None
            # Preferences that ended earlier wait for deletion; they give up their unique key, or the two would be one row.
            ended_long_ago = subscriptions.c.preferences + " ended as " + cast(subscriptions.c.id, Text)
            connection.execute(subscriptions.update().where(*same_preferences).values(preferences=ended_long_ago))
            connection.execute(subscriptions.update().where(*mine).values(columns))
            waiting = (
                alerts.c.id.in_(set(unwanted)),
                alerts.c.subscription_id == subscription_id,
                alerts.c.state.in_(_WAITING),
            )
            connection.execute(alerts.update().where(*waiting).values(resolved))
            return subscription_of(connection.execute(select(subscriptions).where(*mine)).mappings().one())
