"""Run the proofs and write docs/reliability.md: all of them, or those named (`python -m tests.reliability mail_server crowd`)."""

import logging
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tests.reliability import country, crowd, disasters, killed, mail_server
from tests.reliability.figures import Figure, Section, page, save, saved

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reliability.md"
SAVED = ROOT / "test-output" / "reliability.json"

PROOFS: dict[str, Callable[[Path, Callable[[Figure], None]], Section]] = {
    "country": country.prove,
    "mail_server": mail_server.prove,
    "killed": killed.prove,
    "disasters": disasters.prove,
    "crowd": crowd.prove,
}
"""In the page's order. A proof that is not run again keeps its figures of the last run on this machine."""


def main(names: list[str]) -> int:
    """0 when everything that was run holds, 1 when something was lost or doubled, 2 for a name that is no proof's."""
    if unknown := [name for name in names if name not in PROOFS]:
        print(f"'{unknown[0]}' is no proof; there are: {', '.join(PROOFS)}", file=sys.stderr)
        return 2
    logging.disable(logging.ERROR)  # each refusal of a mail is a warning, and refusals are what is asked for here
    sections = saved(SAVED)
    for name in names or PROOFS:
        began, folder = time.monotonic(), Path(tempfile.mkdtemp(prefix="reliability-"))
        print(f"{name} …", flush=True)
        try:
            found = replace(PROOFS[name](folder, _tell), taken=_when_and_where())
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)
        sections = saved(SAVED) | {name: found}  # another proof may have ended meanwhile
        save(SAVED, sections)
    PAGE.write_text(page([sections[name] for name in PROOFS if name in sections]), encoding="utf-8")
    broken = [section for section in sections.values() if not section.holds and not section.not_run]
    print(f"Written to {PAGE.relative_to(ROOT)}. " + ("Everything holds." if not broken else f"NOT HELD: {broken[0].title}"))
    return 1 if broken else 0


def _tell(figure: Figure) -> None:
    said = f"{figure.survived} of {figure.tried} survived, {figure.lost} lost, {figure.doubled} doubled"
    print(f"  {'ok ' if figure.holds else 'NOT'} {figure.what}: {said} ({figure.seconds:.0f} s)", flush=True)


def _when_and_where() -> str:
    return f"on {datetime.now(UTC):%-d %B %Y} with Python {platform.python_version()} on {os.cpu_count()} cores"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
