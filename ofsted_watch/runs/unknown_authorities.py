"""Authorities that the site's search lists and the register does not have: a new council, or a new URN of an old one. Pure."""

from collections.abc import Iterable

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority
from ofsted_watch.domain.search_listing import FoundAuthority, SearchListing, UnreadResult
from ofsted_watch.errors import UnknownAuthority

HOW_TO_ADD = "if it is new, add it to the register with change-authorities"


Unknown = tuple[tuple[Authority, str], ...]
"""Authorities as the search gives them, each with why nothing of it was checked."""


def covers_all(expected: Iterable[Authority], register: AuthorityRegister) -> bool:
    """True for a run over every authority: such a run expects those too that only the search knows."""
    return {authority.urn for authority in register.current()} <= {authority.urn for authority in expected}


def unknown_on_site(on_site: SearchListing, register: AuthorityRegister) -> Unknown:
    """Each such authority, as the search gives it, and why nothing of it was checked.

    A result without a URN goes by its council number, else by its name or its text: it must have some name in the run's
    result. One that leads to an authority of the register by name or council number is not unknown.
    """
    unknown: dict[str, tuple[Authority, str]] = {}
    for result in on_site.found:
        if not register.has(result.urn):
            unknown.setdefault(result.urn, (_as_listed(result.urn, result.name), _why(result, register)))
    for unread in on_site.unread:
        if not _leads_to_known(unread, register):
            key = unread.council_number or unread.name or unread.text
            why = f"a result of the site's search names no authority of the register ({unread.reason}); {HOW_TO_ADD}"
            unknown.setdefault(key, (_as_listed(key, unread.name or unread.text), why))
    return tuple(unknown.values())


def is_known_name(register: AuthorityRegister, authority: Authority, name: str) -> bool:
    """True if the register knows the authority by this name too ('Knowsley Metropolitan Borough Council')."""
    try:
        return register.named(name).urn == authority.urn
    except UnknownAuthority:
        return False


def _as_listed(key: str, name: str) -> Authority:
    return Authority(Urn(key), name, "", "")


def _why(result: FoundAuthority, register: AuthorityRegister) -> str:
    listed = f"the site's search lists it under URN {result.urn}"
    try:
        known = register.named(result.name)
    except UnknownAuthority:
        return f"{listed}, which the register does not have; {HOW_TO_ADD}"
    return f"{listed}, but the register has {known.name} under URN {known.urn}; {HOW_TO_ADD}"


def _leads_to_known(result: UnreadResult, register: AuthorityRegister) -> bool:
    for find, given in ((register.named, result.name), (register.by_council_number, result.council_number)):
        try:
            if given and find(given):
                return True
        except UnknownAuthority:
            continue
    return False
