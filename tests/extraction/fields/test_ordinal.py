"""Which visit in a row a letter is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_watch.extraction.fields.ordinal import ordinal_visit

TEXT = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth")


def as_metrics(number: int) -> str:
    ending = "th" if 10 <= number <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


@given(
    st.integers(1, 12),
    st.booleans(),
    st.sampled_from(
        (
            "This was the {} visit to support improvement.",
            "This was the {} monitoring visit since the local authority was judged inadequate in June 2016.",
            "This is the {} focused visit since the full inspection.",
            "This was the local authority’s {} monitoring visit.",
            "It summarises the findings of the {} monitoring visit to Thornmere.",
            "This visit was the {} since the inspection of May 2018.",
            "This letter is about the visit on 4 May. The inspectors were A and B. It was the {} monitoring visit since 2016.",
            "The authority has had some monitoring visits; this was the {}.",
            "The visit was the {} monitoring visit since the local authority was judged inadequate in June 2016.",
            "The monitoring visit was the local authority’s {} visit.",
            "This {} monitoring visit looked at the front door.",
            "This was the {} of six monitoring visits.",
            "This was the {} and last monitoring visit.",
            "{} monitoring visit to Thornmere children’s services",
        )
    ),
)
def test_the_number_of_this_visit_is_read_in_words_and_figures(number: int, metrics: bool, said: str) -> None:
    assert ordinal_visit(said.format(as_metrics(number) if metrics else TEXT[number - 1])) == number


def test_the_first_number_said_of_this_visit_counts() -> None:
    said = "This was the fifth visit to support improvement but the first published monitoring visit since then."
    assert ordinal_visit(said) == 5


@pytest.mark.parametrize(
    "text",
    [
        "Staff have changed a great deal since the first monitoring visit.",
        "At the third visit, in May, inspectors found that plans were late.",
        "This was the first time since the visit that all were seen.",
        "The second visit to each child is prompt.",
        "A first visit takes place within five days.",
        "This was a joint revisit.",
        "At the last visit, which was the third since the inspection, files were late.",
    ],
)
def test_a_mention_of_another_visit_is_not_this_ones_number(text: str) -> None:
    assert ordinal_visit(f"This letter summarises the findings of the focused visit on 3 May 2022. {text}") is None
