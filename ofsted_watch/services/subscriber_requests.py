"""What ops do for a person: find what is stored, add, remove, say why a mail came, send again what was refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.model import Alert, AlertState, Frequency, Subscription, Topic
from ofsted_watch.errors import WrongUse
from ofsted_watch.subscriptions.email_address import check_address, compared
from ofsted_watch.subscriptions.preferences import Preferences

_NEWEST = 50
"""Alerts of one person that are shown."""

_NOT_DELIVERED = (AlertState.FAILED, AlertState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Subscriber:
    """What is stored of one address: its subscriptions that have not ended, and its newest alerts, the newest first."""

    subscriptions: tuple[Subscription, ...]
    alerts: tuple[Alert, ...]


def find_subscriber(database: Database, email: str) -> Subscriber:
    """What is stored of an address; nothing is an empty answer. Raises BadAddress."""
    address = compared(check_address(email))
    mine = [alert for alert in database.alerts.find() if compared(alert.subscription.email) == address]
    return Subscriber(database.subscribers.of(address), tuple(sorted(mine, key=lambda alert: -alert.id)[:_NEWEST]))


def add_subscriber(
    database: Database,
    register: AuthorityRegister,
    email: str,
    *,
    authorities: Sequence[str],
    everything: bool,
    topics: Sequence[Topic],
    frequency: Frequency,
    at: datetime,
) -> Subscription:
    """Subscribe an address to these authorities (names or URNs) or to all, without a mail that confirms it.

    Raises BadAddress, UnknownAuthority, and WrongUse for no choice of authorities, both ways, or no topic.
    """
    address = check_address(email)
    if bool(authorities) == everything:
        raise WrongUse("Choose authorities by name, or all of them, and not both")
    if not topics:
        raise WrongUse("Choose what to be told of: changed judgements, new letters or areas for priority action")
    urns = frozenset(register.named(name).urn for name in authorities)
    preferences = Preferences(urns=urns, region=None, topics=frozenset(topics), frequency=frequency)
    return database.subscribers.subscribe(address, **preferences.as_fields(), at=at)


def remove_subscriber(database: Database, email: str, at: datetime) -> int:
    """End every subscription of an address; what waited for it is dropped. Returns how many ended.

    Raises BadAddress, and WrongUse if it has none.
    """
    ended = database.subscribers.unsubscribe(check_address(email), at)
    if not ended:
        raise WrongUse("Nothing is subscribed with this address")
    return ended


def send_again(database: Database, email: str, *, by: str, why: str, at: datetime) -> int:
    """End the pause of an address, and make due what was refused for good or has an unknown end. Returns how many alerts.

    A mail that was accepted is not sent twice. Raises BadAddress, WrongUse without a name or a reason or if there is nothing.
    """
    if not (why.strip() and by.strip()):
        raise WrongUse("Say why and who: both are stored with the mails")
    person = find_subscriber(database, email)
    ids = [alert.id for alert in person.alerts if alert.state in _NOT_DELIVERED]
    unpaused = database.subscribers.send_again(check_address(email))
    if not ids and not unpaused:
        raise WrongUse("No mail to this address was refused, and it is not paused: there is nothing to send again")
    return database.alerts.release(ids, by=by, why=why, at=at) if ids else 0
