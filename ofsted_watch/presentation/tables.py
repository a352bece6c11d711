"""What is known of every authority as one flat row: for spreadsheets and for programs. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from ofsted_watch.domain.grades import JUDGED_TOGETHER, NOT_GIVEN, Area, Grade, Strand
from ofsted_watch.domain.history import History, Inspection, compare, histories
from ofsted_watch.domain.history.comparison import direction
from ofsted_watch.domain.model import Authority, StoredLetter

Row = dict[str, str | date | None]

UNCHANGED = "unchanged"
NOT_COMPARABLE = "not_comparable"

_STRAND_COLUMNS = tuple(f"{strand}{part}" for strand in Strand for part in ("", "_previous", "_direction", "_history"))

COLUMNS: dict[str, type] = {
    "urn": str,
    "authority": str,
    "ons_code": str,
    "region": str,
    "kind": str,
    "inspection_start": date,
    "inspection_end": date,
    "published": date,
    **dict.fromkeys(_STRAND_COLUMNS, str),
    "inspectors": str,
    "lead_inspector": str,
    "link": str,
    "file": str,
    "previous_kind": str,
    "previous_published": date,
    "previous_link": str,
    "newest_letter_kind": str,
    "newest_letter_published": date,
    "newest_letter_link": str,
    "notes": str,
}
"""Every column in order, with the type of its values; all of them may be empty but the first two."""


def authority_rows(stored: Iterable[StoredLetter], authorities: Iterable[Authority]) -> list[Row]:
    """One row per authority, by name, also for those of which nothing is known; letters of other URNs are left out.

    `<line>` is what the newest graded inspection says of it and `<line>_previous` the one before it: a grade, `not_given`,
    `judged_together`, or None where there is no such inspection. `<line>_direction`: improved, declined, unchanged or
    not_comparable; None without two inspections. `<line>_history`: '2017-06-13 good; …', oldest first. `kind`, dates,
    `inspectors`, `link` and `file` (sha256) are the newest graded inspection's; `newest_letter_…` is the newest of any kind.
    """
    notified = histories(stored)
    return [
        _row(authority, notified.get(authority.urn, History(authority.urn)))
        for authority in sorted(authorities, key=lambda one: (one.name, one.urn))
    ]


def _row(authority: Authority, history: History) -> Row:
    newest = history.inspections[-1] if history.inspections else None
    before = history.predecessor(newest) if newest else None
    row: Row = dict.fromkeys(COLUMNS)
    row |= {"urn": authority.urn, "authority": authority.name, "ons_code": authority.ons_code, "region": authority.region}
    if newest:
        row |= _inspected(newest) | _judged(history, newest, before)
    if before:
        row |= _named(before, "previous_")
    if letters := [*history.inspections, *history.others]:
        row |= _named(max(letters, key=lambda one: (one.published, one.stored.listing.file_number)), "newest_letter_")
    row["notes"] = _notes(history)
    return row


def _inspected(newest: Inspection) -> Row:
    letter = newest.stored.letter
    return {
        "inspection_start": letter.inspection_start,
        "inspection_end": letter.inspection_end,
        "inspectors": "; ".join(letter.inspectors) or None,
        "lead_inspector": letter.lead_inspector,
        "file": letter.sha256,
        **_named(newest, ""),
    }


def _named(inspection: Inspection, prefix: str) -> Row:
    return {
        f"{prefix}kind": inspection.stored.letter.kind,
        f"{prefix}published": inspection.published,
        f"{prefix}link": inspection.stored.listing.url,
    }


def _judged(history: History, newest: Inspection, before: Inspection | None) -> Row:
    compared = {one.strand: one for one in compare(history, newest)}
    row: Row = {}
    for strand in Strand:
        row[str(strand)] = grade_or_why(newest, strand)
        row[f"{strand}_history"] = "; ".join(f"{one.published} {grade_or_why(one, strand)}" for one in history.inspections)
        if before:
            row[f"{strand}_previous"] = grade_or_why(before, strand)
            comparison = compared.get(strand)
            row[f"{strand}_direction"] = (
                _direction(*comparison.grades) if comparison and comparison.can_be_compared else NOT_COMPARABLE
            )
    return row


def grade_or_why(inspection: Inspection, strand: Strand) -> str:
    """What an inspection says of a line: a grade, or `judged_together` or `not_given`."""
    judged = inspection.strands().get(strand)
    if judged:
        return str(judged.grade)
    areas = {judgement.area for judgement in inspection.stored.letter.judgements}
    return JUDGED_TOGETHER if strand is Strand.CARE_LEAVERS and Area.CARE_AND_LEAVERS in areas else NOT_GIVEN


def _direction(before: Grade | None, now: Grade | None) -> str:
    moved = direction(before, now)
    return str(moved) if moved else UNCHANGED


def _notes(history: History) -> str | None:
    if not history.disputed:
        return None
    numbers: Sequence[str] = sorted({one.listing.file_number for one in history.disputed})
    return f"not counted, for they contradict each other about one inspection: files {', '.join(numbers)}"
