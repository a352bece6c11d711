"""Ofsted's own table of inspection outcomes, an .ods file, → typed rows.

Sheets and columns are known by their headings, whatever their order; further sheets and columns are passed over. What is
missing or cannot be understood is refused by name: file, sheet, row, column. The links of the table's first column are not
read: each row names its authority twice without them, by name and by ONS code.
"""

import datetime
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.grades import Grade, Strand, grade_of
from ofsted_watch.domain.official_rows import OfficialKind, OfficialRow, OfficialTable
from ofsted_watch.errors import UnlistedGrade, WrongUse

_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_LARGEST = 64 * 1024 * 1024
"""Bytes of the table's content when unpacked. Ofsted's of 2025 has 1 MB."""
_FETCH = "Download the table again from Ofsted's page on GOV.UK (children's social care statistics) as an .ods file."
_TELL = "Check the file; if Ofsted's new edition is printed so, this version of Ofsted Watch cannot read it."

_NAME, _CODE, _PUBLISHED = "local authority name", "local authority area code", "publication date"
_FIRST_DAY = frozenset({"inspection date", "inspection/visit date", "visit date"})
_TYPE = frozenset({"inspection type", "inspection/visit type", "visit type"})
_THEME = "visit theme"
_STATUS, _FORMER = "local authority status", "no longer exists"
"""A column of one sheet, which an edition may lack."""
_GRADES = {
    Strand.OVERALL: ("overall effectiveness",),
    Strand.LEADERSHIP: (
        "the impact of leaders on social work practice with children and families",
        "the impact of leaders on practice with children and families",  # as reports print it since July 2026
    ),
    Strand.HELP_PROTECTION: ("the experiences and progress of children who need help and protection",),
    Strand.CHILDREN_IN_CARE: ("the experiences and progress of children in care",),
    Strand.CARE_LEAVERS: ("the experiences and progress of care leavers",),
}
"""The headings of each strand, Ofsted's of 2025 first."""
_KINDS = {
    "short inspection": OfficialKind.SHORT,
    "standard inspection": OfficialKind.STANDARD,
    "focused visit": OfficialKind.FOCUSED_VISIT,
    "monitoring visit": OfficialKind.MONITORING_VISIT,
}
"""Printed with 'ILACS' or 'LA' in front."""
_TOPICS = {
    "front door": LetterTopic.FRONT_DOOR,
    "children in need/subject to a plan": LetterTopic.HELP_PROTECTION,
    "children in care": LetterTopic.CHILDREN_IN_CARE,
    "achieving permanence": LetterTopic.PERMANENCE,
    "care leavers": LetterTopic.CARE_LEAVERS,
    "vulnerable adolescents": LetterTopic.VULNERABLE_ADOLESCENTS,
}
_NOTHING = frozenset({"", "-", "–", "n/a", "null", "none", "[x]", "[z]"})
"""Cells that give no value, in the shorthand of official statistics too."""
_DATES = ("%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%m-%Y", "%d.%m.%Y")
_HEADER_WITHIN = 20

