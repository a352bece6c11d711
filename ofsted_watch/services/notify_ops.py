"""Notifies ops where they are: one plain mail, and the same in their channel. Also the dead-man's ping of a healthy night."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ofsted_watch.adapters.mail.mailer import Mailer
from ofsted_watch.adapters.ops_channel import ping, post_to_channel
from ofsted_watch.errors import BadSetting, MailError, OpsNoticeFailed, WrongUse
from ofsted_watch.presentation.emails.ops_mail import ops_mail
from ofsted_watch.settings import Settings

log = logging.getLogger("ofsted_watch.ops")


@dataclass(frozen=True, slots=True)
class OpsNotice:
    """What came of one notice: the answer of each place that took it, the error of each that did not."""

    answers: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()

    @property
    def is_sent(self) -> bool:
        """True if at least one place has it."""
        return bool(self.answers)


def is_anybody_to_notify(settings: Settings) -> bool:
    """True if ops have an address or a channel."""
    return bool(settings.ops_email or settings.ops_channel_url)


def notify(
    settings: Settings,
    subject: str,
    lines: Sequence[str],
    *,
    key: str,
    at: datetime,
    domain: str | None = None,
    mailer: Mailer | None = None,
    log_errors: bool = True,
) -> OpsNotice:
    """Mail the ops address and post to their channel, whichever are set: one that fails does not keep the other from it.

    `key` names the occasion, so that its mail has one Message-ID; `domain` ends that, by default that of the settings. Each error
    is returned, and logged with `log_errors`; nothing is raised: what happened stays stored, and `status` shows it.
    """
    answers: list[str] = []
    errors: list[str] = []
    if settings.ops_email:
        message = ops_mail(
            subject,
            lines,
            sender=settings.mail_from,
            to=settings.ops_email,
            key=key,
            domain=domain or settings.new_id_domain,
            sent_at=at,
        )
        try:
            sender = mailer or Mailer.from_url(settings.smtp_url or None, outbox=settings.outbox)
            answers.append(sender.send(message, settings.ops_email))
        except MailError as error:
            errors.append(str(error))
    if settings.ops_channel_url:
        try:
            answers.append(post_to_channel(settings.ops_channel_url, f"Ofsted Watch: {subject}", "\n".join(lines)))
        except (OpsNoticeFailed, BadSetting) as error:
            errors.append(str(error))
    if log_errors:
        for reason in errors:
            log.error("Ops could not be notified that %s: %s", subject, reason)
    return OpsNotice(tuple(answers), tuple(errors))


def send_test_notice(settings: Settings, *, by: str, at: datetime) -> OpsNotice:
    """Notify ops that this is a test, everywhere they are. Raises WrongUse if they have neither an address nor a channel.

    Whoever asked is shown the errors, so they are not logged as well.
    """
    if not is_anybody_to_notify(settings):
        raise WrongUse("Nobody would get it: set OFSTED_WATCH_OPS_EMAIL or OFSTED_WATCH_OPS_CHANNEL_URL")
    lines = [f"{by or 'Somebody'} asked for this test.", "If you read it, notices to ops arrive. There is nothing to do."]
    return notify(settings, "a test of the notices to ops", lines, key=f"test:{at.isoformat()}", at=at, log_errors=False)


def ping_if_healthy(settings: Settings, *, healthy: bool) -> str:
    """Ping the dead-man's switch, if one is set and the service is healthy. Returns what was done, in words; never raises."""
    if not settings.ping_url:
        return "no dead-man's switch is set"
    if not healthy:
        return "not healthy, so the dead-man's switch is not pinged"
    try:
        ping(settings.ping_url)
    except OpsNoticeFailed as error:
        log.warning("%s", error)
        return str(error)
    return "the dead-man's switch is pinged"
