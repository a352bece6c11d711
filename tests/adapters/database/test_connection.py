"""A bad URL is the caller's mistake, a database that does not answer is worth another try, and no password is ever said."""

import sqlite3
import threading
from pathlib import Path

import pytest

from ofsted_watch.adapters.database import Database
from ofsted_watch.errors import BadSetting, DatabaseDamaged, DatabaseUnavailable
from tests.adapters.database.made import NOW, TODAY, subscribed
from tests.postgres_server import PostgresServer


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("", "is invalid"),
        ("nonsense with secret", "is invalid"),
        ("mysql://ada:secret@db/watch", "starts with 'mysql:'"),
        ("postgresql+asyncpg://ada:secret@db/watch", r"starts with 'postgresql\+asyncpg:'"),
        ("postgresql://ada:secret@db:notaport/watch", "is invalid"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
    ],
)
def test_a_bad_url_is_named_without_its_password(url: str, says: str):
    with pytest.raises(BadSetting, match=says) as wrong:
        Database(url)
    assert "secret" not in str(wrong.value)


def test_a_folder_that_cannot_be_made_is_a_bad_setting(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BadSetting, match="cannot be created"):
        Database(f"sqlite:///{tmp_path / 'file' / 'watch.db'}")


def test_the_folder_of_a_new_sqlite_file_is_made(tmp_path: Path):
    with Database(f"sqlite:///{tmp_path / 'new' / 'folder' / 'watch.db'}") as database:
        database.migrate()
        assert database.letters.stored() == ()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_postgres_that_is_not_there_is_unavailable_and_its_password_stays_secret(scheme: str):
    with (
        Database(f"{scheme}://ada:secret@127.0.0.1:1/watch?password=secret") as database,
        pytest.raises(DatabaseUnavailable, match=r"PostgreSQL database watch on 127\.0\.0\.1 does not answer") as away,
    ):
        database.migrate()
    assert "secret" not in str(away.value)


def test_a_locked_sqlite_is_unavailable_and_works_when_it_is_free(tmp_path: Path):
    path = tmp_path / "watch.db"
    with Database(f"sqlite:///{path}", busy_seconds=0.05) as database:
        database.migrate()
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseUnavailable, match="locked"):
            subscribed(database)
        assert database.subscribers.all() == ()
        other.execute("ROLLBACK")
        other.close()
        assert subscribed(database).email == "reader@example.org"


def test_a_file_that_is_no_database_is_not_mistaken_for_an_empty_one(tmp_path: Path):
    path = tmp_path / "watch.db"
    path.write_text("Not a database, but long enough to be looked at as one. " * 40)
    with Database(f"sqlite:///{path}") as database, pytest.raises(DatabaseDamaged, match="not a database"):
        database.migrate()


@pytest.mark.postgres
def test_a_postgres_that_goes_away_is_unavailable_and_works_when_it_is_back(postgres: PostgresServer):
    with Database(postgres.url(postgres.new_database()), busy_seconds=2) as database:
        database.migrate()
        postgres.stop()
        try:
            with pytest.raises(DatabaseUnavailable):
                database.subscribers.all()
        finally:
            postgres.start()
        assert subscribed(database).email == "reader@example.org"


@pytest.mark.postgres
def test_a_connection_cut_in_the_middle_is_unavailable_and_nothing_is_half_done(postgres: PostgresServer):
    with Database(postgres.url(postgres.new_database())) as database:
        database.migrate()

        def cut_off_half_way() -> None:
            with database.write_transaction() as connection:
                mine = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
                connection.exec_driver_sql("INSERT INTO checks (urn) VALUES ('80990')")
                with database.read_transaction() as other:
                    other.exec_driver_sql(f"SELECT pg_terminate_backend({mine}, 5000)")
                connection.exec_driver_sql("INSERT INTO checks (urn) VALUES ('80991')")

        with pytest.raises(DatabaseUnavailable):
            cut_off_half_way()
        with database.read_transaction() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM checks").scalar_one() == 0


def test_many_threads_share_one_database(database: Database):
    faults: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for _ in range(5):
                subscribed(database, f"reader{number}@example.org")
                database.subscribers.all()
                database.runs.finish(database.runs.start("nightly", TODAY, [], NOW), "done", None, "", NOW)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(database.subscribers.all()) == 12
    assert len(database.runs.newest(100)) == 60


def test_a_full_disk_is_named_and_what_was_half_written_is_not_there(tmp_path: Path):
    with Database(f"sqlite:///{tmp_path / 'watch.db'}") as database:
        database.migrate()

        def fill() -> None:
            with database.write_transaction() as connection:
                connection.exec_driver_sql("PRAGMA max_page_count = 1")  # SQLite takes the pages it has as the least
                rows = [("80999", f"{number:0900}") for number in range(500)]
                connection.exec_driver_sql(
                    "INSERT INTO listings (urn, file_number, first_listed) VALUES (?, ?, '2026-03-03')", rows
                )

        with pytest.raises(DatabaseUnavailable, match=r"has no space left .* Free space on its disk"):
            fill()
    with Database(f"sqlite:///{tmp_path / 'watch.db'}") as database:
        assert database.files.checks_before(["80999"]) == {}
