"""All SQL. One database holds what was listed, fetched, read, kept and told; everything else asks it through `Database`."""

from ofsted_watch.adapters.database.connection import take_turn
from ofsted_watch.adapters.database.full_text_search import Search
from ofsted_watch.adapters.database.held_alerts import HoldDesk
from ofsted_watch.adapters.database.listed_files import Files, FirstLook
from ofsted_watch.adapters.database.migrations import upgrade
from ofsted_watch.adapters.database.outbox import Outbox
from ofsted_watch.adapters.database.outcomes import Applied, Outcomes
from ofsted_watch.adapters.database.page_queries import PageQuestions
from ofsted_watch.adapters.database.preference_changes import Wishes
from ofsted_watch.adapters.database.readings import Readings
from ofsted_watch.adapters.database.run_records import Runs
from ofsted_watch.adapters.database.set_aside_items import SetAsides
from ofsted_watch.adapters.database.stored_letters import Letters
from ofsted_watch.adapters.database.subscribers import People
from ofsted_watch.adapters.database.timestamps import KeptTimes

__all__ = ["Applied", "Database", "FirstLook"]


class Database(
    Files, Readings, Letters, PageQuestions, Outcomes, SetAsides, Runs, People, Wishes, Outbox, HoldDesk, Search, KeptTimes
):
    """An SQLite file or a PostgreSQL database, by URL. Safe to share between threads; a context manager.

    Every method is one transaction. All raise DatabaseUnavailable when the database is locked, gone or restarting,
    and DatabaseNotMigrated before `migrate`.
    """

    def __init__(self, url: str, *, message_domain: str = "ofsted-watch.invalid", busy_seconds: float = 30.0) -> None:
        """Open lazily: nothing is asked of the database yet.

        `message_domain` ends the Message-IDs of the alerts decided from now on; `busy_seconds` is how long a writer
        waits for another one. Raises BadSetting for a URL that is none.
        """
        super().__init__(url, busy_seconds=busy_seconds)
        self.message_domain = message_domain

    def migrate(self) -> None:
        """Bring the schema to its newest step, in one transaction. Nothing happens when it is there already.

        Raises DatabaseNewer when a newer version of Ofsted Watch has been at this database.
        """
        with self.writing() as connection:
            take_turn(connection, "migrate")
            upgrade(connection)

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()
