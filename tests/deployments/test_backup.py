"""What was saved comes back whole, and nothing that is there is overwritten."""

import hashlib
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select

from deployments.backup import restore, save, verify
from deployments.move_database import move
from ofsted_watch.adapters.archive import Archive
from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.schema import metadata
from ofsted_watch.adapters.mail.sent_log import SentLog, SentMail
from ofsted_watch.domain.model import NewAlert
from ofsted_watch.errors import ArchiveDamaged, DatabaseNewer, DatabaseNotOurs, StoreError, WrongUse
from ofsted_watch.settings import Settings
from tests.adapters.database.made import NOW, TODAY, event, listing, night, stored, subscribed
from tests.postgres_server import PostgresServer
from tests.s3_server import BUCKET, s3_server
from tests.version_0_1.stored import STEP, load_sqlite

LETTER, OTHER = b"%PDF-1.7 a letter", b"%PDF-1.7 another letter"
AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def watch_in(folder: Path, url: str = "") -> Settings:
    return Settings(data_dir=folder, database_url=url)


def fill(settings: Settings, *contents: bytes) -> None:
    """A watch that has fetched these files, kept a letter, and owes a mail."""
    archive = Archive(settings.archive)
    with Database(settings.database) as database:
        database.migrate()
        for number, content in enumerate(contents):
            sha256 = archive.put(content)
            database.files.record_file(
                listing(f"5000{number}"), sha256=sha256, size=len(content), etag=None, last_modified=None, today=TODAY, at=NOW
            )
        person = subscribed(database)
        outcome = night(alerts=(NewAlert(person.id, event().key),))
        first = hashlib.sha256(contents[0]).hexdigest()
        database.outcomes.apply(replace(outcome, stored=(stored(sha256=first),)), run_id=None, at=NOW)


