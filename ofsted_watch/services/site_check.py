"""The check before the nightly run: does the site answer, are its pages unchanged, does a known letter read the same?"""

from collections.abc import Sequence

from ofsted_watch.adapters.site.ofsted_site import NotModified
from ofsted_watch.domain.model import Authority, Letter, StoredLetter
from ofsted_watch.errors import SiteError
from ofsted_watch.runs.known_letter import known_letter, letter_complaints, not_listed, page_complaints
from ofsted_watch.services import site_steps
from ofsted_watch.services.executor import Executor
from ofsted_watch.services.resources import Resources

LATELY = 200
"""How many newest letters to load: they usually include one with judgements of an expected authority."""


def choose_letter(resources: Resources, expected: tuple[Authority, ...]) -> StoredLetter | None:
    """The newest stored letter with judgements of the expected authorities; None on a first run."""
    urns = {authority.urn for authority in expected}
    lately = [letter for letter in resources.database.letters.newest(LATELY) if letter.listing.urn in urns]
    return known_letter(lately) or known_letter(resources.database.letters.stored(urns))


def read_from_site(resources: Resources, known: StoredLetter) -> Letter:
    """The letter as the site serves it now, read now: neither the archive nor an earlier reading is used. Raises SiteError."""
    answer = resources.site.fetch(known.listing)
    if isinstance(answer, NotModified):
        raise SiteError(f"{known.listing.url} answered 304 (not modified), though the request was not conditional")
    return resources.reader.read(answer.content, f"{known.listing.urn}-{known.listing.file_number}")


def check_site(executor: Executor, resources: Resources, expected: Sequence[Authority]) -> tuple[str, tuple[str, ...]]:
    """What was checked, in one sentence, and every fault. Stores nothing."""
    try:
        listed = executor.call(site_steps.list_authorities, resources)
    except SiteError as error:
        return "", (str(error),)
    complaints = [f"the search does not list {name}" for name in not_listed(expected, listed.found)]
    known = executor.call(choose_letter, resources, tuple(expected))
    if known is None:
        summary = (
            f"the search lists {len(listed.found)} authorities; no letter with judgements is stored yet, so none was compared"
        )
        return summary, tuple(complaints)
    authority = resources.register.by_urn(known.listing.urn)
    try:
        complaints += page_complaints(executor.call(site_steps.list_letters, authority, resources), known)
        complaints += letter_complaints(known, executor.call(read_from_site, resources, known))
    except SiteError as error:
        complaints.append(str(error))
    summary = (
        f"the search lists {len(listed.found)} authorities; the page of {authority.name} and its letter of "
        f"{known.published:%-d %B %Y} are unchanged"
    )
    return summary, tuple(complaints)
