"""Named, denied or unclear: areas for priority action. The subject of the sentence decides, not the word 'no'."""

import pytest

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.model import Section
from ofsted_watch.errors import PriorityActionUnclear
from ofsted_watch.extraction.fields.priority_action import names_areas_for_priority_action
from ofsted_watch.extraction.letter_kinds import read
from tests.extraction.letter_kinds.visits_by_hand import Bullet, Head, focused

HEADING = "Areas for priority action"

DENIED = [
    "Nil.",
    "None.",
    "• None identified.",
    "N/A",
    "Not applicable.",
    "No areas.",
    "Nothing to report.",
    "None at this time.",
    "There are none.",
    "There were not any.",
    "There weren’t any.",
    "There were not any areas for priority action.",
    "There was no area for priority action at this visit.",
    "Inspectors did not find any.",
    "Inspectors did not find any areas for priority action during this visit.",
    "Inspectors have not identified any areas for priority action.",
    "HMI did not identify any areas for priority action.",
    "We found none.",
    "This visit did not result in any areas for priority action.",
    "No new areas for priority action.",
    "No priority action is required.",
    "No such areas were found.",
    "No immediate concerns were identified.",
    "Areas for priority action were not identified.",
    "Inspectors considered the arrangements for care leavers and found no areas for priority action.",
    "Inspectors did not find any practice that required priority action.",
    "Inspectors identified no serious weaknesses that would amount to an area for priority action.",
    "Nothing was seen at this visit that needs priority action.",
    "No issues requiring priority action were found.",
    "Inspectors found no matters that would warrant priority action.",
    "At the last visit inspectors identified two areas for priority action. No further areas were identified at this visit.",
    "There are no areas for priority action.\n\nThe local authority should improve:\n\n• the quality of plans.",
]
NAMED = [
    "No priority action has been taken since 2022 to protect children in unregistered homes.",
    "No action was taken to protect children.",
    "No child is seen alone.",
    "No social worker visits often enough.",
    "No priority has been given to children missing education.",
    "None of the care leavers has a plan.",
    "Nobody knows which children are waiting.",
    "Nothing has been done since 2021 about unregistered homes.",
    "Not all children are seen within a day.",
    "Leaders have not identified the children at risk.",
    "Inspectors found that no priority action had been taken for children at risk.",
    "The local authority needs to take swift and decisive action in:\n\n• the arrangements for children who go missing.",
]
UNCLEAR = [
    "The existing areas for priority action remain.",
    "",
    "No new areas for priority action were identified, but the area named in 2022 remains.",
    "The area for priority action identified at the last visit remains.",
    "The areas for priority action identified in 2020 have been addressed.",
    "There are no areas for priority action. However, children wait too long.",
    "There are no areas for priority action.\n\n• Children wait too long for a social worker.",
    "No children were found to be at immediate risk.",
    "No child who needs priority action was seen.",
    "Inspectors did not see every team.",
    "Children wait too long. There are no areas for priority action.",
]
PROSE_NAMES = [
    "Inspectors identified two areas for priority action.",
    "There is an area for priority action.",
    "At this visit there was an area for priority action in relation to neglect.",
    "Management oversight is an area for priority action.",
    "We found one area for priority action.",
    "Inspectors identified the response to neglect as an area for priority action.",
    "Since the last visit practice has declined, and inspectors identified an area for priority action.",
    "Area for priority action: the local authority must see children.",
    "This visit has resulted in an area for priority action.",
    "This has led inspectors to identify an area for priority action.",
    "Inspectors found serious weaknesses that need priority action by the local authority.",
]
PROSE_NAMES_NONE = [
    "At the last visit, inspectors identified two areas for priority action.",
    "The previous inspection identified an area for priority action.",
    "An area for priority action had been identified in 2019.",
    "There were no areas for priority action at the previous visit.",
    "All areas for priority action from the last inspection are complete.",
    "The CQC inspection identified an area for priority action.",
    "The joint targeted area inspection in 2021 identified two areas for priority action.",
    "There is no area for priority action.",
    "Inspectors did not identify an area for priority action.",
    "If there is an area for priority action, a plan must follow.",
    "Attendance is an area for strategic priority action.",
    "Area for priority action: none.",
    "Priority actions: each of them has an owner.",
    "The backlog does not require priority action.",
    "Leaders decide whether a matter needs priority action.",
]


def under_heading(text: str) -> bool:
    return names_areas_for_priority_action([Section(HEADING, text)], f"{HEADING}\n\n{text}")


@pytest.mark.parametrize("text", DENIED)
def test_words_under_the_heading_deny(text: str) -> None:
    assert under_heading(text) is False


@pytest.mark.parametrize("text", NAMED)
def test_words_under_the_heading_name_whatever_is_missing_in_them(text: str) -> None:
    assert under_heading(text) is True


