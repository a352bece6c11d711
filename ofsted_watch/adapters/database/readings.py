"""What every version of the reader read in a file. A letter's text and sections are long, so they are stored apart."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from ofsted_watch.adapters.database.connection import Store, in_portions, inserted
from ofsted_watch.adapters.database.schema import readings
from ofsted_watch.adapters.database.search_index import index_readings
from ofsted_watch.domain.model import Letter
from ofsted_watch.domain.visibility import Reading
from ofsted_watch.presentation.serialization import letter_from_json, letter_to_json

LONG = ("text", "sections")


class Readings(Store):
    """Readings by the file's sha256 and the version of the reader."""

    def reading(self, sha256: str, reader_version: str) -> Letter | None:
        """What this reader version read in this file, text included; None when it has not read it."""
        asked = select(readings).where(readings.c.sha256 == sha256, readings.c.reader_version == reader_version)
        with self.asking() as connection:
            row = connection.execute(asked).mappings().first()
        return letter_of(row["letter"], row["words"]) if row else None

    def newest_reading(self, sha256: str) -> tuple[Letter, str] | None:
        """What was read last in this file, and by which reader version; None when it was never read."""
        asked = select(readings).where(readings.c.sha256 == sha256).order_by(readings.c.read_at.desc(), readings.c.id.desc())
        with self.asking() as connection:
            row = connection.execute(asked.limit(1)).mappings().first()
        return (letter_of(row["letter"], row["words"]), row["reader_version"]) if row else None

    def all_readings(self, hashes: Collection[str], *, with_text: bool) -> tuple[Reading, ...]:
        """What every reader version read in these files, by sha256, the first first; their text only `with_text`."""
        short = (readings.c.sha256, readings.c.reader_version, readings.c.letter)
        columns = (*short, readings.c.words) if with_text else short
        found: list[Reading] = []
        with self.asking() as connection:
            for some in in_portions(set(hashes)):
                asked = select(*columns).where(readings.c.sha256.in_(some)).order_by(readings.c.sha256, readings.c.id)
                for row in connection.execute(asked).mappings():
                    found.append(Reading(letter_of(row["letter"], row["words"] if with_text else None), row["reader_version"]))
        return tuple(found)

    def record_reading(self, letter: Letter, reader_version: str, at: datetime) -> None:
        """Keep what this reader version read. The same version's first reading of a file stands."""
        with self.writing() as connection:
            keep_readings(connection, [reading_row(letter, reader_version, at)])


def keep_readings(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Keep the readings that are not there yet; from then on their words can be searched in."""
    index_readings(connection, inserted(connection, readings, rows, readings.c.id, readings.c.letter, readings.c.words))


def reading_row(letter: Letter, reader_version: str, at: datetime) -> dict[str, Any]:
    """The row of `readings` for a letter."""
    short, words = split_letter(letter)
    return {"sha256": letter.sha256, "reader_version": reader_version, "letter": short, "words": words, "read_at": at}


def split_letter(letter: Letter) -> tuple[dict[str, Any], dict[str, Any]]:
    """A letter's JSON in two: what is asked for every night, and its long words."""
    whole = letter_to_json(letter)
    words = {name: whole.pop(name) for name in LONG}
    return whole, words


def letter_of(short: dict[str, Any], words: dict[str, Any] | None = None) -> Letter:
    """The letter that `split_letter` split; without its words, `text` and `sections` are empty."""
    return letter_from_json(short | (words or {"text": "", "sections": []}))
