"""Gathers for every run over the site: pages → listings → files → letters, and which authorities stay unchecked."""

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ofsted_watch.domain.gaps import Gap
from ofsted_watch.domain.identifiers import LetterKey, ListingKey, ServedFile, Sha256, Urn
from ofsted_watch.domain.model import Authority, AuthorityPage, Coverage, Listing, Outcome, SetAside, StoredLetter, Verdict
from ofsted_watch.domain.set_aside_state import SetAsideReason
from ofsted_watch.errors import ClocksDisagree, FileGone, NothingFound, OfstedWatchError, SiteError, SiteRefused, SiteUnavailable
from ofsted_watch.runs.planning import EVERYTHING, Wanted, Window, coverage, missing_on_site
from ofsted_watch.runs.polling import latest_reports
from ofsted_watch.runs.sorting import Gathered, listing_set_aside
from ofsted_watch.runs.unknown_authorities import Unknown, covers_all, is_known_name, unknown_on_site
from ofsted_watch.services import checks, read_letters, site_steps
from ofsted_watch.services.executor import Executor
from ofsted_watch.services.read_letters import ListedFile
from ofsted_watch.services.resources import Resources
from ofsted_watch.services.site_steps import Plan

log = logging.getLogger("ofsted_watch.night")


@dataclass
class Gathering:
    """What a run has gathered so far; `unchecked` maps a URN to the reason, `latest_reports` to the day of the newest report
    by the site's search. Filled step by step.

    `listed` are the listings in the window, `unread` those whose bytes are not among the letters stored before, with these
    bytes (None: none were served), `gone_links` unread reports that the site says are gone.
    """

    expected: tuple[Authority, ...]
    today: date
    window: Window
    pages: list[AuthorityPage] = field(default_factory=list)
    letters: list[Gathered] = field(default_factory=list)
    gone: list[StoredLetter] = field(default_factory=list)
    returned: list[StoredLetter] = field(default_factory=list)
    unread: dict[ListingKey, tuple[Listing, Sha256 | None]] = field(default_factory=dict)
    listed: set[ListingKey] = field(default_factory=set)
    gone_links: set[ListingKey] = field(default_factory=set)
    set_aside: list[SetAside] = field(default_factory=list)
    unchecked: dict[Urn, str] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    fetched: int = 0
    latest_reports: dict[Urn, str] = field(default_factory=dict)
    unchanged: list[Urn] = field(default_factory=list)
    missed_by_polls: int = 0
    notes: list[str] = field(default_factory=list)

    def miss(self, urn: Urn, error: BaseException) -> None:
        """Note why an authority stays unchecked. An error of no class of ours is an internal error, and is named as one."""
        if not isinstance(error, OfstedWatchError):
            log.error("Unexpected %s", type(error).__name__, exc_info=error)
        reason = str(error) if isinstance(error, OfstedWatchError) else f"internal error: {type(error).__name__}: {error}"
        self.unchecked.setdefault(urn, reason)

    def name_unknown(self, unknown: Unknown, covers_all: bool) -> None:
        """Name authorities that only the site's search knows: a run over all expects them until they are added."""
        for authority, reason in unknown:
            if covers_all:
                self.expected = (*self.expected, authority)
                self.unchecked[authority.urn] = reason
            else:
                self.notes.append(f"{authority.name}: {reason}")

    def checked_urns(self) -> tuple[Urn, ...]:
        """The URNs seen whole: only for them does the day after which letters are news move on."""
        if not self.window.is_whole(self.today):
            return ()
        return tuple(urn for urn in (*(page.urn for page in self.pages), *self.unchanged) if urn not in self.unchecked)

    def checked_reports(self) -> dict[Urn, str]:
        """URN → the newest report in the search, of the authorities seen whole: what the next poll compares with."""
        checked = set(self.checked_urns())
        return {urn: report for urn, report in self.latest_reports.items() if urn in checked}

    def coverage(self, outcome: Outcome) -> Coverage:
        """The ledger of this run, with the numbers stored."""
        return coverage(
            self.expected,
            self.unchecked,
            listed=_listed(self),
            fetched=self.fetched,
            read=len(self.letters),
            validated=sum(verdict.rows_checked for verdict in self.verdicts if verdict.suite == "letters"),
            stored=len(outcome.stored),
            set_aside=len(outcome.set_aside),
            missed_by_polls=self.missed_by_polls,
        )


