"""Bring the database to its newest schema: `ofsted-watch migrate`, run by the role that owns the tables.

Every command does so itself where it may. This one is for a PostgreSQL whose daily role cannot change tables. It also
gives each of our roles its rights on the tables as they are now.
"""

from pathlib import Path

from sqlalchemy.exc import ProgrammingError

from ofsted_watch.adapters.database import Database
from ofsted_watch.errors import WrongUse

GRANTS = Path(__file__).with_name("postgres") / "grants.sql"


def migrate(url: str) -> None:
    """Run the missing steps, and grant the rights in `grants.sql`.

    Raises WrongUse if the URL's role does not own the tables, StoreError.
    """
    with Database(url) as database:
        database.migrate()
        try:
            with database.write_transaction() as connection:
                if connection.dialect.name == "postgresql":
                    connection.exec_driver_sql(GRANTS.read_text(encoding="utf-8"))
        except ProgrammingError as error:
            text = str(error.orig).partition("\n")[0]
            raise WrongUse(f"The role in OFSTED_WATCH_DATABASE_URL cannot grant ({text}): use the owner's URL") from error