def everything(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with Database(url) as database, database.read_transaction() as connection:
        return {table.name: sorted(map(tuple, connection.execute(select(table))), key=repr) for table in metadata.sorted_tables}


def test_what_was_saved_is_found_again_after_the_machine_is_lost(tmp_path: Path) -> None:
    lost = watch_in(tmp_path / "lost")
    fill(lost, LETTER, OTHER)
    before = everything(lost.database)
    save(lost, tmp_path / "backup", AT)
    shutil.rmtree(lost.data_dir)
    found = watch_in(tmp_path / "found")
    assert restore(found, tmp_path / "backup") == 2
    assert everything(found.database) == before
    assert sum(map(len, before.values())) > 6
    assert Archive(found.archive).get(hashlib.sha256(OTHER).hexdigest()) == OTHER


def test_a_backup_takes_the_log_of_sent_mails_along_and_a_restored_one_loses_no_line(tmp_path: Path) -> None:
    lost, found = watch_in(tmp_path / "lost"), watch_in(tmp_path / "found")
    fill(lost, LETTER)
    sent = SentMail("<a@watch.example>", ("<a@watch.example>",), AT)
    SentLog(lost.sent_log).record(sent, "ann@council.example")
    save(lost, tmp_path / "backup", AT)
    SentLog(found.sent_log).record(replace(sent, alert_ids=("<b@watch.example>",)), "ann@council.example")
    restore(found, tmp_path / "backup")
    log = SentLog(found.sent_log)
    assert log.was_sent("<a@watch.example>", "ann@council.example")
    assert log.was_sent("<b@watch.example>", "ann@council.example")


def test_the_newest_saved_database_comes_back_unless_another_is_named(tmp_path: Path) -> None:
    settings = watch_in(tmp_path / "data")
    fill(settings, LETTER)
    first = save(settings, tmp_path / "backup", AT)
    with Database(settings.database) as database:
        subscribed(database, "second@example.org")
    save(settings, tmp_path / "backup", AT.replace(hour=4))
    newest, older = watch_in(tmp_path / "newest"), watch_in(tmp_path / "older")
    restore(newest, tmp_path / "backup")
    restore(older, tmp_path / "backup", first)
    assert len(everything(newest.database)["subscriptions"]) == 2
    assert len(everything(older.database)["subscriptions"]) == 1


def test_a_database_in_use_is_saved_as_it_was_committed(tmp_path: Path) -> None:
    settings = watch_in(tmp_path / "data")
    fill(settings, LETTER)
    with Database(settings.database) as database, database.write_transaction() as connection:
        connection.execute(metadata.tables["checks"].insert().values(urn="80999"))
        saved = save(settings, tmp_path / "backup", AT)
    assert all(urn != "80999" for urn, *_ in everything(f"sqlite:///{saved}")["checks"])


def test_only_new_files_are_copied_and_none_is_lost(tmp_path: Path) -> None:
    settings = watch_in(tmp_path / "data")
    fill(settings, LETTER)
    save(settings, tmp_path / "backup", AT)
    (first,) = [path for path in (tmp_path / "backup" / "archive").rglob("*") if path.is_file()]
    copied = first.stat().st_mtime_ns
    Archive(settings.archive).put(OTHER)
    save(settings, tmp_path / "backup", AT.replace(hour=4))
    assert first.stat().st_mtime_ns == copied
    assert Archive(str(tmp_path / "backup" / "archive")).count() == 2


def test_a_backup_is_for_its_owner_alone(tmp_path: Path) -> None:
    settings = watch_in(tmp_path / "data")
    fill(settings, LETTER)
    saved = save(settings, tmp_path / "backup", AT)
    assert stat.S_IMODE(saved.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600


def test_nothing_that_is_there_is_overwritten(tmp_path: Path) -> None:
    settings = watch_in(tmp_path / "data")
    fill(settings, LETTER)
    save(settings, tmp_path / "backup", AT)
    before = everything(settings.database)
    with pytest.raises(WrongUse, match="already exists"):
        restore(settings, tmp_path / "backup")
    with pytest.raises(WrongUse, match="nothing was saved"):
        save(settings, tmp_path / "backup", AT)
    assert everything(settings.database) == before


KILLED_WRITER = """
import os, signal, sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("UPDATE subscriptions SET email = 'later@example.org'")
database.commit()
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_process_left_beside_the_lost_database_is_not_replayed_over_the_restored_one(tmp_path: Path) -> None:
    settings = watch_in(tmp_path / "data")
    fill(settings, LETTER)
    save(settings, tmp_path / "backup", AT)
    before = everything(settings.database)
    database = tmp_path / "data" / "ofsted-watch.db"
    killed = subprocess.run([sys.executable, "-c", KILLED_WRITER, str(database)], check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    database.rename(tmp_path / "lost.db")
    left = sorted(path.name for path in database.parent.glob("ofsted-watch.db*"))
    assert left == ["ofsted-watch.db-shm", "ofsted-watch.db-wal"]
    with pytest.raises(WrongUse) as refused:
        restore(settings, tmp_path / "backup")
    assert all(str(database.with_name(name)) in str(refused.value) for name in left)
    assert sorted(path.name for path in database.parent.glob("*ofsted-watch.db*")) == left
    for name in left:
        database.with_name(name).unlink()
    assert restore(settings, tmp_path / "backup") == 1
    assert everything(settings.database) == before


@pytest.mark.parametrize("ending", ["", "-wal", "-shm", "-journal"])
def test_each_file_of_an_earlier_database_is_refused_by_name(tmp_path: Path, ending: str) -> None:
    settings = watch_in(tmp_path / "data")
    fill(settings, LETTER)
    save(settings, tmp_path / "backup", AT)
    found = watch_in(tmp_path / "found")
    found.data_dir.mkdir()
    left = found.data_dir / f"ofsted-watch.db{ending}"
    left.write_bytes(b"left")
    with pytest.raises(WrongUse, match=f"{left} already exists: move it away first"):
        restore(found, tmp_path / "backup")
    assert [path.name for path in found.data_dir.iterdir()] == [left.name]
    assert left.read_bytes() == b"left"


@pytest.fixture(params=["memory", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    if request.param == "memory":
        yield f"memory://{tmp_path.name}"
        return
    with s3_server(tmp_path) as server:
        server.used_from(tmp_path, monkeypatch)
        yield f"s3://{BUCKET}/{tmp_path.name}"


def test_an_archive_in_an_object_store_is_left_to_the_store_and_checked_after_restoring(tmp_path: Path, store: str) -> None:
    settings = replace(watch_in(tmp_path / "data"), archive_url=store)
    fill(settings, LETTER, OTHER)
    save(settings, tmp_path / "backup", AT)
    assert not (tmp_path / "backup" / "archive").exists()
    assert restore(replace(watch_in(tmp_path / "found"), archive_url=store), tmp_path / "backup") == 2
    with pytest.raises(ArchiveDamaged):
        restore(replace(watch_in(tmp_path / "other"), archive_url=f"{store}-empty"), tmp_path / "backup")


def test_a_file_missing_or_damaged_in_the_backup_is_named(tmp_path: Path) -> None:
    settings = watch_in(tmp_path / "data")
    fill(settings, LETTER, OTHER)
    save(settings, tmp_path / "backup", AT)
    sha256 = hashlib.sha256(LETTER).hexdigest()
    copy = tmp_path / "backup" / "archive" / sha256[:2] / sha256[2:4] / sha256
    copy.write_bytes(LETTER[::-1])
    with pytest.raises(ArchiveDamaged, match=sha256):
        restore(watch_in(tmp_path / "damaged"), tmp_path / "backup")
    copy.unlink()
    with pytest.raises(ArchiveDamaged, match=sha256):
        restore(watch_in(tmp_path / "missing"), tmp_path / "backup")
    assert verify(settings) == 2


def test_wrong_use_is_said_in_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="no saved database"):
        restore(watch_in(tmp_path / "data"), tmp_path / "empty")
    with pytest.raises(WrongUse, match="does not exist"):
        save(watch_in(tmp_path / "data"), tmp_path / "backup", AT)
    with pytest.raises(WrongUse, match="is a folder"):
        save(watch_in(tmp_path / "data", f"sqlite:///{tmp_path}"), tmp_path / "backup", AT)
    (tmp_path / "ofsted-watch.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="could not be copied"):
        save(watch_in(tmp_path), tmp_path / "backup", AT)
    assert [path for path in (tmp_path / "backup").iterdir() if path.is_file()] == []


def test_a_backup_without_pg_dump_leaves_no_empty_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "no programs"))
    with pytest.raises(WrongUse, match="pg_dump is not installed"):
        save(watch_in(tmp_path / "data", "postgresql://nobody@127.0.0.1:1/none"), tmp_path / "backup", AT)
    assert list((tmp_path / "backup").iterdir()) == []


@pytest.mark.postgres
def test_restoring_into_a_database_that_cannot_be_opened_says_why(postgres: PostgresServer, tmp_path: Path) -> None:
    there = watch_in(tmp_path / "there", postgres.url(postgres.new_database()))
    fill(there, LETTER)
    saved = save(there, tmp_path / "backup", AT)
    absent = watch_in(tmp_path / "absent", postgres.url("absent"))
    with pytest.raises(StoreError, match=r'"absent" does not exist.*deployments/postgres/database\.sql'):
        restore(absent, tmp_path, saved)
    stopped = watch_in(tmp_path / "stopped", "postgresql://nobody:secret@127.0.0.1:1/ofsted_watch")
    with pytest.raises(StoreError, match=r"ofsted_watch cannot be opened: .*[Cc]onnection refused.*the server runs") as refused:
        restore(stopped, tmp_path, saved)
    assert "secret" not in str(refused.value)


@pytest.mark.postgres
def test_postgres_is_saved_and_restored_whole(postgres: PostgresServer, tmp_path: Path) -> None:
    lost = watch_in(tmp_path / "lost", postgres.url(postgres.new_database()))
    fill(lost, LETTER, OTHER)
    saved = save(lost, tmp_path / "backup", AT)
    assert saved.suffix == ".dump"
    found = watch_in(tmp_path / "found", postgres.url(postgres.new_database()))
    assert restore(found, tmp_path / "backup") == 2
    assert everything(found.database) == everything(lost.database)
    with pytest.raises(WrongUse, match="not empty"):
        restore(found, tmp_path / "backup")


@pytest.mark.postgres
def test_moving_to_postgres_brings_every_row_and_goes_on_counting(postgres: PostgresServer, tmp_path: Path) -> None:
    old = watch_in(tmp_path / "data")
    fill(old, LETTER, OTHER)
    new = postgres.url(postgres.new_database())
    moved = move(old.database, new)
    assert everything(new) == everything(old.database)
    assert moved == {table: len(rows) for table, rows in everything(new).items()}
    with Database(new) as database:
        person = subscribed(database, "after@example.org")
        with database.read_transaction() as connection:
            newest = connection.execute(select(func.max(metadata.tables["subscriptions"].c.id))).scalar_one()
        assert person.id == newest == 2
    with pytest.raises(WrongUse, match="empty one"):
        move(old.database, new)


def test_a_database_is_not_moved_onto_itself(tmp_path: Path) -> None:
    url = watch_in(tmp_path / "data").database
    with pytest.raises(WrongUse, match="are the same"):
        move(url, url)


def shop_at(path: Path) -> bytes:
    """A database of another program, with one customer; its bytes."""
    with closing(sqlite3.connect(path)) as shop:
        shop.execute("CREATE TABLE customers (id integer, name text)")
        shop.execute("INSERT INTO customers VALUES (1, 'Ann')")
        shop.commit()
    return path.read_bytes()


def test_moving_reads_a_database_of_another_program_no_further_than_its_tables(tmp_path: Path) -> None:
    before = shop_at(tmp_path / "shop.db")
    with pytest.raises(DatabaseNotOurs, match="holds something else: tables such as customers"):
        move(f"sqlite:///{tmp_path / 'shop.db'}", f"sqlite:///{tmp_path / 'new.db'}")
    assert (tmp_path / "shop.db").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["shop.db"]


def test_nothing_is_moved_into_a_database_of_another_program(tmp_path: Path) -> None:
    old = watch_in(tmp_path / "data")
    fill(old, LETTER)
    before = shop_at(tmp_path / "shop.db")
    with pytest.raises(DatabaseNotOurs, match="holds something else: tables such as customers"):
        move(old.database, f"sqlite:///{tmp_path / 'shop.db'}")
    assert (tmp_path / "shop.db").read_bytes() == before


def test_moving_from_an_older_schema_is_refused_and_leaves_the_way_back_to_the_older_version(tmp_path: Path) -> None:
    load_sqlite(tmp_path / "old.db")
    with closing(sqlite3.connect(tmp_path / "old.db")) as old:
        before = list(old.iterdump())
    with pytest.raises(WrongUse, match=rf"has an older schema \({STEP}; .*Back it up, run 'ofsted-watch migrate'"):
        move(f"sqlite:///{tmp_path / 'old.db'}", f"sqlite:///{tmp_path / 'new.db'}")
    with closing(sqlite3.connect(tmp_path / "old.db")) as old:
        assert list(old.iterdump()) == before
    assert not (tmp_path / "new.db").exists()


def test_moving_from_an_empty_database_is_a_mistyped_name(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    with pytest.raises(WrongUse, match=r"empty\.db is empty, so nothing was moved"):
        move(f"sqlite:///{tmp_path / 'empty.db'}", f"sqlite:///{tmp_path / 'new.db'}")
    assert not (tmp_path / "new.db").exists()


def test_a_saved_database_of_another_program_or_an_empty_one_is_not_restored(tmp_path: Path) -> None:
    before = shop_at(tmp_path / "shop.db")
    (tmp_path / "empty.db").touch()
    found = watch_in(tmp_path / "found")
    with pytest.raises(DatabaseNotOurs, match="holds something else: tables such as customers"):
        restore(found, tmp_path, tmp_path / "shop.db")
    with pytest.raises(WrongUse, match=r"empty\.db is empty, so nothing was restored"):
        restore(found, tmp_path, tmp_path / "empty.db")
    assert (tmp_path / "shop.db").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty.db", "shop.db"]


def test_a_saved_database_of_a_newer_version_is_not_put_in_place(tmp_path: Path) -> None:
    settings, found = watch_in(tmp_path / "data"), watch_in(tmp_path / "found")
    fill(settings, LETTER)
    saved = save(settings, tmp_path / "backup", AT)
    with closing(sqlite3.connect(saved)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    with pytest.raises(DatabaseNewer):
        restore(found, tmp_path / "backup")
    assert not found.data_dir.exists()


def test_a_saved_database_of_version_0_1_is_restored(tmp_path: Path) -> None:
    load_sqlite(tmp_path / "old.db")
    found = watch_in(tmp_path / "found")
    with pytest.raises(ArchiveDamaged):  # its files are not in this archive: it was restored, and then they were looked for
        restore(found, tmp_path, tmp_path / "old.db")
    assert everything(found.database)["subscriptions"]


@pytest.mark.postgres
def test_a_dump_of_another_program_or_an_empty_one_is_not_restored(postgres: PostgresServer, tmp_path: Path) -> None:
    url = postgres.url(postgres.new_database())
    found = watch_in(tmp_path / "found", postgres.url(postgres.new_database()))
    dump = tmp_path / "other.dump"
    command = ["pg_dump", "--format=custom", f"--file={dump}", f"--dbname={url.replace('+psycopg', '')}"]
    subprocess.run(command, check=True)
    with pytest.raises(WrongUse, match=r"other\.dump is empty, so nothing was restored"):
        restore(found, tmp_path, dump)
    with Database(url) as other, other.write_transaction() as connection:
        connection.exec_driver_sql('CREATE TABLE "regular customers" (id integer)')
    subprocess.run(command, check=True)
    with pytest.raises(DatabaseNotOurs, match="holds something else: tables such as regular customers"):
        restore(found, tmp_path, dump)
    with Database(found.database) as database, database.read_transaction() as connection:
        assert inspect(connection).get_table_names() == []


def test_the_secret_that_seals_links_comes_back_so_that_old_mails_can_still_be_stopped(tmp_path: Path):
    ours, elsewhere = watch_in(tmp_path / "ours"), watch_in(tmp_path / "elsewhere")
    fill(ours, LETTER)
    ours.secret_file.write_text("a secret of this watch, long enough to seal\n")
    save(ours, tmp_path / "backup", AT)
    assert stat.S_IMODE((tmp_path / "backup" / "secret").stat().st_mode) == 0o600
    restore(elsewhere, tmp_path / "backup")
    assert elsewhere.secret_file.read_text() == ours.secret_file.read_text()
    assert stat.S_IMODE(elsewhere.secret_file.stat().st_mode) == 0o600


def test_a_secret_that_is_there_is_not_replaced_by_a_saved_one(tmp_path: Path):
    ours, elsewhere = watch_in(tmp_path / "ours"), watch_in(tmp_path / "elsewhere")
    fill(ours, LETTER)
    ours.secret_file.write_text("a secret of this watch, long enough to seal\n")
    save(ours, tmp_path / "backup", AT)
    elsewhere.data_dir.mkdir()
    elsewhere.secret_file.write_text("another one, which has sealed links already\n")
    restore(elsewhere, tmp_path / "backup")
    assert elsewhere.secret_file.read_text() == "another one, which has sealed links already\n"
