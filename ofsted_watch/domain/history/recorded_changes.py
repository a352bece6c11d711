"""Which recorded changes still apply: a letter found late, withdrawn or read again can separate two neighbours."""

from collections.abc import Iterable, Mapping

from ofsted_watch.domain.grades import Grade, Strand
from ofsted_watch.domain.history.inspections import History, Inspection
from ofsted_watch.domain.identifiers import FileNumber, Sha256, Urn
from ofsted_watch.domain.model import Cause, Change


def standing(recorded: Iterable[Change], notified: Mapping[Urn, History]) -> tuple[Change, ...]:
    """The recorded changes that hold in today's histories, in their order; `notified` maps URNs to histories.

    A change between two inspections applies while they are neighbours, no gap is between them and the earlier one still says
    the same; a misreading of the later one does not apply; one found twice (a report that was gone for a while) applies once.
    Within one inspection (re-issue, correction) and for a report that was withdrawn, the record stays true for
    its day.
    """
    once: dict[tuple[object, ...], Change] = {}
    for change in recorded:
        if _stands(change, notified.get(change.urn, History(change.urn))):
            same = (
                change.urn,
                change.strand,
                change.from_number,
                change.to_number,
                change.from_file,
                change.to_file,
                change.to_grade,
                change.return_edition,
                change.withdrawn_on,
            )
            once.setdefault(same, change)
    return tuple(once.values())


def _stands(change: Change, history: History) -> bool:
    earlier = _find(history, change.from_file, change.from_number)
    later = _find(history, change.to_file, change.to_number)
    if later is None:
        return True  # the later report was withdrawn; a change of cause `withdrawn` says so
    if earlier is None:
        return change.cause is Cause.WITHDRAWN or change.from_number == change.to_number
    if earlier is later:
        return True  # a re-issue, under one number or two
    if history.predecessor(later) != earlier or history.gaps_between(earlier, later):
        return False
    if _grade(earlier, change.strand) != change.from_grade:
        return False
    misread = later.stored.letter.sha256 == change.to_file and _grade(later, change.strand) != change.to_grade
    return not misread


def _find(history: History, sha256: Sha256, number: FileNumber) -> Inspection | None:
    """By its bytes; else by its number, which the site may have used again since."""
    by_bytes = next((inspection for inspection in history.inspections if sha256 in inspection.hashes), None)
    return by_bytes or next((inspection for inspection in history.inspections if number in inspection.numbers), None)


def _grade(inspection: Inspection, strand: Strand) -> Grade | None:
    judged = inspection.strands().get(strand)
    return judged.grade if judged is not None else None
