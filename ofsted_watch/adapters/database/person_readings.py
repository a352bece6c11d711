"""Who read a file that the reader could not read. What was read is in `readings`, under 'person-<number>'."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import RowMapping, and_, or_, select

from ofsted_watch.adapters.database.connection import Repository, take_turn
from ofsted_watch.adapters.database.readings import letter_of, reading_row, store_readings
from ofsted_watch.adapters.database.schema import person_readings, readings, set_asides
from ofsted_watch.domain.identifiers import Sha256, Urn
from ofsted_watch.domain.model import Letter, SetAside
from ofsted_watch.domain.person_reading import READER_PREFIX, PersonReading
from ofsted_watch.domain.set_aside_state import SetAsideAnswer, SetAsideSubject
from ofsted_watch.errors import WrongUse


@dataclass(frozen=True, slots=True)
class ReadingEntered:
    """One reading by a person, with the name that pages and mails do not show."""

    number: int
    sha256: Sha256
    urn: Urn
    read_by: str
    reason: str
    read_at: datetime


class PersonReadingRepository(Repository):
    """The readings by persons. Rows are only added: a person's later reading counts instead of the earlier one."""

    def letter(self, sha256: Sha256) -> Letter | None:
        """What a person read in this file last, including text; None if nobody did."""
        newest = select(person_readings.c.id).where(person_readings.c.sha256 == sha256)
        with self.read_transaction() as connection:
            number = connection.execute(newest.order_by(person_readings.c.id.desc()).limit(1)).scalar()
            if number is None:
                return None
            asked = select(readings).where(readings.c.sha256 == sha256, readings.c.reader_version == f"{READER_PREFIX}{number}")
            row = connection.execute(asked).mappings().one()
        return letter_of(row["letter"], row["text"])

    def of(self, sha256: Sha256) -> tuple[ReadingEntered, ...]:
        """Everybody who read this file, the newest last."""
        asked = select(person_readings).where(person_readings.c.sha256 == sha256).order_by(person_readings.c.id)
        with self.read_transaction() as connection:
            return tuple(_entered(row) for row in connection.execute(asked).mappings())

    def record(self, item: SetAside, letter: Letter, *, by: str, reason: str, on: date, at: datetime) -> Letter:
        """Store what a person read in a set-aside letter, and answer everything that waits about this file with it.

        Returns the letter with its number. Raises WrongUse if the item was answered otherwise in the meantime.
        """
        if item.id is None:
            raise WrongUse("Only a stored set-aside item can be answered")
        waits = or_(set_asides.c.answer.is_(None), set_asides.c.answer == SetAsideAnswer.ENTERED)
        about = and_(set_asides.c.what == SetAsideSubject.LETTER, set_asides.c.urn == item.urn, set_asides.c.about == item.about)
        answer = {"answer": SetAsideAnswer.ENTERED, "answered_by": by, "answered_why": reason, "answered_at": at}
        values = {
            "sha256": letter.sha256,
            "urn": item.urn,
            "set_aside_id": item.id,
            "read_by": by,
            "reason": reason,
            "read_at": at,
        }
        with self.write_transaction() as connection:
            take_turn(connection, f"review set-aside item {item.id}")
            if not connection.execute(set_asides.update().where(set_asides.c.id == item.id, waits).values(answer)).rowcount:
                raise WrongUse(f"{item.id} was answered in the meantime: look at it again")
            connection.execute(set_asides.update().where(about, set_asides.c.answer.is_(None)).values(answer))
            number = connection.execute(person_readings.insert().values(values).returning(person_readings.c.id)).scalar_one()
            read = replace(letter, read_by=PersonReading(number, on, reason))
            store_readings(connection, [reading_row(read, f"{READER_PREFIX}{number}", at)])
        return read


def _entered(row: RowMapping) -> ReadingEntered:
    return ReadingEntered(row["id"], row["sha256"], row["urn"], row["read_by"], row["reason"], row["read_at"])
