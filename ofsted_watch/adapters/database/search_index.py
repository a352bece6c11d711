"""The index of the letters' words, in the database's own way: FTS5 in SQLite, a tsvector with GIN in PostgreSQL.

A row stands for a reading, and readings are never updated, so rows are only ever added. The words are not kept a second
time: they are in `readings.text`. What the index holds are `plain_words`, so both engines see the same words; each brings
them to their stems in its own way (FTS5 'porter', PostgreSQL 'english').
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from ofsted_watch.adapters.database.schema import SafeText, readings
from ofsted_watch.presentation.search_query import plain_text

MOST_CHARACTERS = 200_000
"""Of a letter's plain words that are indexed; a real one has some 100,000 at most, and a tsvector holds one megabyte."""

_ADD = {
    "sqlite": "INSERT INTO letter_search (rowid, title, body) VALUES (:reading_id, :title, :body)",
    "postgresql": (
        "INSERT INTO letter_search (reading_id, document) VALUES (:reading_id, "
        "setweight(to_tsvector('english', :title), 'A') || to_tsvector('english', :body))"
    ),
}
_AT_ONCE = 200
"""Letters whose words are in memory together while the index is filled."""


def fill_index(connection: Connection) -> int:
    """Put every reading into an empty index. Returns how many there are."""
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
    """What of a text the index holds, so that both engines see the same words."""
    return plain_text(printed)[:MOST_CHARACTERS]


def _entry(reading_id: int, title: str, body: str) -> dict[str, Any]:
    return {"reading_id": reading_id, "title": searchable(title), "body": searchable(body)}
