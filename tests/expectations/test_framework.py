"""A graded letter brings a grade for every area that its framework judges, and its dates, or a rule names what is missing."""

from datetime import date

import pytest

from expectations.framework_suite import check
from ofsted_watch.domain.grades import Area
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Problem
from ofsted_watch.extraction.letter_kinds import KINDS
from tests.factories import judgement, letter

ILACS = LetterKind.ILACS_INSPECTION
BEFORE_2023 = {Area.OVERALL, Area.LEADERS, Area.HELP_PROTECTION, Area.CARE_AND_LEAVERS}
FROM_2023 = {Area.OVERALL, Area.LEADERS, Area.HELP_PROTECTION, Area.IN_CARE, Area.CARE_LEAVERS}
SIX = {Area.OVERALL, Area.HELP_PROTECTION, Area.LOOKED_AFTER, Area.ADOPTION, Area.CARE_LEAVERS, Area.LEADERSHIP}


def report(kind: LetterKind, start: date | None, *areas: Area, end: date | None = None, **changes: object):
    judgements = tuple(judgement(area=area) for area in areas)
    return letter(kind=kind, inspection_start=start, inspection_end=end or start, judgements=judgements, **changes)


@pytest.mark.parametrize(
    ("kind", "start", "owed"),
    [
        (ILACS, date(2022, 12, 5), BEFORE_2023),
        (ILACS, date(2023, 1, 9), FROM_2023),
        (ILACS, date(2026, 4, 27), FROM_2023 - {Area.OVERALL}),
        (LetterKind.SIF_INSPECTION, date(2015, 3, 2), SIX),
        (LetterKind.SIF_REINSPECTION, date(2017, 3, 6), SIX),
        (
            LetterKind.LAC_INSPECTION_2012_13,
            date(2013, 2, 4),
            {Area.OVERALL, Area.CAPACITY_TO_IMPROVE, Area.OUTCOMES, Area.QUALITY, Area.LEADERSHIP},
        ),
        (LetterKind.AREA_SEND, date(2024, 3, 4), {Area.SEND_OUTCOME}),
        (LetterKind.AREA_SEND, date(2019, 3, 4), set()),
    ],
)
def test_every_area_that_a_framework_judges_is_asked_for(kind: LetterKind, start: date, owed: set[Area]) -> None:
    whole = check([report(kind, start, *sorted(owed))])
    assert (whole.rows_checked, whole.failed_rows) == (len(owed), ())
    for missing in owed:
        (failed,) = check([report(kind, start, *sorted(owed - {missing}))]).failed_rows
        assert (failed.row, failed.rule) == (0, "area_judged")
        assert str(missing) in failed.message


def test_a_graded_letter_without_dates_fails_by_name() -> None:
    no_start = check([report(ILACS, None)])
    assert [failed.rule for failed in no_start.failed_rows] == ["dated_from", "dated_to"]
    no_end = letter(kind=ILACS, inspection_start=date(2023, 1, 9), inspection_end=None, judgements=())
    assert {failed.rule for failed in check([no_end]).failed_rows} == {"dated_to", "area_judged"}


def test_a_failed_row_is_its_letters_place() -> None:
    visit = letter(kind=LetterKind.FOCUSED_VISIT, judgements=())
    whole = report(ILACS, date(2023, 1, 9), *FROM_2023)
    verdict = check([visit, whole, report(ILACS, date(2023, 1, 9))])
    assert {failed.row for failed in verdict.failed_rows} == {2}


def test_a_letter_with_a_problem_and_one_without_grades_owe_nothing() -> None:
    unreadable = letter(kind=ILACS, judgements=(), problem=Problem("unlisted_area", "?"))
    assert check([unreadable, letter(kind=LetterKind.JTAI, judgements=())]).rows_checked == 0


def test_every_kind_that_gives_grades_says_which_it_requires() -> None:
    later = date(2026, 6, 1)
    assert {kind.name for kind in KINDS if kind.areas and not kind.demanded(later)} == set()
    assert all(set(kind.demanded(later)) <= kind.areas for kind in KINDS)
