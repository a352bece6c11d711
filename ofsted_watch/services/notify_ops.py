"""Notifies ops: one plain mail, through our own mailer."""

from collections.abc import Sequence
from datetime import datetime

from ofsted_watch.adapters.mail.mailer import Mailer
from ofsted_watch.presentation.emails.ops_mail import ops_mail
from ofsted_watch.settings import Settings


def tell(settings: Settings, subject: str, lines: Sequence[str], *, key: str, at: datetime) -> str:
    """Mail the ops address; `key` names the occasion, so that it has one Message-ID. Returns the server's answer.

    Raises MailError. Needs an ops address in the settings.
    """
    message = ops_mail(
        subject, lines, sender=settings.mail_from, to=settings.ops_email, key=key, domain=settings.new_id_domain, sent_at=at
    )
    return Mailer.from_url(settings.smtp_url or None, outbox=settings.outbox).send(message, settings.ops_email)
