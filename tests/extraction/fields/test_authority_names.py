"""One authority behind its many printed names."""

import pytest

from ofsted_watch.domain.authorities import ENGLAND, plain_name
from ofsted_watch.errors import AuthorityNotNamed, UnknownAuthority
from ofsted_watch.extraction.fields.named_authority import named_in, urn_of


@pytest.mark.parametrize("authority", ENGLAND.authorities, ids=lambda authority: authority.name)
def test_every_listed_authority_is_found_in_all_its_forms(authority) -> None:  # type: ignore[no-untyped-def]
    plain = authority.name.removesuffix(", City of").removeprefix("City of ")
    forms = [authority.name, authority.name.upper(), authority.name.replace(" and ", " & "), f" {authority.name} "]
    if authority.name != "City of London":
        forms += [
            f"{plain} Council", f"{plain} City Council", f"{plain} County Council", f"{plain} Metropolitan Borough Council",
            f"City of {plain}", f"London Borough of {plain}", f"the Royal Borough of {plain}", f"{plain} Borough Council1",
        ]  # fmt: skip
    for form in forms:
        assert ENGLAND.named(form).urn == authority.urn, form
    assert ENGLAND.named(authority.urn) is ENGLAND.named(authority.name)


@pytest.mark.parametrize(
    ("printed", "urn"),
    [
        ("Hull City Council", "80477"), ("Kingston upon Hull", "80477"), ("Kingston upon Thames", "80545"),
        ("Bristol City Council", "80441"), ("City of York Council", "80453"), ("St Helens", "80560"),
        ("St. Helens Council", "80560"), ("Stoke on Trent", "80564"), ("BCP Council", "2532287"),
        ("Bournemouth, Christchurch & Poole", "2532287"), ("Birmingham Children’s Trust", "80429"),
        ("Together for Children", "80566"), ("Slough Children First", "80553"),
        ("Wakefield District Metropolitan Council", "80451"), ("Windsor & Maidenhead Royal Borough", "80546"),
        ("City of Bradford Metropolitan District Council", "80449"), ("County Durham", "80465"),
        ("Poole Borough Council", "137316"), ("Northamptonshire County Council", "121939"),
        ("City of London Corporation", "80450"), ("Council of the Isles of Scilly", "80455"),
        ("Blackburn with Darwen Borough Council", "80430"), ("Newcastle City Council", "80525"),
        ("East Riding", "80466"), ("Nottingham City", "80533"), ("City of Wakefield MDC", "80451"),
        ("Medway Unitary Authority", "80522"),
    ],
)  # fmt: skip
def test_names_of_speech_trusts_and_former_authorities_lead_to_their_urn(printed: str, urn: str) -> None:
    assert urn_of(printed, ENGLAND) == urn


@pytest.mark.parametrize("printed", ["Achieving for Children", "Thornmere", "London", "Bournemouth", ""])
def test_a_name_that_is_not_one_listed_authority_has_no_urn(printed: str) -> None:
    assert urn_of(printed, ENGLAND) is None


def test_a_name_in_the_possessive_is_never_taken_for_a_shorter_neighbours() -> None:
    title = "Joint targeted area inspection of Kingston upon Hull’s multi-agency response to serious youth violence"
    assert urn_of(named_in(title, (), ENGLAND), ENGLAND) == "80477"


def test_an_unknown_name_is_answered_with_near_ones() -> None:
    with pytest.raises(UnknownAuthority, match="did you mean Knowsley"):
        ENGLAND.named("Knowsly")
    with pytest.raises(UnknownAuthority, match="see the names in the register of authorities"):
        ENGLAND.named("Zzyzx")
    with pytest.raises(UnknownAuthority, match="URN 99999"):
        ENGLAND.named("99999")


def test_no_two_listed_authorities_share_a_plain_name() -> None:
    assert len({plain_name(authority.name) for authority in ENGLAND}) == len(ENGLAND.authorities)


def test_a_title_without_an_authority_is_named() -> None:
    with pytest.raises(AuthorityNotNamed, match="first page"):
        named_in("Inspection of local authority children’s services", (), ENGLAND)
