"""The three texts that name things: distinct types, so that mypy refuses one in the place of another."""

from typing import NewType

Urn = NewType("Urn", str)
"""An authority's Ofsted number, digits as text: '80476'."""

FileNumber = NewType("FileNumber", str)
"""A file's number on the site, the last part of its address: '50011111'."""

Sha256 = NewType("Sha256", str)
"""The SHA-256 of a file's bytes, 64 hexadecimal digits."""
