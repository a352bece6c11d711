"""The tables that an analyst keeps, from all that is published. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.findings import Improvement, ImprovementKind
from ofsted_watch.domain.gaps import Gap
from ofsted_watch.domain.grades import Strand
from ofsted_watch.domain.history import History
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority, Change, StoredLetter
from ofsted_watch.domain.visibility import newest_letters
from ofsted_watch.presentation.area_inspections import (
    AreaInspection,
    jtai_inspections,
    send_inspections,
)
from ofsted_watch.presentation.council_type import council_type
from ofsted_watch.presentation.data_package import data_columns
from ofsted_watch.presentation.data_package.data_columns import Columns
from ofsted_watch.presentation.judgement_rows import judgement_rows
from ofsted_watch.presentation.labels import TOPICS
from ofsted_watch.presentation.serialization import change_to_json
from ofsted_watch.presentation.tables import authority_rows, grade_or_why
from ofsted_watch.presentation.urls import pdf_page

Cell = str | int | date | None
DataRow = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table: its name in files, its title as a sheet, what it has, its columns and its rows."""

    name: str
    title: str
    text: str
    columns: Columns
    rows: tuple[DataRow, ...]


@dataclass(frozen=True, slots=True)
class DataSource:
    """All that is published. `day` is that of the newest run."""

    letters: Sequence[StoredLetter]
    changes: Sequence[Change]
    histories: Mapping[Urn, History]
    gaps: Sequence[Gap]
    register: AuthorityRegister
    day: date


def data_tables(source: DataSource) -> tuple[DataTable, ...]:
    """Every table, in the order of the workbook's sheets."""
    letters = newest_letters(source.letters)
    register = source.register
    return (
        DataTable("now", "Now", "One row for each authority: its grades now.", data_columns.NOW, _now(source)),
        DataTable(
            "inspections",
            "Inspections",
            "One row for each graded inspection whose grades compare (SIF, its re-inspections, ILACS), the newest first.",
            data_columns.INSPECTIONS,
            _inspections(source),
        ),
        DataTable(
            "judgements",
            "Judgements",
            "One row for each grade of each letter, the newest first.",
            data_columns.JUDGEMENTS,
            _judgements(source),
        ),
        DataTable(
            "changes",
            "Changes",
            "One row for each strand that changed from one graded inspection to the next. Only new_letter and reissued are news.",
            data_columns.CHANGES,
            tuple(_change(change, register) for change in source.changes),
        ),
        DataTable(
            "letters",
            "Letters",
            "One row for each letter in its newest edition, the newest first.",
            data_columns.LETTERS,
            tuple(_letter(letter, register) for letter in letters),
        ),
        DataTable(
            "improvements",
            "Improvements",
            "One row for each thing that a letter asks for, in the letter's own text.",
            data_columns.IMPROVEMENTS,
            tuple(row for letter in letters if letter.withdrawn is None for row in _improvements(letter, register)),
        ),
        DataTable(
            "send",
            "SEND",
            "One row for each area inspection of special educational needs and disabilities, and for each monitoring visit.",
            data_columns.SEND,
            tuple(_send(each) for each in send_inspections(source.histories, register)),
        ),
        DataTable(
            "jtai",
            "JTAI",
            "One row for each joint targeted area inspection.",
            data_columns.JTAI,
            tuple(_jtai(each) for each in jtai_inspections(source.histories, register)),
        ),
    )


def _now(source: DataSource) -> tuple[DataRow, ...]:
    rows = authority_rows(source.letters, source.register.current(), source.gaps)
    return tuple(_now_row(row, source) for row in rows)


def _now_row(row: Mapping[str, Cell], source: DataSource) -> DataRow:
    authority = source.register.by_urn(str(row["urn"]))
    more: DataRow = {
        "type": council_type(authority),
        "council_number": authority.council_number or None,
        "neighbours": " ".join(each.urn for each in source.register.neighbours(authority.urn)) or None,
    }
    return {column: more[column] if column in more else row[column] for column in data_columns.NOW}


def _inspections(source: DataSource) -> tuple[DataRow, ...]:
    rows: list[DataRow] = []
    for history in source.histories.values():
        for inspection in history.inspections:
            letter = inspection.stored.letter
            row = _common(inspection.stored, source.register) | _asked(letter.improvements)
            row |= {str(strand): grade_or_why(inspection, strand) for strand in Strand}
            rows.append(row | {"published": inspection.published, "inspection_type": letter.inspection_type})
    return _in_columns(sorted(rows, key=_newest_first), data_columns.INSPECTIONS)


