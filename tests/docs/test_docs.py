"""What the docs name exists, and what exists is in the docs."""

import re
from pathlib import Path

import click
import pytest

from ofsted_watch.cli import commands

COMMANDS = Path("docs/commands.md").read_text(encoding="utf-8")


def every_command() -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []
    for name, command in commands.commands.items():
        if isinstance(command, click.Group):
            found.extend((f"{name} {below}", one) for below, one in command.commands.items())
        else:
            found.append((name, command))
    return found


@pytest.mark.parametrize(("name", "command"), every_command())
def test_every_command_is_in_the_docs_with_all_its_options(name: str, command: click.Command):
    rows = [line for line in COMMANDS.splitlines() if line.startswith(f"| `{name}") and re.match(rf"\| `{name}[ `]", line)]
    assert len(rows) == 1, f"docs/commands.md has no single row for `{name}`"
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.opts[0] in rows[0], f"the row of `{name}` does not say {option.opts[0]}"


def test_every_command_in_the_docs_exists():
    named = set(
        re.findall(
            r"^\| `([a-z-]+(?: (?:list|show|enter|release|reject|deliver|drop|add|end|close|pause|resume|test|set))?)[ `]",
            COMMANDS,
            re.MULTILINE,
        )
    )
    assert named == {name for name, _ in every_command()}


def test_links_between_the_docs_lead_somewhere():
    for page in [Path("README.md"), Path("CONTRIBUTING.md"), *Path("docs").rglob("*.md")]:
        for link in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page} links to {link}, which is not there"


def test_decision_records_say_context_decision_status_and_consequences():
    records = sorted(Path("docs/decisions").glob("*.md"))
    numbers = [record.name[:4] for record in records]
    assert numbers == [f"{number:04}" for number in range(1, len(records) + 1)], "each decision record has a number of its own"
    for record in records:
        text = record.read_text(encoding="utf-8")
        for part in ("Context", "Decision", "Status", "Consequences"):
            assert part in text, f"{record} does not say its {part}"
