"""File names from identifiers of others: never empty, hidden, elsewhere, too long or a device's, and never shared."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_watch.adapters.file_names import file_name

PIECES = st.sampled_from(
    [
        "<",
        ">",
        ".",
        "..",
        "/",
        "\\",
        "-",
        "~",
        "\0",
        "\n",
        "a",
        "A",
        "é",
        "É",
        "ﬁ",
        "ſ",
        "\ud800",
        "con",
        "NUL.",
        "a@y",
        "x" * 160,
    ]
)
IDENTIFIERS = st.lists(PIECES, max_size=6).map("".join) | st.text(max_size=300)


def test_a_plain_message_id_is_its_own_name() -> None:
    assert file_name("<event-1@example.org>", ".eml") == "event-1@example.org.eml"


@pytest.mark.parametrize(
    ("identifier", "begins"),
    [
        ("<", "unnamed-"),
        ("", "unnamed-"),
        ("<>", "unnamed-"),
        ("<.>", "unnamed-"),
        ("<..>", "unnamed-"),
        ("<...@>", "unnamed-"),
        ("<.hidden@y>", "hidden@y-"),
        ("<../../etc/passwd>", "etc_passwd-"),
        ("<-rf@y>", "rf@y-"),
        ("<con>", "unnamed-"),
        ("<NUL.x@y>", "unnamed-"),
        ("<com1.x@y>", "unnamed-"),
        ("<Event@Y>", "event@y-"),
        ("event@y", "event@y-"),
        ("<\ud800@y>", "y-"),
    ],
)
def test_any_other_is_a_likeness_with_a_hash(identifier: str, begins: str) -> None:
    assert re.fullmatch(re.escape(begins) + r"[0-9a-f]{32}\.eml", file_name(identifier, ".eml"))


@pytest.mark.parametrize(
    "identifiers",
    [
        ("<a/b@y>", "<a_b@y>", "<a\\b@y>", "<a\0b@y>"),
        ("<a@y>", "a@y", "<<a@y>>", "<a@y", "a@y>", "< a@y>"),
        ("<Ann@y>", "<ann@y>", "<ANN@Y>"),
        ("<.a@y>", "<a@y>", "<..a@y>"),
        ("<", ">", "<>", "<<", "", ".", ".."),
        ("<" + "a" * 900 + "@y>", "<" + "a" * 901 + "@y>", "<" + "a" * 150 + ">"),
        ("<con>", "<nul>", "<con.x>"),
    ],
)
def test_identifiers_that_look_alike_have_names_of_their_own(identifiers: tuple[str, ...]) -> None:
    assert len({file_name(one, ".eml").casefold() for one in identifiers}) == len(identifiers)


def test_an_identifier_cannot_be_written_to_meet_the_name_of_another() -> None:
    taken = file_name("<a/b@y>", ".eml")
    assert file_name(f"<{taken.removesuffix('.eml')}>", ".eml") != taken


@given(identifier=IDENTIFIERS)
def test_the_name_is_seen_and_stays_in_its_folder_whatever_the_identifier(identifier: str) -> None:
    name = file_name(identifier, ".eml")
    assert re.fullmatch(r"[a-z0-9][a-z0-9@._+-]*\.eml", name)
    assert not re.match(r"(con|prn|aux|nul|com\d|lpt\d)\.", name)
    assert len(name.encode()) <= 200


@given(one=IDENTIFIERS, other=IDENTIFIERS)
def test_two_identifiers_have_two_names(one: str, other: str) -> None:
    assert (file_name(one, ".eml") == file_name(other, ".eml")) == (one == other)
