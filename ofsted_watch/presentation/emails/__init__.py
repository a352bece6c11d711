"""From alerts to mails: text and HTML from the same items. Pure: nothing is sent, no clock is read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from functools import cache

from ofsted_watch.domain.model import Alert, Event, Frequency
from ofsted_watch.presentation.emails.composition import (
    Bodies,
    add_ways_to_stop,
    fill,
    is_smaller,
    new_message,
    stop_mail,
    top,
    written,
)
from ofsted_watch.presentation.emails.digest_content import by_weight, digest_title, digests
from ofsted_watch.presentation.emails.event_items import item_of
from ofsted_watch.presentation.emails.reasons import why
from ofsted_watch.presentation.emails.safe_text import web_link
from ofsted_watch.subscriptions.matching import digest_message_id, message_id

LICENCE_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
LICENCE = "Quotations are from letters of Ofsted, © Crown copyright, used under the Open Government Licence v3.0"

LARGEST_MAIL = 90_000
"""Bytes, of the whole mail. Gmail cuts a mail's HTML at 102 kB, and the foot with its link to stop is at the end."""
_MOST_ITEMS = (None, 25, 10, 3, 0)
"""How many items of each list a mail has, tried until it is small enough."""

_FREQUENCIES = {Frequency.DAILY: "daily", Frequency.WEEKLY: "weekly"}


@dataclass(frozen=True, slots=True)
class _Foot:
    """Printed at the foot of every mail."""

    why: str
    stop_link: str | None
    stop_mail: str
    manage_link: str | None
    public_url: str | None
    licence: str = LICENCE
    licence_url: str = LICENCE_URL


class EventMail:
    """The mail of one event, for everybody who gets it: what is the same for all of them is made once, at the first mail.

    `sender` is an address with or without a name. `public_url` is the address of our own pages: with it the mail links to them
    as well as to Ofsted's. Raises MailServerUnavailable if the sender address is invalid.
    """

    def __init__(self, event: Event, sender: str, public_url: str | None = None) -> None:
        self._event = event
        self._sender = sender
        self._public_url = public_url
        self._top = top(event.title, sender)
        self._content: Callable[[int | None], Bodies] = cache(self._written)

    def to(
        self,
        alert: Alert,
        *,
        unsubscribe_url: str | None = None,
        manage_url: str | None = None,
        sent_at: datetime | None = None,
        corrected_id: str | None = None,
    ) -> EmailMessage:
        """The mail of an alert of this event: a letter's news, a correction (as a reply to the mail it corrects) or an
        'unchecked' notice.

        `unsubscribe_url` stops this person's mails by a click; without an https one (or one on this machine), a mail to the
        sender does. `manage_url` is where the person changes what they asked for. `sent_at` becomes the Date header; if it is
        None, the mail server sets the header. `corrected_id` is the Message-ID of the mail that a correction answers, as it was
        sent; without it, the one that this installation would give that mail now.
        Raises MailRejected for an address that cannot receive mail, ValueError for an alert of another event.
        """
        event = self._event
        if alert.event != event:
            raise ValueError(f"the mail is about {event.key}, not {alert.event.key}")
        message = new_message(self._top, alert.subscription.email, alert.message_id, sent_at)
        add_ways_to_stop(message, self._sender, unsubscribe_url)
        answered = event.corrects or event.settles
        if answered is not None:
            domain = alert.message_id.strip("<>").rpartition("@")[2]
            first = corrected_id or message_id(alert.subscription.id, answered, domain)
            message["In-Reply-To"] = first
            message["References"] = first
        foot = written("foot", {"foot": _foot((alert,), self._sender, self._public_url, unsubscribe_url, manage_url)})
        for most_items in _MOST_ITEMS:
            fill(message, self._content(most_items), foot)
            if is_smaller(message, LARGEST_MAIL):
                break
        return message

    def _written(self, most_items: int | None) -> Bodies:
        item = item_of(self._event, self._public_url, most_items)
        return written("letter", {"title": item.title, "meta": item.meta, "preview": item.preview, "items": (item,)})


def mail_for(
    alert: Alert,
    *,
    sender: str,
    public_url: str | None = None,
    unsubscribe_url: str | None = None,
    manage_url: str | None = None,
    sent_at: datetime | None = None,
    corrected_id: str | None = None,
) -> EmailMessage:
    """The mail of one alert alone. Parameters and errors as `EventMail` and its `to`."""
    return EventMail(alert.event, sender, public_url).to(
        alert, unsubscribe_url=unsubscribe_url, manage_url=manage_url, sent_at=sent_at, corrected_id=corrected_id
    )


def digest_mail(
    alerts: Sequence[Alert],
    *,
    sender: str,
    public_url: str | None = None,
    unsubscribe_url: str | None = None,
    manage_url: str | None = None,
    sent_at: datetime | None = None,
) -> EmailMessage:
    """One mail with all undelivered alerts of one person, the weightiest first. Parameters as `mail_for`.

    It stays below `LARGEST_MAIL`: where needed, the least of its letters are only listed at its top.

    Its Message-ID is derived from those of its alerts, in any order. Raises ValueError for no alert, for alerts of two
    people, and for a subscription that has no digest; otherwise as `mail_for`.
    """
    if not alerts or len({alert.subscription.email.casefold() for alert in alerts}) > 1:
        raise ValueError("a digest holds at least one alert, all of one person")
    frequency = _FREQUENCIES.get(alerts[0].subscription.frequency)
    if frequency is None:
        raise ValueError(f"alerts that go out {alerts[0].subscription.frequency} are single mails, not a digest")
    ordered = by_weight(alerts)
    domain = alerts[0].message_id.strip("<>").rpartition("@")[2]
    own_id = digest_message_id((alert.message_id for alert in alerts), domain)
    subject = f"{digest_title(ordered)} ({frequency})"
    message = new_message(top(subject, sender), alerts[0].subscription.email, own_id, sent_at)
    add_ways_to_stop(message, sender, unsubscribe_url)
    shown = _foot(ordered, sender, public_url, unsubscribe_url, manage_url)
    foot = written("foot", {"foot": shown})
    meta = f"{frequency} mail"
    for digest in digests(ordered, public_url):
        phrase = {"title": digest.title, "meta": meta, "preview": digest.preview, "digest": digest, "foot": shown}
        fill(message, written("digest", phrase), foot)
        if is_smaller(message, LARGEST_MAIL):
            break
    return message


def _foot(
    alerts: Sequence[Alert], sender: str, public_url: str | None, unsubscribe_url: str | None, manage_url: str | None
) -> _Foot:
    return _Foot(
        why=why(alerts[0].subscription, [alert.event for alert in alerts]),
        stop_link=web_link(unsubscribe_url or ""),
        stop_mail=stop_mail(sender),
        manage_link=web_link(manage_url or ""),
        public_url=web_link(public_url or ""),
    )
