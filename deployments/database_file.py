"""Checks a database's URL before anything is done to the database."""

from pathlib import Path

from sqlalchemy import URL

from ofsted_watch.adapters.database.connection import parse_url
from ofsted_watch.errors import WrongUse


def is_sqlite(url: URL) -> bool:
    """True for an SQLite file, False for PostgreSQL."""
    return url.get_backend_name() == "sqlite"


def existing_database(url: str, advice: str = "Check OFSTED_WATCH_DATA_DIR and OFSTED_WATCH_DATABASE_URL") -> URL:
    """The parsed URL. SQLite would create a missing file, and an empty database passes every check.

    Raises BadSetting if the URL is not valid, WrongUse with the `advice` if it names an SQLite file that does not exist, or a
    folder.
    """
    parsed = parse_url(url)
    if is_sqlite(parsed) and Path(str(parsed.database)).is_dir():
        raise WrongUse(f"The database {parsed.database} is a folder. {advice}")
    if is_sqlite(parsed) and not Path(str(parsed.database)).is_file():
        raise WrongUse(f"The database {parsed.database} does not exist. {advice}")
    return parsed
