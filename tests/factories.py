"""The builders of listings, judgements and letters for every room's tests: right in every way until a test says otherwise.

A room with authorities or kinds of its own builds on these: `tests/adapters/database/made.py`, `tests/domain/history/letters.py`.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Judgement, Letter, Listing, StoredLetter, Witness

TODAY = date(2026, 11, 23)
HOSTS = ("files.ofsted.gov.uk",)
TEXT = """Fernshire County Council
Inspection of local authority children's services
Overall effectiveness
Good
The impact of leaders
Requires improvement to be good
"""


def listing(**changes: Any) -> Listing:
    number = changes.get("file_number", "50001001")
    made = Listing(
        urn="80999",
        file_number=number,
        url=f"https://files.ofsted.gov.uk/v1/file/{number}",
        listed_as="Children's services inspection",
        published=date(2026, 10, 20),
        event_date=date(2026, 9, 11),
    )
    return replace(made, **changes)


def judgement(**changes: Any) -> Judgement:
    made = Judgement(
        area=Area.OVERALL,
        grade=Grade.GOOD,
        printed="Good",
        page=1,
        witnesses=(Witness(1, "Overall effectiveness Good", "table"),),
    )
    return replace(made, **changes)


def letter(**changes: Any) -> Letter:
    made = Letter(
        file="fernshire.pdf",
        sha256="a" * 64,
        pages=8,
        kind=LetterKind.ILACS_INSPECTION,
        title="Fernshire County Council: inspection of local authority children's services",
        authority="Fernshire",
        urn="80999",
        inspection_start=date(2026, 8, 31),
        inspection_end=date(2026, 9, 11),
        judgements=(judgement(),),
        text=TEXT,
    )
    return replace(made, **changes)


def stored(number: str, published: date, grades: dict[Area, Grade], **changes: Any) -> StoredLetter:
    """A kept letter of Fernshire whose bytes are as different as its file number."""
    read = letter(
        sha256=number.ljust(64, "0"), judgements=tuple(judgement(area=area, grade=grade) for area, grade in grades.items())
    )
    made = StoredLetter(listing(file_number=number, published=published), read, published, published, "1")
    return replace(made, **changes)
