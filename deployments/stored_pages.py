"""What the reports server shows from the database: the pages of letters that were set aside, and the last thirty nights."""

from datetime import datetime
from zoneinfo import ZoneInfo

from ofsted_watch.adapters.archive import Archive
from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.pdf_reader import DrawnPage, Reader
from ofsted_watch.domain.identifiers import Sha256
from ofsted_watch.runs.nights import NightOfDay
from ofsted_watch.services.enter_reading import draw_page
from ofsted_watch.services.recent_nights import recent_nights
from ofsted_watch.services.resources import authority_register, register_of
from ofsted_watch.settings import Settings


class StoredPages:
    """What a data folder's database knows. Letters are drawn in one limited process at a time."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._database = Database(settings.database)
        self._archive = Archive(settings.archive)
        register = authority_register(settings)
        self._reader = Reader(register, seconds=settings.read_seconds, megabytes=settings.read_megabytes, workers=1)

    def page(self, sha256: Sha256, number: int, *, image: bool) -> DrawnPage | None:
        """A page of a file that was set aside; None for any other file. Raises PageNotShown and StoreError."""
        if not self._database.set_asides.is_set_aside(sha256):
            return None
        return draw_page(self._archive, self._reader, sha256, number, image=image)

    def nights(self) -> tuple[NightOfDay, ...]:
        """The thirty days up to today in London. Raises StoreError, BadSetting and UnknownAuthority."""
        register = register_of(self._settings, self._database)
        return recent_nights(self._settings, self._database, register, datetime.now(ZoneInfo("Europe/London")).date())

    def close(self) -> None:
        """End the process that draws, and the connections to the database."""
        self._reader.close()
        self._database.close()
