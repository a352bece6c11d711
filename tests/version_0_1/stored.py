"""The database of version 0.1 in this folder, loaded as it was and brought to today's schema."""

import contextlib
import json
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.migrations import upgrade
from ofsted_watch.settings import Settings, read_settings

HERE = Path(__file__).parent
STEP = "0011"
"""The newest schema step of version 0.1."""
EXPECTED: dict[str, Any] = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
TOKENS: dict[str, Any] = json.loads((HERE / "tokens.json").read_text(encoding="utf-8"))


def environment_in(folder: Path, url: str) -> dict[str, str]:
    """The settings that 0.1 was run with, over the database at this URL."""
    (folder / "authorities.csv").write_text(EXPECTED["authorities_csv"], encoding="utf-8")
    places = {
        "OFSTED_WATCH_DATA_DIR": str(folder),
        "OFSTED_WATCH_DATABASE_URL": url,
        "OFSTED_WATCH_AUTHORITIES_FILE": str(folder / "authorities.csv"),
    }
    return EXPECTED["settings"] | places


def settings_in(folder: Path, url: str) -> Settings:
    """The same as Settings."""
    return read_settings(environment_in(folder, url), dotenv=None)


def load_sqlite(path: Path) -> None:
    """The dump as version 0.1 left it, at its own schema step."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript((HERE / "database.sql").read_text(encoding="utf-8"))


def load_postgresql(url: str, folder: Path) -> None:
    """The same rows in PostgreSQL: inserted table by table at schema step 0011, with the sequences set and the index filled."""
    load_sqlite(folder / "dumped.db")
    with (
        contextlib.closing(sqlite3.connect(folder / "dumped.db")) as dumped,
        Database(url) as database,
        database.write_transaction() as connection,
    ):
        upgrade(connection, STEP)
        tables = sa.MetaData()
        tables.reflect(connection)
        for table in tables.sorted_tables:
            if table.name in ("alembic_version", "letter_search"):
                continue
            names = [column.name for column in table.columns]
            rows = dumped.execute(f"SELECT {', '.join(names)} FROM {table.name}").fetchall()
            values = [{c.name: as_stored(c, value) for c, value in zip(table.columns, row, strict=True)} for row in rows]
            connection.execute(table.insert(), values)
            if "id" in names:
                sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
                connection.execute(sa.text(f"SELECT setval({sequence}, (SELECT max(id) FROM {table.name}))"))
        connection.execute(
            sa.text(
                "INSERT INTO letter_search (reading_id, words) VALUES (:rowid, "
                "setweight(to_tsvector('english', :title), 'A') || to_tsvector('english', :body))"
            ),
            indexed_texts(),
        )


def indexed_texts() -> list[dict[str, Any]]:
    """What the dump puts into SQLite's search index, which gives no text back: taken from the statements themselves."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE letter_search (title, body)")
        for line in (HERE / "database.sql").read_text(encoding="utf-8").splitlines():
            if line.startswith("INSERT INTO letter_search"):
                connection.execute(line)
        found = connection.execute("SELECT rowid, title, body FROM letter_search")
        return [{"rowid": number, "title": title, "body": body} for number, title, body in found]


def as_stored(column: sa.Column[Any], value: Any) -> Any:
    """A value as SQLite keeps it → as PostgreSQL's column takes it. A JSON null stays one, unlike an absent value."""
    if value is None:
        return sa.null() if isinstance(column.type, sa.JSON) else None
    match column.type:
        case sa.JSON():
            return json.loads(value)
        case sa.Boolean():
            return bool(value)
        case sa.DateTime():
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
        case sa.Date():
            return date.fromisoformat(value)
    return value
