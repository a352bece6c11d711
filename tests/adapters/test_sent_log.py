"""The log of sent mails only grows, is read as it grows, and survives a line that a crash left unfinished."""

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ofsted_watch.adapters.mail.sent_log import SentLog, SentMail, merge_logs

AT = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)
ANN = "ann@council.example"


def sent(name: str, *alert_ids: str) -> SentMail:
    return SentMail(f"<{name}@watch.example>", alert_ids or (f"<{name}@watch.example>",), AT)


def test_what_one_process_records_another_knows(tmp_path: Path) -> None:
    writer, reader = SentLog(tmp_path / "sent.log"), SentLog(tmp_path / "sent.log")
    assert not reader.was_sent("<a@watch.example>", ANN)
    writer.record(sent("a"), ANN)
    assert reader.was_sent("<a@watch.example>", " Ann@Council.example")
    assert not reader.was_sent("<a@watch.example>", "bob@council.example")
    assert not reader.was_sent("<b@watch.example>", ANN)
    writer.record(sent("b"), ANN)
    assert reader.was_sent("<b@watch.example>", ANN)


def test_a_digest_is_logged_with_its_alerts(tmp_path: Path) -> None:
    log = SentLog(tmp_path / "sent.log")
    log.record(sent("digest", "<a@watch.example>", "<b@watch.example>"), ANN)
    assert log.alert_ids("<digest@watch.example>") == ("<a@watch.example>", "<b@watch.example>")
    assert log.alert_ids("<unknown@watch.example>") == ("<unknown@watch.example>",)
    assert log.was_sent("<b@watch.example>", ANN)
    assert not log.was_sent("<digest@watch.example>", ANN)


def test_it_holds_no_address_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "sent.log"
    SentLog(path).record(sent("a"), ANN)
    assert b"ann" not in path.read_bytes()
    assert b"council" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_record_is_on_the_disk_before_it_returns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    really = os.fsync

    def sync(handle: int) -> None:
        synced.append(os.fstat(handle).st_size)
        really(handle)

    monkeypatch.setattr(os, "fsync", sync)
    path = tmp_path / "sent.log"
    SentLog(path).record(sent("a"), ANN)
    assert path.stat().st_size in synced


def test_an_unfinished_line_loses_itself_and_nothing_else(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "sent.log"
    log = SentLog(path)
    log.record(sent("a"), ANN)
    log.record(sent("b"), ANN)
    path.write_bytes(path.read_bytes()[:-20])
    after = SentLog(path)
    assert after.was_sent("<a@watch.example>", ANN)
    assert not after.was_sent("<b@watch.example>", ANN)
    after.record(sent("c"), ANN)
    again = SentLog(path)
    assert [again.was_sent(f"<{name}@watch.example>", ANN) for name in "abc"] == [True, False, True]
    assert "not whole" in caplog.text


def test_a_saved_copy_adds_what_is_missing_and_removes_nothing(tmp_path: Path) -> None:
    here, saved = tmp_path / "here.log", tmp_path / "saved.log"
    SentLog(here).record(sent("a"), ANN)
    assert merge_logs(here, saved) == 1
    SentLog(here).record(sent("b"), ANN)
    SentLog(saved).record(sent("c"), ANN)
    assert merge_logs(saved, here) == 1
    assert [SentLog(here).was_sent(f"<{name}@watch.example>", ANN) for name in "abc"] == [True, True, True]
    assert merge_logs(saved, here) == 0
