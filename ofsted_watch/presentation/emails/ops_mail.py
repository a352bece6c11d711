"""Mails to ops: plain text, for the people who operate the service."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from ofsted_watch.presentation.emails.safe_text import one_line


def ops_mail(
    subject: str, lines: Sequence[str], *, sender: str, to: str, key: str, domain: str, sent_at: datetime
) -> EmailMessage:
    """A mail to ops with one statement a line. `key` names the occasion: mails of one occasion share a Message-ID."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = one_line(f"Ofsted Watch: {subject}", 200)
    name, address = parseaddr(one_line(sender))
    message["From"] = Address(display_name=name, addr_spec=address)
    message["To"] = Address(addr_spec=parseaddr(one_line(to))[1])
    message["Message-ID"] = f"<ops.{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"
    message["Date"] = format_datetime(sent_at)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n".join(one_line(line, 1000) for line in lines) + "\n", cte="quoted-printable")
    return message
