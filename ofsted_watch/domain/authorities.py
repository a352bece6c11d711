"""The authorities that Ofsted inspects, by URN, and how any printed form of a name is matched to one.

England's list is `authorities.csv`; the names that lead to an authority besides its own are `authority_aliases.csv`. Which
authorities took the place of one that ended is in `authority_successors.csv`, which ONS codes had another code before in
`ons_code_predecessors.csv`, each authority's statistical neighbours in `statistical_neighbours.csv`, with its source.
An invented Ofsted has a register of its own; whoever needs one is given it.
"""

import csv
import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from types import MappingProxyType
from typing import Self

from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority
from ofsted_watch.errors import BadSetting, UnknownAuthority

_BEFORE_THE_NAME = re.compile(
    r"^(?:the )?(?:council of |mayor and burgesses of )?(?:the )?"
    r"(?:(?:(?:london|royal|metropolitan|city and metropolitan) )?borough of |(?:city and )?county of |city and district of "
    r"|city of (?!london\b))?(?:the )?"
)
"""'City of London' keeps its rank: 'London' alone is not an authority."""
_AFTER_THE_NAME = re.compile(
    r"(?: (?:local authority|local area partnership|local area|children ?s (?:social care )?services|"
    r"(?:(?:london|royal|metropolitan|city|county|borough|district|unitary|mb|mdc) )*council|mbc|mdc|cc|"
    r"(?:metropolitan |london |royal )?borough|city of|county of|city|county|corporation|unitary authority))+$"
)


COUNCIL_DIGITS = 3
"""The digits of a council number."""


def plain_name(printed: str) -> str:
    """A name in normal form: 'The Royal Borough of Windsor & Maidenhead Council' → 'windsor and maidenhead'.

    Ignored: letter case, accents, apostrophes, hyphens, full stops, '&', footnote digits, 'Council' and similar words, the
    rank of the place ('City of', 'London Borough of', 'Metropolitan District Council'), a possessive at the end.
    """
    text = re.sub(r"'s?$", "", _ascii(printed).strip().lower().rstrip(".,;: 0123456789"))
    text = re.sub(r"[^a-z0-9]+", " ", text.replace("&", " and ").replace("'", "").replace(".", "")).strip()
    text = re.sub(r"(?<=[a-z])\d+\b", "", text)
    text = _BEFORE_THE_NAME.sub("", text, count=1)
    return _AFTER_THE_NAME.sub("", text).strip()


