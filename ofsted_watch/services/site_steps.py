"""The steps that use the site: which authorities it lists, their letters, and the files into the archive."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from ofsted_watch.adapters.site.ofsted_site import NotModified
from ofsted_watch.domain.authorities import plain_name
from ofsted_watch.domain.gaps import Gap
from ofsted_watch.domain.history.editions import MOVED, link_day, lives
from ofsted_watch.domain.identifiers import FileNumber, ServedFile, Sha256, Urn
from ofsted_watch.domain.model import Authority, AuthorityPage, FileRecord, Listing, StoredLetter
from ofsted_watch.domain.search_listing import SearchListing
from ofsted_watch.domain.set_aside_state import SetAsideAnswer, SetAsideSubject
from ofsted_watch.errors import FileGone, NothingListed
from ofsted_watch.extraction.letter_kinds import READER_VERSION
from ofsted_watch.runs.planning import Wanted, wanted_files
from ofsted_watch.services.resources import Resources


@dataclass(frozen=True, slots=True)
class Plan:
    """One authority in this run: files to fetch, and those fetched but not stored.

    `vanished` are stored letters that the page no longer lists, `returned` those that it lists again, `vanished_gaps` unread
    reports that it no longer lists. `held` are the bytes of each listed number, `stored` the files of stored letters.
    """

    urn: Urn
    wanted: tuple[Wanted, ...]
    waiting: tuple[tuple[Listing, FileRecord], ...]
    vanished: tuple[StoredLetter, ...]
    returned: tuple[StoredLetter, ...]
    vanished_gaps: tuple[Gap, ...]
    held: Mapping[FileNumber, Sha256]
    stored: frozenset[ServedFile]


def list_authorities(resources: Resources) -> SearchListing:
    """Every authority that the site's search lists. Raises SiteError; ListCapped when the stated total is not met."""
    return resources.site.authorities()


def list_letters(authority: Authority, resources: Resources) -> AuthorityPage:
    """The authority's page. Raises SiteError: a page without letters is an error, never 'no letters'.

    Only of an authority that never had a letter, and that its page names as we do, an empty page is a fact: a new authority is
    inspected for the first time after a year or two.
    """
    try:
        return resources.site.authority_page(authority.urn)
    except NothingListed as empty:
        if plain_name(empty.name) != plain_name(authority.name) or _had_letters(authority.urn, resources):
            raise
        return AuthorityPage(authority.urn, empty.name, ())


def _had_letters(urn: Urn, resources: Resources) -> bool:
    """True when a page of this authority ever listed a letter, or one is stored."""
    database = resources.database
    return bool(database.letters.listed_counts().get(urn) or database.files.files_of(urn) or database.letters.stored([urn]))


def plan_files(page: AuthorityPage, resources: Resources, today: date) -> Plan:
    """Compare the page with what is stored, and note when each listing was first seen. Uses the database only."""
    database = resources.database
    database.files.record_listings(page.listings, today, datetime.now(UTC))
    held = database.files.files_of(page.urn)
    stored = {letter.served_file: letter for letter in database.letters.stored([page.urn])}
    listed = {listing.file_number: listing for listing in page.listings}
    # Bytes that are served again are stored at an earlier edition; a run that died in between has not stored the newer one.
    unkept = {
        number: record
        for number, record in held.items()
        if number in listed
        and ((known := stored.get(ServedFile(number, record.sha256))) is None or known.edition < record.edition)
    }
    readings = {number: database.readings.get(record.sha256, READER_VERSION) for number, record in unkept.items()}
    problems = {number: letter.problem.code for number, letter in readings.items() if letter and letter.problem}
    current = _current_letters(stored.values(), held)
    returned = tuple(
        letter for letter in current if (letter.withdrawn or letter.restored) and letter.listing.file_number in listed
    )
    again = {letter.listing.file_number for letter in returned}
    restored_numbers = {letter.listing.file_number for letter in current if letter.restored}
    given_up = database.set_asides.waiting_or_rejected(SetAsideSubject.LISTING, page.urn)
    wanted = tuple(
        file
        for file in wanted_files(page, held, problems, today, resources.settings.recheck_days, again)
        if given_up.get(file.listing.file_number) != SetAsideAnswer.REJECTED
    )
    aside = database.set_asides.waiting_or_rejected(SetAsideSubject.LETTER, page.urn)
    # A letter set aside waits for a person; it is read again only when a newer reader has not read it yet, and never once it
    # was rejected.
    waiting = [
        number
        for number, record in unkept.items()
        if record.sha256 not in aside or (readings[number] is None and aside[record.sha256] != SetAsideAnswer.REJECTED)
    ]
    return Plan(
        urn=page.urn,
        wanted=wanted,
        waiting=tuple((listed[number], unkept[number]) for number in waiting),
        # What a person did not accept as withdrawn stays until the page has listed it again.
        vanished=tuple(
            letter
            for letter in current
            if letter.withdrawn is None and letter.restored is None and letter.listing.file_number not in listed
        ),
        returned=returned,
        vanished_gaps=tuple(
            known.gap for known in database.gaps.open([page.urn]) if known.gap.file_number not in listed.keys() | restored_numbers
        ),
        held={number: record.sha256 for number, record in held.items() if number in listed},
        stored=frozenset(file for file, letter in stored.items() if letter.letter.problem is None),
    )


def _current_letters(stored: Iterable[StoredLetter], held: Mapping[FileNumber, FileRecord]) -> tuple[StoredLetter, ...]:
    """The letters that the numbers stand for now: without those of a number that has been used again since."""
    by_number: dict[FileNumber, list[StoredLetter]] = defaultdict(list)
    for letter in stored:
        by_number[letter.listing.file_number].append(letter)
    last = {number: lives(letters)[-1] for number, letters in by_number.items()}
    return tuple(letter for number, life in last.items() if not _is_replaced(life, held.get(number)) for letter in life)


def _is_replaced(life: Sequence[StoredLetter], record: FileRecord | None) -> bool:
    """True if the number serves bytes that are not read yet under a link of another time."""
    if record is None or record.listed is None or any(letter.letter.sha256 == record.sha256 for letter in life):
        return False
    return abs(record.listed - link_day(life[-1])) > MOVED


def fetch_file(wanted: Wanted, resources: Resources, today: date) -> Sha256:
    """Fetch the file (conditionally if we have one), archive its bytes and record them. Returns their sha256.

    Raises SiteError. The archive is written before the database, so a crash between the two loses nothing.
    """
    held = wanted.known
    answer = resources.site.fetch(
        wanted.listing, etag=held.etag if held else None, last_modified=held.last_modified if held else None
    )
    # The day is the run's, which differs from this machine's if the run is for another day.
    now = datetime.combine(today, datetime.now(UTC).time(), UTC)
    if isinstance(answer, NotModified):
        if held is None:
            raise FileGone(f"The site says file {wanted.listing.file_number} is unchanged, but it is not in the archive")
        resources.database.files.record_checked(wanted.listing, now)
        return held.sha256
    sha256 = resources.archive.put(answer.content)
    resources.database.files.record_file(
        wanted.listing,
        sha256=sha256,
        size=len(answer.content),
        etag=answer.etag,
        last_modified=answer.last_modified,
        at=now,
        today=today,
    )
    return sha256


def is_gone(listing: Listing, resources: Resources) -> bool:
    """True only if the site itself says that the file is gone: absence from a page is not a fact."""
    record = resources.database.files.files_of(listing.urn).get(listing.file_number)
    known = {"etag": record.etag, "last_modified": record.last_modified} if record else {}
    try:
        resources.site.fetch(listing, **known)
    except FileGone:
        return True
    return False
