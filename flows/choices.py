"""What the forms of the Prefect UI offer: authorities, regions and kinds of letters, by name.

A form's choices are types, and types are there before any flow runs: this is the one place where settings are read at import
(an invented Ofsted has authorities of its own). Import it where a flow is defined, nowhere else.
"""

from typing import TYPE_CHECKING, Literal

from ofsted_watch.authorities import current_authorities
from ofsted_watch.letters import KINDS, OTHER
from ofsted_watch.settings import read_settings
from ofsted_watch.stages.world import know_authorities

if TYPE_CHECKING:
    AuthorityName = str
    RegionName = str
    KindName = str
else:
    know_authorities(read_settings())
    AuthorityName = Literal[tuple(sorted(authority.name for authority in current_authorities()))]
    RegionName = Literal[tuple(sorted({authority.region for authority in current_authorities()}))]
    KindName = Literal[(*sorted(kind.name for kind in KINDS), OTHER)]
