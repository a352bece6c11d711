"""Who read a letter whose grades the reader could not read: a person, on a day, for a reason."""

from dataclasses import dataclass
from datetime import date

READER_PREFIX = "person-"
"""How the reader version of a person's reading begins; the number of the reading follows."""

ON_PAGE = "person"
ON_IMAGE = "person_image"
PERSON_SOURCES = frozenset({ON_PAGE, ON_IMAGE})
"""The sources of a person's witnesses: text that stands on the page of the file, and text that is part of an image there."""


@dataclass(frozen=True, slots=True)
class PersonReading:
    """A person's reading of a file. `number` counts such readings, `reason` is the person's sentence, shown to readers.

    The person's name is stored with the reading (`person_readings`) and is not part of the letter: letters are public.
    """

    number: int
    on: date
    reason: str

    @property
    def reader_version(self) -> str:
        """What stands in the place of a reader's version: 'person-3'."""
        return f"{READER_PREFIX}{self.number}"


def is_person(reader_version: str) -> bool:
    """True for the version of a person's reading: no version of the reader replaces it."""
    return reader_version.startswith(READER_PREFIX)
