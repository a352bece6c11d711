"""The schema's history in small recorded steps (Alembic), found inside the installed package: no alembic.ini is needed."""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from ofsted_watch.errors import DatabaseNewer

HEAD = "head"

_FOLDER = Path(__file__).parent
_ASK_STEP = text("SELECT version_num FROM alembic_version")


@cache
def newest() -> str:
    """The last step of the schema, by the names of its files: `v0030_stored_settings.py` is step '0030'."""
    return max(path.stem for path in (_FOLDER / "versions").glob("v[0-9]*.py"))[1:5]


def is_up_to_date(connection: Connection) -> bool:
    """True if the database is at the newest step, which is asked without Alembic: it loads every step to find that out."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    return connection.execute(_ASK_STEP).scalars().all() == [newest()]


def upgrade(connection: Connection, revision: str = HEAD) -> None:
    """Run the missing steps up to `revision`, inside the connection's transaction.

    Raises DatabaseNewer if the database is at a step that this version does not have.
    """
    if revision == HEAD and is_up_to_date(connection):
        return
    from alembic import command  # most runs find the database up to date and need no Alembic
    from alembic.config import Config
    from alembic.util import CommandError

    settings = Config()
    settings.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    try:
        command.upgrade(settings, revision)
    except CommandError as error:
        if "Can't locate revision" not in str(error):
            raise
        raise DatabaseNewer(
            "The database was written by a newer version of Ofsted Watch: install that version, or use a copy made before"
        ) from error
