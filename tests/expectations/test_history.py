from dataclasses import replace
from datetime import date

from expectations.history_suite import check
from ofsted_watch.domain.grades import Area, Grade
from tests.factories import judgement, stored

OLD = stored("1", date(2019, 5, 1), {Area.OVERALL: Grade.OUTSTANDING, Area.LEADERS: Grade.GOOD})
NEW = stored("2", date(2023, 5, 1), {Area.OVERALL: Grade.GOOD, Area.LEADERS: Grade.GOOD})
FALLEN = stored("3", date(2026, 10, 1), {Area.OVERALL: Grade.INADEQUATE, Area.LEADERS: Grade.INADEQUATE})
NEVER_GRADED = stored("4", date(2020, 5, 1), {})


def test_a_new_letter_beside_the_old_ones_passes() -> None:
    good = check([OLD, NEVER_GRADED], [OLD, NEVER_GRADED, NEW])
    assert good.rows_checked == 3
    assert (good.failed_rows, good.failed_batch, good.could_not_run, good.warnings) == ((), (), (), ())


def test_the_first_night_passes() -> None:
    first = check([], [])
    assert (first.failed_batch, first.could_not_run) == ((), ())


def test_a_letter_that_vanishes_stops_the_batch() -> None:
    stopped = check([OLD, NEW], [NEW])
    assert stopped.failed_batch == ("1 of 2 stored letters would be lost: file 1 of authority 80999, published 2019-05-01.",)


def test_a_withdrawn_letter_stays_with_its_day() -> None:
    assert check([OLD], [replace(OLD, withdrawn=date(2026, 11, 1))]).failed_batch == ()


def test_a_reissue_stands_beside_the_first_bytes() -> None:
    other_bytes = replace(OLD.letter, sha256="f" * 64, judgements=(judgement(area=Area.OVERALL, grade=Grade.GOOD),))
    assert check([OLD], [OLD, replace(OLD, letter=other_bytes)]).failed_batch == ()
    assert "would be lost" in check([OLD], [replace(OLD, letter=other_bytes)]).failed_batch[0]


def test_an_old_judgement_that_changes_by_itself_stops_the_batch() -> None:
    altered = replace(OLD, letter=replace(OLD.letter, judgements=(judgement(grade=Grade.INADEQUATE),)))
    assert "1 of 1 stored letters would have other judgements" in check([OLD], [altered]).failed_batch[0]


def test_an_old_judgement_that_a_better_reader_corrects_passes() -> None:
    corrected = replace(OLD, reader_version="2", letter=replace(OLD.letter, judgements=(judgement(grade=Grade.INADEQUATE),)))
    assert check([OLD], [corrected]).failed_batch == ()


def test_a_link_whose_date_the_site_mends_is_a_warning() -> None:
    auto_resolved = check([OLD], [replace(OLD, published=date(2019, 5, 2))])
    assert auto_resolved.failed_batch == ()
    assert auto_resolved.warnings == (
        "The file 1 of authority 80999, published 2019-05-01, would now count as published on another day: "
        "its link's date was changed.",
    )


def test_a_letter_stored_twice_fails_in_both_places() -> None:
    failed = check([OLD], [OLD, OLD]).failed_rows
    assert [(row.row, row.rule) for row in failed] == [(0, "kept_once"), (1, "kept_once")]


def test_a_fall_by_three_steps_is_a_warning() -> None:
    warned = check([OLD], [OLD, FALLEN]).warnings
    assert warned == (
        "Authority 80999, overall, from outstanding (2019-05-01) to inadequate (2026-10-01): -3 steps at once. "
        "This may be real: check the letter.",
    )


def test_a_fall_that_was_known_is_not_said_every_night() -> None:
    assert check([OLD, FALLEN], [OLD, FALLEN]).warnings == ()


def test_only_neighbours_are_compared() -> None:
    assert check([OLD], [OLD, FALLEN, NEW]).warnings == ()


def test_grades_off_the_common_scale_are_not_compared() -> None:
    old_scale = stored("5", date(2012, 5, 1), {Area.OVERALL: Grade.ADEQUATE})
    not_judged = stored("6", date(2016, 5, 1), {Area.OVERALL: Grade.NOT_JUDGED})
    assert check([], [old_scale, not_judged, OLD]).warnings == ()
