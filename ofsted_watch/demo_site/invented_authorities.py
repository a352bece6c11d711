"""Invented authorities, with names that exist nowhere and URNs that Ofsted does not use."""

import csv
from collections.abc import Sequence
from pathlib import Path

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority
from ofsted_watch.errors import UnknownAuthority

INVENTED: tuple[Authority, ...] = (
    Authority(Urn("80901"), "Thornmere", "E99000001", "North West"),
    Authority(Urn("80902"), "Aldershaw", "E99000002", "West Midlands"),
    Authority(Urn("80903"), "Eastwick and Marle", "E99000003", "South East"),
    Authority(Urn("80904"), "Penhallow", "E99000004", "South West"),
    Authority(Urn("80905"), "Kingsholt upon Wye", "E99000005", "West Midlands"),
    Authority(Urn("80906"), "Harrowmere", "E99000006", "London"),
    Authority(Urn("80907"), "Stanbeck", "E99000007", "North West"),
    Authority(Urn("80908"), "North Calderwick", "E99000008", "North West"),
    Authority(Urn("80909"), "Brackenmoor", "E99000009", "West Midlands"),
    Authority(Urn("80910"), "Oxmarsh", "E99000010", "South East"),
    Authority(Urn("80911"), "Tillingdean", "E99000011", "London"),
    Authority(Urn("80912"), "St Orrin’s Bay", "E99000012", "South West"),
)
"""Their ONS codes begin with E99, which means 'not a place'. Each region has two or three of them."""

INVENTED_REGISTER = AuthorityRegister.of(INVENTED)

_COUNCIL_NAMES = {
    "80901": "Thornmere Metropolitan Borough Council",
    "80902": "Aldershaw Council",
    "80903": "Eastwick and Marle Council",
    "80904": "City of Penhallow",
    "80905": "Kingsholt upon Wye City Council",
    "80906": "Royal Borough of Harrowmere",
    "80907": "Stanbeck Metropolitan District Council",
    "80908": "North Calderwick Council",
    "80909": "Brackenmoor County Council",
    "80910": "Oxmarsh County Council",
    "80911": "London Borough of Tillingdean",
    "80912": "St Orrin’s Bay Council",
}

_CHILDREN_AND_POVERTY: dict[str, tuple[int, int]] = {
    "80901": (62, 31),
    "80902": (58, 28),
    "80903": (90, 14),
    "80904": (47, 22),
    "80905": (44, 25),
    "80906": (71, 36),
    "80907": (66, 30),
    "80908": (35, 33),
    "80909": (81, 17),
    "80910": (95, 12),
    "80911": (75, 34),
    "80912": (40, 21),
}
"""URN → thousands of children, and how many of a hundred live in poor families. Invented, like the twelve: by these two numbers
authorities are like each other.
"""

_NEIGHBOURS = 10

BEGINNINGS = (
    "Amber",
    "Bracken",
    "Cinder",
    "Drake",
    "Elder",
    "Fallow",
    "Gorse",
    "Heron",
    "Ivel",
    "Juniper",
    "Kestrel",
    "Lark",
    "Moss",
)

ENDINGS = ("thorpe", "wold", "mere", "hithe", "combe", "stow", "bourne", "holt", "minster", "garth", "fleet", "ness", "barrow")
"""Each beginning with each ending is a name that no place in England has."""


def crowd(count: int) -> tuple[Authority, ...]:
    """The first `count` invented authorities, beginning with the twelve. Raises ValueError above 181."""
    names = [f"{beginning}{ending}" for ending in ENDINGS for beginning in BEGINNINGS]
    if count > len(INVENTED) + len(names):
        raise ValueError(f"There are names for {len(INVENTED) + len(names)} invented authorities, not for {count}")
    others = (
        Authority(Urn(str(81_001 + place)), name, f"E99{place:06}", "London") for place, name in enumerate(names, start=101)
    )
    return (*INVENTED, *others)[:count]


def council_name(authority: Authority) -> str:
    """The council's full name: 'Thornmere Metropolitan Borough Council', or '<name> Council'."""
    return _COUNCIL_NAMES.get(authority.urn, f"{authority.name} Council")


def invented(name: str) -> Authority:
    """The invented authority of this name. Raises UnknownAuthority, which lists all names."""
    for authority in INVENTED:
        if authority.name == name:
            return authority
    raise UnknownAuthority(f"No invented authority is called '{name}': choose from {', '.join(a.name for a in INVENTED)}")


def write_csv(path: Path, authorities: tuple[Authority, ...] = INVENTED) -> None:
    """Write a CSV of authorities for OFSTED_WATCH_AUTHORITIES_FILE, with the statistical neighbours of each."""
    neighbours = nearest(authorities)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("urn", "name", "ons_code", "region", "council_number", "neighbours"))
        for a in authorities:
            rows.writerow((a.urn, a.name, a.ons_code, a.region, a.council_number or a.urn[2:], " ".join(neighbours[a.urn])))


def nearest(authorities: Sequence[Authority]) -> dict[Urn, tuple[Urn, ...]]:
    """The statistical neighbours of each: the ten (or fewer) that are most like it by two invented numbers, the nearest first."""
    numbers = {
        authority.urn: _CHILDREN_AND_POVERTY.get(authority.urn, (30 + place * 37 % 71, 10 + place * 53 % 31))
        for place, authority in enumerate(authorities)
    }

    def distance(urn: Urn, other: Urn) -> int:
        return sum((mine - theirs) ** 2 for mine, theirs in zip(numbers[urn], numbers[other], strict=True))

    return {
        urn: tuple(sorted(numbers.keys() - {urn}, key=lambda other: (distance(urn, other), other))[:_NEIGHBOURS])
        for urn in numbers
    }
