"""The stages of the check before the night: which letter to ask for, and the letter as the site serves it now."""

from ofsted_watch.adapters.site.ofsted_site import NotModified
from ofsted_watch.domain.model import Authority, KeptLetter, Letter
from ofsted_watch.errors import SiteError
from ofsted_watch.runs.known_letter import known_letter
from ofsted_watch.services.resources import World

LATELY = 200
"""Letters among which one mostly is that judges an authority we watch, so that not all need to be loaded."""


def choose_letter(world: World, owed: tuple[Authority, ...]) -> KeptLetter | None:
    """The newest judging letter that we hold of the watched authorities; None on a first night."""
    urns = {authority.urn for authority in owed}
    lately = [one for one in world.database.newest_letters(LATELY) if one.listing.urn in urns]
    return known_letter(lately) or known_letter(world.database.kept_letters(urns))


def read_from_site(world: World, known: KeptLetter) -> Letter:
    """The letter as the site serves it now, read now: neither the archive nor an earlier reading is asked. Raises SiteError."""
    answer = world.site.fetch(known.listing)
    if isinstance(answer, NotModified):
        raise SiteError(f"{known.listing.url} answered 304 (not modified), though we did not say what we know")
    return world.reader.read(answer.content, f"{known.listing.urn}-{known.listing.file_number}")
