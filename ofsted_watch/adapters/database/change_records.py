"""What a person's answer puts on record: a report that counts again, or a gap that is none, makes others neighbours."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from ofsted_watch.adapters.database.connection import insert_absent
from ofsted_watch.adapters.database.schema import changes
from ofsted_watch.adapters.database.stored_letters import change_row, stored_letter_of, stored_statement
from ofsted_watch.domain.gaps import Gap
from ofsted_watch.domain.history import History, histories, neighbour_changes
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Change
from ofsted_watch.presentation.serialization import change_from_json


def record_changes(connection: Connection, urn: Urn, gaps: Iterable[Gap], at: datetime) -> None:
    """Record each change between neighbours that is not on record; `gaps` are those that are still open."""
    rows = connection.execute(stored_statement({urn}, with_text=False)).mappings()
    letters = [stored_letter_of(row, with_text=False) for row in rows]
    history = histories(letters, gaps).get(urn, History(urn))
    recorded = connection.execute(select(changes.c.change).where(changes.c.urn == urn)).scalars()
    known = {_what(change_from_json(change)) for change in recorded}
    new = [change for change in neighbour_changes(history) if _what(change) not in known]
    insert_absent(connection, changes, [change_row(change, at) for change in new])


def _what(change: Change) -> tuple[Any, ...]:
    return change.strand, change.from_file, change.to_file, change.from_grade, change.to_grade
