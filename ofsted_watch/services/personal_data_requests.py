"""What a person may do with their own data: take it, or have it erased, for good."""

from datetime import datetime
from typing import Any

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.mail.sent_log import SentLog
from ofsted_watch.domain.model import Subscription


def held_of(database: Database, email: str, at: datetime) -> dict[str, Any]:
    """Everything held under an address, as JSON."""
    return {
        "address": email,
        "as_of": at.isoformat(),
        "subscriptions": database.personal_data.held(email),
        "log_of_sent_mails": (
            "It holds no address: for each mail its Message-ID (message_id above), the moment it was sent, and a mark by "
            "which a known address can be compared."
        ),
    }


def erase(database: Database, sent_log: SentLog, email: str, at: datetime) -> int:
    """Erase an address. Returns how many subscriptions it had. Raises StoreError, DatabaseUnavailable; both can be repeated.

    The log comes first: it is not restored with the database, so an older copy of the database cannot bring the person back.
    """
    sent_log.record_erasure(email, at)
    return database.personal_data.erase(email, at)


def is_erased(sent_log: SentLog, subscription: Subscription) -> bool:
    """True for a subscription from before its person asked to be erased: a restored copy of the database has it again.

    Raises StoreError if the log cannot be read.
    """
    erased_at = sent_log.erased_at(subscription.email)
    return erased_at is not None and (subscription.created is None or subscription.created <= erased_at)
