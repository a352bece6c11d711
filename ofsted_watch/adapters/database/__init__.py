"""All SQL. One database holds what was listed, fetched, read, stored and sent; everything else uses it through `Database`."""

from ofsted_watch.adapters.database.authority_changes import AuthorityChanges
from ofsted_watch.adapters.database.connection import Connections, take_turn
from ofsted_watch.adapters.database.day_totals import DayTotals
from ofsted_watch.adapters.database.full_text_search import LetterSearch
from ofsted_watch.adapters.database.held_alerts import AlertRepository
from ofsted_watch.adapters.database.installation import Installation
from ofsted_watch.adapters.database.listed_files import FileRepository, FirstListing
from ofsted_watch.adapters.database.migrations import is_up_to_date, upgrade
from ofsted_watch.adapters.database.outbox import Outbox
from ofsted_watch.adapters.database.outcomes import Applied, OutcomeWriter
from ofsted_watch.adapters.database.page_queries import PageQueries
from ofsted_watch.adapters.database.person_readings import PersonReadingRepository
from ofsted_watch.adapters.database.personal_data import PersonalData
from ofsted_watch.adapters.database.preference_changes import PreferenceChanges
from ofsted_watch.adapters.database.public_corrections import PublicCorrections
from ofsted_watch.adapters.database.readings import ReadingRepository
from ofsted_watch.adapters.database.run_records import RunRepository
from ofsted_watch.adapters.database.set_aside_items import SetAsideRepository
from ofsted_watch.adapters.database.setting_rows import StoredSettings
from ofsted_watch.adapters.database.stored_gaps import GapRepository
from ofsted_watch.adapters.database.stored_letters import LetterRepository
from ofsted_watch.adapters.database.subscribers import SubscriberRepository
from ofsted_watch.adapters.database.timestamps import Timestamps

__all__ = ["Applied", "Database", "FirstListing"]


class Database(Connections):
    """An SQLite file or a PostgreSQL database, by URL: the handle of its repositories, one for each subject.

    Safe to share between threads; a context manager. Everything raises DatabaseUnavailable if the database is locked, gone
    or restarting, and DatabaseNotMigrated before `migrate`.
    """

    def __init__(self, url: str, *, id_domain: str = "ofsted-watch.invalid", busy_seconds: float = 30.0) -> None:
        """Open lazily: there is no connection yet.

        `id_domain` ends our Message-IDs and names us in the ids of feeds, unless the database already has its own: the first
        run stores it. `busy_seconds` is how long a writer waits for another one. Raises BadSetting if the URL is not valid.
        """
        super().__init__(url, busy_seconds=busy_seconds)
        self.installation = Installation(self, id_domain=id_domain)
        self.authority_changes = AuthorityChanges(self)
        self.files = FileRepository(self)
        self.readings = ReadingRepository(self)
        self.person_readings = PersonReadingRepository(self)
        self.letters = LetterRepository(self)
        self.pages = PageQueries(self)
        self.outcomes = OutcomeWriter(self, self.installation)
        self.set_asides = SetAsideRepository(self)
        self.gaps = GapRepository(self)
        self.runs = RunRepository(self)
        self.day_totals = DayTotals(self)
        self.subscribers = SubscriberRepository(self)
        self.preference_changes = PreferenceChanges(self)
        self.outbox = Outbox(self)
        self.alerts = AlertRepository(self)
        self.search = LetterSearch(self)
        self.timestamps = Timestamps(self)
        self.corrections = PublicCorrections(self)
        self.personal_data = PersonalData(self)
        self.stored_settings = StoredSettings(self)

    def migrate(self) -> None:
        """Migrate the schema to its newest step, in one transaction. Only reads if it is up to date.

        Raises DatabaseNewer if a newer version of Ofsted Watch has used this database, DatabaseNotOurs if it holds something
        else.
        """
        # Asked before a transaction that writes: a database of another program stays as it is, down to its locks.
        with self.read_transaction() as connection:
            if is_up_to_date(connection):
                return
        with self.write_transaction() as connection:
            take_turn(connection, "migrate")
            upgrade(connection)

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()
