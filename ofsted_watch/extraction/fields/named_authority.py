"""Which authority a title names, as printed and by URN."""

import re
from collections.abc import Sequence

from ofsted_watch.domain.authorities import authorities_within, authority_named
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.errors import AuthorityNotNamed, UnknownAuthority

_STOPS = re.compile(r"^(?:the\s+)?(?:local authority|services?|children)\b", re.IGNORECASE)


def named_in(title: str | None, patterns: Sequence[re.Pattern[str]]) -> str:
    """The authority's name as a title prints it: the group `name` of the first pattern that fits.

    Where that is none on our list (a company that acts for councils) or no pattern fits, but the title names exactly
    one listed authority, it is that one's name. Raises AuthorityNotNamed when no name is found.
    """
    listed = authorities_within(title or "")
    for pattern in patterns:
        found = pattern.search(title or "")
        if found and found["name"].strip(" ,:;–-") and not _STOPS.match(found["name"]):
            name = " ".join(found["name"].split()).strip(" ,:;–-")
            return listed[0].name if urn_of(name) is None and len(listed) == 1 else name
    if len(listed) == 1:
        return listed[0].name
    raise AuthorityNotNamed(f"The title '{(title or '')[:120]}' names no authority: look at the letter's first page")


def urn_of(name: str) -> Urn | None:
    """The URN of the authority of this name in any printed form; None for one that is not on our list."""
    try:
        return authority_named(name).urn
    except UnknownAuthority:
        return None
