"""What a run must cover and what it covered: which authorities, which files to fetch, the coverage ledger. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ofsted_watch.domain.authorities import AuthorityRegister, plain_name
from ofsted_watch.domain.identifiers import FileNumber, Sha256, Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Authority, AuthorityPage, Coverage, FileRecord, Listing
from ofsted_watch.domain.search_listing import SearchListing
from ofsted_watch.errors import EmptyFile, NotAPdf, Truncated

ALL = "all"

RECENT_DAYS = 60
"""A letter this young is fetched again every week: corrected re-issues are published soon after a letter."""

RECENT_RECHECK_DAYS = 7

PATIENT_DAYS = 7
"""A file that could not be read is fetched again every night for this long, then every `recheck_days`."""

SERVED_WRONG = frozenset({NotAPdf.code, EmptyFile.code, Truncated.code})
"""Problems of a file that may be the site's passing fault: the same number may serve a good file another night."""

SERVED_WRONG_SHARE = 0.2
ENOUGH_SERVED_WRONG = 3
"""A batch stops if more than a fifth of it, and at least three files, were served wrong: two bad files do not stop it."""


@dataclass(frozen=True, slots=True)
class Window:
    """Which letters a backfill is about: published from `start` to `end` (both days in; None is open), of these kinds.

    No kinds means all. A listing without a date is in the window only when both ends are open.
    """

    start: date | None = None
    end: date | None = None
    kinds: frozenset[LetterKind] = frozenset()

    def holds(self, published: date | None) -> bool:
        """True when a letter published on this day is in the window."""
        if published is None:
            return self.start is None and self.end is None
        return (self.start is None or self.start <= published) and (self.end is None or published <= self.end)

    def is_whole(self, today: date) -> bool:
        """True when nothing published up to today is outside: only then an authority counts as checked."""
        return self.start is None and (self.end is None or self.end >= today) and not self.kinds


EVERYTHING = Window()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to fetch: its listing, what we have stored of it (None: nothing yet) and why we fetch it, as text.

    `problem` is the code of the problem in the stored reading, if it has one.
    """

    listing: Listing
    held: FileRecord | None
    why: str
    problem: str | None = None

    @property
    def known(self) -> FileRecord | None:
        """The record for a conditional request. A file that was served wrong may have come with the right file's validators."""
        return None if self.problem in SERVED_WRONG else self.held

    def is_news(self, sha256: Sha256) -> bool:
        """True when the bytes now served, or the label they are listed under, are not those we hold."""
        held = self.held
        if held is None or held.sha256 != sha256:
            return True
        return (held.listed_as, held.listed) != (self.listing.listed_as, self.listing.published)


def expected_authorities(watched: Sequence[str], register: AuthorityRegister) -> tuple[Authority, ...]:
    """The authorities that a run must cover, by name, for names or URNs as people write them; 'all' means every one.

    Raises UnknownAuthority if no authority has that name.
    """
    if not watched or ALL in (name.strip().lower() for name in watched):
        return tuple(sorted(register.current(), key=lambda authority: authority.name))
    chosen = {register.named(name) for name in watched}
    return tuple(sorted(chosen, key=lambda authority: authority.name))


def missing_on_site(expected: Iterable[Authority], on_site: SearchListing) -> dict[Urn, str]:
    """URN → why the site's own search is no proof of an expected authority.

    A result without a URN that carries the authority's name, or its council number, lists it. A result that cannot be read leaves
    only the authority that it names unproved, or names none.
    """
    listed = {authority.urn for authority in on_site.found}
    council_numbers = {result.council_number for result in on_site.unread if result.council_number}
    by_name = {plain_name(result.name): result for result in on_site.unread if result.name}
    reasons: dict[Urn, str] = {}
    for authority in expected:
        if authority.urn in listed or authority.council_number in council_numbers:
            continue
        result = by_name.get(plain_name(authority.name))
        if result is None:
            reasons[authority.urn] = "the site's search no longer lists it"
        elif result.council_number is None:
            reasons[authority.urn] = f"its result in the site's search cannot be read: {result.reason}"
    return reasons


