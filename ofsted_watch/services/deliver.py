"""Sends alerts: claim what is due, send one mail each, record every answer. Safe to repeat and to run in parallel."""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from ofsted_watch.adapters.mail.mailer import Session
from ofsted_watch.adapters.mail.sent_log import SentMail
from ofsted_watch.domain.model import Alert, Frequency
from ofsted_watch.errors import (
    DatabaseUnavailable,
    MailOutcomeUnknown,
    MailRejected,
    MailServerUnavailable,
    NoMailConnection,
    StoreError,
)
from ofsted_watch.presentation.emails import EventMail, digest_mail
from ofsted_watch.services.delivery_resources import DeliveryResources
from ofsted_watch.services.personal_data_requests import is_erased
from ofsted_watch.services.signed_links import SignedLinks, signed_links
from ofsted_watch.services.stored_settings import pause_notice
from ofsted_watch.subscriptions.email_address import masked, without_address
from ofsted_watch.subscriptions.matching import next_try

log = logging.getLogger("ofsted_watch.mailer")

AT_ONCE = 50
"""Alerts that a session claims at once: few enough that a killed delivery leaves little claimed."""

SESSIONS = 3
"""Connections to the mail server while there is more to send than one claim: as many as Exchange Online allows a client."""

PORTION = 25
PORTION_SECONDS = 1.0
"""Mails whose claim is checked, and whose answers are recorded, in one transaction: at most 25, and no more than take about a
second. A server that is slow has them one by one."""

HUNG_AFTER = timedelta(minutes=15)
"""An alert that is `sending` for longer belongs to a delivery that died. A delivery that was only slow notices, before
each mail, that its claim is gone."""

WRITE_AGAIN = (1.0, 5.0, 30.0, 60.0, 120.0)
"""Seconds between attempts to record that a mail was sent, while the database is unavailable. An unrecorded mail is sent
again, so the attempts end well before the mail counts as abandoned."""

SENT_BEFORE = "accepted before, says the log of sent mails"
"""The answer of an alert whose mail went out although the database does not know it."""