def gather(
    executor: Executor,
    resources: Resources,
    expected: Sequence[Authority],
    today: date,
    window: Window = EVERYTHING,
    *,
    search: bool = True,
    only_changed: bool = False,
) -> Gathering:
    """Ask the site for everything the run must cover. Never raises for a part: authorities that failed are in `unchecked`.

    Only letters in the window are fetched and read; pages are always read completely. Without `search` the site's search is not
    asked: a backfill asks it once for all its parts. With `only_changed` a page that lists what we have is noted as unchanged and
    goes no further.
    """
    gathering = Gathering(tuple(expected), today, window)
    asked = _authorities_on_site(executor, resources, gathering) if search else list(gathering.expected)
    _pages(executor, resources, gathering, asked)
    if only_changed:
        _leave_unchanged(resources, gathering)
        if not gathering.pages:
            return gathering
    gathering.verdicts.append(_check_listings(executor, resources, gathering))
    if not gathering.verdicts[-1].failed_batch and not gathering.verdicts[-1].could_not_run:
        _letters(executor, resources, gathering)
    return gathering


def _authorities_on_site(executor: Executor, resources: Resources, gathering: Gathering) -> list[Authority]:
    """Which authorities to check. A site that is down or refuses us gets no further 153 requests."""
    try:
        listed = executor.call(site_steps.list_authorities, resources)
    except (SiteUnavailable, SiteRefused, ClocksDisagree) as error:
        for authority in gathering.expected:
            gathering.miss(authority.urn, error)
        return []
    except OfstedWatchError as error:
        gathering.notes.append(f"The site's list of authorities is not reliable: {error}")
        for authority in gathering.expected:
            gathering.miss(authority.urn, error)
        return list(gathering.expected)
    gathering.notes.extend(listed.notes)
    gathering.latest_reports = latest_reports(gathering.expected, listed)
    gathering.unchecked.update((urn, reason) for urn, reason in missing_on_site(gathering.expected, listed).items())
    asked = list(gathering.expected)
    gathering.name_unknown(unknown_on_site(listed, resources.register), covers_all(asked, resources.register))
    return asked


def _pages(executor: Executor, resources: Resources, gathering: Gathering, asked: Sequence[Authority]) -> None:
    for authority, page in zip(asked, executor.map(site_steps.list_letters, asked, resources), strict=True):
        if isinstance(page, Exception):
            gathering.miss(authority.urn, page)
        elif not page.listings and (report := gathering.latest_reports.get(authority.urn)):
            gathering.miss(
                authority.urn, NothingFound(f"its page lists no letter, but the site's search gives a report: {report}")
            )
        else:
            gathering.pages.append(page)
            if not is_known_name(resources.register, authority, page.name):
                gathering.notes.append(f"The page of {authority.name} names it '{page.name}', which the register does not know")
    log.info(
        "%d of %d authority pages read, %d letters listed", len(gathering.pages), len(gathering.expected), _listed(gathering)
    )


def _leave_unchanged(resources: Resources, gathering: Gathering) -> None:
    """Keep the pages with a file to fetch, a letter to read or a file less: a poll opens a page of today every half hour."""
    changed = []
    for page in gathering.pages:
        plan = site_steps.plan_files(page, resources, gathering.today)
        if plan.wanted or plan.waiting or plan.vanished:
            changed.append(page)
        else:
            gathering.unchanged.append(page.urn)
    gathering.pages = changed


def _check_listings(executor: Executor, resources: Resources, gathering: Gathering) -> Verdict:
    listings = [listing for page in gathering.pages for listing in page.listings]
    expected = {authority.urn for authority in gathering.expected} - set(gathering.unchanged)
    before = {urn: count for urn, count in resources.database.letters.listed_counts().items() if urn in expected}
    hosts, unchecked = resources.settings.file_hosts, tuple(gathering.unchecked)
    verdict = executor.call(checks.check_listings, listings, before, hosts, gathering.today, unchecked)
    for failed in verdict.failed_rows:
        listing = listings[failed.row]
        gathering.set_aside.append(listing_set_aside(listing, failed.rule, failed.message))
        if gathering.window.holds(listing.published) and not gathering.window.kinds:
            gathering.listed.add(listing.key)
            gathering.unread[listing.key] = listing, None
    bad = {failed.row for failed in verdict.failed_rows}
    good: dict[Urn, list[Listing]] = {page.urn: [] for page in gathering.pages}
    for row, listing in enumerate(listings):
        if row not in bad:
            good[listing.urn].append(listing)
    gathering.pages = [AuthorityPage(page.urn, page.name, tuple(good[page.urn])) for page in gathering.pages]
    return verdict


