"""Invented authorities, with names that exist nowhere and URNs that Ofsted does not use."""

import csv
from pathlib import Path

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority
from ofsted_watch.errors import UnknownAuthority

INVENTED: tuple[Authority, ...] = (
    Authority(Urn("80901"), "Thornmere", "E99000001", "North West"),
    Authority(Urn("80902"), "Aldershaw", "E99000002", "West Midlands"),
    Authority(Urn("80903"), "Eastwick and Marle", "E99000003", "East of England"),
    Authority(Urn("80904"), "Penhallow", "E99000004", "South West"),
    Authority(Urn("80905"), "Kingsholt upon Wye", "E99000005", "West Midlands"),
    Authority(Urn("80906"), "Harrowmere", "E99000006", "London"),
    Authority(Urn("80907"), "Stanbeck", "E99000007", "Yorkshire and the Humber"),
    Authority(Urn("80908"), "North Calderwick", "E99000008", "North East"),
    Authority(Urn("80909"), "Brackenmoor", "E99000009", "East Midlands"),
    Authority(Urn("80910"), "Oxmarsh", "E99000010", "South East"),
    Authority(Urn("80911"), "Tillingdean", "E99000011", "London"),
    Authority(Urn("80912"), "St Orrin’s Bay", "E99000012", "South West"),
)
"""Their ONS codes begin with E99, which means 'not a place'."""

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
    """Write a CSV of authorities for OFSTED_WATCH_AUTHORITIES_FILE.

    The statistical neighbours of each are the ten (or fewer) that follow it in the list, round its end.
    """
    urns = [authority.urn for authority in authorities]
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("urn", "name", "ons_code", "region", "council_number", "neighbours"))
        for place, a in enumerate(authorities):
            nearest = (urns[place + 1 :] + urns[:place])[:_NEIGHBOURS]
            rows.writerow((a.urn, a.name, a.ons_code, a.region, a.urn[2:], " ".join(nearest)))
