"""A letter whose dates contradict each other is read where its link resolves them, and stays set aside where it does not."""

from dataclasses import replace
from datetime import date

import pytest

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.identifiers import FileNumber, Sha256, Urn
from ofsted_watch.domain.model import Letter, Listing, Problem
from ofsted_watch.extraction.letter_kinds import read
from ofsted_watch.presentation.serialization import letter_from_json, letter_to_json
from ofsted_watch.runs.listed_dates import resolve_dates
from tests.extraction.letter_kinds.visits_by_hand import Head, visit_letter

LISTING = Listing(Urn("80464"), FileNumber("50999999"), "https://example.org/50999999", "focused visit", date(2020, 1, 21), None)


def letter_of_visit(when: str, written: str) -> Letter:
    opening = f"This letter summarises the findings of the focused visit to Leeds children’s services {when}."
    people = "The inspectors were Ann Lee, HMI, and Jo Roe, HMI."
    head = (written, "Ms Oriel Tansy", "Dear Ms Tansy")
    text = visit_letter("Focused visit to Leeds children’s services", f"{opening} {people}", Head("Findings"), "Good.", head=head)
    return read(text, file="letter.pdf", sha256=Sha256("0" * 64), register=ENGLAND)


@pytest.mark.parametrize(
    ("when", "written", "listed", "published", "days"),
    [
        ("on 18 and 19 December 2019", "21 January 2019", date(2020, 1, 21), date(2020, 1, 21), (18, 19, 12, 2019)),
        ("on 18 and 19 December 2019", "21 January 2019", date(2019, 1, 21), date(2019, 1, 21), (18, 19, 12, 2018)),
        ("on 18 and 19 December 2019", "21 January 2021", date(2021, 1, 22), date(2021, 1, 21), (18, 19, 12, 2020)),
        ("on 24 October 2022 to 25 October 2023", "28 November 2023", date(2023, 11, 28), date(2023, 11, 28), (24, 25, 10, 2023)),
        ("on 24 October 2022 to 25 October 2023", "", date(2022, 11, 28), None, (24, 25, 10, 2022)),
    ],
)
def test_the_link_resolves_a_misprinted_year(
    when: str, written: str, listed: date, published: date | None, days: tuple[int, int, int, int]
) -> None:
    alone = letter_of_visit(when, written)
    assert alone.problem is not None
    assert alone.problem.code == "dates_contradict"
    assert (alone.inspection_start, alone.inspection_end) == (None, None)
    resolved = resolve_dates(letter_from_json(letter_to_json(alone)), replace(LISTING, published=listed))
    first, last, month, year = days
    assert resolved.problem is None
    assert resolved.published == published
    assert (resolved.inspection_start, resolved.inspection_end) == (date(year, month, first), date(year, month, last))
    assert resolved.dates_note is not None
    assert resolved.dates_note.startswith("The letter says")
    assert resolved.dates_note.endswith("which resolves it.")
    assert resolved.inspectors == ("Ann Lee", "Jo Roe")


def test_a_link_that_fits_none_or_has_no_day_leaves_the_letter_set_aside() -> None:
    alone = letter_of_visit("on 18 and 19 December 2019", "21 January 2019")
    for listed in (None, date(2022, 5, 1)):
        assert resolve_dates(alone, replace(LISTING, published=listed)) == alone


def test_the_message_says_both_dates() -> None:
    problem = letter_of_visit("on 18 and 19 December 2019", "21 January 2019").problem
    assert problem is not None
    assert "written on 21 January 2019" in problem.message
    assert "on 18 and 19 December 2019" in problem.message


def test_another_problem_comes_first_and_is_never_hidden() -> None:
    head = ("21 January 2019", "Dear Ms Tansy")
    opening = "This letter summarises the findings of the focused visit to Helping Hands Limited on 18 and 19 December 2019."
    letter = read(
        visit_letter("Focused visit to Helping Hands Limited", opening, head=head),
        file="a.pdf",
        sha256=Sha256("0" * 64),
        register=ENGLAND,
    )
    assert letter.problem is not None
    assert letter.problem.code == "authority_not_named"
    assert resolve_dates(letter, LISTING) == letter


def test_a_letter_without_a_problem_or_with_another_is_left_as_it_is() -> None:
    for letter in (letter_of_visit("on 18 and 19 December 2019", "21 January 2020"), Letter("a", Sha256("0" * 64), 1, "other")):
        assert resolve_dates(letter, LISTING) == letter
    unread = Letter("a", Sha256("0" * 64), 1, "other", problem=Problem("no_text", "It holds no text."))
    assert resolve_dates(unread, LISTING) == unread
