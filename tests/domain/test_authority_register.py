"""A register of authorities never changes, and knows only what it was built of."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from ofsted_watch.domain.authorities import ENGLAND, AuthorityRegister, Ending, neighbours_in
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority
from ofsted_watch.errors import BadSetting, UnknownAuthority

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


def test_an_authority_that_ended_has_the_successors_of_the_orders_that_ended_it() -> None:
    names = {urn: [authority.name for authority in ENGLAND.successors(urn)] for urn in ENGLAND.endings}
    assert names == {
        "135513": ["Cumberland", "Westmorland and Furness"],
        "121939": ["North Northamptonshire", "West Northamptonshire"],
        "137316": ["Bournemouth, Christchurch and Poole"],
    }
    assert [ENGLAND.endings[Urn(urn)].day for urn in names] == [date(2019, 4, 1), date(2021, 4, 1), date(2023, 4, 1)]


def test_every_authority_without_an_ons_code_has_ended_and_no_other() -> None:
    assert {authority.urn for authority in ENGLAND if not authority.ons_code} == set(ENGLAND.endings)


def test_a_successor_that_ended_too_is_followed_to_its_own() -> None:
    first, second, third = (Authority(Urn(f"9000{n}"), f"Moor {n}", "" if n < 3 else "E1", "London") for n in (1, 2, 3))
    endings = (Ending(first.urn, date(2026, 4, 1), (second.urn,)), Ending(second.urn, date(2027, 4, 1), (third.urn,)))
    register = AuthorityRegister.of((first, second, third), endings=endings)
    assert register.successors(first.urn) == (third,)
    assert register.successors(third.urn) == ()


def test_a_successor_must_be_an_authority_of_the_register() -> None:
    moor = Authority(Urn("90001"), "Moor", "", "London")
    with pytest.raises(UnknownAuthority, match="90002"):
        AuthorityRegister.of((moor,), endings=(Ending(moor.urn, date(2026, 4, 1), (Urn("90002"),)),))


@pytest.mark.parametrize(
    ("code", "name"),
    [("E08000038", "Barnsley"), ("E08000016", "Barnsley"), ("E08000039", "Sheffield"), ("E08000019", "Sheffield")],
)
def test_an_authority_has_its_ons_code_of_today_and_the_one_before(code: str, name: str) -> None:
    assert ENGLAND.by_ons_code(code).name == name


def test_no_authority_has_the_empty_ons_code() -> None:
    with pytest.raises(UnknownAuthority):
        ENGLAND.by_ons_code("")


def test_a_council_number_names_its_authority() -> None:
    assert ENGLAND.by_council_number("370").name == ENGLAND.named("370").name == "Barnsley"
    numbers = [authority.council_number for authority in ENGLAND]
    assert all(len(number) == 3 for number in numbers)
    assert len(set(numbers)) == len(numbers)
    with pytest.raises(UnknownAuthority, match="No authority has the council number '999'"):
        ENGLAND.named("999")


def test_every_authority_of_england_has_ten_statistical_neighbours_and_is_not_its_own() -> None:
    for authority in ENGLAND.current():
        neighbours = ENGLAND.neighbours(authority.urn)
        assert len({neighbour.urn for neighbour in neighbours} - {authority.urn}) == 10, authority.name
        assert ENGLAND.whose_neighbours([neighbour.urn for neighbour in neighbours]) == authority
    assert [neighbour.name for neighbour in ENGLAND.neighbours(ENGLAND.named("Knowsley").urn)][:3] == [
        "St. Helens",
        "Halton",
        "Sunderland",
    ]


def test_an_ended_neighbour_is_left_out_and_an_unknown_one_is_an_error() -> None:
    nearest = {THORNMERE.urn: (OXMARSH.urn, FORMER.urn)}
    register = AuthorityRegister.of((THORNMERE, OXMARSH, FORMER), neighbour_urns=nearest)
    assert register.neighbours(THORNMERE.urn) == (OXMARSH,)
    assert register.neighbours(OXMARSH.urn) == ()
    assert register.whose_neighbours([]) is None
    with pytest.raises(UnknownAuthority, match="99999"):
        AuthorityRegister.of((THORNMERE,), neighbour_urns={THORNMERE.urn: (Urn("99999"),)})
    with pytest.raises(BadSetting, match="99999"):
        neighbours_in(["urn,name,ons_code,region,neighbours", "90001,Thornmere,E1,X,99999"], "a file")
