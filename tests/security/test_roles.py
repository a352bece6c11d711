"""Each role of PostgreSQL can do its work and nothing more, on a real server with the files that an administrator runs."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from deployments import migrate
from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.schema import metadata
from ofsted_watch.domain.model import AlertState, Frequency, NewAlert, Outcome, Topic
from ofsted_watch.errors import WrongUse
from ofsted_watch.subscriptions.preferences import Preferences
from tests.adapters.database.made import NOW, event, night, notified, stored, subscribed
from tests.postgres_server import HOW_TO_INSTALL, PostgresServer, postgres_server, programs

pytestmark = pytest.mark.postgres
HERE = Path("deployments/postgres")
NOT_ALLOWED = ("42501", "25006")
"""PostgreSQL's insufficient_privilege and read_only_sql_transaction."""

ABOUT_PEOPLE = {"subscriptions", "alerts"}
READER, WEB, DAILY, OWNER = "ofsted_watch_reader", "ofsted_watch_web", "ofsted_watch", "ofsted_watch_owner"


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """A server on which the administrator ran both files and the owner migrated; the daily role has kept a night in it."""
    folder = programs()
    if folder is None or shutil.which("psql") is None:
        pytest.skip(HOW_TO_INSTALL)
    with postgres_server(folder) as running:
        run_sql(running, "roles.sql", "owner", "watch", "prefect")
        run_sql(running, "readers.sql", "reader", "web")
        migrate.migrate(url_of(running, OWNER))
        with Database(url_of(running, DAILY)) as database:
            person = subscribed(database)
            run = database.runs.start("nightly", NOW.date(), ["80990"], NOW)
            database.outcomes.apply(night(alerts=(NewAlert(person.id, event().key),)), run_id=run, at=NOW)
        yield running


def run_sql(server: PostgresServer, name: str, *roles: str) -> None:
    where = ["--host", str(server.folder), "--username", "watch", "--dbname", "postgres", "--quiet", "--no-psqlrc"]
    given = [f"--set={role}_password={role}'s secret" for role in roles]
    subprocess.run(["psql", *where, *given, "--file", str(HERE / name)], check=True, timeout=60)


def url_of(server: PostgresServer, role: str) -> str:
    return make_url(server.url("ofsted_watch")).set(username=role).render_as_string(hide_password=False)


def may(server: PostgresServer, role: str, statement: str) -> bool:
    """True when the role may run a statement; it is taken back afterwards."""
    with Database(url_of(server, role)) as database, database._engine.connect() as connection:
        try:
            connection.execute(text(statement))
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) not in NOT_ALLOWED:
                raise
            return False
        finally:
            connection.rollback()
    return True


def columns_of(table: str) -> str:
    return next(iter(metadata.tables[table].columns)).name if table in metadata.tables else "reading_id"


OF_OUR_STAFF = {"person_readings"}
"""Names of those who read letters: for the daily role alone."""
TABLES = sorted([*metadata.tables, "letter_search"])
CHANGES_OF_THE_SCHEMA = (
    *("DROP TABLE alerts", "ALTER TABLE alerts ADD x int", "CREATE TABLE mine (x int)", "TRUNCATE alerts", "DROP SCHEMA public"),
    *("CREATE TEMP TABLE mine (x int)", "CREATE INDEX ON alerts (id)", "UPDATE alembic_version SET version_num = '0001'"),
    *("SET ROLE ofsted_watch_owner", "ALTER ROLE ofsted_watch_owner PASSWORD 'x'"),
)


def test_every_table_there_is_belongs_to_the_tables_checked_here(server: PostgresServer) -> None:
    with Database(url_of(server, OWNER)) as database, database.read_transaction() as connection:
        there = connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").scalars().all()
    assert sorted(there) == sorted([*TABLES, "alembic_version"])


@pytest.mark.parametrize("table", TABLES)
def test_a_reader_reads_what_is_about_letters_and_writes_nothing(server: PostgresServer, table: str) -> None:
    assert may(server, READER, f"SELECT * FROM {table}") == (table not in {*ABOUT_PEOPLE, *OF_OUR_STAFF})
    for statement in (
        f"DELETE FROM {table}",
        f"INSERT INTO {table} DEFAULT VALUES",
        f"UPDATE {table} SET {columns_of(table)} = NULL",
    ):
        assert not may(server, READER, f"SET TRANSACTION READ WRITE; {statement}")


@pytest.mark.parametrize("table", TABLES)
def test_the_pages_write_about_people_alone_and_delete_nothing(server: PostgresServer, table: str) -> None:
    assert may(server, WEB, f"SELECT * FROM {table}") == (table not in OF_OUR_STAFF)
    assert not may(server, WEB, f"DELETE FROM {table}")
    assert may(server, WEB, f"UPDATE {table} SET {columns_of(table)} = {columns_of(table)}") == (table == "subscriptions")


