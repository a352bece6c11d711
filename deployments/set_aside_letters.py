"""The pages of letters that were set aside, drawn for the reports server when a person asks for one."""

from ofsted_watch.adapters.archive import Archive
from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.pdf_reader import DrawnPage, Reader
from ofsted_watch.domain.identifiers import Sha256
from ofsted_watch.services.enter_reading import draw_page
from ofsted_watch.services.resources import authority_register
from ofsted_watch.settings import Settings


class SetAsideLetters:
    """The set-aside letters of a data folder. Letters are drawn in one limited process at a time."""

    def __init__(self, settings: Settings) -> None:
        self._database = Database(settings.database)
        self._archive = Archive(settings.archive)
        register = authority_register(settings)
        self._reader = Reader(register, seconds=settings.read_seconds, megabytes=settings.read_megabytes, workers=1)

    def page(self, sha256: Sha256, number: int, *, image: bool) -> DrawnPage | None:
        """A page of a file that was set aside; None for any other file. Raises PageNotShown and StoreError."""
        if not self._database.set_asides.is_set_aside(sha256):
            return None
        return draw_page(self._archive, self._reader, sha256, number, image=image)

    def close(self) -> None:
        """End the process that draws, and the connections to the database."""
        self._reader.close()
        self._database.close()