def _judgements(source: DataSource) -> tuple[DataRow, ...]:
    rows = []
    for judged in judgement_rows(source.letters, source.gaps):
        row: DataRow = {
            column: _cell(judged.get(column), data_columns.JUDGEMENTS[column].kind) for column in data_columns.JUDGEMENTS
        }
        rows.append(row | {"authority": source.register.display(judged["urn"]).name})
    return tuple(rows)


def _change(change: Change, register: AuthorityRegister) -> DataRow:
    told = change_to_json(change, register.display(change.urn).name)
    return {column: _cell(told[column], data_columns.CHANGES[column].kind) for column in data_columns.CHANGES}


def _letter(stored: StoredLetter, register: AuthorityRegister) -> DataRow:
    letter = stored.letter
    row = _common(stored, register) | {
        "listed_as": stored.listing.listed_as,
        "topics": "; ".join(TOPICS[topic] for topic in letter.topics) or None,
        "scope": letter.scope,
        "names_priority_action": _yes_or_no(letter.areas_for_priority_action),
        "improvements": len(letter.improvements),
        "judgements": len(letter.judgements),
        "first_seen": stored.first_seen,
        "withdrawn": stored.withdrawn,
    }
    return {column: row[column] for column in data_columns.LETTERS}


def _improvements(stored: StoredLetter, register: AuthorityRegister) -> Iterable[DataRow]:
    common = _common(stored, register)
    for place, item in enumerate(stored.letter.improvements, start=1):
        row = common | {
            "letter_kind": stored.letter.kind,
            "place": place,
            "number": item.number,
            "kind": item.kind,
            "text": item.text,
            "for": item.addressee,
            "page": item.page,
            "link": pdf_page(stored.listing.url, item.page),
        }
        yield {column: row[column] for column in data_columns.IMPROVEMENTS}


def _send(each: AreaInspection) -> DataRow:
    return _area_row(each, data_columns.SEND)


def _jtai(each: AreaInspection) -> DataRow:
    return _area_row(each, data_columns.JTAI)


def _area_row(each: AreaInspection, columns: Columns) -> DataRow:
    row: DataRow = _authority(each.authority) | {
        "kind": each.kind,
        "published": each.published,
        "inspection_start": each.first_day,
        "inspection_end": each.last_day,
        "outcome": each.outcome,
        "theme": each.theme,
        "names_priority_action": _yes_or_no(each.names_priority_action),
        "priority_actions": len(each.priority_actions),
        "improvements": len(each.improvements) - len(each.priority_actions),
        "file_number": each.file_number,
        "link": each.url,
    }
    return {column: row[column] for column in columns}


def _common(stored: StoredLetter, register: AuthorityRegister) -> DataRow:
    letter = stored.letter
    return _authority(register.display(stored.listing.urn)) | {
        "kind": letter.kind,
        "published": stored.published,
        "inspection_start": letter.inspection_start,
        "inspection_end": letter.inspection_end,
        "lead_inspector": letter.lead_inspector,
        "inspectors": "; ".join(letter.inspectors) or None,
        "file_number": stored.listing.file_number,
        "link": stored.listing.url,
        "file": letter.sha256,
    }


def _authority(authority: Authority) -> DataRow:
    return {"urn": authority.urn, "authority": authority.name, "region": authority.region or None}


def _asked(improvements: Sequence[Improvement]) -> DataRow:
    first = sum(item.kind is ImprovementKind.PRIORITY_ACTION for item in improvements)
    return {"improvements": len(improvements), "priority_actions": first}


def _in_columns(rows: Iterable[DataRow], columns: Columns) -> tuple[DataRow, ...]:
    return tuple({column: row[column] for column in columns} for row in rows)


def _newest_first(row: DataRow) -> tuple[int, str]:
    published = row["published"]
    return (-published.toordinal() if isinstance(published, date) else 0, str(row["authority"]))


def _cell(value: object, kind: type) -> Cell:
    """A value of the JSON contract as a cell of this type."""
    if value is None:
        return None
    if kind is date:
        return date.fromisoformat(str(value))
    if kind is int:
        return int(str(value))
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _yes_or_no(answer: bool | None) -> str | None:
    return None if answer is None else "yes" if answer else "no"
