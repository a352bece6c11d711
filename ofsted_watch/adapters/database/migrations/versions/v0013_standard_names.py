"""Standard names: tables, columns, states and stored keys have the names used in the code."""

import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_TABLES = {"kept_letters": "stored_letters", "looks": "checks"}
_COLUMNS = (
    ("listings", "look_before", "checked_before"),
    ("checks", "last_look", "last_checked_on"),
    ("readings", "words", "text"),
    ("runs", "owed", "expected"),
    ("runs", "words", "message"),
    ("changes", "line", "strand"),
    ("subscriptions", "wish", "preferences"),
    ("subscriptions", "rhythm", "frequency"),
    ("events", "settled", "resolved"),
    ("events", "settled_at", "resolved_at"),
    ("alerts", "settled_by", "resolved_by"),
    ("alerts", "settled_why", "resolved_why"),
    ("alerts", "settled_at", "resolved_at"),
)
_COVERAGE = {"owed": "expected", "seen": "checked", "blind": "unchecked", "checked": "validated", "kept": "stored"}
_UNPUBLISHED = sa.text("hold IS NOT NULL AND coalesce(resolved, '') <> 'released'")
_POSTGRES_ONLY = (
    "ALTER TABLE stored_letters RENAME CONSTRAINT pk_kept_letters TO pk_stored_letters",
    "ALTER SEQUENCE kept_letters_id_seq RENAME TO stored_letters_id_seq",
    "ALTER TABLE checks RENAME CONSTRAINT pk_looks TO pk_checks",
    "ALTER TABLE letter_search RENAME COLUMN words TO document",
    "ALTER INDEX ix_letter_search_words RENAME TO ix_letter_search_document",
)
_AT_ONCE = 500


def upgrade() -> None:
    """Rename tables, columns and indexes, then the keys and states in the rows."""
    op.drop_index("ix_kept_letters_sha256", "kept_letters")
    op.drop_index("ix_events_untold", "events")
    for old, new in _TABLES.items():
        op.rename_table(old, new)
    for table, old, new in _COLUMNS:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
    if op.get_bind().dialect.name == "postgresql":
        for statement in _POSTGRES_ONLY:
            op.execute(statement)
    op.create_index("ix_stored_letters_sha256", "stored_letters", ["sha256"])
    op.create_index("ix_events_unpublished", "events", ["urn", "key"], sqlite_where=_UNPUBLISHED, postgresql_where=_UNPUBLISHED)
    op.execute("UPDATE runs SET state = 'incomplete' WHERE state = 'blind'")
    op.execute("UPDATE events SET kind = 'unchecked' WHERE kind = 'blind'")
    op.execute("UPDATE set_asides SET answer = 'auto_resolved' WHERE answer = 'mended'")
    _change("readings", "id", "letter", sa.JSON(), _with_text)
    _change("stored_letters", "id", "letter", sa.JSON(), _with_text)
    _change("changes", "key", "change", sa.JSON(), _with_text)
    _change("events", "key", "event", sa.JSON(), _event)
    _change("runs", "id", "coverage", sa.JSON(none_as_null=True), _coverage)
    _change("subscriptions", "id", "preferences", sa.Text(), _preferences)


def _change(name: str, key: str, column: str, kind: Any, changed: Callable[[Any], Any]) -> None:
    """Replace the values of one column, in batches by key: a table may be larger than memory."""
    table = sa.table(name, sa.column(key), sa.column(column, kind))
    keys = op.get_bind().execute(sa.select(table.c[key]).order_by(table.c[key])).scalars().all()
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        asked = sa.select(table.c[key], table.c[column]).where(table.c[key].in_(some))
        rows = [(key, old, changed(old)) for key, old in op.get_bind().execute(asked).tuples() if old is not None]
        new = [{"_key": key, "_value": value} for key, old, value in rows if value != old]
        if new:
            put = table.update().where(table.c[key] == sa.bindparam("_key")).values({column: sa.bindparam("_value", type_=kind)})
            op.get_bind().execute(put, new)


def _with_text(value: Any) -> Any:
    """The value with every witness's `words` called `text`."""
    if isinstance(value, list):
        return [_with_text(part) for part in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"page", "words", "source"}:
        return {"page": value["page"], "text": value["words"], "source": value["source"]}
    return {key: _with_text(part) for key, part in value.items()}


def _event(value: dict[str, Any]) -> dict[str, Any]:
    kind = "unchecked" if value["kind"] == "blind" else value["kind"]
    return {**_with_text(value), "kind": kind}


def _coverage(value: dict[str, Any]) -> dict[str, Any]:
    return {_COVERAGE.get(key, key): part for key, part in value.items()}


def _preferences(value: str) -> str:
    """The text with its keys renamed. Preferences replaced by the same ones of the same address end in ' ended as 11'."""
    held, end = json.JSONDecoder().raw_decode(value)
    renamed = {"frequency" if key == "rhythm" else key: part for key, part in held.items()}
    return json.dumps(renamed, sort_keys=True) + value[end:]
