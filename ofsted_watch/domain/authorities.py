"""The authorities that Ofsted inspects, known by URN, and how a name in any of its printed forms leads to one.

The list is `authorities.csv`; the names that lead to an authority besides its own are `authority_aliases.csv`.
"""

import csv
import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from importlib import resources

from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority
from ofsted_watch.errors import BadSetting, UnknownAuthority

_BEFORE_THE_NAME = re.compile(
    r"^(?:the )?(?:council of |mayor and burgesses of )?(?:the )?"
    r"(?:(?:(?:london|royal|metropolitan|city and metropolitan) )?borough of |(?:city and )?county of |city and district of "
    r"|city of (?!london\b))?(?:the )?"
)
"""'City of London' keeps its rank: 'London' alone is no authority."""
_AFTER_THE_NAME = re.compile(
    r"(?: (?:local authority|local area partnership|local area|children ?s (?:social care )?services|"
    r"(?:(?:london|royal|metropolitan|city|county|borough|district|unitary|mb|mdc) )*council|mbc|mdc|cc|"
    r"(?:metropolitan |london |royal )?borough|city of|county of|city|county|corporation|unitary authority))+$"
)


def plain_name(printed: str) -> str:
    """A name without what varies in print: 'The Royal Borough of Windsor & Maidenhead Council' → 'windsor and maidenhead'.

    Forgiven: letter case, accents, apostrophes, hyphens, full stops, '&', footnote digits, 'Council' and its like, the
    rank of the place ('City of', 'London Borough of', 'Metropolitan District Council'), a possessive at the end.
    """
    text = re.sub(r"'s?$", "", _ascii(printed).strip().lower().rstrip(".,;: 0123456789"))
    text = re.sub(r"[^a-z0-9]+", " ", text.replace("&", " and ").replace("'", "").replace(".", "")).strip()
    text = re.sub(r"(?<=[a-z])\d+\b", "", text)
    text = _BEFORE_THE_NAME.sub("", text, count=1)
    return _AFTER_THE_NAME.sub("", text).strip()


def authority_by_urn(urn: str) -> Authority:
    """The authority with this URN. Raises UnknownAuthority."""
    if urn not in _BY_URN:
        raise UnknownAuthority(f"No authority has the URN {urn}: see the URNs in ofsted_watch/domain/authorities.csv")
    return _BY_URN[urn]


def authority_of(urn: str) -> Authority:
    """The authority with this URN, to be shown; one that the list does not name (any more) goes by its number."""
    return _BY_URN.get(urn) or Authority(Urn(urn), f"Authority {urn}", "", "")


def authority_named(name_or_urn: str) -> Authority:
    """The authority with this URN or name, in any form that `plain_name` forgives, or an alias ('Hull', 'BCP').

    Raises UnknownAuthority, with the nearest names when there are any.
    """
    if name_or_urn.strip().isdigit():
        return authority_by_urn(name_or_urn.strip())
    plain = plain_name(name_or_urn)
    if plain in _BY_PLAIN_NAME:
        return _BY_PLAIN_NAME[plain]
    near = difflib.get_close_matches(plain, _BY_PLAIN_NAME, n=3, cutoff=0.7)
    names = sorted({_BY_PLAIN_NAME[match].name for match in near})
    hint = f"did you mean {' or '.join(names)}?" if names else "see the names in ofsted_watch/domain/authorities.csv"
    raise UnknownAuthority(f"No authority is called '{name_or_urn.strip()}': {hint}")


def authorities_within(text: str) -> tuple[Authority, ...]:
    """Every authority whose name or alias stands in these words as whole words, with a possessive ending ('Hull's') or without.

    A name inside a longer one does not count.
    """
    without_possessive = re.sub(r"['’]s", "", text)
    plain = f" {plain_name(text)} | {plain_name(without_possessive)} "
    names = [name for name in _BY_PLAIN_NAME if f" {name} " in plain]
    longest = [name for name in names if not any(name != other and f" {name} " in f" {other} " for other in names)]
    return tuple(dict.fromkeys(_BY_PLAIN_NAME[name] for name in longest))


def _ascii(printed: str) -> str:
    straight = printed.translate({0x2018: "'", 0x2019: "'", 0x2010: "-", 0x2011: "-", 0x2013: "-", 0x2014: "-"})
    return unicodedata.normalize("NFKD", straight).encode("ascii", "ignore").decode()


def current_authorities() -> tuple[Authority, ...]:
    """The authorities that a run owes by default: those of the list that still exist (153 in England)."""
    return tuple(authority for authority in _BY_URN.values() if authority.ons_code)


def region_named(name: str) -> str:
    """The region as the list spells it, for a name in any letter case. Raises UnknownAuthority naming the regions."""
    regions = sorted({authority.region for authority in _BY_URN.values()})
    for region in regions:
        if region.lower() == name.strip().lower():
            return region
    raise UnknownAuthority(f"No region is called '{name.strip()}': the regions are {', '.join(regions)}")


def know_only(authorities: Iterable[Authority]) -> None:
    """Replace the list for this process, at its edge: an invented Ofsted has invented authorities (see replica/)."""
    _BY_URN.clear()
    _BY_PLAIN_NAME.clear()
    for authority in authorities:
        _BY_URN[authority.urn] = authority
        _BY_PLAIN_NAME[plain_name(authority.name)] = authority


def know_england() -> None:
    """Know the built-in list and its aliases, as every process does until it is told otherwise."""
    know_only(AUTHORITIES)
    _BY_PLAIN_NAME.update((plain_name(name), _BY_URN[urn]) for name, urn in _ALIASES)


def authorities_in(strands: Iterable[str], where: str) -> tuple[Authority, ...]:
    """The authorities of a CSV with the columns urn, name, ons_code, region. Raises BadSetting naming `where`."""
    try:
        return tuple(Authority(Urn(row["urn"]), row["name"], row["ons_code"], row["region"]) for row in csv.DictReader(strands))
    except KeyError as missing:
        raise BadSetting(f"{where} lacks the column {missing}: it needs urn, name, ons_code and region") from None


def _rows(file: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(resources.files("ofsted_watch.domain").joinpath(file).read_text(encoding="utf-8").splitlines())


AUTHORITIES: tuple[Authority, ...] = tuple(
    Authority(Urn(row["urn"]), row["name"], row["ons_code"], row["region"]) for row in _rows("authorities.csv")
)
"""Every authority we know, former ones too (their `ons_code` is empty)."""

_ALIASES = tuple((row["name"], row["urn"]) for row in _rows("authority_aliases.csv"))

_BY_URN: dict[str, Authority] = {}
_BY_PLAIN_NAME: dict[str, Authority] = {}

know_england()
