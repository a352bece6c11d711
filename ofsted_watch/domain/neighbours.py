"""The ten statistical neighbours of each authority, nearest first: `statistical_neighbours.csv`, which names its source."""

import csv
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority
from ofsted_watch.errors import UnknownAuthority

CouncilNumbers = Mapping[Urn, tuple[str, ...]]
"""The council numbers of each authority's neighbours, nearest first."""


def neighbours_in(text: str) -> CouncilNumbers:
    """The neighbours in a CSV with the columns urn and neighbour_council_numbers; lines that begin with # are comments."""
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return MappingProxyType({Urn(row["urn"]): tuple(row["neighbour_council_numbers"].split()) for row in rows})


def neighbours_of(urn: Urn, register: AuthorityRegister, numbers: CouncilNumbers) -> tuple[Authority, ...]:
    """The neighbours of an authority, nearest first; none if they are not known. A council that the register has not is left out.

    An authority whose place another took since has no number that leads to it any more.
    """
    nearest = []
    for number in numbers.get(urn, ()):
        try:
            authority = register.by_council_number(number)
        except UnknownAuthority:
            continue
        if authority.ons_code:
            nearest.append(authority)
    return tuple(nearest)


ENGLAND_NEIGHBOURS: CouncilNumbers = neighbours_in(
    resources.files("ofsted_watch.domain").joinpath("statistical_neighbours.csv").read_text(encoding="utf-8")
)
"""The neighbours of each of the 153 authorities."""