def _ascii(printed: str) -> str:
    straight = printed.translate({0x2018: "'", 0x2019: "'", 0x2010: "-", 0x2011: "-", 0x2013: "-", 0x2014: "-"})
    return unicodedata.normalize("NFKD", straight).encode("ascii", "ignore").decode()


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of an authority: the first day on which it no longer existed, and who took its place."""

    urn: Urn
    day: date
    successors: tuple[Urn, ...]


@dataclass(frozen=True, slots=True)
class ChangedAuthority:
    """An authority that was added or ended after the register of this version was written, as it is now."""

    authority: Authority
    ending: Ending | None = None


@dataclass(frozen=True, slots=True)
class AuthorityRegister:
    """The authorities that one Ofsted inspects, and the names that lead to each. Built by `of`, never changed.

    `aliases` are pairs of a name and the URN of the authority that it leads to besides that one's own name. `endings` are by the
    URN of the authority that ended; `code_predecessors` maps an ONS code to the one that the same authority had before.
    `neighbour_urns` maps an authority to its statistical neighbours, the nearest first.
    """

    authorities: tuple[Authority, ...]
    aliases: tuple[tuple[str, Urn], ...]
    endings: Mapping[Urn, Ending]
    code_predecessors: Mapping[str, str]
    neighbour_urns: Mapping[Urn, tuple[Urn, ...]]
    _by_urn: Mapping[str, Authority] = field(repr=False, compare=False)
    _by_plain_name: Mapping[str, Authority] = field(repr=False, compare=False)

    @classmethod
    def of(
        cls,
        authorities: Iterable[Authority],
        aliases: Iterable[tuple[str, Urn]] = (),
        endings: Iterable[Ending] = (),
        code_predecessors: Mapping[str, str] = MappingProxyType({}),
        neighbour_urns: Mapping[Urn, tuple[Urn, ...]] = MappingProxyType({}),
    ) -> Self:
        """The register of these.

        Raises UnknownAuthority for an alias of an authority that is not among them, or a successor or neighbour that is not.
        """
        by_urn: dict[str, Authority] = {authority.urn: authority for authority in authorities}
        listed, also = tuple(by_urn.values()), tuple(aliases)
        # A council that exists is meant by its name, also if a former one had the same.
        former_first = sorted(listed, key=lambda authority: bool(authority.ons_code))
        by_plain_name = {plain_name(authority.name): authority for authority in former_first}
        for name, urn in also:
            if urn not in by_urn:
                raise UnknownAuthority(f"The name '{name}' leads to the URN {urn}, which no authority has")
            by_plain_name[plain_name(name)] = by_urn[urn]
        ended = {ending.urn: ending for ending in endings}
        for ending in ended.values():
            if missing := [urn for urn in (ending.urn, *ending.successors) if urn not in by_urn]:
                raise UnknownAuthority(f"The end of URN {ending.urn} names the URN {missing[0]}, which no authority has")
        for urn, nearest in neighbour_urns.items():
            if missing := [neighbour for neighbour in (urn, *nearest) if neighbour not in by_urn]:
                raise UnknownAuthority(f"The neighbours of URN {urn} name the URN {missing[0]}, which no authority has")
        return cls(
            listed,
            also,
            MappingProxyType(ended),
            MappingProxyType(dict(code_predecessors)),
            MappingProxyType(dict(neighbour_urns)),
            MappingProxyType(by_urn),
            MappingProxyType(by_plain_name),
        )

    def changed(self, changes: Iterable[ChangedAuthority]) -> Self:
        """The register with these authorities added or in the place of those with their URN. Raises UnknownAuthority as `of`."""
        stored = tuple(changes)
        by_urn = {authority.urn: authority for authority in self} | {each.authority.urn: each.authority for each in stored}
        endings = dict(self.endings) | {each.ending.urn: each.ending for each in stored if each.ending}
        return self.of(by_urn.values(), self.aliases, endings.values(), self.code_predecessors, self.neighbour_urns)

    def __iter__(self) -> Iterator[Authority]:
        """Every authority, former ones too, in the order of the list."""
        return iter(self.authorities)

    def by_urn(self, urn: str) -> Authority:
        """The authority with this URN. Raises UnknownAuthority."""
        if urn not in self._by_urn:
            raise UnknownAuthority(f"No authority has the URN {urn}: see the URNs in the register of authorities")
        return self._by_urn[urn]

    def has(self, urn: str) -> bool:
        """True when an authority has this URN."""
        return urn in self._by_urn

    def by_council_number(self, number: str) -> Authority:
        """The authority with this council number. Raises UnknownAuthority if none has it, or several have.

        A number is given again to a council that took another's place, so an authority that still exists comes first.
        """
        having = [authority for authority in self.authorities if number and authority.council_number == number]
        having = [authority for authority in having if authority.ons_code] or having
        if len(having) != 1:
            raise UnknownAuthority(
                f"{'Several authorities have' if having else 'No authority has'} the council number '{number}'"
            )
        return having[0]

    def by_ons_code(self, code: str) -> Authority:
        """The authority that exists and has this ONS code, or had it before its present one. Raises UnknownAuthority."""
        for authority in self.current():
            if code in (authority.ons_code, self.code_predecessors.get(authority.ons_code)):
                return authority
        raise UnknownAuthority(f"No authority has the ONS code '{code}'")

    def successors(self, urn: str) -> tuple[Authority, ...]:
        """Who took the place of an authority, those that ended since replaced by theirs; nobody if it did not end."""
        ending = self.endings.get(Urn(urn))
        if ending is None:
            return ()
        followed = (self.successors(successor) or (self.by_urn(successor),) for successor in ending.successors)
        return tuple(dict.fromkeys(authority for authorities in followed for authority in authorities))

    def neighbours(self, urn: str) -> tuple[Authority, ...]:
        """The statistical neighbours of an authority that still exist, the nearest first; none if they are not known."""
        named = (self._by_urn[neighbour] for neighbour in self.neighbour_urns.get(Urn(urn), ()))
        return tuple(authority for authority in named if authority.ons_code)

    def whose_neighbours(self, urns: Collection[Urn]) -> Authority | None:
        """The authority whose statistical neighbours are exactly these; None if there is none."""
        chosen = frozenset(urns)
        owners = (
            self._by_urn[urn]
            for urn in self.neighbour_urns
            if chosen and chosen == {neighbour.urn for neighbour in self.neighbours(urn)}
        )
        return next(owners, None)

    def display(self, urn: str) -> Authority:
        """The authority with this URN, to be shown; one that the list does not name (any more) goes by its number."""
        return self._by_urn.get(urn) or Authority(Urn(urn), f"Authority {urn}", "", "")

    def named(self, name_or_urn: str) -> Authority:
        """The authority with this URN, council number or name, in any form that `plain_name` ignores, or alias ('Hull', 'BCP').

        Raises UnknownAuthority, with the nearest names when there are any.
        """
        number = name_or_urn.strip()
        if number.isdigit():
            # URNs have five digits or more.
            return self.by_council_number(number) if len(number) == COUNCIL_DIGITS else self.by_urn(number)
        plain = plain_name(name_or_urn)
        if plain in self._by_plain_name:
            return self._by_plain_name[plain]
        near = difflib.get_close_matches(plain, self._by_plain_name, n=3, cutoff=0.7)
        names = sorted({self._by_plain_name[match].name for match in near})
        hint = f"did you mean {' or '.join(names)}?" if names else "see the names in the register of authorities"
        raise UnknownAuthority(f"No authority is called '{name_or_urn.strip()}': {hint}")

    def within(self, text: str) -> tuple[Authority, ...]:
        """Every authority whose name or alias stands in this text as whole words, with a possessive ending ('Hull's') or without.

        A name inside a longer one does not count.
        """
        without_possessive = re.sub(r"['’]s", "", text)
        plain = f" {plain_name(text)} | {plain_name(without_possessive)} "
        names = [name for name in self._by_plain_name if f" {name} " in plain]
        longest = [name for name in names if not any(name != other and f" {name} " in f" {other} " for other in names)]
        return tuple(dict.fromkeys(self._by_plain_name[name] for name in longest))

    def current(self) -> tuple[Authority, ...]:
        """The authorities that a run covers by default: those of the list that still exist (153 in England)."""
        return tuple(authority for authority in self.authorities if authority.ons_code)

    def regions(self) -> tuple[str, ...]:
        """The regions of all authorities, by name."""
        return tuple(sorted({authority.region for authority in self.authorities}))

    def region(self, name: str) -> str:
        """The region as the list spells it, for a name in any letter case. Raises UnknownAuthority naming the regions."""
        for region in self.regions():
            if region.lower() == name.strip().lower():
                return region
        raise UnknownAuthority(f"No region is called '{name.strip()}': the regions are {', '.join(self.regions())}")

    def in_region(self, name: str) -> tuple[Authority, ...]:
        """The authorities of this region that still exist. Raises UnknownAuthority as `region` does."""
        region = self.region(name)
        return tuple(authority for authority in self.current() if authority.region == region)


def authorities_in(strands: Iterable[str], where: str) -> tuple[Authority, ...]:
    """The authorities of a CSV with the columns urn, name, ons_code, region, and council_number if there is one.

    Raises BadSetting naming `where`.
    """
    try:
        return tuple(
            Authority(Urn(row["urn"]), row["name"], row["ons_code"], row["region"], row.get("council_number") or "")
            for row in csv.DictReader(strands)
        )
    except KeyError as missing:
        raise BadSetting(f"{where} lacks the column {missing}: it needs urn, name, ons_code and region") from None


def neighbours_in(lines: Iterable[str], where: str) -> dict[Urn, tuple[Urn, ...]]:
    """The statistical neighbours in a CSV of authorities: its column neighbours, URNs separated by spaces, if it has one.

    Raises BadSetting naming `where` for a URN that the file does not have.
    """
    rows = list(csv.DictReader(lines))
    nearest = {Urn(row["urn"]): tuple(map(Urn, (row.get("neighbours") or "").split())) for row in rows}
    for urn, urns in nearest.items():
        if unknown := [neighbour for neighbour in urns if neighbour not in nearest]:
            raise BadSetting(f"{where}: a neighbour of {urn} has the URN {unknown[0]}, which the file does not have")
    return {urn: urns for urn, urns in nearest.items() if urns}


def _lines(file: str) -> list[str]:
    return resources.files("ofsted_watch.domain").joinpath(file).read_text(encoding="utf-8").splitlines()


def _endings(rows: Iterable[Mapping[str, str]]) -> tuple[Ending, ...]:
    """The endings of `authority_successors.csv`, a row for each successor; a row without a URN is of an authority that the list
    does not have.
    """
    successors: dict[tuple[Urn, date], list[Urn]] = {}
    for row in rows:
        if row["urn"]:
            successors.setdefault((Urn(row["urn"]), date.fromisoformat(row["ended"])), []).append(Urn(row["successor_urn"]))
    return tuple(Ending(urn, day, tuple(urns)) for (urn, day), urns in successors.items())


def _with_neighbours(register: AuthorityRegister) -> AuthorityRegister:
    """The register with the neighbours of `statistical_neighbours.csv`, which names them by council numbers."""
    rows = csv.DictReader(line for line in _lines("statistical_neighbours.csv") if not line.startswith("#"))
    nearest = {
        Urn(row["urn"]): tuple(register.by_council_number(number).urn for number in row["neighbour_council_numbers"].split())
        for row in rows
    }
    return AuthorityRegister.of(
        register.authorities, register.aliases, register.endings.values(), register.code_predecessors, nearest
    )


ENGLAND: AuthorityRegister = _with_neighbours(
    AuthorityRegister.of(
        authorities_in(_lines("authorities.csv"), "authorities.csv"),
        ((row["name"], Urn(row["urn"])) for row in csv.DictReader(_lines("authority_aliases.csv"))),
        _endings(csv.DictReader(_lines("authority_successors.csv"))),
        {row["ons_code"]: row["predecessor"] for row in csv.DictReader(_lines("ons_code_predecessors.csv"))},
    )
)
"""Every authority of England that we know, former ones too (their `ons_code` is empty)."""
