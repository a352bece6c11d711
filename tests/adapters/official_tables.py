"""Tables of inspection outcomes as Ofsted prints them, about invented authorities."""

from datetime import date
from pathlib import Path

from tests.adapters.ods_files import Cell, Link, Row, write_ods

HISTORY, IN_YEAR, NEWEST = "ILACS_inspection_history", "In-year_inspections", "Inspections_as_at_31_March"

_LINK = Link("Ofsted Local Authority Webpage", "https://reports.example/provider/44/901")
_WHO = ("Web link", "Local authority area code", "Local authority name")
_GRADES = (
    "Overall effectiveness",
    "The impact of leaders on social work practice with children and families",
    "The experiences and progress of children who need help and protection",
    "The experiences and progress of children in care",
    "The experiences and progress of care leavers",
)
HEADINGS: dict[str, Row] = {
    HISTORY: (
        *_WHO,
        "Local authority status",
        "Ofsted region",
        "Inspection date",
        "Publication date",
        "Inspection type",
        *_GRADES,
    ),
    IN_YEAR: (*_WHO, "Region", "Inspection/Visit date", "Publication date", "Inspection/Visit type", *_GRADES, "Visit Theme"),
    NEWEST: (*_WHO, "Ofsted region", "Inspection date", "Publication date", *_GRADES),
}

_GOOD: Row = ("Requires improvement to be good", "Good", "Inadequate", "Outstanding")
_THORNMERE: Row = (_LINK, "E99000001", "Thornmere")
_OXMARSH: Row = (_LINK, "E99000010", "Oxmarsh")
STANDARD_DAYS: Row = (date(2024, 9, 9), date(2024, 10, 25))
SHORT_DAYS: Row = (date(2021, 5, 10), date(2021, 6, 25))
VISIT_DAYS: Row = (date(2025, 2, 4), date(2025, 3, 7))

ROWS: dict[str, list[Row]] = {
    HISTORY: [
        (*_THORNMERE, "Current", "North West", *SHORT_DAYS, "ILACS Short Inspection", *_GOOD, None),
        (*_THORNMERE, "Current", "North West", *STANDARD_DAYS, "ILACS Standard Inspection", *_GOOD, "Good"),
    ],
    IN_YEAR: [
        (*_THORNMERE, "North West", *STANDARD_DAYS, "ILACS Standard Inspection", *_GOOD, "Good", None),
        (*_OXMARSH, "South East", *VISIT_DAYS, "ILACS Focused Visit", *[None] * 5, "Children in need/subject to a plan"),
    ],
    NEWEST: [(*_THORNMERE, "North West", *STANDARD_DAYS, *_GOOD, "Good")],
}
"""Thornmere, inspected in 2021 and 2024, and a visit to Oxmarsh in 2025."""

TITLE = "Local authority inspection judgements as at 31 March 2025"


def sheets() -> dict[str, list[list[Cell]]]:
    """The sheets of an edition, to be changed by a test: a cover, then each sheet with title, description, headings and rows."""
    pages: dict[str, list[list[Cell]]] = {"Cover": [["Local authority inspection outcomes"]], "Notes": [["Notes"]]}
    for name in (NEWEST, IN_YEAR, HISTORY):
        pages[name] = [[TITLE], ["This worksheet contains one table."], list(HEADINGS[name]), *map(list, ROWS[name])]
    return pages


def table_file(folder: Path, changed: dict[str, list[list[Cell]]] | None = None) -> Path:
    """The table as an .ods file in this folder."""
    return write_ods(folder / "outcomes.ods", sheets() if changed is None else changed)