Cell = object


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet that is needed: how its name begins, how Ofsted calls it, and the columns that it has besides the common ones."""

    begins: str
    usual_name: str
    has_type: bool
    has_theme: bool


_SHEETS = (
    _Sheet("ilacsinspectionhistory", "ILACS_inspection_history", has_type=True, has_theme=False),
    _Sheet("inyearinspections", "In-year_inspections", has_type=True, has_theme=True),
    _Sheet("inspectionsasat", "Inspections_as_at_31_March", has_type=False, has_theme=False),
)


def read_official_table(path: Path) -> OfficialTable:
    """The table in this file. Raises WrongUse, naming what is missing or cannot be understood, where, and what to do."""
    _must_be_ods(path)
    try:
        workbook = CalamineWorkbook.from_path(path)
        sheets = {sheet.name: workbook.get_sheet_by_name(sheet.name) for sheet in workbook.sheets_metadata}
        cells = {name: sheet.to_python(skip_empty_area=False) for name, sheet in sheets.items()}
    except (CalamineError, OSError, ValueError) as error:
        raise WrongUse(f"{path.name} is damaged and cannot be read ({error}). {_FETCH}") from error
    rows: list[OfficialRow] = []
    titles: list[str] = []
    for wanted in _SHEETS:
        name = _sheet_named(wanted, list(cells), path.name)
        reader = _SheetReader(path.name, name, cells[name], wanted)
        titles += reader.titles
        rows += reader.rows()
    return OfficialTable(path.name, _as_at(titles) or max(row.first_day for row in rows), tuple(rows))


def _must_be_ods(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            is_ods = archive.read("mimetype").strip() == _ODS
            size = archive.getinfo("content.xml").file_size
    except FileNotFoundError:
        raise WrongUse(f"There is no file {path}. Check its name.") from None
    except IsADirectoryError:
        raise WrongUse(f"{path} is a folder. Name the .ods file in it.") from None
    except OSError as error:
        raise WrongUse(f"{path} cannot be opened: {error.strerror}. Check its permissions.") from error
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError):
        is_ods, size = False, 0
    if not is_ods:
        raise WrongUse(f"{path.name} is not an OpenDocument spreadsheet (.ods). {_FETCH}")
    if size > _LARGEST:
        raise WrongUse(f"{path.name} holds {size:,} bytes of cells, more than any table of Ofsted's. {_FETCH}")


def _sheet_named(wanted: _Sheet, names: Sequence[str], file: str) -> str:
    matches = [name for name in names if re.sub(r"[^a-z0-9]", "", name.lower()).startswith(wanted.begins)]
    if not matches:
        there = ", ".join(f"'{name}'" for name in names) or "no sheets"
        raise WrongUse(f"{file} has no sheet '{wanted.usual_name}'. It has {there}. {_TELL}")
    if len(matches) > 1:
        raise WrongUse(f"{file} has {len(matches)} sheets that could be '{wanted.usual_name}': {', '.join(matches)}. {_TELL}")
    return matches[0]


class _SheetReader:
    """One sheet's cells, with the columns that its headings name. Raises WrongUse for a missing or doubled heading."""

    def __init__(self, file: str, sheet: str, cells: Sequence[Sequence[Cell]], wanted: _Sheet) -> None:
        self._where = f"{file}, sheet '{sheet}'"
        self._sheet = sheet
        self._cells = cells
        self._wanted = wanted
        self._header = self._header_row()
        self.titles = [_text(cell) for row in cells[: self._header] for cell in row]
        headings = [_heading(cell) for cell in cells[self._header]]
        self._name = self._column(headings, {_NAME}, "Local authority name")
        self._code = self._column(headings, {_CODE}, "Local authority area code")
        self._first_day = self._column(headings, _FIRST_DAY, "Inspection date")
        self._published = self._column(headings, {_PUBLISHED}, "Publication date")
        self._type = self._column(headings, _TYPE, "Inspection type") if wanted.has_type else None
        self._theme = self._column(headings, {_THEME}, "Visit Theme") if wanted.has_theme else None
        self._status = headings.index(_STATUS) if _STATUS in headings else None
        self._grades = {
            strand: self._column(headings, frozenset(names), names[0].capitalize()) for strand, names in _GRADES.items()
        }

    def _header_row(self) -> int:
        for place, row in enumerate(self._cells[:_HEADER_WITHIN]):
            if _NAME in map(_heading, row):
                return place
        raise WrongUse(f"{self._where}: none of the first {_HEADER_WITHIN} rows has the heading 'Local authority name'. {_TELL}")

    def _column(self, headings: Sequence[str], names: set[str] | frozenset[str], usual: str) -> int:
        places = [place for place, heading in enumerate(headings) if heading in names]
        if not places:
            raise WrongUse(f"{self._where}, row {self._header + 1}: there is no column '{usual}'. {_TELL}")
        if len(places) > 1:
            both = " and ".join(_letters(place) for place in places)
            raise WrongUse(f"{self._where}, row {self._header + 1}: columns {both} both have the heading '{usual}'. {_TELL}")
        return places[0]

    def rows(self) -> Iterator[OfficialRow]:
        """The sheet's rows, in order. Raises WrongUse where there are none."""
        number = self._header + 1
        is_empty = True
        for number, cells in enumerate(self._cells[self._header + 1 :], start=self._header + 2):
            values = [self._name, self._code, self._first_day, self._published, *self._grades.values()]
            if all(_text(cells[column]).lower() in _NOTHING for column in values):
                continue  # an empty row, or a note under the table
            is_empty = False
            yield self._row(number, cells)
        if is_empty:
            raise WrongUse(f"{self._where}: there is no row under the headings in row {number}. {_FETCH}")

    def _row(self, number: int, cells: Sequence[Cell]) -> OfficialRow:
        name = _text(cells[self._name])
        if name.lower() in _NOTHING:
            raise self._refusal(number, self._name, "no authority is named")
        grades = {strand: self._grade(number, column, cells[column]) for strand, column in self._grades.items()}
        return OfficialRow(
            sheet=self._sheet,
            row=number,
            name=name,
            ons_code=_text(cells[self._code]).upper(),
            kind=self._kind(number, cells),
            first_day=self._day(number, self._first_day, cells),
            published=self._day(number, self._published, cells),
            grades={strand: grade for strand, grade in grades.items() if grade is not None},
            themes=self._themes(number, cells),
            is_former=self._status is not None and _heading(cells[self._status]) == _FORMER,
        )

    def _grade(self, number: int, column: int, cell: Cell) -> Grade | None:
        text = _text(cell)
        if text.lower() in _NOTHING:
            return None
        try:
            return grade_of(text)
        except UnlistedGrade as error:
            raise self._refusal(number, column, str(error)) from None

    def _kind(self, number: int, cells: Sequence[Cell]) -> OfficialKind:
        if self._type is None:
            return OfficialKind.INSPECTION
        kind = _KINDS.get(re.sub(r"^(ilacs|la) ", "", _heading(cells[self._type])))
        if kind is not None:
            return kind
        raise self._refusal(number, self._type, f"'{_text(cells[self._type])}' is no type of inspection or visit that is known")

    def _day(self, number: int, column: int, cells: Sequence[Cell]) -> datetime.date:
        cell = cells[column]
        if isinstance(cell, datetime.datetime):
            return cell.date()
        if isinstance(cell, datetime.date):
            return cell
        text = re.sub(r"[T ]00:00(:00)?$", "", _text(cell))
        for form in _DATES:
            try:
                return datetime.datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no time zone
            except ValueError:
                continue
        raise self._refusal(number, column, f"'{text}' is not a date such as 26/03/2025")

    def _themes(self, number: int, cells: Sequence[Cell]) -> tuple[LetterTopic, ...]:
        if self._theme is None or _heading(cells[self._theme]) in _NOTHING:
            return ()
        printed = re.split(r"\s*[;,]\s*", _heading(cells[self._theme]).rstrip(".;, "))
        for text in printed:
            if text not in _TOPICS:
                known = ", ".join(f"'{theme}'" for theme in _TOPICS)
                raise self._refusal(number, self._theme, f"'{text}' is none of the visit themes that are known ({known})")
        return tuple(_TOPICS[text] for text in printed)

    def _refusal(self, number: int, column: int, reason: str) -> WrongUse:
        return WrongUse(f"{self._where}, row {number}, column {_letters(column)}: {reason}. {_TELL}")


def _text(cell: Cell) -> str:
    """A cell's text on one line, without the spaces around it."""
    return " ".join(unicodedata.normalize("NFKC", str(cell)).split())


def _heading(cell: Cell) -> str:
    """A heading or a word of a list without what varies: letter case, spaces, a note's mark ('[note 2]') at the end."""
    text = re.sub(r"\s*\[[^\]]*\]$", "", _text(cell).lower())
    return re.sub(r"\s*/\s*", "/", text)


def _letters(column: int) -> str:
    """0 → 'A', 26 → 'AA': a column as a spreadsheet names it."""
    before, last = divmod(column, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


def _as_at(titles: Sequence[str]) -> datetime.date | None:
    """The last day that the edition covers, where a title says it: 'as at 31 March 2025'."""
    for title in titles:
        if printed := re.search(r"\bas at (\d{1,2} [A-Z][a-z]+ \d{4})\b", title):
            try:
                return datetime.datetime.strptime(printed[1], "%d %B %Y").date()  # noqa: DTZ007  a day has no time zone
            except ValueError:
                continue
    return None
