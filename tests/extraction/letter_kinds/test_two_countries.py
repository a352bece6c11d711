"""Two invented countries in one process read the same letter differently: each knows its own authorities and no others."""

import pytest

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.identifiers import Sha256, Urn
from ofsted_watch.domain.model import Authority, Letter
from ofsted_watch.extraction.letter_kinds import read
from ofsted_watch.extraction.pdf import Text
from tests.extraction.letter_kinds.visits_by_hand import Head, focused, letter_of, visit_letter

NORTH = AuthorityRegister.of(
    (Authority(Urn("70001"), "Thornmere", "E99000001", "North"),), (("Brightwater Children’s Trust", Urn("70001")),)
)
SOUTH = AuthorityRegister.of(
    (Authority(Urn("70011"), "Thornmere", "E99000011", "South"), Authority(Urn("70012"), "Oxmarsh", "E99000012", "South")),
    (("Brightwater Children’s Trust", Urn("70012")),),
)
WEST = AuthorityRegister.of((Authority(Urn("70021"), "Penhallow", "E99000021", "West"),))

BY_TITLE = focused("Leaders know their service well.")
BY_TRUST = visit_letter(
    "Focused visit to Brightwater Children’s Trust",
    "This letter summarises the findings of the visit on 4 and 5 October 2022.",
    head=("Ofsted", "15 November 2022", "Ms Oriel Tansy", "Chief Executive", "Dear Ms Tansy"),
)
BY_NEWS = letter_of(
    Head("Inspectors see steady work"),
    "Ofsted has published its report on an inspection of children’s services in the borough of Castlemoor Council. "
    "The report compares it with Oxmarsh Council.",
)


def as_read(text: Text, register: AuthorityRegister) -> Letter:
    return read(text, file="letter.pdf", sha256=Sha256("0" * 64), register=register)


@pytest.mark.parametrize(
    ("text", "north", "south", "west"),
    [
        pytest.param(BY_TITLE, ("Thornmere", "70001"), ("Thornmere", "70011"), ("Thornmere", None), id="a council in the title"),
        pytest.param(
            BY_TRUST,
            ("Brightwater Children’s Trust", "70001"),
            ("Brightwater Children’s Trust", "70012"),
            (None, None),
            id="a trust in the title",
        ),
        pytest.param(
            BY_NEWS,
            ("Castlemoor Council", None),
            ("Oxmarsh Council", "70012"),
            ("Castlemoor Council", None),
            id="councils in a news page",
        ),
    ],
)
def test_the_same_letter_is_about_another_authority_in_another_country(
    text: Text, north: tuple[str, str | None], south: tuple[str, str | None], west: tuple[str | None, str | None]
) -> None:
    # The first country is asked again after the others: nothing of theirs is left behind.
    registers = (NORTH, SOUTH, WEST, NORTH)
    letters = [as_read(text, register) for register in registers]
    assert [(letter.authority, letter.urn) for letter in letters] == [north, south, west, north]


def test_a_trust_that_a_country_does_not_know_is_set_aside_there_with_the_reason() -> None:
    assert as_read(BY_TRUST, NORTH).problem is None
    problem = as_read(BY_TRUST, WEST).problem
    assert problem is not None
    assert problem.code == "authority_not_named"