SERVER_AWAY = 3
"""After so many temporary refusals in a row the server counts as unavailable; the rest waits for the next delivery."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one delivery did, in alerts (a digest's alerts each count)."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0
    unknown: int = 0
    paused: str | None = None

    @property
    def total(self) -> int:
        """All alerts attempted."""
        return self.sent + self.waiting + self.failed + self.unknown

    @property
    def all_well(self) -> bool:
        """True if every attempted alert was accepted."""
        return self.total == self.sent

    @property
    def message(self) -> str:
        """'3 mails sent, 1 waiting for another try.' in one line; during a pause the sentence of who paused it and why."""
        pause = f" {self.paused[:1].upper()}{self.paused[1:]}. Nothing is lost: what is due waits." if self.paused else ""
        parts = [f"{self.sent} mail{'' if self.sent == 1 else 's'} sent"]
        if self.waiting:
            parts.append(f"{self.waiting} waiting for another try")
        if self.failed:
            parts.append(f"{self.failed} refused for good")
        if self.unknown:
            parts.append(f"{self.unknown} with an unknown end")
        return ", ".join(parts) + "." + pause

    def __add__(self, other: "Delivered") -> "Delivered":
        return Delivered(
            self.sent + other.sent,
            self.waiting + other.waiting,
            self.failed + other.failed,
            self.unknown + other.unknown,
            self.paused or other.paused,
        )


def deliver(
    resources: DeliveryResources,
    *,
    include_waiting: bool = False,
    hung_after: timedelta = HUNG_AFTER,
    sleep: Callable[[float], None] = time.sleep,
) -> Delivered:
    """Send every at-once alert that is due; `include_waiting` ignores the backoff of alerts refused before.

    An alert that the log of sent mails knows (the database was restored from an older copy, or a delivery died before it could
    record the answer) is marked as sent and not sent again. Raises StoreError if the log cannot be read: then nothing is sent.
    What has been `sending` for longer than `hung_after` is due again: shorten it only if no other delivery can be running.
    If the server is unavailable, claimed alerts wait for their next attempt, and the rest stays due for the next delivery.
    """
    resources.sent_log.load()
    resources.database.outbox.recover_hung(datetime.now(UTC), hung_after)
    if include_waiting:
        resources.database.outbox.end_backoff(datetime.now(UTC))
    round_ = _Round(resources, sleep)
    with ThreadPoolExecutor(SESSIONS, "mail session") as threads, resources.mailer.session() as session:
        beside: list[Future[None]] = []

        def more_sessions() -> None:
            if not beside and not resources.settings.mails_per_minute:
                # Each with this run's context: Prefect finds by it to which run a log line belongs.
                beside.extend(threads.submit(copy_context().run, round_.send_beside) for _ in range(SESSIONS - 1))

        try:
            round_.send_due(session, more_sessions)
            for each in beside:
                each.result()
            # What a session beside could not send, because the server does not allow so many.
            round_.send_due(session)
        finally:
            round_.stop()
    return round_.total


def deliver_digests(
    resources: DeliveryResources, frequency: Frequency, *, sleep: Callable[[float], None] = time.sleep
) -> Delivered:
    """Send each person of this frequency one mail with all their undelivered alerts. Raises as `deliver` does."""
    resources.sent_log.load()
    resources.database.outbox.recover_hung(datetime.now(UTC), HUNG_AFTER)
    round_ = _Round(resources, sleep)
    with resources.mailer.session() as session:
        for email in resources.database.outbox.digest_addresses(frequency, datetime.now(UTC)):
            if round_.server_is_away or round_.is_paused():
                break
            claimed_at = datetime.now(UTC)
            claimed = resources.database.outbox.claim_digest(claimed_at, frequency, email)
            if claimed:
                round_.send_digest(session, claimed, claimed_at)
    return round_.total


class _Round:
    """One delivery: its counts so far, and whether the server seems to be available. Shared by its sessions' threads."""

    def __init__(self, resources: DeliveryResources, sleep: Callable[[float], None]) -> None:
        self.total = Delivered()
        self._resources = resources
        self._sleep = sleep
        self._links = signed_links(resources.settings) if resources.settings.public_url else None
        self._refused_in_a_row = 0
        self._is_stopped = False
        self._lock = threading.Lock()

    @property
    def server_is_away(self) -> bool:
        return self._refused_in_a_row >= SERVER_AWAY

    def is_paused(self) -> bool:
        """True while ops have paused all mails: asked before each claim, so that a pause ends a delivery that is under way."""
        if notice := pause_notice(self._resources.database):
            with self._lock:
                self.total = replace(self.total, paused=notice)
        return notice is not None

    def stop(self) -> None:
        """No session begins another mail."""
        self._is_stopped = True

    def send_due(self, session: Session, more_sessions: Callable[[], None] = lambda: None, *, is_beside: bool = False) -> None:
        """Claim and send until nothing is due; `more_sessions` is called if there is more than one claim holds.

        Raises NoMailConnection only in a session beside the first one.
        """
        while not (self.server_is_away or self._is_stopped):
            if self.is_paused():
                return
            claimed_at = datetime.now(UTC)
            claimed = self._resources.database.outbox.claim(claimed_at, limit=AT_ONCE)
            if not claimed:
                return
            if len(claimed) == AT_ONCE:
                more_sessions()
            self._send_claimed(session, claimed, claimed_at, is_beside)

    def send_beside(self) -> None:
        """The same over a connection of its own. It ends without a word if the server does not allow one more."""
        try:
            with self._resources.mailer.session() as session:
                self.send_due(session, is_beside=True)
        except NoMailConnection as refused:
            log.info("fewer sessions at once: %s", refused)
        except Exception:
            self.stop()
            raise

    def send_digest(self, session: Session, alerts: Sequence[Alert], claimed_at: datetime) -> None:
        """One mail with all these alerts of one person, and its answer recorded at once."""
        if self.server_is_away:
            self._put_back(alerts)
            return
        alerts = _still_to_send(self._resources, alerts)
        ids = [alert.id for alert in alerts]
        if not alerts:
            return
        if len(self._resources.database.outbox.begin_send(ids, datetime.now(UTC), claimed_at=claimed_at)) < len(ids):
            _say_taken_over(alerts)
            return
        if answer := self._hand_over(session, alerts, _Composer(self._resources, self._links), is_beside=False):
            _write_down(self._resources, dict.fromkeys(ids, answer))

    def _send_claimed(self, session: Session, claimed: Sequence[Alert], claimed_at: datetime, is_beside: bool) -> None:
        """A mail for each claimed alert, in portions: the answers of one are recorded before the next begins."""
        composer = _Composer(self._resources, self._links)
        size, rest = 1, claimed
        while rest:
            if self.server_is_away or self._is_stopped:
                self._put_back(rest)
                return
            portion, began = rest[:size], time.monotonic()
            try:
                self._send_portion(session, portion, claimed_at, composer, is_beside)
            except NoMailConnection:
                self._resources.database.outbox.put_back([alert.id for alert in rest], "another session sends it")
                raise
            rest = rest[size:]
            size = max(1, min(PORTION, int(len(portion) * PORTION_SECONDS / max(time.monotonic() - began, 0.001))))

    def _send_portion(
        self, session: Session, portion: Sequence[Alert], claimed_at: datetime, composer: "_Composer", is_beside: bool
    ) -> None:
        due = _still_to_send(self._resources, portion)
        begun = self._resources.database.outbox.begin_send([alert.id for alert in due], datetime.now(UTC), claimed_at=claimed_at)
        answers: dict[int, str] = {}
        try:
            for place, alert in enumerate(due):
                if alert.id not in begun:
                    _say_taken_over((alert,))
                    continue
                if self.server_is_away or self._is_stopped:
                    self._put_back(due[place:])
                    break
                if answer := self._hand_over(session, (alert,), composer, is_beside):
                    answers[alert.id] = answer
        finally:
            if answers:
                _write_down(self._resources, answers)

    def _put_back(self, alerts: Sequence[Alert]) -> None:
        self._resources.database.outbox.put_back([alert.id for alert in alerts], "the mail server is unavailable; not tried")
        self._count(Delivered(waiting=len(alerts)))

    def _count(self, done: Delivered) -> None:
        with self._lock:
            self.total += done

    def _hand_over(self, session: Session, alerts: Sequence[Alert], composer: "_Composer", is_beside: bool) -> str | None:
        """One mail for these alerts of one person. Returns the answer of a server that has it; any other is recorded."""
        try:
            done, answer = _send(self._resources, session, alerts, composer, raise_no_connection=is_beside)
        finally:
            if self._resources.settings.mails_per_minute:
                self._sleep(60 / self._resources.settings.mails_per_minute)
        self._refused_in_a_row = self._refused_in_a_row + 1 if done.waiting else 0
        self._count(done)
        return answer


