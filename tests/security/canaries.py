"""Passwords that sing: each is put into a setting, and then looked for in everything that came out."""

import os
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

USER = "watchman"
SMTP, DATABASE, ARCHIVE, SEAL = "sm/tp-c4nary:9", "d@ta-c4nary/9", "4rchive-c4nary#9", "seal-c4nary-" + "x" * 30
CHANNEL, PING = "channel-c4nary-9", "ping-c4nary-9"
CANARIES = (SMTP, DATABASE, ARCHIVE, SEAL, CHANNEL, PING)

_FORMS = {
    form.encode()
    for canary in CANARIES
    for form in (
        canary,
        quote(canary, safe=""),
        quote(canary),
        b64encode(canary.encode()).decode(),
        b64encode(f"\0{USER}\0{canary}".encode()).decode(),
        # What is left of a password whose signs were taken for an address's own.
        *[part for sign in "@/:#" for part in canary.split(sign) if "c4nary" in part],
    )
}


def heard_in(content: bytes | str) -> set[bytes]:
    """The canaries, in any form, that sing in this content."""
    sound = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
    return {form for form in _FORMS if form in sound}


def singing_files(folder: Path, but: Iterable[str] = ()) -> dict[str, set[bytes]]:
    """Each file below a folder in which a canary sings, except those named."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name not in but]
    assert files, f"there is no file in {folder}"
    return {str(path): found for path in files if (found := heard_in(path.read_bytes()))}


def in_the_command_lines_of(user_id: int) -> set[bytes]:
    """The canaries that any user of this machine can read off the running programs of a user (Linux)."""
    lines = b""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if process.stat().st_uid == user_id and int(process.name) != os.getpid():
                lines += (process / "cmdline").read_bytes()
        except OSError:
            continue  # it has ended meanwhile
    assert lines
    return heard_in(lines)