@pytest.mark.parametrize("text", UNCLEAR)
def test_words_that_can_be_read_either_way_are_unclear(text: str) -> None:
    with pytest.raises(PriorityActionUnclear, match="Read the letter"):
        under_heading(text)


@pytest.mark.parametrize("sentence", PROSE_NAMES)
def test_running_text_names(sentence: str) -> None:
    assert names_areas_for_priority_action([], sentence) is True


@pytest.mark.parametrize("sentence", PROSE_NAMES_NONE)
def test_running_text_of_another_time_another_body_or_no_area_names_none(sentence: str) -> None:
    assert names_areas_for_priority_action([], sentence) is False


def test_a_joint_inspection_is_its_own_and_not_anothers() -> None:
    sentence = "The JTAI is complete and inspectors identified an area for priority action."
    assert names_areas_for_priority_action([], sentence, is_joint=True) is True
    assert names_areas_for_priority_action([], sentence) is False


@pytest.mark.parametrize(
    "sentences",
    [
        "There are no areas for priority action.\n\nLater, there is an area for priority action.",
        "At the last visit inspectors identified two areas for priority action; at this visit one remains.",
        "The safety of children in unregistered homes requires priority action.",
    ],
)
def test_running_text_that_differs_or_mixes_two_visits_is_unclear(sentences: str) -> None:
    with pytest.raises(PriorityActionUnclear):
        names_areas_for_priority_action([], sentences)


@pytest.mark.parametrize(
    ("under", "elsewhere"),
    [
        ("The backlog of visits.", "There were no areas for priority action."),
        ("None.", "Inspectors identified an area for priority action."),
    ],
)
def test_a_heading_and_a_sentence_elsewhere_that_differ_are_unclear(under: str, elsewhere: str) -> None:
    with pytest.raises(PriorityActionUnclear):
        names_areas_for_priority_action([Section(HEADING, under), Section("Leadership", elsewhere)], f"{under}\n\n{elsewhere}")


@pytest.mark.parametrize(
    "heading", ["Areas for priority action identified at the last visit", "Progress on areas for priority action"]
)
def test_an_earlier_visits_heading_names_none(heading: str) -> None:
    assert names_areas_for_priority_action([Section(heading, "The backlog of visits.")], "") is False


@pytest.mark.parametrize(
    "heading",
    [
        "Area of practice requiring priority action",
        "Areas for immediate and priority action",
        "Areas for priority and immediate action",
        "Area(s) for priority action(s)",
        "Priority actions",
    ],
)
def test_headings_over_such_areas_vary_and_head_the_list_too(heading: str) -> None:
    letter = read(focused(Head(heading), Bullet("No child is seen alone.")), file="letter.pdf", sha256="0" * 64, register=ENGLAND)
    assert letter.areas_for_priority_action is True
    assert [(str(item.kind), item.text) for item in letter.improvements] == [("priority_action", "No child is seen alone.")]


def test_an_area_on_one_line_with_its_heading_counts_above_the_first_heading_too() -> None:
    text = focused("Area for priority action: nobody sees children alone.", Head("What needs to improve?"), Bullet("Plans."))
    assert read(text, file="letter.pdf", sha256="0" * 64, register=ENGLAND).areas_for_priority_action is True


def test_a_list_of_actions_in_a_letter_that_seems_to_name_none_is_unclear() -> None:
    text = focused(Head("Immediate actions"), Bullet("See every child alone."))
    letter = read(text, file="letter.pdf", sha256="0" * 64, register=ENGLAND)
    assert letter.problem is not None
    assert letter.problem.code == "priority_action_unclear"
    assert letter.areas_for_priority_action is None


def test_a_list_of_improvements_below_an_empty_heading_names_no_area() -> None:
    with pytest.raises(PriorityActionUnclear):
        names_areas_for_priority_action([Section(HEADING, ""), Section("What needs to improve", "• Plans.")], "")


def test_a_letter_that_leaves_it_unclear_is_set_aside_and_answers_neither() -> None:
    text = focused(Head("Area for priority action"), Bullet("The area for priority action identified at the last visit remains."))
    letter = read(text, file="letter.pdf", sha256="0" * 64, register=ENGLAND)
    assert letter.problem is not None
    assert letter.problem.code == "priority_action_unclear"
    assert letter.areas_for_priority_action is None


@pytest.mark.parametrize(
    "heading", ["Area for priority action for Thornmere Police", "Areas for priority action: Thornmere Council"]
)
def test_a_heading_that_names_the_partner_is_one(heading: str) -> None:
    assert names_areas_for_priority_action((Section(heading, "The backlog of notifications."),), is_joint=True)
    assert not names_areas_for_priority_action((Section(heading, "There are none."),), is_joint=True)
