"""Lists of what a letter asks for, printed by two presses (with and without tags) in the ways that were seen to break them."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from ofsted_watch.demo_site.letters import print_bound, print_letter
from ofsted_watch.demo_site.printing import fpdf_press, reportlab_press
from ofsted_watch.demo_site.printing.sheet import (
    Block,
    Bullets,
    Cell,
    Down,
    Heading,
    Lines,
    NextPage,
    Numbered,
    Para,
    Sheet,
    Table,
)
from ofsted_watch.demo_site.story_writing import board_review, sif
from ofsted_watch.domain.findings import Improvement
from ofsted_watch.domain.model import Letter
from ofsted_watch.extraction.fields.improvements import ListForm, with_improvements
from ofsted_watch.extraction.pdf import read_text

VISIT = ListForm()
SIF = ListForm(numbered=True, subheadings=True, to_board=True)
LOOKED_AFTER = ListForm(subheadings=True)
JTAI = ListForm(subheadings=True, subheadings_alike=True, names_party=True)
SEND = ListForm(tables=True)

TO_IMPROVE = Heading("What needs to improve in this area of social work practice?", size=12)
FINDINGS = Heading("Main findings", size=12)
PROSE = Para(
    "Children in Thornmere see their social workers often, and their views are written down. Leaders know what works well and "
    "what does not. They read children’s records, and they ask parents, carers and partners what has changed for the better."
)
VISITS = "The timeliness of visits to children who wait for a first assessment, and what is written down after each of them."
PLANS = "The quality of plans."
OVERSIGHT = "Management oversight, so that decisions are recorded and children do not wait without a reason that they are told."

PRESSES = {"tagged": reportlab_press.print_sheet, "untagged": fpdf_press.print_sheet}


@dataclass(frozen=True)
class Press:
    """A way to print a sheet, and to read it back as a kind of letter does."""

    name: str

    def letter(self, form: ListForm, *blocks: Block, **sheet: Any) -> Letter:
        printed = PRESSES[self.name](Sheet("A letter", (PROSE, *blocks), **sheet))
        return with_improvements(form)(read_text(printed), Letter("letter.pdf", "0" * 64, 1, "focused_visit"))

    def asked(self, form: ListForm, *blocks: Block, **sheet: Any) -> list[str]:
        return [item.text for item in self.letter(form, *blocks, **sheet).improvements]


@pytest.fixture(params=PRESSES)
def press(request: pytest.FixtureRequest) -> Press:
    return Press(request.param)


def places(letter: Letter) -> list[tuple[int, str | None, str]]:
    return [(item.page, item.number, str(item.kind)) for item in letter.improvements]


def addressees(items: tuple[Improvement, ...]) -> list[str | None]:
    return [item.addressee for item in items]


def test_a_list_is_read_whole_across_a_page_break_a_footnote_and_the_letterhead(press: Press) -> None:
    letter = press.letter(
        VISIT,
        Down(675),
        TO_IMPROVE,
        Bullets((PLANS, VISITS, OVERSIGHT)),
        FINDINGS,
        Bullets(("Plans are mostly good.",)),
        notes=("1 The areas for improvement refer to the national framework, which", "sets out what help should achieve."),
        letterhead=("Ofsted", "1 Invented Way", "Nowhere", "T 0300 000 0000"),
    )
    assert [item.text for item in letter.improvements] == [PLANS, VISITS, OVERSIGHT]
    assert [item.page for item in letter.improvements] == [1, 1, 2]
    assert letter.improvements_heading == TO_IMPROVE.text


def test_an_item_that_begins_on_a_page_and_ends_on_the_next_is_on_the_first(press: Press) -> None:
    letter = press.letter(VISIT, Down(700), TO_IMPROVE, Bullets((VISITS,)), FINDINGS, letterhead=("Ofsted", "Nowhere"))
    assert [(item.page, item.text) for item in letter.improvements] == [(1, VISITS)]


def test_a_letterhead_in_the_size_of_the_text_is_no_part_of_an_item(press: Press) -> None:
    office = Lines(("Ofsted", "Piccadilly Gate", "T 0300 123 1231", "enquiries@ofsted.gov.uk"))
    assert press.asked(VISIT, TO_IMPROVE, Bullets((PLANS,)), Down(600), office, NextPage(), Bullets((OVERSIGHT,)), FINDINGS) == [
        PLANS,
        OVERSIGHT,
    ]


def test_the_theme_before_the_list_and_the_strengths_after_it_are_not_taken(press: Press) -> None:
    blocks = (
        Para("This visit looked at:"),
        Bullets(("the front door", "areas for improvement of the last visit")),
        TO_IMPROVE,
        Bullets((PLANS,)),
        Heading("Strengths", size=12),
        Bullets(("Leaders know their services well.",)),
    )
    assert press.asked(VISIT, *blocks) == [PLANS]


def test_words_of_a_heading_in_running_text_open_no_list(press: Press) -> None:
    assert press.asked(VISIT, Para("Leaders know their strengths and areas for improvement. They act on both."), FINDINGS) == []


@pytest.mark.parametrize("printed", ["What needs to improve?1", "What needs to improve?"])
def test_the_heading_is_given_without_its_footnote_digit(press: Press, printed: str) -> None:
    letter = press.letter(VISIT, Heading(printed), Bullets((PLANS,)), FINDINGS, NextPage(), notes=("1 A note.",))
    assert letter.improvements_heading == "What needs to improve?"


def test_a_heading_over_two_lines_is_one(press: Press) -> None:
    letter = press.letter(VISIT, Heading(TO_IMPROVE.text, size=18), Bullets((PLANS,)), FINDINGS)
    assert (letter.improvements_heading, [item.text for item in letter.improvements]) == (TO_IMPROVE.text, [PLANS])


def test_a_digit_that_points_to_a_footnote_of_the_page_is_left_out_and_any_other_stays(press: Press) -> None:
    items = Bullets(("Health checks for all children2 in care.", "Results at keystage4 and later."))
    notes = ("2 In Thornmere, children choose their own name for this.",)
    assert press.asked(VISIT, TO_IMPROVE, items, FINDINGS, NextPage(), PROSE, notes=notes) == [
        "Health checks for all children in care.",
        "Results at keystage4 and later.",
    ]


def test_a_word_split_at_a_line_end_is_repaired_and_a_true_hyphen_stays(press: Press) -> None:
    item = (
        "The arrangements for multi-agency decision-making and the recommissioning of accommodation for unaccompanied children."
    )
    assert press.asked(VISIT, TO_IMPROVE, Bullets((item,) * 3), FINDINGS, hyphenate=True) == [item] * 3


@pytest.mark.parametrize("sign", ["–", "•", "-"])
def test_a_list_inside_an_item_is_joined_to_it_without_its_marks(press: Press, sign: str) -> None:
    inside = Bullets(("visits on time,", "plans that a child can read."), inset=18, sign=sign)
    assert press.asked(VISIT, TO_IMPROVE, Bullets(("Practice, so that it has:",)), inside, Bullets((PLANS,)), FINDINGS) == [
        "Practice, so that it has: visits on time, plans that a child can read.",
        PLANS,
    ]


def test_an_empty_bullet_is_no_item(press: Press) -> None:
    assert press.asked(VISIT, TO_IMPROVE, Bullets((PLANS, "", OVERSIGHT)), FINDINGS) == [PLANS, OVERSIGHT]


def test_short_items_in_lower_case_without_stops_stay_apart(press: Press) -> None:
    items = ("caseloads", "the pace of change", "supervision")
    assert press.asked(VISIT, TO_IMPROVE, Bullets(items), FINDINGS) == list(items)


def test_a_paragraph_between_bullets_neither_is_an_item_nor_ends_the_list(press: Press) -> None:
    between = Para("Since the visit, leaders have begun to act on what inspectors told them about supervision.")
    assert press.asked(VISIT, TO_IMPROVE, Bullets((PLANS,)), between, Bullets((OVERSIGHT,)), FINDINGS) == [PLANS, OVERSIGHT]


def test_dashes_are_marks_where_a_list_has_no_bullets(press: Press) -> None:
    assert press.asked(VISIT, TO_IMPROVE, Bullets((PLANS, VISITS), sign="-"), FINDINGS) == [PLANS, VISITS]


def test_sentences_are_items_where_a_list_has_no_marks(press: Press) -> None:
    sentence = "What inspectors asked for in February 2020 still needs to improve."
    assert press.asked(VISIT, TO_IMPROVE, Para(sentence), FINDINGS) == [sentence]
    assert press.asked(VISIT, TO_IMPROVE, Para(sentence), Para("Yours sincerely"), Para("Amara Nwosu")) == [sentence]


@pytest.mark.parametrize(
    "leave",
    [
        "Ofsted will take the findings from this focused visit into account when planning the next inspection or visit.",
        "I am copying this letter to the Department for Education.",
        "Thank you for the help that you gave to inspectors.",
    ],
)
def test_how_a_letter_takes_its_leave_is_no_item(press: Press, leave: str) -> None:
    assert press.asked(VISIT, FINDINGS, TO_IMPROVE, Para(PLANS), Para(OVERSIGHT), Para(leave)) == [PLANS, OVERSIGHT]
    assert press.asked(VISIT, FINDINGS, TO_IMPROVE, Bullets((PLANS,)), Para(leave)) == [PLANS]


def test_headings_printed_like_the_text_open_and_end_lists(press: Press) -> None:
    blocks = (
        Para("Areas for priority action"),
        Para("Leaders should act swiftly on:"),
        Bullets((VISITS,)),
        Para("What needs to improve"),
        Bullets((PLANS,)),
        Para("Main findings"),
        Bullets(("Leaders know their services well.",)),
    )
    letter = press.letter(VISIT, *blocks)
    assert [(str(item.kind), item.text) for item in letter.improvements] == [("priority_action", VISITS), ("improvement", PLANS)]


def test_a_plain_heading_right_above_bullets_opens_a_list(press: Press) -> None:
    assert press.asked(VISIT, Heading("Overview", size=12), Para("What needs to improve"), Bullets((PLANS,)), FINDINGS) == [PLANS]


def test_a_footnote_digit_below_the_heading_does_not_end_the_list(press: Press) -> None:
    assert press.asked(VISIT, TO_IMPROVE, Para("1", size=12, bold=True, gap=0), Bullets((PLANS,)), FINDINGS) == [PLANS]


def test_a_list_in_smaller_print_than_the_text_is_read(press: Press) -> None:
    large = Para(PROSE.text, size=15)
    assert press.asked(VISIT, large, large, large, large, TO_IMPROVE, Bullets((VISITS,)), FINDINGS) == [VISITS]


def test_a_denied_list_of_improvements_has_no_heading(press: Press) -> None:
    letter = press.letter(SIF, Heading("Recommendations"), Para("There are no recommendations."), FINDINGS)
    assert (letter.improvements, letter.improvements_heading) == ((), None)


def test_a_sentence_above_the_bullets_leads_in(press: Press) -> None:
    letter = press.letter(
        VISIT,
        Heading("Area for priority action", size=12),
        Para("The local authority needs to act swiftly on the delays in finding permanent homes, including:"),
        Bullets(("the use of the pre-proceedings stage", "the pace of adoption.")),
        TO_IMPROVE,
        Bullets((PLANS,)),
        FINDINGS,
    )
    assert [(str(item.kind), item.text) for item in letter.improvements] == [
        ("priority_action", "the use of the pre-proceedings stage"),
        ("priority_action", "the pace of adoption."),
        ("improvement", PLANS),
    ]
    assert letter.improvements_heading == TO_IMPROVE.text


@pytest.mark.parametrize(
    "denied",
    [
        "There are no areas for priority action.",
        "There are no priority actions.",
        "None.",
        "There were none.",
        "Inspectors found no areas for priority action during this visit.",
        "This visit has not resulted in any areas for priority action.",
        "No area of practice was found that needs priority action.",
    ],
)
def test_a_list_that_is_denied_is_empty(press: Press, denied: str) -> None:
    letter = press.letter(VISIT, Heading("Areas for priority action", size=12), Para(denied), TO_IMPROVE, Bullets((PLANS,)))
    assert [item.text for item in letter.improvements] == [PLANS]


@pytest.mark.parametrize(
    "denied",
    [
        "No areas for improvement were identified at this visit.",
        "Inspectors did not identify any areas for improvement.",
        "There are no recommendations.",
        "Nothing that was seen at this visit requires improvement.",
    ],
)
def test_a_list_of_improvements_that_is_denied_is_empty(press: Press, denied: str) -> None:
    assert press.asked(VISIT, TO_IMPROVE, Para(denied), FINDINGS) == []


def test_an_item_that_says_what_is_missing_denies_nothing(press: Press) -> None:
    missing = "None of the children in unregistered homes had been visited by a manager."
    assert press.asked(VISIT, Heading("Area for priority action", size=12), Bullets((missing,)), FINDINGS) == [missing]
    assert press.asked(VISIT, TO_IMPROVE, Bullets((missing,)), FINDINGS) == [missing]


@pytest.mark.parametrize(
    "heading",
    [
        "Areas that need to improve",
        "Area of practice that needs to improve",
        "What the local authority needs to improve",
        "What needs improving?",
        "Priorities for improvement",
        "Areas of practice needing improvement",
        "Areas to improve",
        "Areas for development",
        "What must improve?",
        "What needs to be better",
        "Improvements needed",
    ],
)
def test_headings_of_lists_vary(press: Press, heading: str) -> None:
    assert press.asked(VISIT, Heading(heading, size=12), Bullets((VISITS, PLANS)), FINDINGS) == [VISITS, PLANS]


@pytest.mark.parametrize("heading", ["Areas for improvement at the last visit", "Areas for priority action at the last visit"])
def test_a_list_of_an_earlier_visit_is_not_taken(press: Press, heading: str) -> None:
    letter = press.letter(VISIT, Heading(heading, size=12), Bullets((OVERSIGHT,)), TO_IMPROVE, Bullets((PLANS,)), FINDINGS)
    assert [item.text for item in letter.improvements] == [PLANS]


@pytest.mark.parametrize("sign", ["–", "*", "o"])
def test_a_lost_bullet_is_a_mark_where_a_list_has_no_other(press: Press, sign: str) -> None:
    assert press.asked(VISIT, TO_IMPROVE, Bullets((VISITS, PLANS), sign=sign), FINDINGS) == [VISITS, PLANS]


@pytest.mark.parametrize("marks", [("a)", "b)"), ("(a)", "(b)"), ("i.", "ii."), ("(i)", "(ii)")])
def test_letters_are_marks_where_a_list_has_no_other(press: Press, marks: tuple[str, str]) -> None:
    blocks = [Para(f"{mark} {text}") for mark, text in zip(marks, (VISITS, PLANS), strict=True)]
    assert press.asked(VISIT, TO_IMPROVE, *blocks, FINDINGS) == [VISITS, PLANS]


def test_a_letter_alone_is_no_mark(press: Press) -> None:
    assert press.asked(VISIT, TO_IMPROVE, Para("(a) and (b) of the plan of 2020, and all that follows from both."), FINDINGS) == [
        "(a) and (b) of the plan of 2020, and all that follows from both."
    ]


def test_a_bullet_in_bold_goes_on_in_bold(press: Press) -> None:
    bold = (Para(f"• {VISITS}", bold=True), Para(f"• {PLANS}", bold=True))
    assert press.asked(VISIT, TO_IMPROVE, *bold, Heading("Main findings", size=14)) == [VISITS, PLANS]


def test_lesser_headings_right_below_the_lists_own_part_it(press: Press) -> None:
    blocks = (
        Heading(TO_IMPROVE.text, size=14),
        Heading("For children in care", size=12.5),
        Bullets((PLANS,)),
        Heading("For care leavers", size=12.5),
        Bullets((VISITS,)),
    )
    assert press.asked(VISIT, *blocks, Heading("Main findings", size=14), Bullets(("All is well.",))) == [PLANS, VISITS]
    assert press.asked(VISIT, *blocks, Heading("Strengths", size=12.5), Bullets(("All is well.",))) == [PLANS, VISITS]


def test_a_dash_may_stick_to_its_item(press: Press) -> None:
    assert press.asked(VISIT, TO_IMPROVE, Para(f"-{VISITS}"), Para(f"-{PLANS}"), FINDINGS) == [VISITS, PLANS]


def test_dashes_inside_an_item_need_no_stops_between_them(press: Press) -> None:
    inside = Bullets(("those who live far away", "those in custody"), inset=20, sign="–")
    asked = press.asked(VISIT, TO_IMPROVE, Bullets(("Help for care leavers, above all:",)), inside, Bullets((PLANS,)), FINDINGS)
    assert asked == ["Help for care leavers, above all: those who live far away those in custody", PLANS]


def test_a_heading_at_the_end_of_a_paragraph_may_be_broken_between_two_lines(press: Press) -> None:
    paragraph = "Children who need help get it at the right time from workers who know them and stay with them."
    for words in (paragraph, f"In Thornmere, {paragraph}", f"In all of Thornmere, {paragraph}"):
        assert press.asked(VISIT, Para(f"{words} What needs to improve?"), Bullets((VISITS, PLANS)), FINDINGS) == [VISITS, PLANS]


def test_a_heading_with_nothing_under_it_leaves_the_list_empty_and_is_given(press: Press) -> None:
    letter = press.letter(VISIT, TO_IMPROVE, FINDINGS, Bullets((PLANS,)))
    assert (letter.improvements, letter.improvements_heading) == ((), TO_IMPROVE.text)


def test_a_letter_without_a_list_has_neither_items_nor_heading(press: Press) -> None:
    letter = press.letter(VISIT, FINDINGS, Bullets((PLANS,)))
    assert (letter.improvements, letter.improvements_heading) == ((), None)


def test_a_sif_report_numbers_on_from_its_paragraphs_and_asks_the_authority_and_then_the_board(press: Press) -> None:
    letter = press.letter(
        SIF,
        Numbered(("Services are adequate.",), first=23),
        Heading("What does the local authority need to improve?", size=16),
        Heading("Priority and immediate action", size=12, level=3),
        Heading("Care leavers", size=12, level=4, bold=False),
        Numbered(("Give every care leaver a plan.",), first=24),
        Heading("Areas for improvement:", size=12, level=3),
        Heading("Quality of practice", size=12, level=4, bold=False),
        Numbered((VISITS, "Improve plans by:"), first=25),
        Bullets(("writing them plainly,", "and sharing them."), inset=28),
        Heading("Information about this inspection", size=16),
        Numbered(("Inspectors read records.",), first=27),
        Heading("The effectiveness of the Local Safeguarding Children Board", size=16),
        Heading("Priority actions", size=12, level=3),
        Numbered(("There are no areas for priority or immediate action.",), first=40),
        Heading("Areas for improvement", size=12, level=3),
        Numbered((OVERSIGHT, PLANS), first=41),
        Heading("Key strengths and weaknesses of the LSCB", size=12, level=3),
        Numbered(("The Board meets often.",), first=43),
    )
    assert [(item.number, str(item.kind), item.addressee, item.text) for item in letter.improvements] == [
        ("24", "priority_action", None, "Give every care leaver a plan."),
        ("25", "improvement", None, VISITS),
        ("26", "improvement", None, "Improve plans by: writing them plainly, and sharing them."),
        ("41", "improvement", "lscb", OVERSIGHT),
        ("42", "improvement", "lscb", PLANS),
    ]


def test_a_lesser_heading_of_another_section_ends_the_recommendations(press: Press) -> None:
    letter = press.letter(
        SIF,
        Heading("Recommendations", size=16),
        Numbered((PLANS, VISITS)),
        Heading("Inspection findings – the Local Safeguarding Children Board", size=12),
        Numbered(("The Board is slow.",), first=3),
    )
    assert places(letter) == [(1, "1", "recommendation"), (1, "2", "recommendation")]


def test_what_a_second_report_bound_into_the_file_asks_for_is_not_taken() -> None:
    inspected = sif("Oxmarsh", date(2014, 7, 4), "gggrog", date(2014, 8, 29))
    reviewed = board_review("Brackenmoor", date(2015, 5, 8), "r", date(2015, 6, 30))
    letter = Letter("letter.pdf", "0" * 64, 1, "sif_inspection")
    read = with_improvements(replace(SIF, is_report=True))(read_text(print_bound(inspected, reviewed)), letter)
    assert read.improvements == with_improvements(SIF)(read_text(print_letter(inspected)), letter).improvements
    assert [item.number for item in read.improvements] == ["1", "2", "3", "4", "5", "6"]


def test_recommendations_in_a_table_of_contents_are_no_list(press: Press) -> None:
    rows = tuple((Cell(chapter), Cell(str(page))) for page, chapter in enumerate(("Summary", "Recommendations", "Findings"), 3))
    contents = (
        Heading("Contents", size=26, bold=False),
        Heading("Recommendations", size=14),
        Table((400, 40), rows, ruled=False),
    )
    assert press.asked(SIF, *contents, NextPage(), PROSE, Heading("Recommendations"), Numbered((PLANS,)), FINDINGS) == [PLANS]


def test_a_looked_after_report_parts_its_bullets_by_when_they_are_due(press: Press) -> None:
    letter = press.letter(
        LOOKED_AFTER,
        Heading("Areas for improvement", size=14),
        Numbered(("To improve services, the council should take the following action.",), first=22),
        Heading("Immediately:", size=12, level=3),
        Bullets(("improve supervision", "hear the child.")),
        NextPage(),
        Heading("Within three months:", size=12, level=3),
        Bullets(("review all plans.",)),
        Heading("Outcomes for looked after children", size=18),
        Numbered(("Outcomes are adequate.",), first=23),
    )
    assert [(item.page, item.number, item.text) for item in letter.improvements] == [
        (1, None, "improve supervision"),
        (1, None, "hear the child."),
        (2, None, "review all plans."),
    ]


def test_a_joint_inspection_has_headings_alike_in_its_list_and_a_case_study_after_it(press: Press) -> None:
    blocks = (
        Heading("Areas for improvement", size=12),
        Heading("Leadership", size=12),
        Bullets((PLANS,)),
        Heading("The Local Safeguarding Children Board", size=12),
        Bullets((VISITS,)),
        Heading("Case study: areas for improvement", size=12),
        Bullets(("A child waited for a month.",)),
        Heading("Next steps", size=12),
    )
    letter = press.letter(JTAI, *blocks)
    assert [item.text for item in letter.improvements] == [PLANS, VISITS]
    assert addressees(letter.improvements) == [None, None]


def test_a_joint_inspection_may_print_paragraphs_for_items(press: Press) -> None:
    paragraphs = (Para("Leaders should:"), Para(VISITS), Para(PLANS), Para(OVERSIGHT))
    blocks = (Heading("Areas for improvement", size=14), *paragraphs, Heading("Next steps", size=14))
    assert press.asked(JTAI, *blocks) == [VISITS, PLANS, OVERSIGHT]


def test_a_paragraph_above_the_first_heading_inside_a_joint_inspection_s_list_leads_in(press: Press) -> None:
    blocks = (
        Heading("Areas for improvement", size=14),
        Para("Partners know most of these areas."),
        Heading("Leadership", size=12),
    )
    assert press.asked(JTAI, *blocks, Bullets((PLANS,)), Heading("Next steps", size=14)) == [PLANS]


def test_a_joint_inspection_names_the_partner_that_must_act(press: Press) -> None:
    action = "An area for priority action has been identified in relation to the Thornmere Police: the backlog of notifications."
    letter = press.letter(JTAI, Heading("Areas for priority action", size=12), Para(action), Heading("Strengths", size=12))
    assert [(item.text, item.addressee) for item in letter.improvements] == [(action, "Thornmere Police")]


@pytest.mark.parametrize(
    ("heading", "body"),
    [
        ("Area for priority action for Thornmere Constabulary", "Thornmere Constabulary"),
        ("Areas for priority action: Thornmere Council and NHS Thornmere", "Thornmere Council and NHS Thornmere"),
        ("Area for priority action – health", "health"),
        ("Areas for improvement for the Probation Service", "Probation Service"),
        ("Areas for improvement: leadership", None),
    ],
)
def test_a_heading_may_name_the_partner_that_must_act(press: Press, heading: str, body: str | None) -> None:
    letter = press.letter(JTAI, Heading(heading, size=12), Bullets((VISITS,)), Heading("Strengths", size=12))
    expected = [(VISITS, body)] if body else []
    assert [(item.text, item.addressee) for item in letter.improvements] == expected


BODY = "Thornmere Council and the health board"


def test_an_area_send_report_prints_a_table_with_the_responsible_body(press: Press) -> None:
    table = Table(
        (160, 320),
        (
            (Cell("Responsible body", bold=True), Cell("Areas for priority action", bold=True)),
            (Cell(BODY), Cell(VISITS)),
            (Cell(BODY), Cell("Leaders should improve plans. This includes:", bullets=("their pace", "their quality."))),
        ),
        header=True,
    )
    improve = Table((480,), ((Cell("Areas for improvement", bold=True),), (Cell(PLANS),), (Cell(OVERSIGHT),)), header=True)
    letter = press.letter(
        SEND,
        Heading("Areas for priority action"),
        table,
        Heading("Areas for improvement"),
        improve,
        Heading("Local area partnership details"),
        Table((240, 240), ((Cell("Local authority"), Cell("Health board")), (Cell("Thornmere Council"), Cell("NHS Thornmere")))),
        margin=57,
    )
    assert [(str(item.kind), item.addressee, item.text) for item in letter.improvements] == [
        ("priority_action", BODY, VISITS),
        ("priority_action", BODY, "Leaders should improve plans. This includes: their pace their quality."),
        ("improvement", None, PLANS),
        ("improvement", None, OVERSIGHT),
    ]
    assert letter.improvements_heading == "Areas for improvement"


@pytest.mark.parametrize("is_body_first", [True, False])
def test_the_head_of_a_tables_columns_is_no_row_and_says_which_column_names_the_body(press: Press, is_body_first: bool) -> None:
    rows = [("Responsible body", "Areas for improvement"), (BODY, VISITS), (BODY, PLANS)]
    widths = (160.0, 320.0) if is_body_first else (320.0, 160.0)
    ordered = [row if is_body_first else row[::-1] for row in rows]
    table = Table(widths, tuple(tuple(Cell(text) for text in row) for row in ordered), header=True)
    letter = press.letter(SEND, Heading("Areas for improvement"), table, margin=57)
    assert [(item.addressee, item.text) for item in letter.improvements] == [(BODY, VISITS), (BODY, PLANS)]


def test_a_row_that_a_page_break_cuts_in_two_is_one(press: Press) -> None:
    first, rest = "Leaders should act together so that children", "wait less. They should say by when."
    second, bullets = "Leaders should improve practice. This includes:", ("visits.", "plans.")
    letter = press.letter(
        SEND,
        Heading("Areas for improvement"),
        Table((480,), ((Cell(PLANS),), (Cell(first),))),
        NextPage(),
        Table((480,), ((Cell(rest),), (Cell(second, bullets=bullets[:1]),))),
        NextPage(),
        Table((480,), ((Cell("", bullets=bullets[1:]),), (Cell(OVERSIGHT),))),
        Heading("Local area partnership details"),
        margin=57,
    )
    assert [(item.page, item.text) for item in letter.improvements] == [
        (1, PLANS),
        (1, f"{first} {rest}"),
        (2, f"{second} visits. plans."),
        (3, OVERSIGHT),
    ]


def test_rows_may_be_numbered_in_a_column_of_their_own(press: Press) -> None:
    rows = ((Cell("1."), Cell(VISITS)), (Cell("2."), Cell(OVERSIGHT)))
    letter = press.letter(SEND, Heading("Areas for improvement"), Table((30, 450), rows), Heading("Inspection team"), margin=57)
    assert [(item.number, item.text) for item in letter.improvements] == [("1", VISITS), ("2", OVERSIGHT)]


def test_a_cell_that_is_a_list_of_bullets_holds_an_item_in_each(press: Press) -> None:
    table = Table((480,), ((Cell("", bullets=(VISITS, PLANS)),),))
    assert press.asked(SEND, Heading("Areas for improvement"), table, Heading("Inspection team"), margin=57) == [VISITS, PLANS]
