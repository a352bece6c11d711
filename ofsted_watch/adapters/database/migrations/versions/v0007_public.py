"""What is published: the searchable text of the letters, and which news is held."""

import sqlalchemy as sa
from alembic import op

from ofsted_watch.adapters.database.schema import PackedJson
from ofsted_watch.adapters.database.search_index import searchable

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_HELD_OR_TOLD = sa.text(
    "UPDATE events SET hold = (SELECT max(hold) FROM alerts WHERE event_key = events.key), settled = CASE"
    " WHEN EXISTS (SELECT 1 FROM alerts WHERE event_key = events.key AND state = 'held') THEN NULL"
    " WHEN EXISTS (SELECT 1 FROM alerts WHERE event_key = events.key AND state <> 'dropped') THEN 'released'"
    " ELSE 'dropped' END, settled_at = CASE"
    " WHEN EXISTS (SELECT 1 FROM alerts WHERE event_key = events.key AND state = 'held') THEN NULL"
    " ELSE (SELECT max(settled_at) FROM alerts WHERE event_key = events.key) END"
    " WHERE EXISTS (SELECT 1 FROM alerts WHERE event_key = events.key AND hold IS NOT NULL)"
)

# The index with its names at that time; search_index.py has the current ones.
_MAKE = {
    "sqlite": ("CREATE VIRTUAL TABLE letter_search USING fts5(title, body, content='', tokenize='porter ascii')",),
    "postgresql": (
        "CREATE TABLE letter_search (reading_id integer PRIMARY KEY REFERENCES readings ON DELETE CASCADE, "
        "words tsvector NOT NULL)",
        "CREATE INDEX ix_letter_search_words ON letter_search USING gin (words)",
    ),
}
_ADD = {
    "sqlite": "INSERT INTO letter_search (rowid, title, body) VALUES (:reading_id, :title, :body)",
    "postgresql": (
        "INSERT INTO letter_search (reading_id, words) VALUES (:reading_id, "
        "setweight(to_tsvector('english', :title), 'A') || to_tsvector('english', :body))"
    ),
}
_AT_ONCE = 200


def upgrade() -> None:
    """What is published: the searchable text of the letters, and which news is held."""
    op.create_index("ix_kept_letters_sha256", "kept_letters", ["sha256"])
    op.add_column("events", sa.Column("hold", sa.Text))
    op.add_column("events", sa.Column("settled", sa.Text))
    op.add_column("events", sa.Column("settled_at", sa.DateTime(timezone=True)))
    op.execute(_HELD_OR_TOLD)
    for statement in _MAKE[op.get_bind().dialect.name]:
        op.execute(statement)
    _fill_index(op.get_bind())


def _fill_index(connection: sa.Connection) -> None:
    readings = sa.table("readings", sa.column("id"), sa.column("letter", sa.JSON()), sa.column("words", PackedJson()))
    asked = sa.select(readings.c.id, readings.c.letter, readings.c.words).order_by(readings.c.id)
    for portion in connection.execute(asked.execution_options(yield_per=_AT_ONCE)).tuples().partitions():
        rows = [
            {"reading_id": number, "title": searchable(letter["title"] or ""), "body": searchable(long["text"])}
            for number, letter, long in portion
        ]
        connection.execute(sa.text(_ADD[connection.dialect.name]), rows)
