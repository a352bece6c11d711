"""A letter's date, subject line, headings and sections, and whether it names areas for priority action."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_watch.domain.model import Section
from ofsted_watch.errors import DatesNotRead
from ofsted_watch.extraction.fields.priority_action import names_areas_for_priority_action
from ofsted_watch.extraction.fields.sections import sections_of
from ofsted_watch.extraction.fields.subject_line import letter_date, misprinted_date, opening, subject
from tests.extraction.letter_kinds.visits_by_hand import HEAD, At, Bullet, Head, focused, letter_of, visit_letter

TEXT = st.lists(st.sampled_from(("Leadership", "of", "the", "front", "door", "Help", "and", "care")), min_size=2, max_size=6)


@given(st.lists(TEXT.map(" ".join), min_size=1, max_size=6))
def test_headings_come_out_in_order_each_with_the_text_under_it(headings: list[str]) -> None:
    parts = [part for place, heading in enumerate(headings) for part in (Head(heading), f"Text {place}.", Bullet("More."))]
    found = sections_of(focused(*parts))
    assert [section.heading for section in found] == headings
    assert [section.text for section in found] == [f"Text {place}.\n\n• More." for place in range(len(headings))]


def test_the_subject_and_the_signature_are_no_headings() -> None:
    letter = visit_letter(
        "Focused visit to Thornmere", "This letter says.", Head("Main findings"), signed=("Yours sincerely", Head("Ann Lee"))
    )
    assert [section.heading for section in sections_of(letter)] == ["Main findings"]


def test_marks_of_pasted_text_are_taken_off_headings() -> None:
    assert [section.heading for section in sections_of(focused(Head("**Overview**"), "Text.", Head("## Findings")))] == [
        "Overview",
        "Findings",
    ]


def test_a_tables_header_row_is_no_heading() -> None:
    letter = focused(Head("Areas for improvement"), Head("Responsible body", tag="TH"), "The partnership.")
    assert [section.heading for section in sections_of(letter)] == ["Areas for improvement"]


def test_a_reports_title_dates_and_grades_and_its_contents_are_no_headings() -> None:
    report = letter_of(
        Head("Inspection of Thornmere local authority children’s services"),
        "Inspection dates: 2 to 13 December 2024",
        Head("Lead inspector: Ann Lee"),
        Head("Judgement"),
        Head("Grade"),
        "The impact of leaders on social work practice",
        Head("Requires improvement to be good"),
        Head("Contents"),
        Head("What needs to improve? 3"),
        Head("What needs to improve?"),
        "Plans for children in need are late. " * 6,
        Head("Information about this area2"),
        Head("Good"),
    )
    assert [section.heading for section in sections_of(report)] == [
        "Contents",
        "What needs to improve?",
        "Information about this area",
    ]


def test_a_usual_heading_counts_though_it_is_printed_like_the_text() -> None:
    assert [section.heading for section in sections_of(focused("Main findings", "Children are safe."))] == ["Main findings"]


def test_a_letter_whose_headings_are_printed_like_its_text_is_parted_by_its_short_lines() -> None:
    body = (
        "This letter says so.",
        "1. Help for families",
        "Children are safe.",
        "The lack of a plan",
        "It was late:",
        "so was this",
    )
    letter = letter_of(*HEAD, "Focused visit to Thornmere children’s services", *body)
    assert [section.heading for section in sections_of(letter)] == ["1. Help for families", "The lack of a plan"]


def test_a_subject_without_dear_is_the_first_pages_heading() -> None:
    parts = (Head("Monitoring visit to Thornmere children’s services"), "This letter says so.", Head("Findings"))
    letter = letter_of("15 November 2022", *parts)
    assert subject(letter) == "Monitoring visit to Thornmere children’s services"
    assert opening(letter) == "This letter says so."
    assert letter_date(letter) == date(2022, 11, 15)


def test_a_subject_over_two_lines_is_one_title() -> None:
    letter = letter_of(
        *HEAD, Head("Joint targeted area inspection of the London Borough of"), Head("Thornhithe"), "This inspection took place."
    )
    assert subject(letter) == "Joint targeted area inspection of the London Borough of Thornhithe"


def test_the_heading_after_the_subject_is_not_part_of_it() -> None:
    letter = letter_of(*HEAD, Head("Focused visit to Thornmere children’s services"), Head("Headline findings"), "Text.")
    assert subject(letter) == "Focused visit to Thornmere children’s services"


def test_a_name_split_at_its_hyphen_and_a_footnote_digit_are_repaired_in_the_subject() -> None:
    assert (
        subject(letter_of(*HEAD, Head("Focused visit to Thorn-on- Mere services1"), "Text."))
        == "Focused visit to Thorn-on-Mere services"
    )


def test_a_report_without_dear_has_no_subject() -> None:
    assert subject(letter_of("Inspection dates: 3 May 2022", "Text.")) is None


@pytest.mark.parametrize(
    "line",
    [
        "15 November 2022",
        "Date: 15 November 2022",
        "15th November 2022",
        "15/11/2022",
        "15 November 2022 Ofsted",
        "November 15, 2022",
        "Date: November 15 2022",
    ],
)
def test_the_letters_date_is_the_line_in_its_head(line: str) -> None:
    letter = visit_letter("Focused visit to Thornmere", "It was on 3 May 2021.", head=("Ofsted", line, "Dear Ms Tansy"))
    assert letter_date(letter) == date(2022, 11, 15)


def test_a_letter_that_prints_no_date_has_none() -> None:
    letter = visit_letter("Focused visit to Thornmere", "3 May 2021", head=("Ofsted", "Dear Ms Tansy"))
    assert letter_date(letter) is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Focused visit to Thornmere City Council", "Children’s services"),
        ("Focused visit to Thornmere City", "Council children’s services."),
        ("Focused visit to Thornmere Metropolitan Borough Council", "children’s services."),
        ("Focused visit to Thornmere", "local authority children’s services"),
        ("Focused visit to", "Thornmere children’s services"),
    ],
)
def test_a_subject_of_two_lines_is_one_and_no_line_of_it_a_heading(first: str, second: str) -> None:
    for parts in ((Head(first), Head(second)), (first, second)):
        letter = letter_of("15 November 2022", "Dear Ms Tansy", *parts, "This letter says it.", Head("Findings"), "Good.")
        assert subject(letter) == f"{first} {second}".rstrip(".")
        assert [section.heading for section in sections_of(letter)] == ["Findings"]


@pytest.mark.parametrize(
    "closing", ["Yours sincerely", "Your sincerely", "Yours sincerly,", "Yours faithfully", "YOURS SINCERELY"]
)
def test_who_signs_is_no_heading_however_the_closing_is_spelled(closing: str) -> None:
    letter = visit_letter(
        "Focused visit to Thornmere", Head("Findings"), "Good.", signed=(closing, Head("His Majesty’s Inspector"))
    )
    assert [section.heading for section in sections_of(letter)] == ["Findings"]


def test_the_date_of_the_head_may_come_out_at_the_foot_of_the_page() -> None:
    letter = visit_letter("Focused visit to Thornmere", "Text.", At("3 May 2021", 68, 780), head=("Ofsted", "Dear Ms Tansy"))
    assert letter_date(letter) == date(2021, 5, 3)


def test_a_year_with_a_digit_too_many_has_the_years_that_it_may_mean() -> None:
    letter = visit_letter("Focused visit to Thornmere", "Text.", head=("6 November 20205", "Dear Ms Tansy"))
    assert letter_date(letter) is None
    misprint = misprinted_date(letter)
    assert misprint is not None
    assert misprint[0] == "6 November 20205"
    assert {date(2020, 11, 6), date(2025, 11, 6)} <= set(misprint[1])


def test_a_date_that_does_not_exist_is_named() -> None:
    with pytest.raises(DatesNotRead):
        letter_date(visit_letter("Focused visit to Thornmere", "Text.", head=("31 November 2022", "Dear Ms Tansy")))


def test_the_opening_ends_at_the_first_heading() -> None:
    assert opening(visit_letter("Focused visit to Thornmere", "One.", "Two.", Head("Main findings"), "Three.")) == "One. Two."


@pytest.mark.parametrize(
    "heading",
    [
        "Area for priority action",
        "Areas for priority action",
        "Area(s) for priority action(s)",
        "areas for priority action:",
        "Areas of priority action",
        "Areas for priority action identified at this visit",
    ],
)
@pytest.mark.parametrize("text", ["• The backlog of notifications.", "An area for priority action has been identified.", ""])
def test_the_heading_names_areas(heading: str, text: str) -> None:
    assert names_areas_for_priority_action([Section(heading, text), Section("Leadership", "Plans are late.")])


@pytest.mark.parametrize(
    "text",
    [
        "There are no areas for priority action.",
        "There were no areas for priority action identified.",
        "No areas for priority action were identified at this visit.",
        "Inspectors did not identify any areas for priority action.",
        "Inspectors identified no areas for priority action.",
        "During this visit, no areas for priority action were identified.",
        "None.",
        "There are none.",
        "No areas of priority action were identified.",
    ],
)
def test_the_heading_with_its_denial_names_none(text: str) -> None:
    assert not names_areas_for_priority_action([Section("Areas for priority action", text)], text)


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Priority areas", "The priority area for leaders is neglect."),
        ("Case study: area for priority action", "A child waited."),
        ("Main findings", "The 2014 inspection contained specific priority actions."),
        ("Main findings", "The areas for priority action identified at the last visit have been addressed."),
        ("Main findings", "Attendance is an area for strategic priority action."),
        ("Areas for improvement", "Leaders made this a priority for action."),
    ],
)
def test_near_misses_name_none(heading: str, text: str) -> None:
    assert not names_areas_for_priority_action([Section(heading, text)], text)


def test_a_sentence_may_name_areas_without_a_heading() -> None:
    assert names_areas_for_priority_action([], "Practice is worse. Two areas for priority action have been identified.")
