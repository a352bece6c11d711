import hashlib
import multiprocessing
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep
from uuid import uuid4

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from ofsted_watch.adapters.archive import Archive
from ofsted_watch.errors import ArchiveDamaged, ArchiveUnavailable, BadSetting

LETTER = b"%PDF-1.7 a letter"
SHA256 = hashlib.sha256(LETTER).hexdigest()


@pytest.fixture(params=["folder", "file://", "memory://"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Archive:
    addresses = {
        "folder": str(tmp_path / "an archive"),
        "file://": f"file://{tmp_path}/archive/",
        "memory://": f"memory://{uuid4()}",
    }
    return Archive(addresses[request.param])


def place(folder: Path) -> Path:
    return folder / SHA256[:2] / SHA256[2:4] / SHA256


def test_what_is_put_is_given_back_by_its_hash(archive: Archive) -> None:
    assert archive.put(LETTER) == SHA256
    assert archive.get(SHA256) == LETTER
    assert archive.count() == 1


def test_an_empty_file_is_stored_like_any_other(archive: Archive) -> None:
    assert archive.get(archive.put(b"")) == b""


def test_an_empty_archive_holds_nothing(archive: Archive) -> None:
    assert archive.count() == 0


def test_putting_the_same_bytes_again_keeps_one_file(archive: Archive) -> None:
    assert [archive.put(LETTER), archive.put(b"another"), archive.put(LETTER)].count(SHA256) == 2
    assert archive.count() == 2


def test_what_is_not_there_is_named(archive: Archive) -> None:
    with pytest.raises(ArchiveDamaged, match=f"{SHA256} is not in the archive"):
        archive.get(SHA256)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", SHA256.upper(), SHA256[:-1]])
def test_a_name_that_is_no_hash_leads_nowhere(archive: Archive, name: str) -> None:
    with pytest.raises(ArchiveDamaged, match="not a sha256"):
        archive.get(name)


def test_a_file_stands_under_the_first_letters_of_its_hash(tmp_path: Path) -> None:
    Archive(str(tmp_path)).put(LETTER)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [place(tmp_path)]


def test_a_file_already_there_is_not_written_again(tmp_path: Path) -> None:
    archive = Archive(str(tmp_path))
    archive.put(LETTER)
    before = place(tmp_path).stat()
    archive.put(LETTER)
    after = place(tmp_path).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_changed_bytes_are_never_given_out(tmp_path: Path) -> None:
    archive = Archive(str(tmp_path))
    archive.put(LETTER)
    place(tmp_path).write_bytes(LETTER[:-1])
    with pytest.raises(ArchiveDamaged, match="does not match its hash"):
        archive.get(SHA256)


def test_a_damaged_file_is_repaired_when_its_bytes_come_again(tmp_path: Path) -> None:
    archive = Archive(str(tmp_path))
    archive.put(LETTER)
    place(tmp_path).write_bytes(b"")
    archive.put(LETTER)
    assert archive.get(SHA256) == LETTER


def test_twelve_threads_putting_the_same_letter_leave_one_whole_file(tmp_path: Path) -> None:
    archive = Archive(str(tmp_path))
    with ThreadPoolExecutor(12) as threads:
        assert set(threads.map(archive.put, [LETTER] * 48)) == {SHA256}
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [place(tmp_path)]


def _put_for_ever(folder: str) -> None:
    archive = Archive(folder)
    number = 0
    while True:
        archive.put(b"%d " % number * 20_000)
        number += 1


def test_a_killed_writer_leaves_only_whole_files(tmp_path: Path) -> None:
    writer = multiprocessing.get_context("spawn").Process(target=_put_for_ever, args=(str(tmp_path),))
    writer.start()
    archive = Archive(str(tmp_path))
    while archive.count() < 20 and writer.is_alive():
        sleep(0.01)
    os.kill(writer.pid or 0, signal.SIGKILL)
    writer.join()
    stored = [path.name for path in tmp_path.rglob("*") if path.is_file() and not path.name.startswith(".")]
    assert len(stored) >= 20
    assert archive.count() == len(stored)
    for sha256 in stored:
        archive.get(sha256)


def test_an_archive_that_cannot_be_written_is_named_and_keeps_nothing_half(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file where the folder should be")
    with pytest.raises(ArchiveUnavailable, match=f"could not be used for file {SHA256}: "):
        Archive(str(tmp_path / "archive")).put(LETTER)


def test_trouble_of_a_storage_of_its_own_kind_is_named_without_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> bytes:
        raise RuntimeError("no credentials for secret-key@bucket")

    monkeypatch.setattr(MemoryFileSystem, "cat_file", away)
    with pytest.raises(ArchiveUnavailable, match=r"The archive \(memory\).*RuntimeError$"):
        Archive("memory://bucket").get(SHA256)


@pytest.mark.parametrize("url", ["nonsense://user:secret@x", "hdfs://user:secret@x/y"])
def test_an_address_that_cannot_be_used_is_a_bad_setting_and_keeps_its_secret(url: str) -> None:
    with pytest.raises(BadSetting, match="The archive's address starts with") as raised:
        Archive(url)
    assert "secret" not in str(raised.value)
