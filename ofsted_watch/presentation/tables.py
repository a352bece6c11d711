"""What is known of every authority as one flat row: for spreadsheets and for programs. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from ofsted_watch.domain.gaps import Gap
from ofsted_watch.domain.grades import JUDGED_TOGETHER, NOT_GIVEN, Area, Grade, Strand
from ofsted_watch.domain.history import History, Inspection, compare, histories
from ofsted_watch.domain.history.comparison import direction
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Authority, StoredLetter
from ofsted_watch.presentation.area_inspections import newest_of, outcome_of
from ofsted_watch.presentation.labels import person_sentence

Row = dict[str, str | date | None]

UNCHANGED = "unchanged"
NOT_COMPARABLE = "not_comparable"
NOT_READ = "not_read"

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
    "send_outcome": str,
    "send_published": date,
    "send_link": str,
    "jtai_theme": str,
    "jtai_published": date,
    "jtai_link": str,
}
"""Every column in order, with the type of its values; only the first two are never empty.

A new column comes last: programs that read the file by place find the others where they were.
"""


def authority_rows(stored: Iterable[StoredLetter], authorities: Iterable[Authority], gaps: Iterable[Gap] = ()) -> list[Row]:
    """One row per authority, by name, also for those without letters; letters of other URNs are left out.

    `<strand>` is what the newest graded inspection says of it and `<strand>_previous` the previous one: a grade, `not_given`,
    `judged_together`, or None if there is no such inspection. `<strand>_direction`: improved, declined, unchanged or
    not_comparable; None without two inspections. `<strand>_history`: '2017-06-13 good; …', oldest first, with `not_read` for a
    gap. `kind`, dates, `inspectors`, `link` and `file` (sha256) are the newest graded inspection's; `newest_letter_…` is the
    newest of any kind, `send_…` the newest area SEND inspection, `jtai_…` the newest joint targeted area inspection. `notes`
    names gaps, grades that a person read, and files that contradict each other.
    """
    notified = histories(stored, gaps)
    return [
        _row(authority, notified.get(authority.urn, History(authority.urn)))
        for authority in sorted(authorities, key=lambda authority: (authority.name, authority.urn))
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
        row |= _named(max(letters, key=lambda letter: (letter.published, letter.stored.listing.file_number)), "newest_letter_")
    row |= _area_inspections(history)
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


def _area_inspections(history: History) -> Row:
    """The newest area SEND inspection, with its outcome if it is of 2023 or later, and the newest joint inspection."""
    row: Row = {}
    if send := newest_of(history, LetterKind.AREA_SEND):
        row |= {"send_outcome": outcome_of(send), "send_published": send.published, "send_link": send.stored.listing.url}
    if joint := newest_of(history, LetterKind.JTAI):
        letter = joint.stored.letter
        row |= {"jtai_theme": letter.theme, "jtai_published": joint.published, "jtai_link": joint.stored.listing.url}
    return row


def _judged(history: History, newest: Inspection, before: Inspection | None) -> Row:
    compared = {each.strand: each for each in compare(history, newest)}
    row: Row = {}
    for strand in Strand:
        row[str(strand)] = grade_or_why(newest, strand)
        known = [(inspection.published, grade_or_why(inspection, strand)) for inspection in history.inspections]
        unread = [(gap.published, NOT_READ) for gap in history.gaps]
        row[f"{strand}_history"] = "; ".join(f"{published} {text}" for published, text in sorted((*known, *unread)))
        if before:
            row[f"{strand}_previous"] = grade_or_why(before, strand)
            comparison = compared.get(strand)
            row[f"{strand}_direction"] = (
                _direction(*comparison.grades) if comparison and comparison.can_be_compared else NOT_COMPARABLE
            )
    return row


def grade_or_why(inspection: Inspection, strand: Strand) -> str:
    """What an inspection says of a strand: a grade, or `judged_together` or `not_given`."""
    judged = inspection.strands().get(strand)
    if judged:
        return str(judged.grade)
    areas = {judgement.area for judgement in inspection.stored.letter.judgements}
    return JUDGED_TOGETHER if strand is Strand.CARE_LEAVERS and Area.CARE_AND_LEAVERS in areas else NOT_GIVEN


def _direction(before: Grade | None, now: Grade | None) -> str:
    moved = direction(before, now)
    return str(moved) if moved else UNCHANGED


def _notes(history: History) -> str | None:
    notes = [
        f"an inspection report published on {gap.published} is not read (file {gap.file_number}): nothing is compared across it"
        for gap in history.gaps
    ]
    notes += [
        f"file {inspection.stored.listing.file_number}: {person_sentence(read_by)[:1].lower()}{person_sentence(read_by)[1:-1]}"
        for inspection in history.inspections
        if (read_by := inspection.stored.letter.read_by) is not None
    ]
    if history.disputed:
        numbers: Sequence[str] = sorted({letter.listing.file_number for letter in history.disputed})
        notes.append(f"not counted, because they contradict each other about one inspection: files {', '.join(numbers)}")
    return "; ".join(notes) or None
