"""From alerts to mails: text and HTML from the same items. Pure: nothing is sent, no clock is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import cache
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from ofsted_watch.addresses import check_address
from ofsted_watch.alerts import digest_message_id, message_id
from ofsted_watch.emails.clean import one_line, web_link
from ofsted_watch.emails.items import Item, item_of
from ofsted_watch.emails.look import STYLES
from ofsted_watch.emails.why import why
from ofsted_watch.errors import BadAddress, PostRefused, PostUnavailable
from ofsted_watch.model import Alert, EventKind, Rhythm, Topic

LICENCE_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
LICENCE = "Quotations are from letters of Ofsted, © Crown copyright, used under the Open Government Licence v3.0"

_RHYTHMS = {Rhythm.DAILY: "daily", Rhythm.WEEKLY: "weekly"}


@dataclass(frozen=True, slots=True)
class _Foot:
    """What stands under every mail."""

    why: str
    stop_link: str | None
    stop_mail: str
    public_url: str | None
    licence: str = LICENCE
    licence_url: str = LICENCE_URL


def mail_for(
    alert: Alert,
    *,
    sender: str,
    public_url: str | None = None,
    unsubscribe_url: str | None = None,
    sent_at: datetime | None = None,
) -> EmailMessage:
    """The mail of one alert: a letter's news, a correction (as a reply to the mail it corrects) or a blind notice.

    `sender` is an address with or without a name. `unsubscribe_url` stops this person's mails by a click; without an https
    one, a mail to the sender does. `sent_at` becomes the Date header, which is left to the post when it is None.
    Raises PostRefused for an address that no mail can go to, PostUnavailable for a sender that is none.
    """
    event = alert.event
    message = _message(alert, event.title, alert.message_id, sender, unsubscribe_url, sent_at)
    if event.corrects is not None:
        domain = alert.message_id.strip("<>").rpartition("@")[2]
        first = message_id(alert.subscription.id, event.corrects, domain)
        message["In-Reply-To"] = first
        message["References"] = first
    foot = _foot((alert,), sender, public_url, unsubscribe_url)
    _fill(message, "letter", title=one_line(event.title, 200), items=(item_of(event),), foot=foot)
    return message


def digest_mail(
    alerts: Sequence[Alert],
    *,
    sender: str,
    public_url: str | None = None,
    unsubscribe_url: str | None = None,
    sent_at: datetime | None = None,
) -> EmailMessage:
    """One mail with all that is undelivered to one person, newest first. Parameters as `mail_for`.

    Its Message-ID follows from those of the alerts in it, in any order. Raises ValueError for no alert, for alerts of two
    people, and for a subscription that has no digest; otherwise as `mail_for`.
    """
    if not alerts or len({alert.subscription.email.casefold() for alert in alerts}) > 1:
        raise ValueError("a digest holds at least one alert, all of one person")
    rhythm = _RHYTHMS.get(alerts[0].subscription.rhythm)
    if rhythm is None:
        raise ValueError(f"alerts that go out {alerts[0].subscription.rhythm} are single mails, not a digest")
    by_name = sorted(alerts, key=lambda alert: (alert.event.authority, alert.event.key))
    newest_first = sorted(by_name, key=lambda alert: alert.event.happened, reverse=True)
    domain = alerts[0].message_id.strip("<>").rpartition("@")[2]
    title = _digest_title(newest_first)
    own_id = digest_message_id((alert.message_id for alert in alerts), domain)
    message = _message(alerts[0], f"{title} ({rhythm})", own_id, sender, unsubscribe_url, sent_at)
    foot = _foot(newest_first, sender, public_url, unsubscribe_url)
    _fill(message, "digest", title=title, items=tuple(item_of(alert.event) for alert in newest_first), foot=foot)
    return message


def _digest_title(newest_first: Sequence[Alert]) -> str:
    """The weightiest headline and how much more there is; several authorities with a changed judgement are named."""
    changed = list(dict.fromkeys(one_line(alert.event.authority) for alert in newest_first if _is_change(alert)))
    if len(changed) > 1:
        more = f" and {len(changed) - 4} more" if len(changed) > 4 else ""
        return f"Judgements changed: {', '.join(changed[:4])}{more}"
    first = next((alert for alert in newest_first if _is_change(alert)), newest_first[0])
    title = one_line(first.event.title, 160)
    return title if len(newest_first) == 1 else f"{title}; {len(newest_first) - 1} more in this mail"


def _is_change(alert: Alert) -> bool:
    return alert.event.kind is EventKind.LETTER and Topic.CHANGE in alert.event.topics


def _message(
    alert: Alert, subject: str, own_id: str, sender: str, unsubscribe_url: str | None, sent_at: datetime | None
) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = one_line(subject, 200)
    message["From"] = Address(display_name=parseaddr(one_line(sender))[0], addr_spec=_sender_address(sender))
    message["To"] = Address(addr_spec=_reader_address(alert.subscription.email))
    message["Message-ID"] = own_id
    if sent_at is not None:
        message["Date"] = format_datetime(sent_at)
    message["Auto-Submitted"] = "auto-generated"
    link = web_link(unsubscribe_url or "")
    if link is not None and link.startswith("https://"):
        message["List-Unsubscribe"] = f"<{link}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    else:
        message["List-Unsubscribe"] = f"<{_stop_mail(sender)}>"
    return message


def _foot(alerts: Sequence[Alert], sender: str, public_url: str | None, unsubscribe_url: str | None) -> _Foot:
    return _Foot(
        why=why(alerts[0].subscription, [alert.event for alert in alerts]),
        stop_link=web_link(unsubscribe_url or ""),
        stop_mail=_stop_mail(sender),
        public_url=web_link(public_url or ""),
    )


def _stop_mail(sender: str) -> str:
    return f"mailto:{quote(_sender_address(sender), safe='@')}?subject=unsubscribe"


def _sender_address(sender: str) -> str:
    try:
        return check_address(parseaddr(one_line(sender))[1])
    except BadAddress as error:
        raise PostUnavailable(f"The mail's sender will not do: {error}. Look at OFSTED_WATCH_MAIL_FROM") from error


def _reader_address(email: str) -> str:
    try:
        return check_address(email)
    except BadAddress as error:
        raise PostRefused(str(error), address_is_gone=True) from error


def _fill(message: EmailMessage, template: str, *, title: str, items: Sequence[Item], foot: _Foot) -> None:
    words = {"title": title, "items": items, "foot": foot, "style": STYLES}
    text = _templates().get_template(f"{template}.txt").render(words)
    page = _templates().get_template(f"{template}.html").render(words)
    message.set_content(text.strip() + "\n", cte="quoted-printable")
    message.add_alternative(page, subtype="html", cte="quoted-printable")


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("ofsted_watch.emails", "."),
        autoescape=select_autoescape(enabled_extensions=("html",), default_for_string=True, default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
