"""The numbered lists of single-framework reports: headings alike inside them, and digits that point to footnotes."""

import pytest

from ofsted_watch.demo_site.printing.sheet import Bullets, Heading, NextPage, Numbered, Para
from tests.extraction.fields.test_improvements import FINDINGS, LOOKED_AFTER, PROSE, SIF, Press, press

__all__ = ["press"]

MISSING = "Ensure that every child who goes missing is interviewed within three days."
ASSESS = "Improve the quality of assessments, so that they take account of history."
OVERSEE = "Strengthen the oversight of managers by regular supervision."
REVIEW = "Review all care leavers’ pathway plans."


@pytest.mark.parametrize("heading", ["Areas for improvement", "Recommendations", "Priority and immediate action"])
def test_headings_printed_like_the_lists_own_part_it(press: Press, heading: str) -> None:
    letter = press.letter(
        SIF,
        Heading(heading),
        Heading("Leadership, management and governance"),
        Numbered((MISSING,), first=14),
        Heading("Quality of practice"),
        Numbered((ASSESS, OVERSEE), first=15),
        Heading("Care leavers"),
        Numbered((REVIEW,), first=17),
        Heading("Information about this inspection", size=16),
    )
    assert [(item.number, item.text) for item in letter.improvements] == [
        ("14", MISSING),
        ("15", ASSESS),
        ("16", OVERSEE),
        ("17", REVIEW),
    ]


@pytest.mark.parametrize(
    "section",
    [
        "Key strengths",
        "The local authority’s strengths",
        "Progress since the last inspection",
        "Inspection findings – the Local Safeguarding Children Board",
        "Summary for children and young people",
        "The experiences and progress of children who need help and protection",
        "Children’s services in Thornmere are good",
    ],
)
def test_a_section_whose_paragraphs_go_on_with_the_numbers_ends_the_list(press: Press, section: str) -> None:
    blocks = (Heading("Areas for improvement"), Numbered((MISSING, ASSESS), first=14), Heading(section))
    assert press.asked(SIF, *blocks, Numbered(("The council is quick.",), first=16)) == [MISSING, ASSESS]


def test_a_heading_above_other_numbers_ends_the_list(press: Press) -> None:
    blocks = (Heading("Recommendations"), Numbered((MISSING, ASSESS)), Heading("Early help"))
    assert press.asked(SIF, *blocks, Numbered(("Children get help early.",), first=1)) == [MISSING, ASSESS]


def test_the_board_s_list_may_be_parted_too(press: Press) -> None:
    letter = press.letter(
        SIF,
        Heading("Recommendations"),
        Numbered((MISSING,)),
        Heading("The Local Safeguarding Children Board (LSCB)", size=16),
        Para(PROSE.text),
        Heading("Recommendations"),
        Heading("Training"),
        Numbered((ASSESS,), first=90),
        Heading("Scrutiny"),
        Numbered((OVERSEE,), first=91),
        Heading("Inspection findings – the Local Safeguarding Children Board"),
        Numbered(("The Board is slow.",), first=92),
    )
    assert [(item.number, item.addressee) for item in letter.improvements] == [("1", None), ("90", "lscb"), ("91", "lscb")]


def test_when_an_action_is_due_is_no_section_of_its_own(press: Press) -> None:
    blocks = (
        Heading("Areas for improvement"),
        Heading("Immediately:"),
        Bullets((MISSING,)),
        Heading("Within three months:"),
        Bullets((ASSESS,)),
        Heading("Outcomes for looked after children"),
    )
    assert press.asked(LOOKED_AFTER, *blocks) == [MISSING, ASSESS]


def test_digits_that_point_to_footnotes_are_left_out_behind_words_abbreviations_and_stops(press: Press) -> None:
    items = (
        "See all children2 who go missing.",
        "Use the CAF3 and the multi-agency safeguarding hub (MASH)4 better.",
        "Raise the take-up of health checks.5",
        "Raise the results of children at KS4.",
    )
    notes = ("2 Anybody under 18.", "3 An assessment.", "4. A hub.", "5 As the Department asks.")
    blocks = (Heading("Recommendations"), Numbered(items), *(Para(note, size=9) for note in notes), NextPage(), FINDINGS)
    assert press.asked(SIF, *blocks) == [
        "See all children who go missing.",
        "Use the CAF and the multi-agency safeguarding hub (MASH) better.",
        "Raise the take-up of health checks.",
        "Raise the results of children at KS4.",
    ]
