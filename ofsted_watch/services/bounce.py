"""One mail that came back to the sender's address: pause an address that is gone, or stop its mails at its own request."""

from dataclasses import dataclass
from datetime import datetime

from ofsted_watch.domain.plurals import format_count
from ofsted_watch.presentation.emails.composition import sender_address
from ofsted_watch.services.delivery_resources import DeliveryResources
from ofsted_watch.subscriptions.email_address import compared, masked, without_address
from ofsted_watch.subscriptions.returned_mails import Bounce, OtherMail, StopRequest, returned_mail


@dataclass(frozen=True, slots=True)
class Handled:
    """What was done about a mail, in a sentence with masked addresses. `recognised` is False if it was left alone."""

    recognised: bool
    message: str


def handle_returned_mail(resources: DeliveryResources, content: bytes, now: datetime) -> Handled:
    """Read one mail, as bytes, and do what it calls for. The same mail again changes nothing.

    Anybody can forge a mail. A bounce pauses only an address that got the mail whose Message-ID the bounce gives; a request to
    stop only ends mails, for the address that it comes from.
    Raises MailServerUnavailable if the sender address of the settings is invalid, DatabaseUnavailable, StoreError.
    """
    match returned_mail(content, sender_address(resources.settings.mail_from)):
        case Bounce() as bounce:
            return _bounced(resources, bounce)
        case StopRequest(email):
            ended = resources.database.subscribers.unsubscribe(email, now)
            if not ended:
                return Handled(False, f"{masked(email)} asks for no more mails, but has no subscription: nothing was changed.")
            return Handled(True, f"{masked(email)} asked for no more mails: {format_count(ended, 'subscription')} ended.")
        case OtherMail(reason):
            return Handled(False, f"Left alone: {reason}.")


def _bounced(resources: DeliveryResources, bounce: Bounce) -> Handled:
    if not bounce.message_ids:
        return Handled(False, "Left alone: a report of a failed delivery that does not give the Message-ID of the mail.")
    alert_ids = {alert_id for given in bounce.message_ids for alert_id in resources.sent_log.alert_ids(given)}
    mailed = {compared(email): email for email in resources.database.outbox.recipients(alert_ids)}
    if not mailed:
        return Handled(
            False, f"Left alone: a report about {bounce.message_ids[0]}, which is not the Message-ID of a mail of ours."
        )
    gone = {compared(email) for email in bounce.permanent} & mailed.keys()
    for address in sorted(gone):
        resources.database.subscribers.pause(mailed[address], f"mails come back: {bounce.answer or 'permanent failure'}")
    answer = bounce.answer
    for address in mailed:
        answer = without_address(answer, address)
    if gone:
        return Handled(True, f"Paused: {', '.join(masked(address) for address in sorted(gone))}. {answer}".strip())
    if {compared(email) for email in bounce.temporary} & mailed.keys():
        return Handled(True, f"No reason to pause: the failure is not permanent. {answer}".strip())
    return Handled(False, "Left alone: the report names no address that got this mail.")
