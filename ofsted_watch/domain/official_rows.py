"""What Ofsted's own table of inspection outcomes says of one inspection or visit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ofsted_watch.domain.findings import InspectionType, LetterTopic
from ofsted_watch.domain.grades import Grade, Strand


class OfficialKind(StrEnum):
    """The type of inspection or visit in a row. INSPECTION is a row of the sheet that does not give the type."""

    INSPECTION = "inspection"
    SHORT = "short"
    STANDARD = "standard"
    FOCUSED_VISIT = "focused_visit"
    MONITORING_VISIT = "monitoring_visit"

    @property
    def is_visit(self) -> bool:
        """True for the two kinds of visit, which give no grades."""
        return self in (OfficialKind.FOCUSED_VISIT, OfficialKind.MONITORING_VISIT)

    @property
    def inspection_type(self) -> InspectionType | None:
        """Short or standard; None for a visit and where the sheet does not say."""
        return InspectionType(self) if self in (OfficialKind.SHORT, OfficialKind.STANDARD) else None


@dataclass(frozen=True, slots=True)
class OfficialRow:
    """One row of one sheet. `row` is its number as a spreadsheet shows it; `first_day` is the first day on site.

    `grades` holds no strand whose cell is empty. `themes` are the themes of a visit, empty where the table gives none.
    `is_former` where the table says that the authority no longer exists.
    """

    sheet: str
    row: int
    name: str
    ons_code: str
    kind: OfficialKind
    first_day: date
    published: date
    grades: Mapping[Strand, Grade]
    themes: tuple[LetterTopic, ...] = ()
    is_former: bool = False

    @property
    def source(self) -> str:
        """Where the row stands, for a person: 'In-year_inspections, row 7'."""
        return f"{self.sheet}, row {self.row}"


@dataclass(frozen=True, slots=True)
class OfficialTable:
    """The rows of all sheets of one edition. `as_at` is its last day on which an inspection counts.

    Inspections are those since the first row's day; visits those of the year that ends with `as_at`.
    """

    file: str
    as_at: date
    rows: tuple[OfficialRow, ...]
