"""Which results of the site's search are no authority of the register, and how each is named."""

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority
from ofsted_watch.domain.search_listing import FoundAuthority, SearchListing, UnreadResult
from ofsted_watch.runs.unknown_authorities import HOW_TO_ADD, unknown_on_site

REGISTER = AuthorityRegister.of(
    (
        Authority(Urn("80901"), "Thornmere", "E99000001", "North West", "303"),
        Authority(Urn("80902"), "Aldershaw", "", "West Midlands"),
    )
)


def unread(name: str = "", council_number: str | None = None, text: str = "") -> UnreadResult:
    return UnreadResult(name, council_number, None, "it has no link to an authority", text)


def unknown(*found: FoundAuthority, unread: tuple[UnreadResult, ...] = ()) -> list[tuple[str, str, str]]:
    return [(authority.urn, authority.name, why) for authority, why in unknown_on_site(SearchListing(found, unread), REGISTER)]


def test_authorities_of_the_register_are_known_also_when_they_have_ended() -> None:
    assert unknown(FoundAuthority(Urn("80901"), "Thornmere", None), FoundAuthority(Urn("80902"), "Aldershaw", None)) == []


def test_an_urn_that_the_register_does_not_have_is_unknown() -> None:
    assert unknown(FoundAuthority(Urn("81999"), "Nethermoor Council", None)) == [
        (
            "81999",
            "Nethermoor Council",
            f"the site's search lists it under URN 81999, which the register does not have; {HOW_TO_ADD}",
        )
    ]


def test_a_known_authority_under_another_urn_is_named_with_both() -> None:
    ((_, _, why),) = unknown(FoundAuthority(Urn("81999"), "Thornmere Metropolitan Borough Council", None))
    assert why.startswith("the site's search lists it under URN 81999, but the register has Thornmere under URN 80901")


def test_a_result_without_an_urn_is_known_by_its_name_or_its_council_number() -> None:
    assert unknown(unread=(unread("Thornmere MBC"), unread("Somewhere else", "303"))) == []


def test_any_other_result_without_an_urn_is_named_by_what_it_has() -> None:
    named = unknown(unread=(unread("Nethermoor", "999"), unread("Overmoor"), unread(text="Inspection of")))
    assert [(urn, name) for urn, name, _ in named] == [
        ("999", "Nethermoor"),
        ("Overmoor", "Overmoor"),
        ("Inspection of", "Inspection of"),
    ]
