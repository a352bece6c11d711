"""The theme of a joint targeted area inspection."""

import pytest

from ofsted_watch.extraction.fields.joint_theme import joint_theme


@pytest.mark.parametrize(
    ("sentence", "theme"),
    [
        (
            "This inspection included a ‘deep dive’ focus on the response to children living with domestic abuse.",
            "children living with domestic abuse",
        ),
        ("It included a ‘deep-dive’ focus on the response to children experiencing neglect.", "children experiencing neglect"),
        (
            "This letter summarises the findings of the joint targeted area inspection (JTAI) of the multi-agency response to "
            "the criminal "
            "exploitation of children in Thornmere.",
            "the criminal exploitation of children",
        ),
        (
            "The inspection was of the multi-agency response to sexual abuse in the family in the Royal Borough of Thornmere "
            "and Eastwick.",
            "sexual abuse in the family",
        ),
        ("The focus of this inspection was on unborn children.", "unborn children"),
    ],
)
def test_a_sentence_says_the_theme(sentence: str, theme: str) -> None:
    assert joint_theme("Joint targeted area inspection of Thornmere", [sentence]) == theme


def test_the_deep_dive_is_the_theme_and_not_the_whole_inspection() -> None:
    sentences = [
        "Ofsted undertook a joint inspection of the multi-agency response to abuse and neglect in Thornmere.",
        "This inspection included a ‘deep dive’ focus on the response to child sexual exploitation and those missing from home.",
    ]
    assert joint_theme("", sentences) == "child sexual exploitation and those missing from home"


def test_the_title_says_the_theme_where_no_sentence_does() -> None:
    title = "Joint targeted area inspection of the multi-agency response to domestic abuse in Thornmere"
    assert joint_theme(title, ["We are writing to you."]) == "domestic abuse"


def test_without_words_of_it_there_is_no_theme() -> None:
    assert joint_theme("Joint targeted area inspection of Thornmere", ["This inspection took place in May."]) is None
