"""The mail to a person whose authority has ended: who took its place, and how to say no. Pure."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage

from ofsted_watch.domain.authorities import Ending
from ofsted_watch.domain.model import Authority, Subscription
from ofsted_watch.presentation.emails.composition import add_ways_to_stop, new_message, sender_address, top
from ofsted_watch.presentation.emails.safe_text import one_line
from ofsted_watch.presentation.labels import format_day


def successor_mail(
    subscription: Subscription,
    ended: Sequence[tuple[Authority, Ending, Sequence[Authority]]],
    *,
    sender: str,
    domain: str,
    manage_url: str | None,
    unsubscribe_url: str | None,
    sent_at: datetime,
) -> EmailMessage:
    """One mail about every authority of a subscription that has ended, each with its end and its successors.

    The same endings of the same subscription have the same Message-ID. Raises MailRejected for an address that cannot receive
    mail, MailServerUnavailable if the sender address is invalid.
    """
    names = _listed([authority.name for authority, _, _ in ended])
    key = ":".join(["successors", str(subscription.id), *sorted(ending.urn for _, ending, _ in ended)])
    own_id = f"<ended.{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"
    subject = f"{names}: you now get mails about what took its place"
    message = new_message(top(subject, sender), subscription.email, own_id, sent_at)
    add_ways_to_stop(message, sender, unsubscribe_url)
    lines = [
        f"{authority.name} ended on {format_day(ending.day)}. Its children's services are now those of "
        f"{_listed([successor.name for successor in successors])}. You asked for mails about {authority.name}, so you now get "
        "them about its successors."
        for authority, ending, successors in ended
    ]
    if manage_url:
        lines.append(f"If you do not want this, change or stop your mails here: {manage_url}")
    else:
        lines.append(f"If you do not want this, write to {sender_address(sender)} with the subject 'unsubscribe'.")
    message.set_content("\n\n".join(one_line(line, 2000) for line in lines) + "\n", cte="quoted-printable")
    return message


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
