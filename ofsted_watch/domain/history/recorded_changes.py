"""Which recorded changes still apply: a letter found late, withdrawn or read again can separate two neighbours."""

from collections.abc import Iterable, Mapping

from ofsted_watch.domain.grades import Grade, Strand
from ofsted_watch.domain.history.inspections import History, Inspection
from ofsted_watch.domain.identifiers import FileNumber, Urn
from ofsted_watch.domain.model import Cause, Change


def standing(recorded: Iterable[Change], notified: Mapping[Urn, History]) -> tuple[Change, ...]:
    """The recorded changes that hold in today's histories, in their order; `told` maps URNs to histories.

    A change between two inspections applies while they are neighbours and the earlier one still says the same; a
    misreading of the later one does not apply; one found twice (a report that was gone for a while) applies once.
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
            )
            once.setdefault(same, change)
    return tuple(once.values())


def _stands(change: Change, history: History) -> bool:
    if change.from_number == change.to_number:
        return True
    earlier, later = _by_number(history, change.from_number), _by_number(history, change.to_number)
    if later is None:
        return True  # the later report was withdrawn; a change of cause `withdrawn` says so
    if earlier is None:
        return change.cause is Cause.WITHDRAWN
    if earlier is later:
        return True  # two numbers of one inspection: a re-issue
    if history.predecessor(later) != earlier or _grade(earlier, change.strand) != change.from_grade:
        return False
    misread = later.stored.letter.sha256 == change.to_file and _grade(later, change.strand) != change.to_grade
    return not misread


def _by_number(history: History, number: FileNumber) -> Inspection | None:
    return next((inspection for inspection in history.inspections if number in inspection.numbers), None)


def _grade(inspection: Inspection, strand: Strand) -> Grade | None:
    judged = inspection.strands().get(strand)
    return judged.grade if judged is not None else None
