"""One flat row per judgement of the letters we hold: `judgements --json`, and the table. Pure."""

from collections.abc import Iterable
from datetime import date

from ofsted_watch.domain.gaps import Gap
from ofsted_watch.domain.grades import STRAND_OF_AREA, Strand
from ofsted_watch.domain.history import History, Inspection, compare, histories, served_order
from ofsted_watch.domain.history.comparison import Compared, direction
from ofsted_watch.domain.model import Judgement, StoredLetter
from ofsted_watch.presentation.serialization import Json, person_to_json


def judgement_rows(stored: Iterable[StoredLetter], gaps: Iterable[Gap] = (), *, since: date | None = None) -> list[Json]:
    """The judgements of all letters published on or after `since`, newest letter first, each letter's in its order.

    `previous`, `previous_published` and `direction` compare with the graded inspection before it, as the export does;
    they are None where nothing compares: the first inspection, an area of no strand, a framework that does not give it,
    a gap: a report in between that is published and not read.
    """
    letters = tuple(stored)
    notified = histories(letters, gaps)
    wanted = [letter for letter in letters if since is None or letter.published >= since]
    newest_first = sorted(
        wanted, key=lambda letter: (letter.published, letter.listing.file_number, served_order(letter)), reverse=True
    )
    return [
        row for letter in newest_first for row in _rows(letter, notified.get(letter.listing.urn, History(letter.listing.urn)))
    ]


def _rows(stored: StoredLetter, history: History) -> list[Json]:
    inspection = next((own for own in history.inspections if own.stored == stored), None)
    earlier = history.predecessor(inspection) if inspection else None
    compared = {compared_strand.strand: compared_strand for compared_strand in compare(history, inspection)} if inspection else {}
    return [_row(stored, judgement, _on_its_line(judgement, compared), earlier) for judgement in stored.letter.judgements]


def _on_its_line(judgement: Judgement, compared: dict[Strand, Compared]) -> Compared | None:
    strand = STRAND_OF_AREA.get(judgement.area)
    comparison = compared.get(strand) if strand else None
    return comparison if comparison and comparison.can_be_compared else None


def _row(stored: StoredLetter, judgement: Judgement, compared: Compared | None, earlier: Inspection | None) -> Json:
    letter = stored.letter
    before, now = compared.grades if compared else (None, None)
    moved = direction(before, now)
    return {
        "urn": stored.listing.urn,
        "area": judgement.area,
        "grade": judgement.grade,
        "printed": judgement.printed,
        "published": stored.published.isoformat(),
        "kind": letter.kind,
        "file": letter.sha256,
        "page": judgement.page,
        "previous": before,
        "previous_published": earlier.published.isoformat() if compared and earlier else None,
        "direction": (moved or "unchanged") if compared else None,
        "inspection_start": letter.inspection_start.isoformat() if letter.inspection_start else None,
        "inspection_end": letter.inspection_end.isoformat() if letter.inspection_end else None,
        "inspectors": list(letter.inspectors),
        "lead_inspector": letter.lead_inspector,
        "link": stored.listing.url,
        "read_by_person": person_to_json(letter.read_by),
    }
