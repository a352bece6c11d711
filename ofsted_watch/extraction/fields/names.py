"""The names of people as letters print them, and the roles that stand behind them."""

import re
from collections.abc import Iterator

_CAPITAL = r"A-ZÀ-ÖØ-ÞŁŚŠŽŻ"
_PARTICLE = r"(?:de|la|le|van|der|den|von|di|da|del|dos|al|bin|ap|y|d['’])"
_NO_NAME = "|".join(
    (
        r"His|Her|HMIs?|AI|OI|CQC|HMICFRS|Ofsted|Senior|Lead|Deputy|Team|Shadow|Additional|Regulatory|Seconded|Regional|National",
        r"Social|Services|Primary|Medical|Healthcare|Health|Justice|Inspectors?|Inspection|Care|Quality|Children['’]?s?|Chief|Director|The|This|These|They|Owing|During|In|As|And",
    )
)
"""Words with a capital that stand next to names and are none; nor is a word all in capitals (SHMI, SCRI)."""

WORD = rf"(?:St\.|[{_CAPITAL}]\.?(?=[ .])|(?:[dDlL]['’])?(?!(?:{_NO_NAME}|[A-Z]{{2,}})\b)[{_CAPITAL}][\w'’-]*\w)"
"""One word of a person's name."""

_ADDRESS = r"(?:(?:Dr|Mrs?|Ms|Miss|Professor|Prof|Sir|Dame|Reverend|Rev)\.? )?"
NAME = rf"{_ADDRESS}{WORD}(?: (?:{_PARTICLE} )*(?:{WORD})){{1,4}}(?:,? (?:OBE|CBE|MBE))?"
"""A person's name: two to five words, each with a capital; particles, initials, 'St.' and an honour may be among them."""

_RANK = (
    r"[Ss]enior|[Ss]econded|[Ll]ead|[Aa]dditional|[Rr]egulatory|[Ss]ocial|[Cc]are|[Cc]hildren['’]s|[Ss]ervices|Ofsted|CQC|one of"
)
HIS_MAJESTYS_INSPECTORS = r"(?:His|Her) Majesty['’]s Inspectors?(?: \(HMIs?\))?"
_ROLE = (
    rf"(?:\s*,)?\s*\(?(?:(?:{_RANK})\s+)*(?:{HIS_MAJESTYS_INSPECTORS}|[A-Z]{{2,5}}s?|[Ii]nspectors?)\b\)?(?:\s*\([A-Z]{{2,4}}\))?"
)
_IN_BRACKETS = r"\s*\((?:the )?(?:lead|shadow)[a-z ]*\)"
_ONE = re.compile(rf"(?P<name>{NAME})(?:{_ROLE}|{_IN_BRACKETS})*")
_TO_THE_NEXT = re.compile(
    r"\s*(?:,|;|/|&)?\s*(?:\band\b|&)?\s*(?:(?:accompanied|supported|assisted|joined) by|together with|alongside|with)?\s*"
    r"(?:(?:the |a |an )?(?:team |lead |shadow |Ofsted |CQC |social care )?[Ii]nspectors?,?(?: (?:was|were))?\s*)?"
)


def names_at(phrase: str) -> tuple[str, ...]:
    """The names that words begin with, roles left out: 'Ann Lee HMI and Jo Roe, CQC inspector. They…' → both."""
    return tuple(_names(phrase))


def same_person(name: str, other: str) -> bool:
    """Whether two printed names are one person's, apostrophes and titles aside."""
    return _plain(name) == _plain(other)


def each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names in order, each person once, in the form first printed."""
    stored: list[str] = []
    for name in names:
        if not any(same_person(name, other) for other in stored):
            stored.append(name)
    return tuple(stored)


def _names(phrase: str) -> Iterator[str]:
    place = 0
    while one := _ONE.match(phrase, place):
        yield one["name"].removesuffix(",")
        following = _TO_THE_NEXT.match(phrase, one.end())
        if following is None or not following[0].strip():
            return
        place = following.end()


def _plain(name: str) -> str:
    return re.sub(r"^(?:Dr|Mrs?|Ms|Miss|Professor|Prof)\.? ", "", name).replace("’", "'").casefold()
