"""How fast ten thousand people have their mail: `python -m proofs.bench.delivery [PEOPLE]`.

One change, a mail each, over SMTP to a server on loopback in a process of its own. Writes the section 'Ten thousand mails' of
docs/performance.md.
"""

import sys
import tempfile
from pathlib import Path

from ofsted_watch.domain.model import AlertState
from ofsted_watch.services.deliver import SESSIONS
from proofs.bench.performance_page import machine, put_section
from proofs.reliability.crowd import Measured, measure

PEOPLE = 10_000
BOUND = 70.0
"""Seconds for so many, on two cores."""


def main(people: int = PEOPLE) -> None:
    with tempfile.TemporaryDirectory() as folder:
        measured, mailbox, counts = measure(Path(folder) / "data", people)
    copies = list(mailbox.came.values())
    if counts[AlertState.SENT] != people or copies != [1] * people:
        raise SystemExit(f"bench: {people} mails were to be sent once each: {counts[AlertState.SENT]} sent, {sum(copies)} came")
    put_section(section(measured, mailbox.bytes / people))
    print("bench: a delivery is measured, see docs/performance.md")


def section(measured: Measured, bytes_each: float) -> str:
    """The section's text."""
    return "\n".join(
        [
            "## Ten thousand mails",
            "",
            f"{measured.people:,} people are told of one change, a mail of {bytes_each / 1024:.0f} kB each, over {SESSIONS} "
            f"connections to a mail server on loopback; SQLite. " + machine(),
            "",
            "| | | bound |",
            "|---|---:|---:|",
            f"| deciding and writing the alerts, with their night, s | {measured.writing:.1f} | |",
            f"| sending all mails, s | {measured.delivering:.1f} | {BOUND * measured.people / PEOPLE:.0f} |",
            f"| mails a second | {measured.people / measured.delivering:.0f} | |",
            f"| CPU of the delivery for one mail, ms | {1000 * measured.cpu / measured.people:.1f} | |",
            f"| the deliverer's memory, from its first hundred mails to its last, MB | {measured.memory[0]:.0f} to "
            f"{measured.memory[-1]:.0f} | |",
            "",
            "What it was before several connections and common commits is under 'Before and after'.",
        ]
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