def _letters(executor: Executor, resources: Resources, gathering: Gathering) -> None:
    """Plan, fetch and read. What we hold but have not kept (a run died before keeping, a person released it) is read too."""
    listed: dict[ListingKey, ListedFile] = {}
    wanted: list[Wanted] = []
    vanished: list[StoredLetter] = []
    vanished_gaps: list[Gap] = []
    served: dict[ListingKey, Sha256] = {}
    returned: dict[ListingKey, list[StoredLetter]] = defaultdict(list)
    plans = executor.map(site_steps.plan_files, gathering.pages, resources, gathering.today)
    for page, plan in zip(gathering.pages, plans, strict=True):
        if isinstance(plan, Exception):
            gathering.miss(page.urn, plan)
            continue
        wanted.extend(file for file in plan.wanted if gathering.window.holds(file.listing.published))
        vanished.extend(plan.vanished)
        vanished_gaps.extend(plan.vanished_gaps)
        served |= {ListingKey(page.urn, number): sha256 for number, sha256 in plan.held.items()}
        for letter in plan.returned:
            returned[letter.listing.key].append(letter)
        waiting = (
            ListedFile(listing, record.sha256) for listing, record in plan.waiting if gathering.window.holds(listing.published)
        )
        listed.update({file.listing.key: file for file in waiting})
    for asked, sha256 in zip(wanted, executor.map(site_steps.fetch_file, wanted, resources, gathering.today), strict=True):
        if isinstance(sha256, FileGone):
            gathering.set_aside.append(listing_set_aside(asked.listing, SetAsideReason.FILE_GONE, str(sha256)))
            continue
        if isinstance(sha256, Exception):
            gathering.miss(asked.listing.urn, sha256)
            continue
        served[asked.listing.key] = sha256
        gathering.returned += returned[asked.listing.key]
        if asked.is_news(sha256):
            gathering.fetched += 1
            listed[asked.listing.key] = ListedFile(asked.listing, sha256)
    _note_unread(gathering, plans, served)
    _gone(executor, resources, gathering, vanished)
    _gone_gaps(executor, resources, gathering, vanished_gaps)
    _read(executor, resources, gathering, tuple(listed.values()))


def _note_unread(gathering: Gathering, plans: Sequence[Plan | Exception], served: Mapping[ListingKey, Sha256]) -> None:
    """Note what is listed, and what of it is served in bytes that were not stored when the run began."""
    if gathering.window.kinds:  # letters of other kinds are read and not stored: that they are missing means nothing
        return
    for page, plan in zip(gathering.pages, plans, strict=True):
        if isinstance(plan, Exception):
            continue
        for listing in page.listings:
            if gathering.window.holds(listing.published):
                gathering.listed.add(listing.key)
                sha256 = served.get(listing.key)
                if sha256 is None or ServedFile(listing.file_number, sha256) not in plan.stored:
                    gathering.unread[listing.key] = listing, sha256


def _gone_gaps(executor: Executor, resources: Resources, gathering: Gathering, vanished: Sequence[Gap]) -> None:
    links = [Listing(gap.urn, gap.file_number, gap.url, gap.listed_as, gap.published, None) for gap in vanished]
    for link, gone in zip(links, executor.map(site_steps.is_gone, links, resources), strict=True):
        if gone is True:
            gathering.gone_links.add(link.key)
        elif isinstance(gone, Exception) and not isinstance(gone, SiteError):
            gathering.miss(link.urn, gone)


def _gone(executor: Executor, resources: Resources, gathering: Gathering, vanished: Sequence[StoredLetter]) -> None:
    listings = [stored.listing for stored in vanished]
    for stored, gone in zip(vanished, executor.map(site_steps.is_gone, listings, resources), strict=True):
        if gone is True:
            gathering.gone.append(stored)
        elif isinstance(gone, Exception) and not isinstance(gone, SiteError):
            gathering.miss(stored.listing.urn, gone)  # an internal error, not an answer of the site
        else:
            gathering.notes.append(f"File {stored.listing.file_number} is no longer listed, but the site does not say it is gone")


def _read(executor: Executor, resources: Resources, gathering: Gathering, listed: Sequence[ListedFile]) -> None:
    urns = {file.listing.urn for file in listed}
    checks, editions = resources.database.files.checks_before(urns), resources.database.files.newest_editions(urns)
    for file, letter in zip(listed, executor.map(read_letters.read_letter, listed, resources), strict=True):
        listing, sha256 = file.listing, file.sha256
        if isinstance(letter, Exception):
            gathering.miss(listing.urn, letter)
        elif not gathering.window.kinds or letter.kind in gathering.window.kinds:
            check = checks[listing.key]
            served = editions[LetterKey(listing.urn, listing.file_number, sha256)]
            gathering.letters.append(
                Gathered(listing, letter, check.first_listed, check.checked_before, served.edition, served.since)
            )


def _listed(gathering: Gathering) -> int:
    return sum(len(page.listings) for page in gathering.pages)
