"""The stored data: `letters`, `judgements`, `changes`, `export`."""

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from ofsted_watch.cli.argument_types import PATH
from ofsted_watch.cli.output import csv_option, json_option, options, print_rows
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.errors import UnknownAuthority, WrongUse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ofsted_watch.domain.authorities import AuthorityRegister
    from ofsted_watch.domain.model import Authority
    from ofsted_watch.presentation.data_package.data_tables import DataTable

_ENDINGS = (".csv", ".xlsx", ".parquet")

asking = options(
    click.option("--authority", "authorities", multiple=True, metavar="URN|NAME", help="Only this authority; may be repeated."),
    click.option(
        "--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Only what was published on or after this day."
    ),
    json_option,
    csv_option,
)


@click.command()
@asking
def letters(authorities: tuple[str, ...], since: datetime | None, as_json: bool, as_csv: bool) -> None:
    """The stored letters, newest first."""
    from ofsted_watch.presentation.serialization import stored_letter_to_json

    register = known_authorities()
    stored = _stored(_urns(authorities, register), since)
    rows = [
        stored_letter_to_json(letter) | {"listed_under": stored_authority(register, letter.listing.urn).name} for letter in stored
    ]
    columns = ("published", "listed_under", "kind", "inspection_start", "inspection_end", "file_number", "listed_as")
    print_rows(
        rows, columns, as_json=as_json, as_csv=as_csv, nothing="No letters are stored. `ofsted-watch nightly` fetches them."
    )


@click.command()
@asking
def judgements(authorities: tuple[str, ...], since: datetime | None, as_json: bool, as_csv: bool) -> None:
    """The judgements of the stored letters, newest first."""
    from ofsted_watch.presentation.judgement_rows import judgement_rows

    register = known_authorities()
    with open_known() as database:
        urns = _urns(authorities, register)
        stored, gaps = database.letters.stored(urns), [known.gap for known in database.gaps.open(urns)]
    rows = judgement_rows(stored, gaps, since=since.date() if since else None)
    rows = [row | {"authority": stored_authority(register, row["urn"]).name} for row in rows]
    columns = ("published", "authority", "area", "grade", "previous", "direction", "kind", "page")
    print_rows(rows, columns, as_json=as_json, as_csv=as_csv, nothing="No judgements are stored.")


@click.command()
@asking
def changes(authorities: tuple[str, ...], since: datetime | None, as_json: bool, as_csv: bool) -> None:
    """Every change from one graded inspection to the next, newest first, with its cause."""
    from ofsted_watch.domain.history import histories, standing
    from ofsted_watch.presentation.serialization import change_to_json

    register = known_authorities()
    with open_known() as database:
        urns = _urns(authorities, register)
        recorded = database.letters.changes(urns, since.date() if since else None)
        gaps = [known.gap for known in database.gaps.open(urns)]
        current = standing(recorded, histories(database.letters.stored(urns), gaps))
        found_at = database.timestamps.all().found
    newest_first = sorted(current, key=lambda change: (change.to_published, found_at[change.key]), reverse=True)
    rows = [change_to_json(change, stored_authority(register, change.urn).name) for change in newest_first]
    columns = ("to_published", "authority", "area", "from", "to", "direction", "cause")
    print_rows(rows, columns, as_json=as_json, as_csv=as_csv, nothing="No changes are stored.")


@click.command()
@click.argument("file", type=PATH)
def export(file: Path) -> None:
    """All that is published to FILE.xlsx, a workbook, or to a folder of tables; one row per authority to FILE.csv or .parquet."""
    if file.name.lower() in _ENDINGS:
        raise WrongUse(f"{file} is an ending without a name: write for example all{file.name}")
    if not file.suffix or _is_folder(file):
        _export_folder(file)
    elif file.suffix.lower() == ".xlsx":
        _export_workbook(file)
    else:
        _export_authorities(file)


def _is_folder(file: Path) -> bool:
    """True for a folder that is there. Raises WrongUse for a name that no file can have here."""
    try:
        return file.is_dir()
    except OSError as error:
        raise WrongUse(f"{file} cannot be written: {error.strerror}") from error


def _export_authorities(file: Path) -> None:
    from ofsted_watch.adapters.exports import export as write
    from ofsted_watch.presentation.tables import authority_rows

    with open_known() as database:
        gaps = [known.gap for known in database.gaps.open()]
        rows = authority_rows(database.letters.stored(), known_authorities().current(), gaps)
    write(rows, file)
    click.echo(f"{len(rows)} authorities written to {file}")


def _export_workbook(file: Path) -> None:
    from ofsted_watch.adapters.exports import write_file
    from ofsted_watch.adapters.workbook import workbook

    tables, day = _data_tables()
    write_file(file, workbook(tables, day))
    click.echo(f"{_counted(tables)} written to {file}")


def _export_folder(folder: Path) -> None:
    from ofsted_watch.adapters.data_files import write_folder

    tables, day = _data_tables()
    names = write_folder(tables, day, folder)
    click.echo(f"{_counted(tables)} written to {folder}: {', '.join(names)}")


def _data_tables() -> "tuple[tuple[DataTable, ...], date]":
    """The tables of all that is published, as the pages offer them, and the day of the newest run."""
    from ofsted_watch.presentation.data_package.data_tables import data_tables
    from ofsted_watch.web.published import data_source, gather

    with open_known() as database:
        today = datetime.now(ZoneInfo("Europe/London")).date()
        source = data_source(gather(database, known_authorities()), today)
    return data_tables(source), source.day


def _counted(tables: "Sequence[DataTable]") -> str:
    counted = {table.name: len(table.rows) for table in tables}
    return f"{counted['now']} authorities, {counted['letters']} letters and {counted['judgements']} judgements"


def _stored(urns: list[Urn] | None, since: datetime | None) -> list[Any]:
    from ofsted_watch.domain.history import served_order

    with open_known() as database:
        stored = database.letters.stored(urns)
    wanted = [letter for letter in stored if since is None or letter.published >= since.date()]
    return sorted(wanted, key=lambda letter: (letter.published, letter.listing.file_number, served_order(letter)), reverse=True)


def _urns(authorities: tuple[str, ...], register: "AuthorityRegister") -> list[Urn] | None:
    return [register.named(name).urn for name in authorities] or None


def stored_authority(register: "AuthorityRegister", urn: Urn) -> "Authority":
    """The authority under whose URN something is stored. Raises UnknownAuthority naming the setting that the register is from."""
    if register.has(urn):
        return register.by_urn(urn)
    raise UnknownAuthority(
        f"The database names the URN {urn}, which no authority of the register has. If it is of an invented Ofsted, name its "
        "file of authorities in OFSTED_WATCH_AUTHORITIES_FILE (the demo's is authorities.csv in its folder)"
    )


def open_known() -> AbstractContextManager[Any]:
    """The database as the settings name it, for commands that only ask it."""
    from ofsted_watch.services.resources import open_database
    from ofsted_watch.settings import read_settings

    return open_database(read_settings())


def known_authorities() -> "AuthorityRegister":
    """The authorities as the settings name them. Raises BadSetting."""
    from ofsted_watch.services.resources import stored_register
    from ofsted_watch.settings import read_settings

    return stored_register(read_settings())
