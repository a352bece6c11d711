"""A register of authorities never changes, and knows only what it was built of."""

from dataclasses import FrozenInstanceError

import pytest

from ofsted_watch.domain.authorities import ENGLAND, AuthorityRegister
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority
from ofsted_watch.errors import UnknownAuthority

THORNMERE = Authority(Urn("70001"), "Thornmere", "E99000001", "North Vale")
OXMARSH = Authority(Urn("70002"), "Oxmarsh", "E99000002", "South Downs")
FORMER = Authority(Urn("70003"), "Old Harbour", "", "Eastern Fens")
REGISTER = AuthorityRegister.of((THORNMERE, OXMARSH, FORMER), (("Brightwater Children’s Trust", OXMARSH.urn),))


def test_a_name_a_number_and_an_alias_lead_to_the_authority() -> None:
    assert REGISTER.named("Thornmere Borough Council") is THORNMERE
    assert REGISTER.named("70003") is FORMER
    assert REGISTER.named("Brightwater Children’s Trust") is OXMARSH
    assert REGISTER.within("A visit to Thornmere and to Oxmarsh’s own") == (THORNMERE, OXMARSH)


def test_what_a_run_covers_are_the_authorities_that_still_exist() -> None:
    assert REGISTER.current() == (THORNMERE, OXMARSH)
    assert tuple(REGISTER) == (THORNMERE, OXMARSH, FORMER)


def test_an_authority_that_is_not_on_the_list_is_an_error_and_can_be_displayed() -> None:
    with pytest.raises(UnknownAuthority, match="80477"):
        REGISTER.by_urn("80477")
    assert REGISTER.display("80477").name == "Authority 80477"
    assert REGISTER.display("70001") is THORNMERE


def test_a_region_is_found_in_any_letter_case_and_an_unknown_one_is_answered_with_all() -> None:
    assert REGISTER.region(" north vale") == "North Vale"
    assert REGISTER.in_region("SOUTH DOWNS") == (OXMARSH,)
    assert REGISTER.in_region("Eastern Fens") == ()
    with pytest.raises(UnknownAuthority, match="Eastern Fens, North Vale, South Downs"):
        REGISTER.region("Wessex")


def test_an_alias_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(UnknownAuthority, match=r"'Hull' leads to the URN 80477"):
        AuthorityRegister.of((THORNMERE,), (("Hull", Urn("80477")),))


def test_a_register_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        REGISTER.authorities = ()  # type: ignore[misc]
    with pytest.raises(TypeError):
        REGISTER._by_urn["80477"] = THORNMERE  # type: ignore[index]


def test_two_registers_stand_side_by_side() -> None:
    assert ENGLAND.named("Hull").urn == "80477"
    with pytest.raises(UnknownAuthority):
        REGISTER.named("Hull")
    with pytest.raises(UnknownAuthority):
        ENGLAND.named("Thornmere")
    assert len(ENGLAND.current()) == 153
