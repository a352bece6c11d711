"""The table of authorities shows what was asked for, in the order that was asked for."""

from dataclasses import replace

import pytest

from ofsted_watch.domain.grades import JUDGED_TOGETHER, NOT_GIVEN, Grade, Strand
from ofsted_watch.domain.model import Authority
from ofsted_watch.errors import WrongUse
from ofsted_watch.presentation.labels import grade_label
from ofsted_watch.web.authority_filter import Choice, Order, chosen, format_choice, read_choice
from ofsted_watch.web.overview import StandingRow
from tests.domain.history.letters import day

REGIONS = ["London", "North West"]


def row(name: str, overall: str | None, *, region: str = "London", moved: str | None = None, published: str | None = None):
    grades = dict.fromkeys(Strand, None) | {Strand.OVERALL: overall}
    directions = dict.fromkeys(Strand, None) | {Strand.OVERALL: moved}
    came = day(published) if published else None
    return StandingRow(Authority(name.lower(), name, "E1", region), "ilacs_inspection", came, came, grades, directions)


ROWS = (
    row("Deepdale", "good", moved="improved", published="2023-01-02"),
    row("Ashby", "inadequate", moved="declined", published="2025-01-02"),
    row("Cliffe", NOT_GIVEN, region="North West", published="2026-05-02"),
    row("Bourne", "outstanding", region="North West", moved="improved", published="2022-01-02"),
    row("Eastry", None),
)


def names(choice: Choice) -> list[str]:
    return [one.authority.name for one in chosen(ROWS, choice)]


def test_without_a_choice_all_stand_there_by_name() -> None:
    assert names(Choice()) == ["Ashby", "Bourne", "Cliffe", "Deepdale", "Eastry"]


def test_region_grade_and_direction_narrow_together() -> None:
    assert names(Choice(region="North West", direction="improved")) == ["Bourne"]
    assert names(Choice(grade="inadequate")) == ["Ashby"]
    assert names(Choice(grade=NOT_GIVEN)) == ["Cliffe"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.WORST, ["Ashby", "Deepdale", "Bourne", "Cliffe", "Eastry"]),
        (Order.BEST, ["Bourne", "Deepdale", "Ashby", "Cliffe", "Eastry"]),
        (Order.NEWEST, ["Cliffe", "Ashby", "Deepdale", "Bourne", "Eastry"]),
        (Order.OLDEST, ["Bourne", "Deepdale", "Ashby", "Cliffe", "Eastry"]),
    ],
)
def test_what_has_no_grade_or_no_day_stands_at_the_end_of_either_order(order: Order, expected: list[str]) -> None:
    assert names(Choice(order=order)) == expected


def test_a_choice_that_is_none_is_named_and_never_ignored() -> None:
    with pytest.raises(WrongUse, match="'Atlantis' is not a choice for region"):
        read_choice("Atlantis", "", "", "", "", REGIONS)
    with pytest.raises(WrongUse, match="order"):
        read_choice("", "", "", "", "sideways", REGIONS)


def test_an_empty_form_is_the_plain_table() -> None:
    assert read_choice("", "", "", "", "", REGIONS) == Choice()


def test_two_reasons_for_no_grade_are_never_said_in_one_word() -> None:
    assert len({grade_label(NOT_GIVEN), grade_label(JUDGED_TOGETHER), grade_label(None)}) == 3
    assert grade_label(Grade.GOOD) == "good"


def test_the_caption_says_what_was_chosen() -> None:
    assert format_choice(Choice(region="London", grade="good"), 1, 5) == "1 of 5 authorities: London, overall effectiveness good"
    assert format_choice(Choice(), 5, 5) == "5 of 5 authorities"


def test_send_and_joint_inspections_narrow_the_table() -> None:
    rows = (
        replace(ROWS[0], send_outcome="inconsistent", send_published=day("2024-02-01")),
        replace(ROWS[1], send_published=day("2019-02-01"), jtai_published=day("2022-02-01")),
        ROWS[2],
    )

    def of(**asked: str) -> list[str]:
        return [row.authority.name for row in chosen(rows, Choice(**asked))]  # type: ignore[arg-type]

    assert of(send="inconsistent") == ["Deepdale"]
    assert of(send="no_outcome") == ["Ashby", "Cliffe"]
    assert of(jtai="inspected") == ["Ashby"]
    assert of(jtai="not_inspected", send="no_outcome") == ["Cliffe"]
    assert format_choice(Choice(send="no_outcome"), 2, 3) == "2 of 3 authorities: area SEND no outcome known"
    with pytest.raises(WrongUse, match="'bad' is not a choice for send"):
        read_choice("", "", "", "", "", REGIONS, "bad")
