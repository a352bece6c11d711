"""What version 0.1 stored is still there after the upgrade, and every command, feed and mail says of it what 0.1 said."""

import contextlib
import json
import sqlite3
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from starlette.testclient import TestClient

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.full_text_search import Within
from ofsted_watch.adapters.database.subscribers import preference_columns
from ofsted_watch.cli import commands
from ofsted_watch.domain.model import AlertState, RunRecord
from ofsted_watch.presentation.emails import digest_mail, mail_for
from ofsted_watch.presentation.search_query import question
from ofsted_watch.services.resources import open_database
from ofsted_watch.settings import Settings
from ofsted_watch.subscriptions.preferences import preferences_of
from ofsted_watch.web.app import make_app
from tests.version_0_1.stored import EXPECTED, environment_in, load_sqlite

ATOM = "{http://www.w3.org/2005/Atom}"
COMMANDS = {
    "letters": ["letters", "--json"],
    "judgements": ["judgements", "--json"],
    "changes": ["changes", "--json"],
    "status": ["status", "--json"],
    "alerts": ["alerts", "list", "--json"],
    "subscriptions": ["subscriptions", "--json"],
    "set_aside": ["set-aside", "list", "--all", "--json"],
}
RENAMED = {
    "status": {"owed": "expected", "seen": "checked", "blind": "unchecked"},
    "alerts": {"settled_by": "resolved_by", "settled_why": "resolved_why"},
    "subscriptions": {"rhythm": "frequency"},
}
"""Command → keys of 0.1 that have another name now."""


def renamed(value: Any, names: Mapping[str, str]) -> Any:
    return {names.get(key, key): part for key, part in value.items()}


def with_text(value: Any) -> Any:
    """A value of 0.1 with a witness's `words` under its new name, `text`."""
    if isinstance(value, list):
        return [with_text(part) for part in value]
    if isinstance(value, dict):
        is_witness = value.keys() == {"page", "words", "source"}
        return {"text" if is_witness and key == "words" else key: with_text(part) for key, part in value.items()}
    return value


def in_todays_names(command: str) -> Any:
    """What 0.1 said, under today's names."""
    said = with_text(EXPECTED[command])
    names = RENAMED.get(command, {})
    said = renamed(said, names) if isinstance(said, dict) else [renamed(entry, names) for entry in said]
    if command == "set_aside":
        for entry in said:
            entry["answer"] = "auto_resolved" if entry["answer"] == "mended" else entry["answer"]
    return said


def editions_in_one_order(entries: list[dict[str, Any]], number: str, sha256: str) -> list[dict[str, Any]]:
    """The entries with those of one file number, which stand together, ordered by their bytes.

    0.1 printed the editions of a number in the order in which it stored them; today the one served last stands first.
    """
    groups = [list(group) for _, group in groupby(entries, key=itemgetter(number))]
    assert len(groups) == len({entry[number] for entry in entries}), "the editions of a number stand together"
    return [entry for group in groups for entry in sorted(group, key=itemgetter(sha256))]


def answer_to(command: list[str], settings: Settings, folder: Path) -> tuple[Any, int]:
    environment = environment_in(folder, settings.database)
    answer = CliRunner().invoke(commands, command, env=environment, standalone_mode=False)
    assert answer.exception is None, answer.output
    return answer.stdout, answer.return_value or 0


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_each_command_says_what_0_1_said(command: str, settings: Settings, tmp_path: Path) -> None:
    answer, code = answer_to(COMMANDS[command], settings, tmp_path)
    now, then = json.loads(answer), in_todays_names(command)
    if command == "alerts":
        for entry in now:
            entry["event"] = entry["event"]["key"]
    if command == "status":
        now = {key: now[key] for key in then}
    elif command == "subscriptions":
        # What 0.1 stored narrows nothing: it had no filters.
        assert {entry.pop("filters") for entry in now} == {None}
    elif command == "letters":
        # A letter may say more than it did; it says nothing less and nothing else.
        now = [{key: value for key, value in entry.items() if key in then[0]} for entry in now]
        now, then = editions_in_one_order(now, "file_number", "sha256"), editions_in_one_order(then, "file_number", "sha256")
    elif command == "judgements":
        assert {entry.pop("read_by_person") for entry in now} == {None}  # in 0.1 no person could read a letter
        now, then = editions_in_one_order(now, "link", "file"), editions_in_one_order(then, "link", "file")
    assert now == then
    assert code == EXPECTED["exit_codes"][command]


