"""Keep what passed, set aside what did not, with the reason in words."""

from dataclasses import replace
from datetime import date

from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import FailedRow, Problem, Verdict
from ofsted_watch.runs.sorting import Gathered, judgement_places, sort_letters
from tests import factories

LISTING = factories.listing(urn="80901", file_number="70001", published=date(2026, 3, 3))
LETTER = factories.letter(file="70001", judgements=(factories.judgement(), factories.judgement()))
GOOD = Gathered(LISTING, LETTER, date(2026, 3, 4), date(2026, 3, 3))
UNREADABLE = Gathered(
    replace(LISTING, file_number="70002"),
    factories.letter(
        file="70002",
        sha256="b" * 64,
        kind=LetterKind.OTHER,
        judgements=(),
        problem=Problem("no_text", "pictures of pages, but no text"),
    ),
    date(2026, 3, 4),
    None,
)
NOTHING_WRONG = Verdict("any", 0)


def sort(gathered, letters=NOTHING_WRONG, judgements=NOTHING_WRONG, released=frozenset()):
    return sort_letters(gathered, (letters,), judgements, released, "1")


def test_a_letter_with_nothing_wrong_is_stored_with_the_date_of_its_link():
    sorted_ = sort([GOOD])
    assert [one.published for one in sorted_.store] == [date(2026, 3, 3)]
    assert sorted_.set_aside == ()


def test_the_letters_own_date_counts_before_the_links():
    dated = replace(GOOD, letter=replace(LETTER, published=date(2026, 3, 1)))
    assert sort([dated]).store[0].published == date(2026, 3, 1)


def test_a_letter_with_no_date_anywhere_is_set_aside_rather_than_given_one():
    undated = replace(GOOD, listing=replace(LISTING, published=None))
    assert [aside.code for aside in sort([undated]).set_aside] == ["no_date"]


def test_an_unreadable_letter_is_set_aside_under_its_own_problem():
    verdict = Verdict("letters", 2, (FailedRow(1, "problem", "the letter has a problem"),))
    aside = sort([GOOD, UNREADABLE], letters=verdict).set_aside
    assert [(one.code, one.about) for one in aside] == [("no_text", "b" * 64)]
    assert "file 70002: pictures of pages, but no text" in aside[0].message


def test_one_bad_judgement_sets_its_whole_letter_aside():
    assert judgement_places([GOOD, UNREADABLE, GOOD]) == ((0, 0), (0, 1), (2, 0), (2, 1))
    verdict = Verdict("judgements", 4, (FailedRow(3, "unlisted_grade", "a grade that this framework does not give"),))
    other = replace(GOOD, listing=replace(LISTING, file_number="70003"))
    sorted_ = sort([GOOD, UNREADABLE, other], judgements=verdict)
    assert [aside.code for aside in sorted_.set_aside] == ["unlisted_grade"]
    assert "70003" in sorted_.set_aside[0].message


def test_a_letter_released_by_a_person_is_stored_and_still_brings_no_grade_it_did_not_have():
    verdict = Verdict("letters", 1, (FailedRow(0, "problem", "the letter has a problem"),))
    sorted_ = sort([UNREADABLE], letters=verdict, released=frozenset({("80901", "b" * 64)}))
    assert sorted_.set_aside == ()
    assert sorted_.store[0].letter.judgements == ()
