"""The stages of the check before the night: which letter to ask for, and the letter as the site serves it now."""

from ofsted_watch.adapters.site.ofsted_site import NotModified
from ofsted_watch.domain.model import Authority, Letter, StoredLetter
from ofsted_watch.errors import SiteError
from ofsted_watch.runs.known_letter import known_letter
from ofsted_watch.services.resources import Resources

LATELY = 200
"""Letters among which one mostly is that judges an authority we watch, so that not all need to be loaded."""


def choose_letter(resources: Resources, expected: tuple[Authority, ...]) -> StoredLetter | None:
    """The newest judging letter that we hold of the watched authorities; None on a first night."""
    urns = {authority.urn for authority in expected}
    lately = [one for one in resources.database.letters.newest(LATELY) if one.listing.urn in urns]
    return known_letter(lately) or known_letter(resources.database.letters.stored(urns))


def read_from_site(resources: Resources, known: StoredLetter) -> Letter:
    """The letter as the site serves it now, read now: neither the archive nor an earlier reading is asked. Raises SiteError."""
    answer = resources.site.fetch(known.listing)
    if isinstance(answer, NotModified):
        raise SiteError(f"{known.listing.url} answered 304 (not modified), though we did not say what we know")
    return resources.reader.read(answer.content, f"{known.listing.urn}-{known.listing.file_number}")
