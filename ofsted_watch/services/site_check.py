"""The check before the night: is the site there, do its pages look as they did, does a known letter read as known?"""

from collections.abc import Sequence

from ofsted_watch.adapters.site.ofsted_site import NotModified
from ofsted_watch.domain.model import Authority, Letter, StoredLetter
from ofsted_watch.errors import SiteError
from ofsted_watch.runs.known_letter import known_letter, letter_complaints, not_listed, page_complaints
from ofsted_watch.services import site_steps
from ofsted_watch.services.executor import Executor
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


def check_site(executor: Executor, resources: Resources, expected: Sequence[Authority]) -> tuple[str, tuple[str, ...]]:
    """What was checked, in one sentence, and every complaint. Stores nothing."""
    try:
        listed = executor.call(site_steps.list_authorities, resources)
    except SiteError as error:
        return "", (str(error),)
    complaints = [f"the search does not list {name}" for name in not_listed(expected, listed.found)]
    known = executor.call(choose_letter, resources, tuple(expected))
    if known is None:
        said = f"the search lists {len(listed.found)} authorities; no judging letter is known yet, so none was compared"
        return said, tuple(complaints)
    authority = resources.register.by_urn(known.listing.urn)
    try:
        complaints += page_complaints(executor.call(site_steps.list_letters, authority, resources), known)
        complaints += letter_complaints(known, executor.call(read_from_site, resources, known))
    except SiteError as error:
        complaints.append(str(error))
    said = (
        f"the search lists {len(listed.found)} authorities; the page of {authority.name} and its letter of "
        f"{known.published:%-d %B %Y} read as we know them"
    )
    return said, tuple(complaints)
