"""The archive: every file ever fetched, by the sha256 of its bytes. Its files never change.

A folder by default; any fsspec address (memory://, s3://bucket/prefix with s3fs installed) by setting.
Layout: ab/cd/abcd…, so that no folder grows beyond a few thousand names.
"""

import hashlib
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import fsspec
from fsspec.implementations.local import LocalFileSystem

from ofsted_watch.domain.identifiers import Sha256
from ofsted_watch.errors import ArchiveDamaged, ArchiveUnavailable, BadSetting, OfstedWatchError

log = logging.getLogger("ofsted_watch.archive")

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Archive:
    """The archive at a folder or fsspec address. Safe to share between threads and processes.

    Raises BadSetting for an address that cannot be used. Nothing is opened before the first call.
    """

    def __init__(self, url_or_path: str) -> None:
        self._scheme = url_or_path.partition("://")[0] if "://" in url_or_path else "file"
        try:
            self._files, root = fsspec.url_to_fs(url_or_path)
        except ImportError as missing:
            raise BadSetting(f"The archive's address starts with {self._scheme}://, which needs a package: {missing}") from None
        except ValueError:
            # The library's message may repeat the address, and with it a password.
            raise BadSetting(f"The archive's address starts with {self._scheme}://, which is not a known storage") from None
        except Exception as error:
            # Each kind of storage opens in its own way, and fails in its own way.
            text = f"which could not be opened ({type(error).__name__})"
            raise BadSetting(f"The archive's address starts with {self._scheme}://, {text}") from None
        self._root = root.rstrip("/")

    def put(self, content: bytes) -> Sha256:
        """Store these bytes and return their sha256. Storing the same bytes again changes nothing.

        After a crash at any moment the file is complete or absent. Raises ArchiveUnavailable.
        """
        sha256 = Sha256(hashlib.sha256(content).hexdigest())
        with self._named_troubles(sha256):
            if not self._holds(sha256, content):
                self._write(self._path(sha256), content)
        return sha256

    def get(self, sha256: Sha256) -> bytes:
        """The bytes with this hash, verified. Raises ArchiveDamaged if missing or changed, ArchiveUnavailable."""
        with self._named_troubles(sha256):
            try:
                content: bytes = self._files.cat_file(self._path(sha256))
            except FileNotFoundError:
                self._check_bucket()
                raise ArchiveDamaged(f"File {sha256} is not in the archive: fetch it again or restore it") from None
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ArchiveDamaged(f"File {sha256} in the archive does not match its hash: restore it from a backup")
        return content

    def count(self) -> int:
        """The number of files stored. Raises ArchiveUnavailable."""
        with self._named_troubles("(all)"):
            self._files.invalidate_cache()
            if not self._files.isdir(self._root):
                self._check_bucket()
                return 0
            return sum(1 for path in self._files.find(self._root) if _SHA256.fullmatch(path.rpartition("/")[2]))

    def _check_bucket(self) -> None:
        """Raises ArchiveUnavailable if the bucket of an object store does not exist, which is not an empty archive.

        A folder is made by the first file.
        """
        if isinstance(self._files, LocalFileSystem):
            return
        try:
            self._files.ls(self._root.partition("/")[0])
        except FileNotFoundError:
            raise ArchiveUnavailable(f"The archive ({self._scheme}) could not be used: its bucket does not exist") from None

    def _path(self, sha256: Sha256) -> str:
        if not _SHA256.fullmatch(sha256):
            raise ArchiveDamaged(f"{sha256[:80]!r} is not a sha256, so it names no file")
        return f"{self._root}/{sha256[:2]}/{sha256[2:4]}/{sha256}"

    def _holds(self, sha256: Sha256, content: bytes) -> bool:
        """True if exactly these bytes are stored. A damaged copy counts as not stored: the caller replaces it."""
        path = self._path(sha256)
        self._files.invalidate_cache()
        if not self._files.isfile(path):
            return False
        if self._files.cat_file(path) == content:
            return True
        log.warning("File %s in the archive was damaged; it is replaced with the bytes just fetched", sha256)
        return False

    def _write(self, path: str, content: bytes) -> None:
        if isinstance(self._files, LocalFileSystem):
            _write_durably(Path(path), content)
            return
        # Object stores show a file only when it is complete.
        try:
            self._files.pipe_file(path, content)
        except FileNotFoundError:
            self._check_bucket()
            raise

    @contextmanager
    def _named_troubles(self, what: str) -> Iterator[None]:
        try:
            yield
        except OfstedWatchError:
            raise
        except Exception as error:
            # Each kind of storage raises errors of its own library as well as OSError.
            text = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
            # 'from None': they may repeat the archive's address, and with it a password.
            raise ArchiveUnavailable(f"The archive ({self._scheme}) could not be used for file {what}: {text}") from None


def _write_durably(path: Path, content: bytes) -> None:
    """Write a temporary file, sync it, then rename: readers see nothing or all of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name[:16]}-{uuid4().hex}")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