OF_THE_SERVER = ("CREATE ROLE mine", "COPY (SELECT 1) TO PROGRAM 'cat'", "SELECT pg_read_file('/etc/passwd')", "SET ROLE watch")


@pytest.mark.parametrize("statement", [*CHANGES_OF_THE_SCHEMA, *OF_THE_SERVER])
@pytest.mark.parametrize("role", [READER, WEB, DAILY])
def test_only_the_owner_changes_the_schema_and_nobody_reaches_the_machine(
    server: PostgresServer, role: str, statement: str
) -> None:
    assert not may(server, role, statement)


def test_the_owner_changes_the_schema_but_not_the_server(server: PostgresServer) -> None:
    assert may(server, OWNER, "ALTER TABLE alerts ADD x int")
    for statement in OF_THE_SERVER:
        assert not may(server, OWNER, statement)


@pytest.mark.parametrize("role", [READER, WEB, DAILY])
def test_a_backup_reads_the_sequences_and_nobody_sets_them(server: PostgresServer, role: str) -> None:
    with Database(url_of(server, OWNER)) as database, database.read_transaction() as connection:
        names = connection.exec_driver_sql("SELECT sequencename FROM pg_sequences").scalars().all()
    assert {"alerts_id_seq", "subscriptions_id_seq"} <= set(names)
    for name in names:
        assert may(server, role, f"SELECT last_value FROM {name}") == (role == DAILY)
        assert not may(server, role, f"SELECT setval('{name}', 1)")


def test_no_role_has_a_power_beyond_its_grants(server: PostgresServer) -> None:
    powers = "rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls"
    with Database(url_of(server, OWNER)) as database, database.read_transaction() as connection:
        rows = connection.exec_driver_sql(f"SELECT {powers} FROM pg_roles WHERE rolname LIKE 'ofsted_watch%%'").all()
    assert len(rows) == 4
    assert {power for row in rows for power in row} == {False}


@pytest.mark.parametrize("role", [WEB, DAILY])
def test_nobody_grants_rights_but_the_owner(server: PostgresServer, role: str) -> None:
    with Database(url_of(server, role)) as database, database.write_transaction() as connection:
        connection.exec_driver_sql("GRANT ALL ON events TO ofsted_watch_web")  # PostgreSQL warns, and grants nothing
    assert not may(server, WEB, "DELETE FROM events")


def test_a_person_signs_up_changes_and_stops_with_the_rights_of_the_pages(server: PostgresServer) -> None:
    with Database(url_of(server, DAILY)) as daily, Database(url_of(server, WEB)) as pages:
        pages.migrate()
        person = subscribed(pages, "new@example.org")
        notified(daily, person, ("letter:80990:bbbb", "letter:80990:cccc"))
        unwanted, _ = pages.preference_changes.waiting_for(person.id)
        weekly = Preferences(frozenset(), None, frozenset({Topic.CHANGE}), Frequency.WEEKLY)
        assert pages.preference_changes.change(person.email, person.id, weekly, unwanted=[unwanted.id], at=NOW)
        daily.subscribers.pause(person.email, "550 no such mailbox")
        assert pages.subscribers.send_again(person.email) == 1
        assert pages.preference_changes.confirmed_with(person.email, "a link") is None
        assert pages.subscribers.unsubscribe(person.email, NOW) == 1
        about_them = [one for one in daily.alerts.find() if one.subscription.email == person.email]
        assert [one.state for one in about_them] == [AlertState.DROPPED] * 2
        assert pages.letters.stored()
        assert pages.runs.last("nightly") is not None


def test_the_pages_can_neither_keep_a_letter_nor_owe_a_mail(server: PostgresServer) -> None:
    with Database(url_of(server, WEB)) as pages:
        person = subscribed(pages, "other@example.org")
        for outcome in (
            Outcome(today=NOW.date(), stored=(stored("50009", "e" * 64),)),
            Outcome(today=NOW.date(), events=(replace(event(), key="made up"),), alerts=(NewAlert(person.id, "made up"),)),
        ):
            with pytest.raises(DBAPIError, match="permission denied"):
                pages.outcomes.apply(outcome, run_id=None, at=NOW)


def test_migrating_again_grants_the_same_and_a_role_that_is_no_owner_is_named(server: PostgresServer) -> None:
    migrate.migrate(url_of(server, OWNER))
    with pytest.raises(WrongUse, match="use the owner's URL"):
        migrate.migrate(url_of(server, DAILY))


def test_a_database_without_these_roles_is_migrated_all_the_same() -> None:
    folder = programs()
    if folder is None:
        pytest.skip(HOW_TO_INSTALL)
    with postgres_server(folder) as plain:
        url = plain.url(plain.new_database())
        migrate.migrate(url)
        with Database(url) as database:
            assert subscribed(database).email