def _say_taken_over(alerts: Sequence[Alert]) -> None:
    log.warning("%s: another delivery has taken over this mail", _whom(alerts))


def _whom(alerts: Sequence[Alert]) -> str:
    """Logs contain no complete address; `alerts list` shows it by this number."""
    return f"alert {alerts[0].id} to {masked(alerts[0].subscription.email)}"


def _still_to_send(resources: DeliveryResources, alerts: Sequence[Alert]) -> tuple[Alert, ...]:
    """The alerts that did not go out yet, without those of erased addresses: a restored copy of the database brings back both.

    An erased address is erased again; alerts that went out are marked as sent.
    """
    erased = {alert.subscription.email for alert in alerts if is_erased(resources.sent_log, alert.subscription)}
    for email in erased:
        resources.database.personal_data.erase(email, datetime.now(UTC))
        log.warning("an address that was erased was in the database again: erased again, nothing is sent to it")
    alerts = tuple(alert for alert in alerts if alert.subscription.email not in erased)
    sent = {alert.id for alert in alerts if resources.sent_log.was_sent(alert.message_id, alert.subscription.email)}
    if sent:
        resources.database.outbox.mark_sent(dict.fromkeys(sent, SENT_BEFORE), datetime.now(UTC))
        log.warning("%d alerts were sent before, says the log of sent mails: not sent again", len(sent))
    return tuple(alert for alert in alerts if alert.id not in sent)


