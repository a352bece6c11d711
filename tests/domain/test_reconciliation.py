"""Ofsted's table and our letters, value by value. Every expected figure is written by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ofsted_watch.domain.authorities import ENGLAND, AuthorityRegister
from ofsted_watch.domain.findings import InspectionType, LetterTopic
from ofsted_watch.domain.grades import Area, Grade, Strand
from ofsted_watch.domain.model import Authority, StoredLetter
from ofsted_watch.domain.official_rows import OfficialKind, OfficialRow, OfficialTable
from ofsted_watch.domain.reconciliation import (
    Counts,
    KnownDifference,
    Pair,
    Reconciliation,
    Result,
    Subject,
    known_differences,
    reconcile,
)
from tests import factories

FERNSHIRE = Authority("80999", "Fernshire", "E99000099", "North East")
OXMARSH = Authority("80910", "Oxmarsh", "E99000010", "South East")
REGISTER = AuthorityRegister.of((FERNSHIRE, OXMARSH))
FIRST_DAY, LAST_DAY, PUBLISHED = date(2024, 9, 9), date(2024, 9, 20), date(2024, 10, 25)


def row(**changes: Any) -> OfficialRow:
    made = OfficialRow(
        sheet="ILACS_inspection_history",
        row=4,
        name="Fernshire",
        ons_code="E99000099",
        kind=OfficialKind.STANDARD,
        first_day=FIRST_DAY,
        published=PUBLISHED,
        grades={Strand.OVERALL: Grade.GOOD, Strand.CHILDREN_IN_CARE: Grade.OUTSTANDING},
    )
    return replace(made, **changes)


def visit_row(**changes: Any) -> OfficialRow:
    made = {
        "sheet": "In-year_inspections",
        "kind": OfficialKind.FOCUSED_VISIT,
        "grades": {},
        "themes": (LetterTopic.CARE_LEAVERS,),
    }
    return row(**(made | changes))


def report(published: date = PUBLISHED, number: str = "50001001", **changes: Any) -> StoredLetter:
    days = {"inspection_start": FIRST_DAY, "inspection_end": LAST_DAY, "inspection_type": InspectionType.STANDARD}
    areas = {Area.OVERALL: Grade.GOOD, Area.IN_CARE: Grade.OUTSTANDING}
    stored = factories.stored(number, published, areas)
    return replace(stored, letter=replace(stored.letter, **(days | changes)))


def visit(topics: Sequence[LetterTopic] = (LetterTopic.CARE_LEAVERS,), **changes: Any) -> StoredLetter:
    nothing = {"kind": "focused_visit", "judgements": (), "inspection_type": None, "topics": tuple(topics)}
    return report(**{"number": "50001002"} | nothing | changes)


def compared(
    rows: Sequence[OfficialRow], stored: Sequence[StoredLetter], known: Sequence[KnownDifference] = ()
) -> Reconciliation:
    table = OfficialTable("outcomes.ods", date(2025, 3, 31), tuple(rows))
    return reconcile(table, stored, REGISTER, known)


def differing(comparison: Reconciliation) -> list[tuple[str, str | None, str | None, Result]]:
    return [(pair.field, pair.theirs, pair.ours, pair.result) for pair in comparison.differences]


def test_a_table_and_letters_that_say_the_same_agree_in_everything() -> None:
    comparison = compared([row(), visit_row(row=9)], [report(), visit()])
    assert comparison.is_clean
    assert (comparison.inspections, comparison.visits) == (1, 1)
    assert {subject: comparison.counts(subject) for subject in Subject} == {
        Subject.GRADES: Counts(compared=2, agree=2, differ=0, known=0, ofsted_only=0, ours_only=0),
        Subject.PUBLICATION_DAYS: Counts(compared=2, agree=2, differ=0, known=0, ofsted_only=0, ours_only=0),
        Subject.INSPECTION_DAYS: Counts(compared=2, agree=2, differ=0, known=0, ofsted_only=0, ours_only=0),
        Subject.INSPECTION_TYPES: Counts(compared=1, agree=1, differ=0, known=0, ofsted_only=0, ours_only=0),
        Subject.VISIT_THEMES: Counts(compared=1, agree=1, differ=0, known=0, ofsted_only=0, ours_only=0),
    }


def test_a_difference_has_both_values_and_both_sources() -> None:
    comparison = compared(
        [row(grades={Strand.OVERALL: Grade.INADEQUATE, Strand.CHILDREN_IN_CARE: Grade.OUTSTANDING})], [report()]
    )
    assert not comparison.is_clean
    (pair,) = comparison.differences
    assert pair == Pair(
        urn="80999",
        authority="Fernshire",
        kind="inspection",
        day=FIRST_DAY,
        subject=Subject.GRADES,
        strand=Strand.OVERALL,
        theirs="inadequate",
        ours="good",
        result=Result.DIFFER,
        table_rows=(("ILACS_inspection_history", 4),),
        file_number="50001001",
        sha256="50001001".ljust(64, "0"),
    )
    assert comparison.counts(Subject.GRADES) == Counts(compared=2, agree=1, differ=1, known=0, ofsted_only=0, ours_only=0)


def test_another_type_day_or_theme_is_a_difference() -> None:
    rows = [row(kind=OfficialKind.SHORT, published=date(2024, 10, 28)), visit_row(themes=(LetterTopic.FRONT_DOOR,))]
    assert differing(compared(rows, [report(), visit()])) == [
        ("publication_days", "2024-10-28", "2024-10-25", Result.DIFFER),
        ("inspection_types", "short", "standard", Result.DIFFER),
        ("visit_themes", "front_door", "care_leavers", Result.DIFFER),
    ]


def test_a_value_of_one_side_only_is_counted_and_left_to_explain() -> None:
    comparison = compared(
        [row(grades={Strand.OVERALL: Grade.GOOD, Strand.CARE_LEAVERS: Grade.GOOD})], [report(inspection_type=None)]
    )
    assert differing(comparison) == [
        ("care_leavers", "good", None, Result.OFSTED_ONLY),
        ("children_in_care", None, "outstanding", Result.OURS_ONLY),
    ]
    assert [(pair.field, pair.result) for pair in comparison.one_sided] == [("inspection_types", Result.OFSTED_ONLY)]
    assert comparison.counts(Subject.GRADES) == Counts(compared=1, agree=1, differ=0, known=0, ofsted_only=1, ours_only=1)


def test_care_leavers_judged_together_with_children_in_care_are_compared_as_children_in_care() -> None:
    together = (
        factories.judgement(area=Area.OVERALL, grade=Grade.GOOD),
        factories.judgement(area=Area.CARE_AND_LEAVERS, grade=Grade.OUTSTANDING),
    )
    assert compared([row()], [report(judgements=together)]).is_clean


def test_the_theme_of_the_table_is_one_of_those_of_the_letter() -> None:
    topics = (LetterTopic.CARE_LEAVERS, LetterTopic.FRONT_DOOR, LetterTopic.EDUCATION)
    assert compared([visit_row()], [visit(topics)]).is_clean
    other = compared([visit_row(themes=(LetterTopic.PERMANENCE,))], [visit(topics)])
    assert differing(other) == [("visit_themes", "permanence", "care_leavers + front_door", Result.DIFFER)]
    silent = compared([visit_row()], [visit((LetterTopic.EDUCATION,))])
    assert differing(silent) == [("visit_themes", "care_leavers", None, Result.OFSTED_ONLY)]


def test_rows_of_several_sheets_about_one_inspection_count_once() -> None:
    rows = [row(), row(sheet="In-year_inspections", row=7), row(sheet="Inspections_as_at_31_March", kind=OfficialKind.INSPECTION)]
    comparison = compared(rows, [report()])
    assert comparison.is_clean
    assert comparison.counts(Subject.GRADES).agree == 2
    assert comparison.inspections == 1


def test_sheets_that_contradict_each_other_differ_from_any_letter() -> None:
    contrary = row(sheet="Inspections_as_at_31_March", grades={Strand.OVERALL: Grade.OUTSTANDING}, kind=OfficialKind.INSPECTION)
    comparison = compared([row(), contrary], [report()])
    assert differing(comparison) == [("overall", "good / outstanding", "good", Result.DIFFER)]
    assert comparison.differences[0].table_rows == (("ILACS_inspection_history", 4), ("Inspections_as_at_31_March", 4))


def test_an_inspection_is_known_by_its_days_before_its_day_of_publication() -> None:
    earlier = report(number="40001001", published=date(2021, 6, 25), inspection_start=date(2021, 5, 10))
    earlier = replace(earlier, letter=replace(earlier.letter, inspection_end=date(2021, 5, 14)))
    comparison = compared([row(published=date(2021, 6, 25))], [earlier, report()])
    assert [pair.file_number for pair in comparison.differences if pair.subject == Subject.PUBLICATION_DAYS] == ["50001001"]


def test_a_day_within_the_visit_or_the_day_of_publication_is_enough_and_the_other_is_a_difference() -> None:
    inside = compared([row(first_day=date(2024, 9, 11))], [report()])
    assert differing(inside) == [("inspection_days", "2024-09-11", "2024-09-09", Result.DIFFER)]
    by_publication = compared([row(first_day=date(2024, 8, 9))], [report()])
    assert differing(by_publication) == [("inspection_days", "2024-08-09", "2024-09-09", Result.DIFFER)]


def test_the_day_of_publication_may_be_the_letters_or_the_links() -> None:
    dated = visit()
    dated = replace(dated, published=date(2024, 10, 23), listing=replace(dated.listing, published=PUBLISHED))
    assert compared([visit_row()], [dated]).is_clean
    assert compared([visit_row(published=date(2024, 10, 23))], [dated]).is_clean
    assert differing(compared([visit_row(published=date(2024, 10, 24))], [dated]))[0][0] == "publication_days"


def test_a_visit_is_no_inspection_and_another_kind_of_visit_is_another_visit() -> None:
    comparison = compared([row(), visit_row(kind=OfficialKind.MONITORING_VISIT)], [report(), visit()])
    assert {(pair.kind, pair.field, pair.result) for pair in comparison.one_sided} == {
        ("monitoring_visit", "publication_days", Result.OFSTED_ONLY),
        ("monitoring_visit", "inspection_days", Result.OFSTED_ONLY),
        ("monitoring_visit", "visit_themes", Result.OFSTED_ONLY),
        ("focused_visit", "publication_days", Result.OURS_ONLY),
        ("focused_visit", "inspection_days", Result.OURS_ONLY),
        ("focused_visit", "visit_themes", Result.OURS_ONLY),
    }


def test_an_inspection_that_is_not_stored_is_known_to_ofsted_only() -> None:
    comparison = compared([row(), row(row=5, first_day=date(2019, 3, 4), published=date(2019, 4, 12))], [report()])
    assert {pair.result for pair in comparison.one_sided} == {Result.OFSTED_ONLY}
    assert {pair.table_rows for pair in comparison.one_sided} == {(("ILACS_inspection_history", 5),)}
    assert {pair.file_number for pair in comparison.one_sided} == {None}


def test_a_letter_that_is_set_aside_says_why_its_values_are_missing() -> None:
    table = OfficialTable("outcomes.ods", date(2025, 3, 31), (row(),))
    waiting = {(FERNSHIRE.urn, FIRST_DAY): "witnesses_disagree", (FERNSHIRE.urn, LAST_DAY): "no_text"}
    comparison = reconcile(table, [], REGISTER, set_aside=waiting)
    assert comparison.not_stored == ()
    assert {(pair.result, pair.set_aside) for pair in comparison.one_sided} == {(Result.OFSTED_ONLY, "witnesses_disagree")}


@pytest.mark.parametrize(
    ("start", "published", "is_missed"),
    [
        (date(2025, 3, 10), PUBLISHED, True),
        (date(2025, 4, 1), PUBLISHED, False),
        (date(2025, 3, 10), date(2025, 7, 8), False),
        (date(2024, 9, 1), PUBLISHED, False),
    ],
    ids=["in the period", "after the last day", "published after the newest row", "before the first inspection"],
)
def test_a_report_that_the_table_must_know_is_known_to_us_only(start: date, published: date, is_missed: bool) -> None:
    further = report(number="60001001", published=published, inspection_start=start, inspection_end=start, sha256="9" * 64)
    comparison = compared([row()], [report(), further])
    assert {pair.result for pair in comparison.one_sided} == ({Result.OURS_ONLY} if is_missed else set())


def test_a_visit_before_the_tables_year_is_not_missed() -> None:
    old = visit(published=date(2023, 5, 2), inspection_start=date(2023, 4, 4), inspection_end=date(2023, 4, 5))
    assert compared([row()], [report(), old]).is_clean
    in_the_year = visit(inspection_start=date(2024, 6, 4), inspection_end=date(2024, 6, 5))
    comparison = compared([row()], [report(), in_the_year])
    assert {pair.result for pair in comparison.one_sided} == {Result.OURS_ONLY}
    assert comparison.is_clean


def test_an_authority_without_a_stored_letter_is_not_compared() -> None:
    comparison = compared([row(), row(name="Oxmarsh", ons_code="E99000010")], [report()])
    assert comparison.is_clean
    assert comparison.not_stored == ("Oxmarsh",)


def test_nothing_compared_is_not_clean() -> None:
    assert not compared([row()], []).is_clean


def test_a_name_that_nobody_has_is_found_by_its_code_and_an_old_code_says_nothing_against_a_name() -> None:
    assert compared([row(name="Fernshire and Moss")], [report()]).is_clean
    assert compared([row(ons_code="E99000123")], [report()]).is_clean


def test_a_row_whose_name_and_code_name_two_authorities_is_not_compared() -> None:
    comparison = compared([row(ons_code="E99000010")], [report()])
    assert comparison.unplaced == (
        (
            "ILACS_inspection_history, row 4",
            "The name 'Fernshire' is that of Fernshire, but the area code E99000010 that of Oxmarsh",
        ),
    )
    assert not comparison.is_clean


def test_a_row_whose_authority_nobody_knows_is_left_to_explain_unless_it_no_longer_exists() -> None:
    unknown = row(name="Old Marsh", ons_code="E99000124")
    comparison = compared([row(), unknown], [report()])
    assert comparison.unplaced == (
        ("ILACS_inspection_history, row 4", "No authority is called 'Old Marsh': did you mean Oxmarsh?"),
    )
    assert not comparison.is_clean
    former = compared([row(), replace(unknown, is_former=True)], [report()])
    assert former.is_clean
    assert former.not_stored == ("Old Marsh",)


def test_two_visits_that_fit_equally_are_not_guessed() -> None:
    twins = [visit(), visit(number="50001003", inspection_end=date(2024, 9, 10), sha256="8" * 64)]
    comparison = compared([visit_row()], twins)
    assert comparison.unplaced == (
        ("In-year_inspections, row 4", "Fernshire, 2024-09-09: 2 letters match, and no day tells which is meant"),
    )


def test_a_known_difference_is_shown_with_its_reason_and_not_counted_as_one() -> None:
    rows = [row(grades={Strand.OVERALL: Grade.INADEQUATE, Strand.CHILDREN_IN_CARE: Grade.OUTSTANDING})]
    checked = KnownDifference("Fernshire", FIRST_DAY, "overall", "inadequate", "good", "a misprint of the table")
    comparison = compared(rows, [report()], [checked])
    assert comparison.is_clean
    assert [pair.known_reason for pair in comparison.known] == ["a misprint of the table"]
    assert comparison.counts(Subject.GRADES) == Counts(compared=2, agree=1, differ=0, known=1, ofsted_only=0, ours_only=0)


@pytest.mark.parametrize(
    "change",
    [{"ours": "outstanding"}, {"theirs": "good"}, {"field": "children_in_care"}, {"day": PUBLISHED}, {"authority": "Oxmarsh"}],
    ids=["our value", "their value", "field", "day", "authority"],
)
def test_a_known_difference_excuses_no_other(change: dict[str, Any]) -> None:
    rows = [row(grades={Strand.OVERALL: Grade.INADEQUATE, Strand.CHILDREN_IN_CARE: Grade.OUTSTANDING})]
    checked = KnownDifference("Fernshire", FIRST_DAY, "overall", "inadequate", "good", "a misprint of the table")
    assert not compared(rows, [report()], [replace(checked, **change)]).is_clean


def test_every_known_difference_of_the_product_names_an_authority_two_values_and_a_reason() -> None:
    for difference in known_differences():
        assert ENGLAND.named(difference.authority).name == difference.authority
        assert difference.theirs != difference.ours
        assert difference.reason
        assert difference.field in {*Strand, *Subject} - {Subject.GRADES}