def test_the_export_has_the_same_bytes_before_the_columns_that_came_later(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer_to(["export", "x.csv"], settings, tmp_path)
    now = (tmp_path / "x.csv").read_bytes().decode().splitlines()
    then = EXPECTED["export_csv"].splitlines()
    assert [line[: len(old)] for line, old in zip(now, then, strict=True)] == then
    assert all(line[len(old) :].startswith(",") for line, old in zip(now, then, strict=True))


@pytest.mark.parametrize("path", sorted(EXPECTED["feeds"]))
def test_a_feed_has_the_same_ids_and_stamps(path: str, settings: Settings) -> None:
    """A reader shows an entry again whose id or stamp is another one."""
    then = EXPECTED["feeds"][path]
    with TestClient(make_app(settings, today=lambda: date(2026, 6, 30)), base_url=settings.public_url or "") as browser:
        answer = browser.get(path)
    assert answer.status_code == 200
    feed = ET.fromstring(answer.content)
    entries = [(entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}updated")) for entry in feed.findall(f"{ATOM}entry")]
    known = [(one["id"], one["updated"]) if isinstance(one, dict) else tuple(one) for one in then["entries"]]
    assert entries == known
    assert (feed.findtext(f"{ATOM}id"), feed.findtext(f"{ATOM}updated")) == (then["id"], then["updated"])
    assert answer.headers["last-modified"] == then["last_modified"]


def test_what_waits_goes_out_under_the_same_message_ids(settings: Settings) -> None:
    """Who was sent a mail by a deliverer that died gets the same Message-ID again, and a correction is a reply to its mail."""
    by = {"sender": settings.mail_from, "public_url": settings.public_url, "sent_at": datetime(2026, 6, 30, tzinfo=UTC)}
    with open_database(settings) as database:
        waiting = {alert.id: alert for alert in database.alerts.find([AlertState.PENDING])}
    mails, digests = [], []
    for then in EXPECTED["mails_pending"]:
        mail = mail_for(waiting[then["alerts"][0]], **by)
        mails.append((mail["To"], mail["Message-ID"], mail["In-Reply-To"], str(mail["Subject"])))
    for then in EXPECTED["digests_pending"]:
        mail = digest_mail([waiting[number] for number in then["alerts"]], **by)
        digests.append((mail["To"], mail["Message-ID"]))
    assert mails == [(one["to"], one["message_id"], one["in_reply_to"], one["subject"]) for one in EXPECTED["mails_pending"]]
    # A digest leads with its weightiest news since 0.2, so its subject may name another; its Message-ID names the same alerts.
    assert digests == [(one["to"], one["message_id"]) for one in EXPECTED["digests_pending"]]
    mailed = {number for part in ("mails_pending", "digests_pending") for one in EXPECTED[part] for number in one["alerts"]}
    assert waiting.keys() == mailed


def test_what_is_held_is_held_for_the_same_reason(settings: Settings) -> None:
    with open_database(settings) as database:
        held = [
            {"id": alert.id, "to": alert.subscription.email, "title": alert.event.title, "hold": alert.hold}
            for alert in database.alerts.find([AlertState.HELD])
        ]
        not_public = [event.key for event in database.alerts.held_events()]
    assert held == EXPECTED["held_alerts"]
    assert not_public == EXPECTED["events_not_public"]


def test_who_was_notified_is_known(settings: Settings) -> None:
    with open_database(settings) as database:
        with database.read_transaction() as connection:
            keys = connection.execute(text("SELECT key FROM events")).scalars().all()
        notified = {key: sorted(ids) for key, ids in database.alerts.notified(keys).items()}
    assert notified == EXPECTED["told"]


@pytest.mark.parametrize("word", sorted(EXPECTED["search"]))
def test_the_search_index_still_finds_the_readings(word: str, settings: Settings) -> None:
    asked = {
        "sqlite": "SELECT sha256, reader_version FROM readings WHERE id IN "
        "(SELECT rowid FROM letter_search WHERE letter_search MATCH :word)",
        "postgresql": "SELECT sha256, reader_version FROM readings JOIN letter_search ON reading_id = id "
        "WHERE document @@ plainto_tsquery('english', :word)",
    }
    with open_database(settings) as database, database.read_transaction() as connection:
        rows = connection.execute(text(asked[connection.dialect.name]), {"word": word}).tuples().all()
    assert sorted([sha256[:16], version] for sha256, version in rows) == EXPECTED["search"][word]


def test_people_find_the_old_letters(settings: Settings) -> None:
    with open_database(settings) as database:
        found = database.search.find(question("leavers"), Within())
    assert [stored.listing.file_number for stored in found.letters] == ["60000204"]


def test_every_reading_is_understood(settings: Settings) -> None:
    """Also those of letters that were set aside, and those of an earlier reader."""
    with open_database(settings) as database:
        with database.read_transaction() as connection:
            hashes = set(connection.execute(text("SELECT sha256 FROM readings")).scalars())
        read = {sha256: database.readings.newest(sha256) for sha256 in hashes}
    assert len(read) == 16  # 15 letters, and the truncated first bytes of 60000204
    assert all(found is not None and found[0].sha256 == sha256 for sha256, found in read.items())
    witnesses = [w for found in read.values() if found for judgement in found[0].judgements for w in judgement.witnesses]
    assert witnesses
    assert all(witness.text for witness in witnesses)


RUN_STATES = {1: "done", 2: "done", 3: "held", 4: "set_aside", 6: "incomplete", 7: "stopped", 9: "crashed", 14: "incomplete"}


def test_runs_keep_their_states_and_a_blind_one_is_incomplete(settings: Settings) -> None:
    with open_database(settings) as database:
        runs = {run.id: run for run in database.runs.newest(100)}
    assert len(runs) == 24
    assert {number: runs[number].state for number in RUN_STATES} == RUN_STATES
    assert runs[18].state == "incomplete"
    assert runs[24].state == "running"
    assert not [run for run in runs.values() if run.state == "blind"]


def test_both_shapes_of_coverage_are_understood(settings: Settings, tmp_path: Path) -> None:
    """0.1 left out who was owed and seen where the row says so already, and stored them where it does not."""
    load_sqlite(tmp_path / "then.db")
    with contextlib.closing(sqlite3.connect(tmp_path / "then.db")) as then:
        rows = then.execute("SELECT id, owed, coverage FROM runs WHERE coverage IS NOT NULL").fetchall()
    with open_database(settings) as database:
        runs: dict[int, RunRecord] = {run.id: run for run in database.runs.newest(100)}
    shapes = set()
    for number, owed_text, coverage_text in rows:
        owed, stored, coverage = json.loads(owed_text), json.loads(coverage_text), runs[number].coverage
        assert coverage is not None
        shapes.add("owed" in stored)
        assert list(coverage.expected) == stored.get("owed", owed)
        assert list(coverage.checked) == stored.get("seen", [urn for urn in owed if urn not in stored["blind"]])
        assert dict(coverage.unchecked) == stored["blind"]
        counted = (coverage.listed, coverage.fetched, coverage.read, coverage.validated, coverage.stored, coverage.set_aside)
        assert counted == tuple(stored[name] for name in ("listed", "fetched", "read", "checked", "kept", "set_aside"))
    assert shapes == {True, False}
    assert sorted(rows_id for rows_id, *_ in rows) == sorted(run.id for run in runs.values() if run.coverage)


def test_notices_of_unchecked_authorities_have_the_new_kind_in_column_and_value(settings: Settings) -> None:
    with open_database(settings) as database, database.read_transaction() as connection:
        rows = connection.execute(text("SELECT key, kind, event FROM events")).tuples().all()
    kinds = {key: (kind, (json.loads(event) if isinstance(event, str) else event)["kind"]) for key, kind, event in rows}
    notices = {key for key in kinds if key.startswith("blind:")}
    assert notices
    assert {kinds[key] for key in notices} == {("unchecked", "unchecked")}
    assert {kind for key, kind in kinds.items() if key not in notices} <= {("letter", "letter"), ("correction", "correction")}


def test_every_preference_text_is_that_of_today(settings: Settings) -> None:
    """It is what makes the same preferences of one address one row; one that was replaced says by which."""
    with open_database(settings) as database, database.read_transaction() as connection:
        rows = connection.execute(text("SELECT id, preferences FROM subscriptions ORDER BY id")).tuples().all()
    stored = dict(rows)
    assert len(stored) == 11
    with open_database(settings) as database:
        for subscription in database.subscribers.all():
            assert stored[subscription.id] == preference_columns(preferences_of(subscription))["preferences"]
    assert stored[11].endswith(" ended as 11")
    assert "rhythm" not in " ".join(stored.values())


def test_migrating_again_changes_nothing(own_settings: Settings) -> None:
    def everything(database: Database) -> list[Any]:
        with database.read_transaction() as connection:
            return [
                connection.execute(text(f"SELECT * FROM {table} ORDER BY 1")).tuples().all()
                for table in ("readings", "stored_letters", "runs", "changes", "events", "subscriptions", "alerts")
            ]

    with open_database(own_settings) as database:
        before = everything(database)
        database.migrate()
        assert everything(database) == before