def _send(
    resources: DeliveryResources,
    session: Session,
    alerts: Sequence[Alert],
    composer: "_Composer",
    *,
    raise_no_connection: bool,
) -> tuple[Delivered, str | None]:
    """One mail for these alerts of one person: what became of it, and the answer of a server that has it.

    The answer is in the log of sent mails and not yet in the database; any other end is recorded there at once.
    """
    ids = [alert.id for alert in alerts]
    to = alerts[0].subscription.email
    now = datetime.now(UTC)
    allowed = resources.settings.mail_only_to
    if allowed and to.casefold() not in {address.casefold() for address in allowed}:
        resources.database.outbox.mark_failed(ids, f"{to} is not among OFSTED_WATCH_MAIL_ONLY_TO", now)
        return Delivered(failed=len(ids)), None
    try:
        message = composer.mail(alerts, now)
        answer = session.send(message, to)
    except MailServerUnavailable as passing:
        if raise_no_connection and isinstance(passing, NoMailConnection):
            raise
        attempts = max(alert.attempts for alert in alerts) + 1
        resources.database.outbox.mark_retry(ids, str(passing), next_try(attempts, now, seed=ids[0]))
        log.warning("%s: %s", _whom(alerts), without_address(str(passing), to))
        return Delivered(waiting=len(ids)), None
    except MailRejected as final:
        resources.database.outbox.mark_failed(ids, str(final), now)
        if final.address_is_gone:
            resources.database.subscribers.pause(to, str(final))
        log.error("%s: %s", _whom(alerts), without_address(str(final), to))
        return Delivered(failed=len(ids)), None
    except MailOutcomeUnknown as unclear:
        resources.database.outbox.mark_unknown(ids, str(unclear), now)
        log.error("%s: %s", _whom(alerts), without_address(str(unclear), to))
        return Delivered(unknown=len(ids)), None
    if not _log_sent(resources, str(message["Message-ID"]), alerts):
        _write_down(resources, dict.fromkeys(ids, answer))
        return Delivered(sent=len(ids)), None
    return Delivered(sent=len(ids)), answer


def _log_sent(resources: DeliveryResources, message_id: str, alerts: Sequence[Alert]) -> bool:
    """Before the database: a delivery that dies between the two does not send the mail again. False if it cannot be written."""
    mail = SentMail(message_id.strip(), tuple(alert.message_id for alert in alerts), datetime.now(UTC))
    try:
        resources.sent_log.record(mail, alerts[0].subscription.email)
    except StoreError as error:
        log.error("Alert %d was sent but not logged: after a restored backup it may be sent again. %s", alerts[0].id, error)
        return False
    return True


def _write_down(resources: DeliveryResources, answers: Mapping[int, str], sleep: Callable[[float], None] = time.sleep) -> None:
    """The server has these alerts' mails. Raises DatabaseUnavailable after the last try: then the next delivery marks them."""
    for pause in WRITE_AGAIN:
        try:
            resources.database.outbox.mark_sent(answers, datetime.now(UTC))
        except DatabaseUnavailable as away:
            log.warning("mails were sent but cannot be marked as sent: %s Retrying in %g s", away, pause)
            sleep(pause)
        else:
            return
    resources.database.outbox.mark_sent(answers, datetime.now(UTC))


class _Composer:
    """Writes the mails of one claim. What all mails of an event share is made once a claim, and forgotten with it."""

    def __init__(self, resources: DeliveryResources, links: SignedLinks | None) -> None:
        self._resources = resources
        self._links = links
        self._sender, self._public_url = resources.settings.mail_from, resources.settings.public_url or None
        self._event_mails: dict[str, EventMail] = {}

    def mail(self, alerts: Sequence[Alert], now: datetime) -> EmailMessage:
        """One mail for these alerts of one person. Raises as `EventMail` and `digest_mail`."""
        to, ids = alerts[0].subscription.email, {alert.subscription.id for alert in alerts}
        stop = self._links.to_unsubscribe(to, ids, now) if self._links else None
        manage = self._links.to_manage(to, now) if self._links else None
        if alerts[0].subscription.frequency is not Frequency.AT_ONCE:
            return digest_mail(
                alerts, sender=self._sender, public_url=self._public_url, unsubscribe_url=stop, manage_url=manage, sent_at=now
            )
        event, asked = alerts[0].event, self._resources.database.alerts
        if event.key not in self._event_mails:
            self._event_mails[event.key] = EventMail(event, self._sender, self._public_url)
        return self._event_mails[event.key].to(
            alerts[0],
            unsubscribe_url=stop,
            manage_url=manage,
            sent_at=now,
            # The mail that is corrected may be older than the id domain of today.
            corrected_id=asked.message_id(alerts[0].subscription.id, event.corrects) if event.corrects else None,
        )
