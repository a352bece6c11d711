"""The schema's history in small recorded steps (Alembic), found inside the installed package: no alembic.ini is needed."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from ofsted_watch.errors import DatabaseNewer

HEAD = "head"


def upgrade(connection: Connection, revision: str = HEAD) -> None:
    """Run the missing steps up to `revision`, inside the connection's transaction.

    Raises DatabaseNewer if the database is at a step that this version does not have.
    """
    settings = _settings()
    settings.attributes["connection"] = connection
    try:
        command.upgrade(settings, revision)
    except CommandError as error:
        if "Can't locate revision" not in str(error):
            raise
        raise DatabaseNewer(
            "The database was written by a newer version of Ofsted Watch: install that version, or use a copy made before"
        ) from error


def _settings() -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    return settings
