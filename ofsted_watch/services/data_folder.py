"""The folder of everything that is stored. Imports little: the supervisor, which stands all day, needs it."""

from ofsted_watch.errors import BadSetting
from ofsted_watch.settings import Settings


def make_data_folder(settings: Settings) -> None:
    """Create the data folder if it is not there. Raises BadSetting."""
    try:
        # Readable by the owner only: the database and its outbox contain people's addresses.
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(f"OFSTED_WATCH_DATA_DIR is {settings.data_dir}, which cannot be created: {error.strerror}") from error
