"""The archive in an object store: put, got, listed and failing over HTTP, against a server that asks for a key and its rights."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ofsted_watch.adapters.archive import Archive
from ofsted_watch.errors import ArchiveDamaged, ArchiveUnavailable
from tests.s3_server import BUCKET, S3Server, s3_server

LETTER, OTHER = b"%PDF-1.7 a letter", b"%PDF-1.7 another"
SHA256 = hashlib.sha256(LETTER).hexdigest()
UNUSABLE = r"The archive \(s3\) could not be used"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    with s3_server(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture
def server(running: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> S3Server:
    running.used_from(tmp_path, monkeypatch)
    return running


@pytest.fixture
def prefix(tmp_path: Path) -> str:
    """A place in the bucket for this test alone."""
    return f"{tmp_path.name}/letters"


@pytest.fixture
def archive(server: S3Server, prefix: str) -> Archive:
    return Archive(f"s3://{BUCKET}/{prefix}")


def key_of(prefix: str) -> str:
    return f"{prefix}/{SHA256[:2]}/{SHA256[2:4]}/{SHA256}"


def test_letters_are_put_given_back_and_counted(archive: Archive, server: S3Server, prefix: str) -> None:
    assert archive.count() == 0
    assert archive.put(LETTER) == SHA256
    assert server.stored(prefix) == {key_of(prefix): LETTER}
    assert archive.get(SHA256) == LETTER
    other = archive.put(OTHER)
    empty = archive.put(b"")
    assert archive.put(LETTER) == SHA256
    assert archive.count() == 3
    assert (archive.get(other), archive.get(empty)) == (OTHER, b"")
    assert sorted(server.stored(prefix).values()) == [b"", LETTER, OTHER]


def test_a_letter_that_is_not_there_and_one_that_was_changed_are_named(archive: Archive, server: S3Server, prefix: str) -> None:
    with pytest.raises(ArchiveDamaged, match=f"{SHA256} is not in the archive"):
        archive.get(SHA256)
    server.overwrite(key_of(prefix), LETTER[:-1])
    with pytest.raises(ArchiveDamaged, match="does not match its hash"):
        archive.get(SHA256)
    archive.put(LETTER)
    assert archive.get(SHA256) == LETTER == server.stored(prefix)[key_of(prefix)]


def test_the_key_needs_no_right_to_delete(archive: Archive, server: S3Server, prefix: str) -> None:
    from botocore.exceptions import ClientError

    archive.put(LETTER)
    with pytest.raises(ClientError, match="AccessDenied"):
        server.delete(key_of(prefix))
    assert server.stored(prefix) == {key_of(prefix): LETTER}


@pytest.mark.usefixtures("server")
def test_a_bucket_that_does_not_exist_is_not_an_empty_archive() -> None:
    archive = Archive("s3://another-bucket/letters")
    for use in (lambda: archive.put(LETTER), lambda: archive.get(SHA256), archive.count):
        with pytest.raises(ArchiveUnavailable, match=f"{UNUSABLE}.*[Bb]ucket does not exist"):
            use()


def test_a_wrong_key_is_refused_and_shown_nowhere(
    archive: Archive, server: S3Server, prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.put(LETTER)
    replace(server, secret="a-wrong-secret").used_from(tmp_path, monkeypatch)
    refused = Archive(f"s3://{BUCKET}/{prefix}")
    for use in (lambda: refused.put(OTHER), lambda: refused.get(SHA256), refused.count):
        with pytest.raises(ArchiveUnavailable, match=UNUSABLE) as raised:
            use()
        assert server.key not in str(raised.value)
        assert "wrong-secret" not in str(raised.value)
    assert list(server.stored(prefix).values()) == [LETTER]


def test_a_server_that_is_gone_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with s3_server(tmp_path) as server:
        server.used_from(tmp_path, monkeypatch)
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")  # the wait of its tries is of botocore and no promise of ours
        archive = Archive(f"s3://{BUCKET}/letters")
        archive.put(LETTER)
        server.kill()
        for use in (lambda: archive.put(OTHER), lambda: archive.get(SHA256), archive.count):
            with pytest.raises(ArchiveUnavailable, match=UNUSABLE):
                use()
