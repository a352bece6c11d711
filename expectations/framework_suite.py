"""What a graded letter must bring: one row for every area that its framework judges, each with a grade, and its dates."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from expectations.engine import gxe
from expectations.rules import Rule, ask, frame, row_rule
from expectations.verdict import verdict_of
from ofsted_watch.domain.grades import Area
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Letter, Verdict
from ofsted_watch.extraction.letter_kinds import KINDS

Demanded = Mapping[LetterKind, Callable[[date], Sequence[Area]]]
"""Kind → which areas an inspection begun on a day judges."""

_COLUMNS = {"inspection_start": "datetime64[us]", "inspection_end": "datetime64[us]", "area": "string", "grade": "string"}


def check(letters: Sequence[Letter], *, demanded: Demanded | None = None) -> Verdict:
    """The verdict on what graded letters bring. A failed row's number is its letter's place in `letters`.

    A letter with a problem owes nothing: its problem is said elsewhere. `demanded` says what each kind owes (default: what
    the kinds of letter declare). A graded letter without its dates owes one row without an area.
    """
    owed = {kind.name: kind.demanded for kind in KINDS if kind.areas} if demanded is None else demanded
    rows: list[dict[str, object]] = []
    places: list[int] = []
    for place, letter in enumerate(letters):
        if letter.problem is None and letter.kind in owed:
            of_letter = _rows(letter, owed[letter.kind])
            rows.extend(of_letter)
            places.extend([place] * len(of_letter))
    verdict = verdict_of("framework", len(rows), ask("framework", frame(rows, _COLUMNS), _rules()))
    return replace(verdict, failed_rows=tuple(replace(failed, row=places[failed.row]) for failed in verdict.failed_rows))


def _rows(letter: Letter, demanded: Callable[[date], Sequence[Area]]) -> list[dict[str, object]]:
    grades = {judgement.area: judgement.grade for judgement in letter.judgements}
    start, end = letter.inspection_start, letter.inspection_end
    dates: dict[str, object] = {"inspection_start": start, "inspection_end": end}
    if start is None:
        return [dates | {"about": f"the inspection of {letter.file}", "area": "none", "grade": "none"}]
    return [dates | {"about": f"{area} in {letter.file}", "area": area, "grade": grades.get(area)} for area in demanded(start)]


def _rules() -> list[Rule]:
    not_null = gxe.ExpectColumnValuesToNotBeNull
    return [
        row_rule("dated_from", "the first day of the inspection is not read", not_null, column="inspection_start"),
        row_rule("dated_to", "the last day of the inspection is not read ({about})", not_null, column="inspection_end"),
        row_rule("area_judged", "no grade is read for an area that this framework judges: {about}", not_null, column="grade"),
    ]
