"""Where everything is stored: its folder, and whether a database is there. Imports little: the supervisor needs it all day."""

import os

from ofsted_watch.errors import BadSetting
from ofsted_watch.settings import Settings


def make_data_folder(settings: Settings) -> None:
    """Create the data folder if it is not there. Raises BadSetting."""
    try:
        # Readable by the owner only: the database and its outbox contain people's addresses.
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(f"OFSTED_WATCH_DATA_DIR is {settings.data_dir}, which cannot be created: {error.strerror}") from error


def has_database(settings: Settings) -> bool:
    """False if the database is an SQLite file that is not there: nothing is stored then, and whoever only asks makes none."""
    url = settings.database
    # Path.exists raises where a folder above is closed to this user; whoever opens the database hears of it.
    return not url.startswith("sqlite") or os.path.exists(url.removeprefix("sqlite:///"))  # noqa: PTH110