def many_served_wrong(problems: Sequence[str | None]) -> bool:
    """True when so many files of a batch were served wrong that the site seems to be at fault.

    `problems` has the code of each file's problem, None for a file without one. A sound file that cannot be read, or has an
    unknown label, is not counted: the site served it as it is, and it says nothing about the others.
    """
    wrong = sum(problem in SERVED_WRONG for problem in problems)
    return wrong >= ENOUGH_SERVED_WRONG and wrong > SERVED_WRONG_SHARE * len(problems)


def wanted_files(
    page: AuthorityPage,
    held: Mapping[FileNumber, FileRecord],
    problems: Mapping[FileNumber, str],
    today: date,
    recheck_days: int,
    withdrawn: Collection[FileNumber] = (),
) -> tuple[Wanted, ...]:
    """Which of a page's files to fetch in this run.

    `held` maps a file number to what we have stored, `problems` a file number to the problem code of its reading. A new
    number is always wanted, and one in `withdrawn` that is listed again; a stored one when its label changed, when it was
    served wrong, weekly while it is young, and every `recheck_days` while it is the newest listed (a re-issue keeps its
    number, see ofsted-site).
    """
    newest = max((listing.published or date.min for listing in page.listings), default=date.min)
    wanted = []
    for listing in page.listings:
        known, problem = held.get(listing.file_number), problems.get(listing.file_number)
        why = "listed again" if listing.file_number in withdrawn else None
        why = why or _why(listing, known, problem, today, recheck_days, newest)
        if why:
            wanted.append(Wanted(listing, known, why, problem))
    return tuple(wanted)


def _why(
    listing: Listing, held: FileRecord | None, problem: str | None, today: date, recheck_days: int, newest: date
) -> str | None:
    if held is None:
        return "new"
    if (listing.listed_as, listing.published) != (held.listed_as, held.listed):
        return "its label changed"
    since_asked = today - held.checked_at.date()
    if problem in SERVED_WRONG and today - held.first_seen <= timedelta(days=PATIENT_DAYS) and since_asked >= timedelta(days=1):
        return f"served wrong before ({problem})"
    published = listing.published or date.min
    is_recent = today - published <= timedelta(days=RECENT_DAYS)
    if is_recent and since_asked >= timedelta(days=min(RECENT_RECHECK_DAYS, recheck_days)):
        return "time to check for a re-issue"
    if (problem in SERVED_WRONG or published == newest) and since_asked >= timedelta(days=recheck_days):
        return "time to check for a re-issue"
    return None


def coverage(
    expected: Sequence[Authority],
    unchecked: Mapping[Urn, str],
    *,
    listed: int,
    fetched: int,
    read: int,
    validated: int,
    stored: int,
    set_aside: int,
    missed_by_polls: int = 0,
) -> Coverage:
    """The ledger of a run: an authority is checked unless `unchecked`, URN → reason, names it."""
    return Coverage(
        expected=tuple(authority.urn for authority in expected),
        checked=tuple(authority.urn for authority in expected if authority.urn not in unchecked),
        unchecked={authority.urn: unchecked[authority.urn] for authority in expected if authority.urn in unchecked},
        listed=listed,
        fetched=fetched,
        read=read,
        validated=validated,
        stored=stored,
        set_aside=set_aside,
        missed_by_polls=missed_by_polls,
    )


def unchecked_since(last_checked_on: date | None, nights: Iterable[date], today: date, unchecked_nights: int) -> date | None:
    """The day of the last check of an authority, when its subscribers are due a notice that it is unchecked; else None.

    `nights` are the days of past nightly runs. Due means: with this run, at least `unchecked_nights` runs since the last
    check did not see it. An authority never checked has no such day.
    """
    if last_checked_on is None:
        return None
    missed = {night for night in (*nights, today) if last_checked_on < night <= today}
    return last_checked_on if len(missed) >= max(unchecked_nights, 1) else None


def too_many_unchecked(count: int, limit: int) -> str | None:
    """Why 'unchecked' notices must be held: so many at once have one common cause, here or at the site."""
    if count <= limit:
        return None
    return f"{count} authorities have not been checked for several nights, more than the limit of {limit}: fix the cause first"
