"""`read`: letters from disk, nothing stored."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ofsted_watch.cli.argument_types import PATH
from ofsted_watch.cli.output import json_option, print_json, print_table, say

if TYPE_CHECKING:
    from ofsted_watch.domain.model import Letter


@click.command()
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...")
@json_option
def read(files: tuple[Path, ...], as_json: bool) -> int:
    """Read letters (PDF or HTML) from disk and print what they contain; nothing is stored. Many files use all cores."""
    from ofsted_watch.adapters.pdf_reader import Reader
    from ofsted_watch.errors import StoreError
    from ofsted_watch.presentation.serialization import letter_to_json
    from ofsted_watch.services.resources import authority_register, stored_register
    from ofsted_watch.settings import read_settings

    for file in files:
        _must_be_file(file)
    settings = read_settings()
    letters = []
    try:
        register = stored_register(settings)
    except StoreError:  # a file can be read without a database
        register = authority_register(settings)
    with Reader(register, seconds=settings.read_seconds, megabytes=settings.read_megabytes) as reader:
        for letter in reader.read_many(files):
            letters.append(letter)
            if not as_json and len(files) > 1:
                click.echo(f"\r  read {len(letters):>4} of {len(files)}", err=True, nl=len(letters) == len(files))
    if as_json:
        print_json([letter_to_json(letter) for letter in letters])
    else:
        for letter in letters:
            _print(letter)
    return 1 if any(letter.problem for letter in letters) else 0


def _must_be_file(file: Path) -> None:
    """Raise WrongUse for a file that is not there, is a folder, or cannot be opened."""
    from ofsted_watch.errors import WrongUse

    try:
        with file.open("rb"):
            return
    except FileNotFoundError:
        raise WrongUse(f"There is no file {file}") from None
    except IsADirectoryError:
        raise WrongUse(f"{file} is a folder: name the files in it") from None
    except OSError as error:
        raise WrongUse(f"{file} cannot be read: {error.strerror}") from error


def _print(letter: "Letter") -> None:
    click.echo()
    say(letter.file, bold=True)
    facts = {
        "kind": letter.kind.replace("_", " "),
        "title": letter.title,
        "authority": f"{letter.authority} ({letter.urn or 'URN not known'})" if letter.authority else None,
        "published": letter.published,
        "inspected": f"{letter.inspection_start} to {letter.inspection_end}" if letter.inspection_start else None,
        "inspectors": ", ".join(letter.inspectors) or None,
        "problem": f"{letter.problem.message} ({letter.problem.code})" if letter.problem else None,
    }
    for name, value in facts.items():
        if value is not None:
            say(f"  {name:<12}{value}")
    rows = [
        (f"  {judgement.area.replace('_', ' ')}", judgement.printed, f"page {judgement.page}", str(len(judgement.witnesses)))
        for judgement in letter.judgements
    ]
    if rows:
        print_table(rows, ("  area", "grade", "where", "witnesses"), "")
