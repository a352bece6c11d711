"""What every version of the reader, or a person, read in a file. Texts are long, so they are stored separately."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, not_, select

from ofsted_watch.adapters.database.connection import Repository, in_portions, inserted
from ofsted_watch.adapters.database.schema import readings
from ofsted_watch.adapters.database.search_index import index_readings
from ofsted_watch.domain.identifiers import Sha256
from ofsted_watch.domain.model import Letter
from ofsted_watch.domain.person_reading import READER_PREFIX
from ofsted_watch.domain.visibility import Reading
from ofsted_watch.presentation.serialization import letter_from_json, letter_to_json, stored_letter_text


class ReadingRepository(Repository):
    """Readings by the file's sha256 and the version of the reader."""

    def get(self, sha256: Sha256, reader_version: str) -> Letter | None:
        """What this reader version read in this file, including text; None if it has not read it."""
        asked = select(readings).where(readings.c.sha256 == sha256, readings.c.reader_version == reader_version)
        with self.read_transaction() as connection:
            row = connection.execute(asked).mappings().first()
        return letter_of(row["letter"], row["text"]) if row else None

    def newest(self, sha256: Sha256, *, by_reader: bool = False) -> tuple[Letter, str] | None:
        """The last reading of this file and its reader version, `by_reader` without those of persons; None if there is none."""
        asked = select(readings).where(readings.c.sha256 == sha256).order_by(readings.c.read_at.desc(), readings.c.id.desc())
        if by_reader:
            asked = asked.where(not_(readings.c.reader_version.startswith(READER_PREFIX)))
        with self.read_transaction() as connection:
            row = connection.execute(asked.limit(1)).mappings().first()
        return (letter_of(row["letter"], row["text"]), row["reader_version"]) if row else None

    def all_of(self, hashes: Collection[Sha256], *, with_text: bool) -> tuple[Reading, ...]:
        """What every reader version read in these files, by sha256, oldest first; with text only if `with_text`."""
        short = (readings.c.sha256, readings.c.reader_version, readings.c.letter)
        columns = (*short, readings.c.text) if with_text else short
        readings_found: list[Reading] = []
        with self.read_transaction() as connection:
            for some in in_portions(set(hashes)):
                asked = select(*columns).where(readings.c.sha256.in_(some)).order_by(readings.c.sha256, readings.c.id)
                for row in connection.execute(asked).mappings():
                    readings_found.append(
                        Reading(letter_of(row["letter"], row["text"] if with_text else None), row["reader_version"])
                    )
        return tuple(readings_found)

    def record(self, letter: Letter, reader_version: str, at: datetime) -> None:
        """Store what this reader version read. The first reading of a file by a version stays."""
        with self.write_transaction() as connection:
            store_readings(connection, [reading_row(letter, reader_version, at)])


def store_readings(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Store the readings that are not there yet and add them to the search index."""
    index_readings(connection, inserted(connection, readings, rows, readings.c.id, readings.c.letter, readings.c.text))


def reading_row(letter: Letter, reader_version: str, at: datetime) -> dict[str, Any]:
    """The row of `readings` for a letter."""
    short, text = split_letter(letter)
    return {"sha256": letter.sha256, "reader_version": reader_version, "letter": short, "text": text, "read_at": at}


def split_letter(letter: Letter) -> tuple[dict[str, Any], dict[str, Any]]:
    """A letter's JSON in two parts: what every run needs, and its long text."""
    text = stored_letter_text(letter)
    return {name: value for name, value in letter_to_json(letter).items() if name not in text}, text


def letter_of(short: dict[str, Any], text: dict[str, Any] | None = None) -> Letter:
    """The letter that `split_letter` split; without its text part, `text`, `sections`, `places` and `edges` are empty."""
    return letter_from_json(short | (text or {"text": "", "sections": []}))
