"""Only what sending mail needs: no site, no archive, no reader."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.mail.mailer import Mailer
from ofsted_watch.adapters.mail.sent_log import SentLog
from ofsted_watch.services.resources import open_database
from ofsted_watch.settings import Settings


class DeliveryResources(Protocol):
    """The adapters of a delivery. `Resources` has them too."""

    @property
    def settings(self) -> Settings:
        """The settings."""

    @property
    def database(self) -> Database:
        """The database with the outbox."""

    @property
    def mailer(self) -> Mailer:
        """The mailer."""

    @property
    def sent_log(self) -> SentLog:
        """The log of sent mails."""


@dataclass(frozen=True, slots=True)
class OpenDeliveryResources:
    """`DeliveryResources`, opened for one delivery."""

    settings: Settings
    database: Database
    mailer: Mailer
    sent_log: SentLog


@contextmanager
def open_delivery_resources(settings: Settings) -> Iterator[OpenDeliveryResources]:
    """Open database and mailer, bring the database to its newest schema, and close both afterwards.

    Raises BadSetting for a setting that cannot be used, DatabaseUnavailable if the database does not answer.
    """
    with open_database(settings) as database:
        mailer = Mailer.from_url(settings.smtp_url or None, outbox=settings.outbox)
        yield OpenDeliveryResources(settings, database, mailer, SentLog(settings.sent_log))
