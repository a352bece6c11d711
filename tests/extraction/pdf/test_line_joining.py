"""Words split at a line's end are mended, true hyphens kept; no word is ever lost."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ofsted_watch.extraction.pdf.characters import SOFT_HYPHEN, clean
from ofsted_watch.extraction.pdf.line_joining import join, vocabulary_of

SPLITTING = ["Most children are safe, and the service is good for them. Some chil-", "dren wait."]
"""A letter that splits words at line ends: 'children' also stands whole in it."""


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["The area of Stoke-on-", "Trent is large."], "The area of Stoke-on-Trent is large."),
        (["A multi-", "agency hub."], "A multi-agency hub."),
        (["Young care-", "experienced people."], "Young care-experienced people."),
        (["Slow decision-", "making for children."], "Slow decision-making for children."),
        (["A much-", "needed change."], "A much-needed change."),
        (["An in-", "depth study."], "An in-depth study."),
        (["Three newly-", "qualified people."], "Three newly-qualified people."),
        (["A so-", "called plan."], "A so-called plan."),
        (["Pay for 16-", "18 year olds."], "Pay for 16-18 year olds."),
        (["A soft" + SOFT_HYPHEN, "ened line."], "A softened line."),
        (["From 3–", "4 August."], "From 3–4 August."),
        (["A pause –", "and on."], "A pause – and on."),
        (["A pause -", "and on."], "A pause - and on."),
        (["Boys and/", "or girls."], "Boys and/or girls."),
        (["For 16-", "and 17-", "year-olds."], "For 16- and 17-year-olds."),
        (["In the short-", "and long-", "term."], "In the short- and long-term."),
        (["One line", "and another."], "One line and another."),
    ],
)
def test_true_hyphens_stay_in_a_letter_that_splits_no_words(lines: list[str], joined: str) -> None:
    assert join(lines, vocabulary_of(lines)) == joined


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["Some chil-", "dren wait."], "Some children wait."),
        (["They pre-", "pare for it."], "They prepare for it."),
        (["It was as-", "sured by them."], "It was assured by them."),
        (["A multi-", "agency hub."], "A multi-agency hub."),
        (["A drop-", "in service, where they drop by."], "A drop-in service, where they drop by."),
        (["Self-", "evaluation is honest."], "Self-evaluation is honest."),
        (["Near Stockton-on-", "Tees."], "Near Stockton-on-Tees."),
        (["They met face-to-", "face at last."], "They met face-to-face at last."),
        (["A much-", "needed change."], "A much-needed change."),
        (["A long-", "held and ill-", "managed plan."], "A long-held and ill-managed plan."),
        (["A poorly-", "chosen home."], "A poorly-chosen home."),
        (["They are supply-", "ing homes."], "They are supplying homes."),
        (["Links were re-", "established."], "Links were re-established."),
        (["Two un-", "related people, re-", "called today."], "Two unrelated people, recalled today."),
        (["The care-exp-", "erienced are experienced."], "The care-experienced are experienced."),
    ],
)
def test_split_words_are_repaired_in_a_letter_that_splits_words(lines: list[str], joined: str) -> None:
    vocabulary = vocabulary_of([*SPLITTING, *lines])
    assert vocabulary.splits
    assert join(lines, vocabulary) == joined


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["It requires improve-", "ment to be good."], "It requires improvement to be good."),
        (["Good inspec-", "tion. Ofsted may inspect."], "Good inspection. Ofsted may inspect."),
        (["Their aware-", "ness grows."], "Their awareness grows."),
    ],
)
def test_an_ending_that_is_no_word_belongs_to_the_word_before_it(lines: list[str], joined: str) -> None:
    """Also where the letter splits no other word and prints the first part as a word of its own."""
    assert join(lines, vocabulary_of([*lines, "Leaders inspect and improve what they are aware of."])) == joined


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["The inspectors were Ann Oldacre\ufffe", "Roe and Jo Elm."], "The inspectors were Ann Oldacre-Roe and Jo Elm."),
        (["The inspectors were Ann Oldacre\ufffeRoe."], "The inspectors were Ann Oldacre-Roe."),
        (["Leaders know their strengths and weak\ufffenesses."], "Leaders know their strengths and weaknesses."),
    ],
)
def test_the_mark_that_some_producers_write_for_a_hyphen_is_one(lines: list[str], joined: str) -> None:
    cleaned = [clean(line) for line in lines]
    assert join(cleaned, vocabulary_of(cleaned)) == joined


def test_the_letters_own_use_of_a_word_outweighs_every_rule() -> None:
    lines = ["Workers re-", "visited them."]
    assert join(lines, vocabulary_of([*lines, "They re-visited each home."])) == "Workers re-visited them."
    assert join(lines, vocabulary_of([*lines, "They revisited each home."])) == "Workers revisited them."


text = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9).filter(lambda word: word not in ("and", "or"))


@given(st.lists(st.lists(text, min_size=1, max_size=6), min_size=1, max_size=5))
def test_lines_without_hyphens_are_joined_with_one_space_and_nothing_else(lines: list[list[str]]) -> None:
    printed = [" ".join(line) for line in lines]
    assert join(printed, vocabulary_of(printed)) == " ".join(printed)


@given(st.lists(st.tuples(text, text), min_size=1, max_size=6))
def test_joining_never_loses_or_adds_a_letter(pairs: list[tuple[str, str]]) -> None:
    lines = [f"{before} and {after}-" for before, after in pairs] + ["end"]
    joined = join(lines, vocabulary_of(lines))
    assert re.sub(r"[-\s]", "", joined) == re.sub(r"[-\s]", "", "".join(lines))


def test_a_hanging_hyphen_stays_whatever_word_stands_elsewhere() -> None:
    lines = ["One child had an A-", "and B-road home."]
    assert join(lines, vocabulary_of([*lines, "Aand is a name."])) == "One child had an A- and B-road home."


@given(text.filter(lambda word: len(word) >= 4), st.integers(min_value=1, max_value=3))
def test_a_word_that_stands_whole_elsewhere_is_repaired_wherever_it_was_split(word: str, at: int) -> None:
    assume(word[at:] not in ("and", "or"))  # 'a-' before 'and' hangs, as in '16- and 17-year-olds'
    lines = [f"1 {word[:at]}-", f"{word[at:]} 2"]
    assert join(lines, vocabulary_of([*lines, f"3 {word} 4"])) == f"1 {word} 2"


@given(text, text)
def test_a_word_that_stands_with_its_hyphen_elsewhere_keeps_it(before: str, after: str) -> None:
    lines = [f"1 {before}-", f"{after} 2"]
    seen = vocabulary_of([*lines, f"3 {before}-{after} 4"])
    assert join(lines, seen) == f"1 {before}-{after} 2"
