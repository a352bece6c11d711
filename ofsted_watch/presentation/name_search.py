"""Which authorities a person may mean by what they typed into the name box. Pure."""

import difflib
from dataclasses import dataclass

from ofsted_watch.domain.authorities import AuthorityRegister, plain_name
from ofsted_watch.domain.model import Authority
from ofsted_watch.errors import UnknownAuthority

_MOST_NEAR, _NEAR = 5, 0.6


@dataclass(frozen=True, slots=True)
class NameMatches:
    """The authority that is meant, or None with those whose names have what was typed, else with those of a near name."""

    exact: Authority | None
    containing: tuple[Authority, ...] = ()
    near: tuple[Authority, ...] = ()


def authorities_named(typed: str, register: AuthorityRegister) -> NameMatches:
    """'knowsley', '80479', '340', 'hull' → that authority; 'north' → all with a word that begins so; 'knowsly' → a near one."""
    try:
        return NameMatches(register.named(typed))
    except UnknownAuthority:
        pass
    plain = plain_name(typed)
    if not plain:
        return NameMatches(None)
    every = register.current()
    containing = tuple(each for each in every if f" {plain}" in f" {plain_name(each.name)}")
    if len(containing) == 1:
        return NameMatches(containing[0])
    by_name = {plain_name(each.name): each for each in every}
    near = [] if containing else difflib.get_close_matches(plain, by_name, n=_MOST_NEAR, cutoff=_NEAR)
    by_their_name = sorted(containing, key=lambda each: each.name)
    return NameMatches(None, tuple(by_their_name), tuple(by_name[name] for name in near))
