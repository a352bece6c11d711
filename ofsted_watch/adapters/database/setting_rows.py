"""The settings that are stored in the database, where a person changes them while everything runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ofsted_watch.adapters.database.connection import Repository, take_turn
from ofsted_watch.adapters.database.schema import stored_settings


@dataclass(frozen=True, slots=True)
class StoredSetting:
    """A stored value as text, with who stored it, why and when."""

    value: str
    by: str
    why: str
    at: datetime


class StoredSettings(Repository):
    """The repository of stored settings, one row each."""

    def all(self) -> Mapping[str, StoredSetting]:
        """Name → what is stored under it, by name."""
        asked = select(stored_settings).order_by(stored_settings.c.name)
        with self.read_transaction() as connection:
            return {
                row["name"]: StoredSetting(row["value"], row["changed_by"], row["changed_why"], row["changed_at"])
                for row in connection.execute(asked).mappings()
            }

    def get(self, name: str) -> StoredSetting | None:
        """What is stored under a name; None if nothing is."""
        return self.all().get(name)

    def store(self, values: Mapping[str, str | None], *, by: str, why: str, at: datetime) -> None:
        """Store these values in place of those before, all or none; None removes one."""
        with self.write_transaction() as connection:
            take_turn(connection, "stored settings")
            for name, value in values.items():
                connection.execute(stored_settings.delete().where(stored_settings.c.name == name))
                if value is not None:
                    row = {"name": name, "value": value, "changed_by": by, "changed_why": why, "changed_at": at}
                    connection.execute(stored_settings.insert().values(row))
