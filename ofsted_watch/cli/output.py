"""How commands print: aligned columns for people, one JSON document or CSV for programs."""

import csv
import getpass
import io
import json
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from ofsted_watch.errors import WrongUse
from ofsted_watch.extraction.sanitize import sanitize

json_option = click.option("--json", "as_json", is_flag=True, help="Print only one JSON document on standard output.")
csv_option = click.option("--csv", "as_csv", is_flag=True, help="Print CSV with a header on standard output.")


_UNSEEN = re.compile("[\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")
"""Characters that JSON allows but a terminal obeys, reverses or cannot show."""


def say(line: str, *, bold: bool = False, err: bool = False) -> None:
    """Print one line for a person. Text from a letter or a server cannot control the terminal."""
    click.secho(sanitize(line), bold=bold, err=err)


def print_json(document: Any) -> None:
    """Print one readable JSON document; invisible characters are \\u escapes."""
    written = json.dumps(document, ensure_ascii=False, indent=2)
    click.echo(_UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", written))


def print_csv(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """The named columns of the rows. A cell that a spreadsheet would read as a formula starts with an apostrophe."""
    from ofsted_watch.adapters.exports import csv_cell

    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([csv_cell(sanitize(value) if isinstance(value := row[column], str) else value) for column in columns])
    click.echo(written.getvalue(), nl=False)


def print_table(rows: Sequence[Sequence[str]], headings: Sequence[str], nothing: str) -> None:
    """Left-aligned columns under their headings, or the sentence `nothing` if there are no rows."""
    if not rows:
        click.echo(nothing)
        return
    table = [tuple(headings), *[tuple(sanitize(cell) for cell in row) for row in rows]]
    widths = [max(len(row[column]) for row in table) for column in range(len(headings))]
    for number, row in enumerate(table):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        click.secho(line, bold=number == 0)


def print_rows(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, as_json: bool, as_csv: bool, nothing: str) -> None:
    """The rows in the format asked for: all fields as JSON, the named columns as CSV or as a table. Raises WrongUse for two."""
    if as_json and as_csv:
        raise WrongUse("--json and --csv exclude each other: choose one")
    if as_json:
        print_json(list(rows))
    elif as_csv:
        print_csv(rows, columns)
    else:
        print_table([[_text(row[column]) for column in columns] for row in rows], columns, nothing)


def set_up_logging() -> None:
    """Print our own log lines on standard error as plain sentences, without an orchestrator's format."""
    ours = logging.getLogger("ofsted_watch")
    handler = logging.StreamHandler()
    handler.setFormatter(_OneLine("  %(message)s"))
    ours.handlers[:] = [handler]
    ours.setLevel(logging.WARNING)
    ours.propagate = False
    for name in list(logging.root.manager.loggerDict):
        if name.startswith("ofsted_watch."):
            logging.getLogger(name).handlers.clear()
            logging.getLogger(name).propagate = True


class _OneLine(logging.Formatter):
    """Formatter for lines that may contain a server's answer."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  the base class's name
        """The line, without invisible characters; a traceback keeps its lines."""
        return sanitize(super().formatMessage(record))


def this_user() -> str:
    """The name of the user who runs the command. Raises WrongUse if the machine has none (a container may not)."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise WrongUse("This machine has no name for its user: give your name with --by NAME") from None


def options(*decorators: Callable[..., Any]) -> Callable[..., Any]:
    """Several click options as one decorator, in the order given."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


def _text(value: Any) -> str:
    return "-" if value is None else str(value).replace("_", " ") if isinstance(value, str) else str(value)
