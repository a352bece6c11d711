"""Hidden print that is no older table: a grade under a grade, a priority action, and pages that are turned or moved."""

import pytest

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.model import Letter
from ofsted_watch.extraction.letter_kinds import read as read_letter
from ofsted_watch.extraction.pdf import read_text
from tests.extraction.pdf.made import printed
from tests.extraction.pdf.test_seen_print import (
    COVER,
    DROPPED,
    HEAD,
    OLDER_TOP,
    SEEN,
    SEEN_GRADES,
    TAIL,
    TURNED,
    Hidden,
    grades,
    pdf,
    read,
    table,
)

WAYS = pytest.mark.parametrize("way", [b"", TURNED], ids=["fast", "plain"])


@WAYS
def test_a_table_printed_over_one_that_a_box_covers_is_the_table(way: bytes) -> None:
    letter = read(pdf(HEAD + table(OLDER_TOP) + COVER + table(OLDER_TOP, SEEN_GRADES) + way + TAIL))
    assert (letter.problem, grades(letter)) == (None, SEEN)


@WAYS
def test_one_grade_printed_over_one_that_a_box_covers_is_the_grade_or_sets_the_letter_aside(way: bytes) -> None:
    old = ("Good", "Requires improvement to be good", "Good", "Outstanding", "Good")
    y = OLDER_TOP - 30 - 32 * 3
    patch = b"q 1 g 398 %d 120 14 re f Q\n" % (y - 4) + printed("Inadequate", 400, y, size=11)
    assert grades(read(pdf(HEAD + table(OLDER_TOP, old) + patch + way + TAIL))) in ({}, SEEN)


@WAYS
def test_a_grade_printed_over_a_grade_without_a_box_is_not_believed(way: bytes) -> None:
    patch = printed("Inadequate", 400, OLDER_TOP - 30, size=11)
    letter = read(pdf(HEAD + table(OLDER_TOP, SEEN_GRADES) + patch + way + TAIL))
    assert grades(letter) == {}


@WAYS
def test_the_part_of_a_grade_that_is_covered_changes_no_grade(way: bytes) -> None:
    """'Inadequate' with its first two letters covered."""
    y = OLDER_TOP - 30 - 32 * 3
    letter = read(pdf(HEAD + table(OLDER_TOP, SEEN_GRADES) + b"q 1 g 398 %d 11 14 re f Q\n" % (y - 4) + way + TAIL))
    assert grades(letter) == {}


@pytest.mark.parametrize(
    "page",
    ["/CropBox [0 0 595 842]", "/CropBox [-50 -50 700 900]", "/CropBox [595 842 0 0]", "/CropBox [20 20 575 822]"],
)
def test_a_crop_box_that_leaves_the_table_leaves_the_grades(page: str) -> None:
    letter = read(pdf(HEAD + table(OLDER_TOP, SEEN_GRADES) + TAIL, page=page))
    assert (letter.problem, grades(letter)) == (None, SEEN)


def test_layers_are_off_by_the_base_state() -> None:
    content = pdf(HEAD + b"/OC /On BDC\n" + table(OLDER_TOP) + b"EMC\n" + table(400, SEEN_GRADES) + TAIL)
    letter = read(content.replace(b"/D << /OFF", b"/D << /BaseState /OFF /OFF"))
    assert (letter.problem, grades(letter)) == (None, SEEN)


LETTER = (
    printed("Dear Ms Tansy", 72, 780)
    + printed("Focused visit to Leeds children's services", 72, 750, size=14, font="F2")
    + printed("This letter summarises the findings of the focused visit to Leeds children's services", 72, 720)
    + printed("on 4 and 5 October 2022. His Majesty's Inspectors for this visit were Jo Roe and Ann Lee.", 72, 706)
)
REST = (
    printed("Headline findings", 72, 420, size=14, font="F2")
    + printed("Leaders know their services well.", 72, 400)
    + printed("Yours sincerely", 72, 200)
)
PRIORITY_ACTION = printed("Area for priority action", 72, 620, size=14, font="F2") + printed(
    "The local authority must see every child at risk.", 72, 600
)


def visit(content: bytes) -> Letter:
    return read_letter(read_text(content), file="a.pdf", sha256="0" * 64, register=ENGLAND)


def test_a_priority_action_in_plain_sight_is_named() -> None:
    assert visit(pdf(LETTER + PRIORITY_ACTION + REST)).areas_for_priority_action is True


@WAYS
@pytest.mark.parametrize(
    "means", [means for means, hidden in DROPPED.items() if hidden.wrap(b"") != hidden.wrap(b"x") and not hidden.page]
)
def test_a_hidden_priority_action_is_not_named(means: str, way: bytes) -> None:
    hidden: Hidden = DROPPED[means]
    letter = visit(pdf(LETTER + hidden.wrap(PRIORITY_ACTION) + REST.replace(b"BT ", b"BT 0 Tr ") + way))
    assert letter.areas_for_priority_action is (None if letter.problem else False)


@pytest.mark.parametrize("code", ["WITHDRAWN", "This letter has been withdrawn."])
def test_a_visit_letter_that_is_taken_back_answers_nothing(code: str) -> None:
    letter = visit(pdf(LETTER + PRIORITY_ACTION + REST + printed(code, 72, 820)))
    assert letter.problem is not None
    assert (letter.problem.code, letter.areas_for_priority_action) == ("marked", None)
