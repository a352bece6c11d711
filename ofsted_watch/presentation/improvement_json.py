"""An item of what a letter asks for as the API gives it, and as a row of a table. Pure."""

from ofsted_watch.domain.history.grade_that_followed import FollowedGrade
from ofsted_watch.domain.model import Authority
from ofsted_watch.presentation.emails.excerpts import page_link
from ofsted_watch.presentation.improvement_rows import ImprovementRow
from ofsted_watch.presentation.serialization import Json
from ofsted_watch.presentation.tables import Row

IMPROVEMENT_COLUMNS: dict[str, str] = {
    "urn": "the authority's number",
    "authority": "its name",
    "region": "its region",
    "published": "the day the letter was published",
    "letter_kind": "the kind of letter",
    "file_number": "the letter's number on Ofsted's site",
    "number": "the item's place among the letter's items, from 1",
    "kind": "improvement, recommendation or priority_action",
    "printed_number": "the number that the letter prints before it; empty for a bullet",
    "text": "the item in Ofsted's words, whole",
    "page": "the page of the letter on which it begins",
    "for": "the body that must act, if the letter names one",
    "topics": "the topics that its words name, separated by semicolons; other if they name none",
    "returns": "those of its topics that an earlier letter about this authority asked for",
    "followed": "the grades of the next graded inspection that cover its topics, or why there is none",
    "followed_published": "the day that inspection was published",
    "followed_file_number": "its number on Ofsted's site",
    "link": "the page of the letter on Ofsted's site",
}
"""Every column of the table in order, with what it is."""


def improvement_row_to_json(row: ImprovementRow, authority: Authority) -> Json:
    """The object of the API."""
    listing, item = row.stored.listing, row.item
    return {
        "urn": row.urn,
        "authority": authority.name,
        "region": authority.region or None,
        "published": row.published.isoformat(),
        "letter_kind": row.stored.letter.kind,
        "file_number": listing.file_number,
        "number": row.number,
        "kind": item.kind,
        "printed_number": item.number,
        "text": item.text,
        "page": item.page,
        "for": item.addressee,
        "topics": list(row.topics),
        "returns": list(row.returns),
        "followed": [_followed_to_json(followed) for followed in row.followed],
        "link": page_link(listing.url, item.page) or listing.url,
    }


def improvement_cells(row: ImprovementRow, authority: Authority) -> Row:
    """The cells of IMPROVEMENT_COLUMNS: the same object, flat."""
    flat = improvement_row_to_json(row, authority)
    first = row.followed[0]
    flat |= {
        "followed": "; ".join(f"{followed.area} {followed.grade or followed.why}" for followed in row.followed),
        "followed_published": first.published.isoformat() if first.published else None,
        "followed_file_number": first.file_number,
    }
    return {column: _cell(flat[column]) for column in IMPROVEMENT_COLUMNS}


def _followed_to_json(followed: FollowedGrade) -> Json:
    return {
        "area": followed.area,
        "grade": followed.grade,
        "why": followed.why,
        "published": followed.published.isoformat() if followed.published else None,
        "file_number": followed.file_number,
    }


def _cell(value: object) -> str | None:
    if value is None:
        return None
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
