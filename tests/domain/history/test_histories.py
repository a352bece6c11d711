"""Kept letters become one history an authority, whatever the order in which they came."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ofsted_watch.domain.grades import Area, Grade, Strand
from ofsted_watch.domain.history import History, compare, histories
from ofsted_watch.domain.history.inspections import COMPARED_KINDS, OTHER_KINDS
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Direction, Problem, StoredLetter
from ofsted_watch.errors import UnknownKind, UnlistedArea
from ofsted_watch.presentation.comparison_text import comparison_text
from tests.domain.history.letters import MARSHFORD, NJ, RI, G, I, O, changes_of, day, ilacs, ilacs3, ilacs_2026, sif, stored
from tests.examples import examples

URN = MARSHFORD.urn


def history(*letters: StoredLetter) -> History:
    return histories(letters)[URN]


def moves(*letters: StoredLetter) -> set[tuple[Strand, Grade | None, Grade | None]]:
    return {(change.strand, change.from_grade, change.to_grade) for change in changes_of(history(*letters))}


def said(strand: Strand, *letters: StoredLetter) -> str:
    notified = history(*letters)
    return {compared.strand: comparison_text(compared) for compared in compare(notified, notified.inspections[-1])}[strand]


def test_five_lines_are_compared_from_a_sif_to_an_ilacs() -> None:
    earlier = sif("2016-05-01", I, I, RI, G, RI)
    later = ilacs3("2019-05-01", RI, I, G, RI)
    assert moves(earlier, later) == {
        (Strand.OVERALL, I, RI),
        (Strand.LEADERSHIP, RI, G),
        (Strand.CHILDREN_IN_CARE, G, RI),
    }
    directions = {change.strand: change.direction for change in changes_of(history(earlier, later))}
    assert directions[Strand.OVERALL] is Direction.IMPROVED
    assert directions[Strand.CHILDREN_IN_CARE] is Direction.DECLINED


def test_the_first_inspection_changes_nothing() -> None:
    assert moves(sif("2016-05-01", I, I, RI, G, RI)) == set()


def test_care_leavers_after_a_combined_grade_are_a_fact_and_no_change() -> None:
    together, alone = ilacs3("2019-05-01", G, G, G, G), ilacs("2023-05-01", G, G, G, G, I)
    assert moves(together, alone) == set()
    assert said(Strand.CARE_LEAVERS, together, alone).startswith("judged on its own for the first time: inadequate")


def test_care_leavers_judged_on_their_own_years_ago_are_not_called_a_first() -> None:
    letters = (sif("2016-05-01", G, G, G, G, G), ilacs3("2019-05-01", G, G, G, G), ilacs("2023-05-01", G, G, G, G, I))
    assert "for the first time since May 2016" in said(Strand.CARE_LEAVERS, *letters)


def test_a_combined_grade_after_one_of_its_own_says_what_it_was() -> None:
    text = said(Strand.CARE_LEAVERS, sif("2016-05-01", G, G, G, G, RI), ilacs3("2019-05-01", G, G, G, I))
    assert text == (
        "no grade of its own; children in care and care leavers together are inadequate; "
        "on its own it was requires improvement in May 2016"
    )


@pytest.mark.parametrize(("before", "now"), [(NJ, I), (I, NJ), (NJ, NJ)])
def test_not_judged_is_never_a_side_of_a_change(before: Grade, now: Grade) -> None:
    letters = (sif("2016-05-01", G, G, G, before, G), ilacs("2023-05-01", G, G, G, now, G))
    assert moves(*letters) == set()
    assert "not judged" in said(Strand.CHILDREN_IN_CARE, *letters)


def test_the_end_of_overall_effectiveness_is_said_once_and_is_no_change() -> None:
    letters = [ilacs("2023-05-01", G, G, G, G, G), ilacs_2026("2026-06-01", G, G, G, G), ilacs_2026("2028-06-01", G, G, G, G)]
    assert moves(*letters) == set()
    assert said(Strand.OVERALL, *letters[:2]) == "Ofsted no longer gives this grade (since April 2026); it was good in May 2023"
    notified = history(*letters)
    assert Strand.OVERALL not in {compared.strand for compared in compare(notified, notified.inspections[-1])}


def test_an_overall_missing_before_april_2026_is_not_put_down_to_the_framework() -> None:
    letters = (ilacs("2021-05-01", G, G, G, G, G), ilacs_2026("2024-06-01", G, G, G, G))
    assert said(Strand.OVERALL, *letters) == "this report gives no grade for it; it was good in May 2021"


def test_frameworks_that_do_not_line_up_stay_out_of_the_comparison() -> None:
    letters = (
        stored("lac_inspection_2012_13", "2013-05-01", {Area.OVERALL: Grade.ADEQUATE, Area.LEADERSHIP: G}),
        sif("2014-05-01", I, I, I, I, I),
        stored("area_send", "2015-05-01", {Area.SEND_OUTCOME: Grade.POSITIVE}),
        stored("monitoring_visit", "2015-06-01"),
        ilacs3("2018-05-01", RI, I, I, I),
    )
    assert moves(*letters) == {(Strand.OVERALL, I, RI)}
    assert [inspection.stored.letter.kind for inspection in history(*letters).others] == [
        "lac_inspection_2012_13",
        "area_send",
        "monitoring_visit",
    ]


def test_a_reissue_counts_with_its_newest_bytes_and_keeps_its_place() -> None:
    inspected = ("2019-03-20", "2019-04-01")
    first = ilacs3("2019-05-01", G, G, G, G, number="501", sha="a" * 64, inspected=inspected)
    later = ilacs("2023-05-01", G, G, G, G, G)
    again = ilacs3("2024-01-01", G, RI, G, G, number="501", sha="b" * 64, seen="2024-01-02", inspected=inspected)
    notified = history(later, again, first)
    assert [inspection.stored.letter.sha256[0] for inspection in notified.inspections] == ["b", later.letter.sha256[0]]
    assert notified.inspections[0].published == day("2019-05-01")
    assert moves(first, again, later) == {(Strand.HELP_PROTECTION, RI, G)}


def test_one_inspection_under_two_numbers_is_one() -> None:
    inspected = ("2019-03-04", "2019-03-15")
    one = ilacs3("2019-05-01", G, G, G, G, number="501", inspected=inspected)
    copy = ilacs3("2019-05-03", G, G, G, G, number="502", inspected=inspected)
    notified = history(copy, one)
    assert [inspection.stored.listing.file_number for inspection in notified.inspections] == ["501"]
    assert notified.inspections[0].numbers == {"501", "502"}


def test_the_same_bytes_under_two_numbers_are_one_even_without_dates() -> None:
    letter = ilacs3("2019-05-01", G, G, G, G, number="501", sha="c" * 64)
    bare = replace(letter, letter=replace(letter.letter, inspection_start=None, inspection_end=None))
    copy = replace(bare, listing=replace(bare.listing, file_number="502"))
    assert len(history(bare, copy).inspections) == 1


def test_the_later_of_two_contradicting_numbers_is_a_reissue() -> None:
    inspected = ("2019-03-04", "2019-03-15")
    one = ilacs3("2019-05-01", G, G, G, G, number="501", inspected=inspected)
    corrected = ilacs3("2019-06-01", RI, G, G, G, number="502", inspected=inspected)
    notified = history(one, corrected)
    assert [inspection.stored.listing.file_number for inspection in notified.inspections] == ["502"]
    assert notified.inspections[0].published == day("2019-05-01")
    assert changes_of(notified) == ()


def test_contradicting_numbers_of_one_day_are_both_left_out() -> None:
    inspected = ("2019-03-04", "2019-03-15")
    one = ilacs3("2019-05-01", G, G, G, G, number="501", sha="d" * 64, inspected=inspected)
    other = ilacs3("2019-05-01", I, G, G, G, number="502", sha="e" * 64, inspected=inspected)
    notified = history(sif("2016-01-01", G, G, G, G, G), one, other)
    assert {letter.listing.file_number for letter in notified.disputed} == {"501", "502"}
    assert len(notified.inspections) == 1


def test_a_withdrawn_letter_is_out_and_a_copy_still_listed_stays() -> None:
    inspected = ("2019-03-04", "2019-03-15")
    gone = ilacs3("2019-05-01", G, G, G, G, number="501", inspected=inspected, withdrawn="2020-01-01")
    copy = ilacs3("2019-05-03", G, G, G, G, number="502", inspected=inspected)
    assert history(gone).inspections == ()
    assert [inspection.stored.listing.file_number for inspection in history(gone, copy).inspections] == ["502"]


def test_a_letter_with_a_problem_is_never_in_the_history() -> None:
    broken = stored("ilacs_inspection", "2019-05-01", problem=Problem("truncated", "the file ends before its end"))
    assert history(broken) == History(URN)


def test_a_broken_reissue_leaves_the_good_bytes_standing() -> None:
    good = ilacs3("2019-05-01", G, G, G, G, number="501", sha="a" * 64)
    broken = stored(
        "other", "2019-05-01", number="501", sha="b" * 64, seen="2020-01-01", problem=Problem("not_a_pdf", "a web page")
    )
    assert history(broken, good).inspections[0].stored == good


def test_two_inspections_published_on_one_day_go_by_the_day_they_ended() -> None:
    first = sif("2018-01-19", I, I, I, I, I, inspected=("2017-10-01", "2017-10-10"), number="9")
    second = ilacs3("2018-01-19", RI, I, I, I, inspected=("2017-12-01", "2017-12-10"), number="8")
    assert moves(second, first) == {(Strand.OVERALL, I, RI)}


def test_every_kind_is_either_compared_or_not() -> None:
    assert set(LetterKind) == COMPARED_KINDS | OTHER_KINDS
    assert not COMPARED_KINDS & OTHER_KINDS


def test_a_graded_kind_that_nobody_has_placed_is_an_error() -> None:
    with pytest.raises(UnknownKind, match="COMPARED_KINDS"):
        histories([stored("ilacs_2027", "2027-05-01", {Area.OVERALL: G})])


def test_two_areas_of_one_line_are_an_error() -> None:
    muddled = stored("ilacs_inspection", "2023-05-01", {Area.IN_CARE: G, Area.CARE_AND_LEAVERS: RI})
    with pytest.raises(UnlistedArea, match="children_in_care"):
        changes_of(history(sif("2016-01-01", G, G, G, G, G), muddled))


GRADES = st.sampled_from([O, G, RI, I, NJ])
DAYS = st.dates(day("2014-01-01"), day("2025-12-31")).map(lambda moment: moment.isoformat())


@st.composite
def many_letters(draw: st.DrawFn) -> list[StoredLetter]:
    """Letters of one authority with re-issues, copies, withdrawals and equal days among them."""
    letters: list[StoredLetter] = []
    for n in range(draw(st.integers(1, 7))):
        make, areas = draw(st.sampled_from([(sif, 5), (ilacs3, 4), (ilacs, 5)]))
        letter = make(draw(DAYS), *draw(st.lists(GRADES, min_size=areas, max_size=areas)), number=f"{n}", sha=f"{n:064}")
        letters.append(replace(letter, first_seen=day(draw(DAYS))))
    for n, twin in enumerate(draw(st.lists(st.sampled_from(letters), max_size=4, unique_by=id))):
        change = draw(st.sampled_from(["reissue", "copy", "withdrawn"]))
        if change == "reissue":
            letters.append(replace(twin, letter=replace(twin.letter, sha256=f"{90 + n:064}"), first_seen=day(draw(DAYS))))
        elif change == "copy":
            letters.append(replace(twin, listing=replace(twin.listing, file_number=f"{90 + n}")))
        else:
            letters.append(replace(twin, withdrawn=day("2025-12-31")))
            letters.remove(twin)
    return letters


@settings(max_examples=examples(150))
@given(letters=many_letters(), data=st.data())
def test_the_order_of_arrival_does_not_matter(letters: list[StoredLetter], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(letters))
    assert histories(shuffled) == histories(letters)


@settings(max_examples=examples(150))
@given(letters=many_letters())
def test_every_change_joins_two_neighbours_and_two_different_grades(letters: list[StoredLetter]) -> None:
    notified = history(*letters)
    neighbours = {
        (one.stored.letter.sha256, two.stored.letter.sha256)
        for one, two in zip(notified.inspections, notified.inspections[1:], strict=False)
    }
    for change in changes_of(notified):
        assert (change.from_file, change.to_file) in neighbours
        assert change.from_grade != change.to_grade
        assert change.direction is not None
        assert NJ not in (change.from_grade, change.to_grade)
