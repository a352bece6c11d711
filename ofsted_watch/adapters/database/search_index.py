"""The search index of the letters' text, by the database's own means: FTS5 in SQLite, a tsvector with GIN in PostgreSQL.

A row is for a reading, and readings are never updated, so rows are only added. The text is not stored a second
time: they are in `readings.text`. The index contains the result of `plain_text`, so both engines see the same words; each reduces
them to stems by its own rules (FTS5 'porter', PostgreSQL 'english').
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from ofsted_watch.adapters.database.schema import SafeText, readings
from ofsted_watch.presentation.search_query import plain_text

MOST_CHARACTERS = 200_000
"""Characters of a letter's plain text that are indexed; a real one has about 100,000, and a tsvector holds one megabyte."""

_ADD = {
    "sqlite": "INSERT INTO letter_search (rowid, title, body) VALUES (:reading_id, :title, :body)",
    "postgresql": (
        "INSERT INTO letter_search (reading_id, document) VALUES (:reading_id, "
        "setweight(to_tsvector('english', :title), 'A') || to_tsvector('english', :body))"
    ),
}
_AT_ONCE = 200
"""Letters in memory at once while the index is filled."""


def fill_index(connection: Connection) -> int:
    """Add every reading to an empty index. Returns how many."""
    count = 0
    asked = select(readings.c.id, readings.c.letter, readings.c.text).order_by(readings.c.id)
    for portion in connection.execute(asked.execution_options(yield_per=_AT_ONCE)).mappings().partitions():
        index_readings(connection, portion)
        count += len(portion)
    return count


def index_readings(connection: Connection, rows: Iterable[Any]) -> None:
    """Add readings that were just inserted: mappings of `id`, `letter` and `text`, as in the table `readings`."""
    added = [_entry(row["id"], row["letter"]["title"] or "", row["text"]["text"]) for row in rows]
    if added:
        terms = (bindparam("title", type_=SafeText), bindparam("body", type_=SafeText))
        connection.execute(text(_ADD[connection.dialect.name]).bindparams(*terms), added)


def searchable(printed: str) -> str:
    """The indexed part of a text, so that both engines see the same words."""
    return plain_text(printed)[:MOST_CHARACTERS]


def _entry(reading_id: int, title: str, body: str) -> dict[str, Any]:
    return {"reading_id": reading_id, "title": searchable(title), "body": searchable(body)}
