"""The type of a council, by its ONS code. Pure."""

from ofsted_watch.domain.model import Authority

_TYPES = {"E06": "unitary", "E08": "metropolitan borough", "E09": "London borough", "E10": "county"}
"""The first three characters of a code of the Office for National Statistics: the kind of area."""


def council_type(authority: Authority) -> str | None:
    """'unitary', 'metropolitan borough', 'London borough' or 'county'; None for another code, or for a council that ended."""
    return _TYPES.get(authority.ons_code[:3])
