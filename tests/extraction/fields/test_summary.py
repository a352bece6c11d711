"""The summary of a report, and of a letter whose opening says what was found."""

import pytest

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.model import Letter
from ofsted_watch.extraction.fields.sections import sections_of
from ofsted_watch.extraction.fields.summary import with_summary_of_letter, with_summary_of_report
from ofsted_watch.extraction.letter_kinds import read
from ofsted_watch.extraction.pdf import Text
from tests.extraction.letter_kinds.by_hand import body, heading, letter, row
from tests.extraction.letter_kinds.visits_by_hand import Head, Part, focused, visit_letter

FIRST = (
    "Since the last inspection, leaders in Thornmere have set themselves high goals, and they have reached most of them. Social "
    "workers know the children well, and what children say about their lives shapes what is done for them and for their families."
)
SECOND = "Care leavers still wait too long for a home of their own, and plans do not say who helps them to find it."


def summary_of_report(*last: str) -> str | None:
    return read_summary(summary_text(*last)).summary


def summary_text(*last: str) -> Text:
    return letter(
        (
            heading("Inspection of Thornmere local authority children’s services"),
            body("Inspection dates: 3 to 14 June 2024"),
            body("Lead inspector: Amara Nwosu, His Majesty’s Inspector"),
            row("The experiences and progress of care leavers", "Good"),
            row("Overall effectiveness", "Good"),
            body(FIRST),
        ),
        (*(body(paragraph) for paragraph in last), heading("What needs to improve?"), body("Much.")),
    )


def read_summary(text: Text) -> Letter:
    sections = sections_of(text)
    blank = Letter(file="", sha256="", pages=2, kind="ilacs_inspection", headings=tuple(section.heading for section in sections))
    return with_summary_of_report(text, blank)


def test_a_reports_summary_is_all_between_its_grades_and_its_first_heading() -> None:
    assert summary_of_report(SECOND) == f"{FIRST}\n\n{SECOND}"


def test_a_summary_has_the_page_where_it_begins() -> None:
    assert read_summary(summary_text(SECOND)).summary_page == 1
    assert read_summary(letter((body("Inspection of Thornmere"),), (heading("Findings"), body(SECOND)))).summary_page is None


def test_a_footnote_is_no_part_of_the_summary() -> None:
    assert summary_of_report(SECOND, "1 This inspection was carried out under section 136.") == f"{FIRST}\n\n{SECOND}"


def test_a_heading_that_sticks_to_the_last_paragraph_is_left_out() -> None:
    assert summary_of_report(f"{SECOND} What needs to improve?") == f"{FIRST}\n\n{SECOND}"


def summary_of_letter(*opening: Part) -> str | None:
    text = visit_letter("Joint targeted area inspection of Thornmere", *opening, Head("Key strengths"), "All is well.")
    return read(text, file="letter.pdf", sha256="0" * 64, register=ENGLAND).summary


VISITED = "This inspection took place from 3 to 7 June 2024."
FOUND = "Partners know the children of Thornmere well, and most of these children get help when they need it."


def test_a_letters_summary_is_what_its_opening_says_was_found() -> None:
    assert summary_of_letter(
        VISITED, "This letter outlines our findings.", FOUND, "However, some wait too long for that help."
    ) == (f"{FOUND}\n\nHowever, some wait too long for that help.")


@pytest.mark.parametrize(
    "sentence",
    [
        "Inspectors looked at the front door.",
        "A range of evidence was considered, including records.",
        "The methodology for this visit was in line with the framework.",
        "Her Majesty’s Chief Inspector is leading Ofsted’s work into care in the pandemic.",
        "This visit was carried out remotely, with video calls.",
        "Throughout this letter, care leavers are called young people.",
    ],
)
def test_what_describes_the_visit_alone_is_no_summary(sentence: str) -> None:
    text = focused(sentence, Head("Headline findings"), FOUND)
    assert with_summary_of_letter(text, read(text, file="letter.pdf", sha256="0" * 64, register=ENGLAND)).summary is None
