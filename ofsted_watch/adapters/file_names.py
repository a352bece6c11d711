"""File names made from identifiers that came from outside."""

import hashlib
import re

_LONGEST = 150
"""Characters of an identifier that a file name shows; file systems take 255 bytes, including the hash and the ending."""

_PLAIN = re.compile(r"[a-z0-9][a-z0-9@._+-]*")
"""Lower case only: some file systems treat 'A' and 'a' as one name."""

_LOOKS_HASHED = re.compile(r"-[0-9a-f]{32}$")
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")
"""Windows opens a device by such a name, with any ending."""


def file_name(identifier: str, ending: str) -> str:
    """A file name for an identifier in angle brackets, as a Message-ID is: the text between them, if that is safe.

    Any other identifier gets its safe characters and a hash of the whole (32 hexadecimal digits). `ending` includes the dot.
    The name begins with a letter or digit and is at most 200 characters of ASCII, and two identifiers never share one, whether
    or not the file system is case-sensitive.
    """
    inner = identifier.removeprefix("<").removesuffix(">")
    is_plain = len(inner) <= _LONGEST and _PLAIN.fullmatch(inner) and not _LOOKS_HASHED.search(inner) and not _DEVICE.match(inner)
    if is_plain and identifier == f"<{inner}>":
        return f"{inner}{ending}"
    likeness = re.sub(r"[^a-z0-9@._+-]", "_", inner.lower()).lstrip("@._+-")[:_LONGEST]
    # A header that was not UTF-8 contains lone surrogates.
    digest = hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"{'unnamed' if not likeness or _DEVICE.match(likeness) else likeness}-{digest}{ending}"
