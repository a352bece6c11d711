"""The schema's history in small recorded steps (Alembic), found inside the installed package: no alembic.ini is needed."""

from sqlalchemy import Connection

from ofsted_watch.adapters.database.schema_step import MIGRATIONS, our_steps, step_of

HEAD = "head"


def newest() -> str:
    """The last step of the schema."""
    return our_steps()[-1]


def is_up_to_date(connection: Connection) -> bool:
    """True if the database is at the newest step, which is asked without Alembic: it loads every step to find that out.

    Raises DatabaseNotOurs, DatabaseNewer.
    """
    return step_of(connection) == newest()


def upgrade(connection: Connection, revision: str = HEAD) -> None:
    """Run the missing steps up to `revision`, inside the connection's transaction.

    Raises DatabaseNotOurs if the database holds something else, DatabaseNewer if it is at a step that this version does not
    have.
    """
    if is_up_to_date(connection) and revision == HEAD:
        return
    from alembic import command  # most runs find the database up to date and need no Alembic
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    command.upgrade(settings, revision)
