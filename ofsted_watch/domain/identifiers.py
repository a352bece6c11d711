"""The texts that name things, and the keys made of them: distinct types, so that mypy refuses one in the place of another."""

from typing import NamedTuple, NewType

Urn = NewType("Urn", str)
"""An authority's Ofsted number, digits as text: '80476'."""

FileNumber = NewType("FileNumber", str)
"""A file's number on the site, the last part of its address: '50011111'."""

Sha256 = NewType("Sha256", str)
"""The SHA-256 of a file's bytes, 64 hexadecimal digits."""


LARGEST_ID = 2**63 - 1
"""The largest number that a database can store, so nothing has a larger id."""


class ListingKey(NamedTuple):
    """A link on an authority's page, whatever bytes it served."""

    urn: Urn
    file_number: FileNumber


class FileKey(NamedTuple):
    """A file about an authority, under whatever numbers it was served."""

    urn: Urn
    sha256: Sha256


class ServedFile(NamedTuple):
    """Bytes and the number under which the site served them, where the authority is known."""

    file_number: FileNumber
    sha256: Sha256


class LetterKey(NamedTuple):
    """A stored letter: bytes served under a number of an authority. A re-issue is another one."""

    urn: Urn
    file_number: FileNumber
    sha256: Sha256
