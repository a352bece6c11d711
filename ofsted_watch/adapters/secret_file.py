"""The secret that seals our links, created once and stored in a file that only its owner can read."""

import os
import secrets
from pathlib import Path

from ofsted_watch.errors import BadSetting

SHORTEST_SECRET = 32
_FRESH_BYTES = 48


def stored_secrets(path: Path) -> tuple[str, ...]:
    """The secrets in the file, one a line, the newest first; created with one new secret if there is no file.

    Two processes that start at once get the same secret. Raises BadSetting if it cannot be read, or created and stored.
    """
    try:
        if not path.exists():
            _make(path)
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        text = (error.strerror if isinstance(error, OSError) else None) or "it is not plain text"
        raise BadSetting(f"The secret for our links cannot be stored in {path}: {text}. Or set OFSTED_WATCH_SECRET") from error
    return tuple(line.strip() for line in lines if line.strip())


def _make(path: Path) -> None:
    """Write a complete temporary file, then link it: the link fails if another process was first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(_FRESH_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(part, path)
    except FileExistsError:
        return
    finally:
        part.unlink()
