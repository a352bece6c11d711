"""Sentences about areas for priority action that neither 'no' nor 'identified' decides: what a careful person makes of each.

Every answer is written by hand: True (named), False (none is named) or None (unclear: the letter is set aside). Each
sentence is read under the heading and, where the second answer stands, in running text without one.
"""

import pytest

from ofsted_watch.domain.model import Section
from ofsted_watch.errors import PriorityActionUnclear
from ofsted_watch.extraction.fields.priority_action import names_areas_for_priority_action

UNDER_THE_HEADING: list[tuple[str, bool | None]] = [
    ("Neither this visit nor the one before identified areas for priority action.", False),
    ("Neither this visit nor the previous visit identified any areas for priority action.", False),
    ("Neither the focused visit in 2022 nor this visit identified an area for priority action.", False),
    ("Neither inspector identified any areas for priority action.", False),
    ("Not one area for priority action was identified.", False),
    ("Not a single area for priority action was identified at this visit.", False),
    ("No single area for priority action was identified.", False),
    ("None of the inspectors identified an area for priority action.", False),
    ("None of the areas that inspectors looked at requires priority action.", False),
    ("None of these is an area for priority action.", False),
    ("Nothing at this visit amounted to an area for priority action.", False),
    ("No new areas for priority action were identified at this visit.", False),
    ("No further areas for priority action have been identified.", False),
    ("Inspectors did not identify any new areas for priority action.", False),
    ("There are not any areas for priority action, nor were there any at the last visit.", None),
    ("There are currently no areas for priority action.", False),
    ("On this occasion, no areas for priority action were identified.", False),
    ("There were no areas for priority action identified as a result of this visit.", False),
    ("This visit identified areas for improvement rather than areas for priority action.", None),
    ("An area for priority action would have been identified had leaders not acted.", None),
    ("These shortfalls would have been an area for priority action.", None),
    ("Were there areas for priority action?", None),
    ("Is there an area for priority action?", None),
    ("It is not clear whether there are areas for priority action.", None),
    ("No areas for priority action were identified at the last visit.", None),
    ("Both this visit and the last identified areas for priority action.", True),
    ("Hardly any areas for priority action were identified.", None),
    ("The local authority disputes that there is an area for priority action.", None),
    ("Neither the duty team nor the police share information about children at risk.", True),
    ("Not one of the children at risk was seen alone.", True),
    ("None of the children’s plans says who does what.", True),
    ("Children are placed in unregistered homes rather than in registered ones.", True),
    ("No new social workers were found for the children who wait.", None),
    ("Neither parents nor children have a copy of the plan.", True),
]
IN_RUNNING_TEXT: list[tuple[str, bool | None]] = [
    ("Neither this visit nor the one before identified areas for priority action.", False),
    ("Neither this visit nor the last inspection identified an area for priority action.", False),
    ("Neither inspector identified an area for priority action.", False),
    ("None of the teams that inspectors visited is an area for priority action.", False),
    ("Not one of these weaknesses is an area for priority action.", False),
    ("Inspectors never identified an area for priority action.", False),
    ("This is an area for improvement rather than an area for priority action.", False),
    ("This is no longer an area for priority action.", False),
    ("This is not an area for priority action.", False),
    ("The response to neglect would have been an area for priority action had leaders not acted.", False),
    ("Without these changes, there would be an area for priority action.", False),
    ("Is there an area for priority action in this service?", False),
    ("The local authority asked whether there is an area for priority action.", False),
    ("Leaders told inspectors that there is an area for priority action.", None),
    ("The chief executive reported that inspectors identified an area for priority action.", None),
    ("Both this visit and the last inspection identified an area for priority action.", None),
    ("It is almost an area for priority action.", False),
    ("Not only practice but management oversight is an area for priority action.", True),
    ("Although it is not new, management oversight is an area for priority action.", True),
    ("Inspectors identified two areas for priority action and did not see any improvement.", True),
    ("None of these children has a plan, and this is an area for priority action.", True),
    ("Neither team sees children alone: this is an area for priority action.", True),
    ("Nobody in the service thinks that inspectors identified an area for priority action.", None),
    ("The council disputes that this is an area for priority action.", None),
    ("The response to neglect is an area for priority action.", True),
    ("Inspectors identified areas for priority action.", True),
    ("We have identified areas for priority action in relation to unregistered homes.", True),
    ("This letter sets out one area for priority action.", None),
    ("There is one area requiring priority action.", None),
    ("An area for priority action is therefore made.", None),
    ("We have notified the department of the areas for priority action.", None),
    ("The council must submit a plan that responds to the areas for priority action.", None),
    ("Inspectors are issuing an area for priority action.", None),
    ("Progress against the area for priority action has been slow.", False),
    ("The local area has made insufficient progress against two of the areas for priority action.", False),
    ("The actions set out in the plan for the area for priority action are completed.", False),
    ("The local authority has responded well to its areas for priority action.", False),
    ("Leaders have addressed the area for priority action identified at the last inspection.", False),
    ("Inspectors were satisfied that there are no areas for priority action.", False),
    ("Inspectors were pleased to find no areas for priority action.", False),
    ("If there are areas for priority action, the council must submit a plan.", False),
    ("The joint targeted area inspection sets out an area for priority action.", False),
    ("Inspectors identified one area for priority action: the response to neglect.", True),
    ("Inspectors identified an area for priority action because no child is seen alone.", True),
]


def answer(sections: list[Section], plain: str) -> bool | None:
    try:
        return names_areas_for_priority_action(sections, plain)
    except PriorityActionUnclear:
        return None


@pytest.mark.parametrize(("sentence", "named"), UNDER_THE_HEADING)
def test_a_sentence_under_the_heading(sentence: str, named: bool | None) -> None:
    heading = "Areas for priority action"
    assert answer([Section(heading, sentence)], f"{heading}\n\n{sentence}") is named


@pytest.mark.parametrize(("sentence", "named"), IN_RUNNING_TEXT)
def test_a_sentence_of_running_text(sentence: str, named: bool | None) -> None:
    assert answer([], sentence) is named
