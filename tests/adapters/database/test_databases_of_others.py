"""A database that holds another program's tables is named and left as it was, whatever its `alembic_version` says."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.connection import parse_url
from ofsted_watch.adapters.database.migrations import newest
from ofsted_watch.errors import DatabaseNotOurs

SHOP = ("CREATE TABLE customers (id integer, name text)", "INSERT INTO customers VALUES (1, 'Ann')")
VERSION = "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL)"
OUR_NAMES = ("CREATE TABLE files (name text)", "CREATE TABLE listings (name text)")
OTHERS = {
    "no alembic_version": SHOP,
    "a step by another program's Alembic": (*SHOP, VERSION, "INSERT INTO alembic_version VALUES ('a1b2c3d4e5f6')"),
    "a step numbered as our first": (*SHOP, VERSION, "INSERT INTO alembic_version VALUES ('0001')"),
    "a step numbered as our newest": (*SHOP, VERSION, f"INSERT INTO alembic_version VALUES ('{newest()}')"),
    "a step numbered as one to come": (*SHOP, VERSION, "INSERT INTO alembic_version VALUES ('9999')"),
    "an empty alembic_version": (*SHOP, VERSION),
    "tables named as ours": (*OUR_NAMES, VERSION, "INSERT INTO alembic_version VALUES ('a1b2c3d4e5f6')"),
    "tables named as ours and no step": (*OUR_NAMES, VERSION),
    "an alembic_version alone": (VERSION, "INSERT INTO alembic_version VALUES ('a1b2c3d4e5f6')"),
    "two steps": (*OUR_NAMES, VERSION, "INSERT INTO alembic_version VALUES ('0001'), ('0002')"),
}


def run(url: str, *statements: str) -> None:
    engine = create_engine(parse_url(url))
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def rows_of(url: str) -> dict[str, list[tuple[object, ...]]]:
    engine = create_engine(parse_url(url))
    with engine.begin() as connection:
        names = inspect(connection).get_table_names()
        rows = {name: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))] for name in names}
    engine.dispose()
    return rows


@pytest.mark.parametrize("statements", OTHERS.values(), ids=OTHERS.keys())
def test_what_another_program_holds_is_refused_and_stays(empty_url: str, statements: tuple[str, ...]):
    run(empty_url, *statements)
    before = rows_of(empty_url)
    with Database(empty_url) as database, pytest.raises(DatabaseNotOurs, match="holds something else") as refused:
        database.migrate()
    assert rows_of(empty_url) == before
    assert ("customers" in str(refused.value)) == ("customers" in before)


def test_a_file_of_another_program_is_the_same_to_the_byte(tmp_path: Path):
    path = tmp_path / "shop.db"
    run(f"sqlite:///{path}", *SHOP)
    before = path.read_bytes()
    with Database(f"sqlite:///{path}") as database, pytest.raises(DatabaseNotOurs):
        database.migrate()
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_what_was_refused_names_the_database_and_its_first_tables(empty_url: str):
    run(empty_url, *(f"CREATE TABLE t{number} (id integer)" for number in range(5)))
    with Database(empty_url) as database, pytest.raises(DatabaseNotOurs) as refused:
        database.migrate()
    name = parse_url(empty_url).database
    assert f"database {name}" in str(refused.value)
    assert str(refused.value).endswith(
        " holds something else: tables such as t0, t1, t2 and 2 more. Nothing was written. "
        "Name a database of Ofsted Watch, or an empty one"
    )


def test_a_table_of_somebody_else_beside_ours_is_no_reason_to_refuse(database: Database):
    with database.write_transaction() as connection:
        connection.execute(text("CREATE TABLE notes (id integer)"))
    try:
        database.migrate()
        assert database.letters.stored() == ()
    finally:
        with database.write_transaction() as connection:
            connection.execute(text("DROP TABLE notes"))


def test_an_empty_alembic_version_alone_is_an_empty_database(empty_url: str):
    run(empty_url, "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY)")
    with Database(empty_url) as database:
        database.migrate()
        assert database.letters.stored() == ()
