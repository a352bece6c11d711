"""Which authority a title names, as printed and by URN."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Letter
from ofsted_watch.errors import AuthorityNotNamed, UnknownAuthority
from ofsted_watch.extraction.pdf import Text

_STOPS = re.compile(r"^(?:the\s+)?(?:local authority|services?|children)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AuthorityStep:
    """The step that reads which authority a letter is about: the only one that needs to know which authorities there are.

    `printed_name` gives the name in the letter's words. It may raise AuthorityNotNamed.
    """

    printed_name: Callable[[Text, Letter, AuthorityRegister], str]

    def fill_in(self, text: Text, letter: Letter, register: AuthorityRegister) -> Letter:
        """The letter with its authority, and with the URN where the register knows the name. Raises AuthorityNotNamed."""
        name = self.printed_name(text, letter, register)
        return replace(letter, authority=name, urn=urn_of(name, register))


def named_in(title: str | None, patterns: Sequence[re.Pattern[str]], register: AuthorityRegister) -> str:
    """The authority's name as a title prints it: the group `name` of the first pattern that fits.

    Where that is none in the register (a company that acts for councils) or no pattern fits, but the title names exactly
    one listed authority, it is that one's name. Raises AuthorityNotNamed when no name is found.
    """
    listed = register.within(title or "")
    name = printed_in(title, patterns)
    if name is not None:
        return listed[0].name if urn_of(name, register) is None and len(listed) == 1 else name
    if len(listed) == 1:
        return listed[0].name
    raise AuthorityNotNamed(f"The title '{(title or '')[:120]}' names no authority: look at the letter's first page")


def printed_in(title: str | None, patterns: Sequence[re.Pattern[str]]) -> str | None:
    """What a title prints as the name: the group `name` of the first pattern that fits; None where none does."""
    for pattern in patterns:
        match = pattern.search(title or "")
        if match and match["name"].strip(" ,:;–-") and not _STOPS.match(match["name"]):
            return " ".join(match["name"].split()).strip(" ,:;–-")
    return None


def urn_of(name: str, register: AuthorityRegister) -> Urn | None:
    """The URN of the authority of this name in any printed form; None for one that the register does not have."""
    try:
        return register.named(name).urn
    except UnknownAuthority:
        return None
