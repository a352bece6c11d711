"""Ofsted's real table, read whole, and the real letters about two authorities against it."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ofsted_watch.adapters.official_table import read_official_table
from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.official_rows import OfficialKind
from ofsted_watch.domain.reconciliation import Pair, Reconciliation, Result, Subject, authority_of_row
from proofs.accuracy import official
from tests.paths import CORPUS, SHARED

TABLE = SHARED / "official" / "LA_Inspection_Outcomes_as_at_31_March_2025.ods"
KNOWSLEY, DUDLEY = "80479", "80464"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not TABLE.exists(), reason=f"needs {TABLE}: put the shared folder there"),
]


def test_the_real_table_is_read_whole() -> None:
    table = read_official_table(TABLE)
    assert table.as_at == date(2025, 3, 31)
    by_kind = Counter((row.sheet, row.kind) for row in table.rows)
    assert by_kind == {
        ("ILACS_inspection_history", OfficialKind.STANDARD): 171,
        ("ILACS_inspection_history", OfficialKind.SHORT): 100,
        ("In-year_inspections", OfficialKind.STANDARD): 22,
        ("In-year_inspections", OfficialKind.SHORT): 30,
        ("In-year_inspections", OfficialKind.FOCUSED_VISIT): 36,
        ("In-year_inspections", OfficialKind.MONITORING_VISIT): 24,
        ("Inspections_as_at_31_March", OfficialKind.INSPECTION): 153,
    }
    assert Counter(theme for row in table.rows for theme in row.themes) == {
        LetterTopic.HELP_PROTECTION: 18,
        LetterTopic.CARE_LEAVERS: 17,
        LetterTopic.CHILDREN_IN_CARE: 11,
        LetterTopic.FRONT_DOOR: 7,
        LetterTopic.PERMANENCE: 5,
        LetterTopic.VULNERABLE_ADOLESCENTS: 2,
    }


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"needs the real letters of {CORPUS}: put the shared folder there")
def test_the_grades_and_days_of_the_letters_about_two_authorities_are_those_of_the_table() -> None:
    comparison = official.compared(TABLE, {KNOWSLEY, DUDLEY})
    grades, days = comparison.counts(Subject.GRADES), comparison.counts(Subject.PUBLICATION_DAYS)
    assert comparison.inspections == 4
    # Three inspections before January 2023 with four grades each, one of 2025 with five.
    assert (grades.compared, grades.agree, grades.differ) == (17, 17, 0)
    assert (days.compared, days.agree, days.differ) == (4 + comparison.visits, 4 + comparison.visits, 0)


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"needs the real letters of {CORPUS}: put the shared folder there")
def test_every_visit_of_the_table_that_is_at_hand_is_compared_and_no_other_is_at_hand() -> None:
    """Ten of sixty: by authority and day of the truths, which people wrote, and not by what the reader makes of the files."""
    visits = list(official.visits_at_hand(read_official_table(TABLE)))
    held = {file for _, file in visits if file is not None}
    assert (len(visits), len(held)) == (60, 10)
    themes = [pair for pair in official.compared(TABLE, files=held).pairs if pair.subject is Subject.VISIT_THEMES]
    assert {pair.file_number for pair in themes if pair.table_rows and pair.file_number} == {Path(file).name for file in held}
    assert [pair for pair in themes if pair.differs] == []
    elsewhere = [row for row, file in visits if file is None]
    known = {(truth["urn"], truth["inspection_start"]) for truth in official.documents()}
    assert [row.name for row in elsewhere if (authority_of_row(row, ENGLAND).urn, row.first_day.isoformat()) in known] == []


def test_the_page_gives_the_figures_each_value_that_does_not_agree_and_each_inspection_of_one_side() -> None:
    both = Pair(
        "80999", "Fernshire", "inspection", date(2024, 9, 9), Subject.INSPECTION_TYPES, None, "short", "standard", Result.DIFFER,
        (("ILACS_inspection_history", 4),), "50001001", "a" * 64,
    )  # fmt: skip
    missing = replace(
        both, kind="focused_visit", theirs=None, subject=Subject.VISIT_THEMES, result=Result.OURS_ONLY, table_rows=()
    )
    unplaced = (("In-year_inspections, row 5", "why"),)
    lines = list(official.table_lines(Reconciliation((both, missing, replace(missing, ours="other")), unplaced, (), 1, 0)))
    assert "| inspection types | 1 | 0 | 1 | 0 | 0 | 0 |" in lines
    assert "| visit themes | 0 | 0 | 0 | 0 | 0 | 2 |" in lines
    assert lines[-3:] == [
        "- Fernshire, 9 September 2024, inspection_types: Ofsted short, Ofsted Watch standard",
        "- Fernshire, 9 September 2024, focused visit: among the letters that we checked by eye, not in Ofsted's table",
        "- In-year_inspections, row 5: not compared, why",
    ]
