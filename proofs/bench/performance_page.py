"""docs/performance.md: its sections, and the machine that a section was measured on."""

import os
import platform
import time
from pathlib import Path

from tests.paths import REPOSITORY

PERFORMANCE = REPOSITORY / "docs" / "performance.md"

_ADDITIONS = 10_000_000


def put_section(text: str, into: Path = PERFORMANCE) -> None:
    """Writes a section that begins with '## Name' in the place of the one of that name, or at the end."""
    heading = text.split("\n", 1)[0]
    parts = (into.read_text(encoding="utf-8") if into.exists() else "# Performance\n\n").split("\n## ")
    stored = [parts[0].rstrip("\n")] + [f"## {part}".rstrip("\n") for part in parts[1:]]
    places = [at for at, part in enumerate(stored) if part.split("\n", 1)[0] == heading]
    if places:
        stored[places[0]] = text.rstrip("\n")
    else:
        stored.append(text.rstrip("\n"))
    into.write_text("\n\n".join(stored) + "\n", encoding="utf-8")


def machine() -> str:
    """A sentence of what was measured on, and how busy and how fast that is now: machines of one name differ by half."""
    load, began = os.getloadavg()[0], time.process_time()
    total = 0
    for number in range(_ADDITIONS):
        total += number
    return (
        f"Python {platform.python_version()}, {len(os.sched_getaffinity(0))} cores, load {load:.1f} at the end; "
        f"ten million additions in Python take {time.process_time() - began:.1f} s of CPU."
    )
